"""Recording many entries in one call, against one by one and against plain inserts.

    ./dure bench ledger [--quick] [--json FILE]

Three ways to write the same gifts (two legs each, 500 wallets to one fund) on a PostgreSQL of its own with
fsync on, interleaved in one run; medians over the rounds. Ratios are within a round, so a busy machine hurts both.

* batch     one call of `record_many`: every rule, balance, replay check and announcement
* single    one call of `record` an entry, each its own transaction
* floor     the same rows (entries, the fund's lines, balances) by INSERT … SELECT and UPDATE: no rules at all
"""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from measuring import Row, in_turns, main, ratios, row, seconds
from measuring.house import house  # isort: split

from django.db import connection, transaction

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.numbers import first_id_at
from dure.rooms.ledger import chart, factories
from dure.rooms.ledger.drafts import Draft
from dure.rooms.ledger.models import Account
from dure.rooms.ledger.queries.proof import examine
from dure.rooms.ledger.services import entries, seals

WALLETS = 500
FLOOR = """
WITH made AS (
    INSERT INTO ledger_entry (cell_id, entry_id, kind, named, leg_accounts, leg_units, leg_amounts, happened_at)
    SELECT 1, %(base)s + number, 5, 'floor:' || (%(base)s + number),
        ARRAY[(%(wallets)s)[1 + number %% %(count)s], %(fund)s], '{1,1}', '{-1,1}', now()
    FROM generate_series(0, %(size)s - 1) AS number RETURNING entry_id, accounts[1] AS wallet
), lines AS (
    INSERT INTO ledger_line (account_id, unit, entry_id, cell_id, amount) SELECT %(fund)s, 1, entry_id, 1, 1 FROM made
), sums AS (SELECT wallet, count(*) AS amount FROM made GROUP BY wallet)
UPDATE ledger_balance AS balance SET amount = balance.amount
    + CASE WHEN balance.account_id = %(fund)s THEN %(size)s
        ELSE -coalesce((SELECT amount FROM sums WHERE wallet = account_id), 0) END
WHERE balance.cell_id = 1 AND balance.unit = 1 AND balance.account_id = ANY(%(touched)s)
"""


class Bench:
    """A book with 500 filled wallets, and the three ways to write."""

    def __init__(self) -> None:
        """Fill the wallets."""
        self.people = [new_id() for _ in range(WALLETS)]
        self.fund_id: UUID = new_id()
        for person in self.people:
            factories.deposit(person_id=person, amount=10_000_000)
        entries.record_many(drafts=[factories.gift(giver_id=self.people[0], fund_id=self.fund_id, amount=1)])
        ids = dict(Account.objects.values_list("code", "account_id"))
        self.wallets = [ids[chart.wallet(person)] for person in self.people]
        self.fund = ids[chart.fund(self.fund_id)]
        self.base = first_id_at(clock.now() - timedelta(minutes=1))  # a moment nobody else writes in

    def drafts(self, size: int) -> list[Draft]:
        """Return so many gifts, none recorded yet."""
        givers = (self.people[number % WALLETS] for number in range(size))
        return [factories.gift(giver_id=giver, fund_id=self.fund_id, amount=1) for giver in givers]

    def batch(self, size: int) -> float:
        """Record with one call; return seconds an entry."""
        drafts = self.drafts(size)
        return seconds(lambda: entries.record_many(drafts=drafts)) / size

    def single(self, size: int) -> float:
        """Record one by one; return seconds an entry."""
        drafts = self.drafts(size)

        def one_by_one() -> None:
            for draft in drafts:
                entries.record(reference=draft.reference, kind=draft.kind, legs=draft.legs, about=draft.about)

        return seconds(one_by_one) / size

    def floor(self, size: int) -> float:
        """Write the same rows without a rule; return seconds an entry."""
        values: dict[str, Any] = {
            "base": self.base, "wallets": self.wallets, "count": WALLETS, "fund": self.fund, "size": size,
            "touched": sorted([*self.wallets, self.fund]),
        }  # fmt: skip
        self.base += size

        def write() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(FLOOR, values)

        return seconds(write) / size


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    bench, rounds, size, singles = Bench(), 3 if is_quick else 11, 1_000 if is_quick else 5_000, 20 if is_quick else 300
    ways = {
        "batch": lambda: bench.batch(size),
        "single": lambda: bench.single(singles),
        "floor": lambda: bench.floor(size),
    }
    in_turns(1, **ways)  # warm
    found = in_turns(rounds, **ways)
    return [
        row("batch_vs_single", ratios(found["single"], found["batch"]), "x", at_least=12),
        row("batch_vs_floor", ratios(found["floor"], found["batch"]), "of floor", at_least=0.3),
        *(row(f"{name}_us_per_entry", [1e6 * value for value in values], "us") for name, values in found.items()),
        row("proof_us_per_entry", [1e6 * proof()], "us"),
    ]


def proof() -> float:
    """Seal and prove the book; return the seconds the proof took an entry."""
    clock.stop_at(clock.now() + timedelta(days=1))
    seals.seal_finished_days()
    began = time.perf_counter()
    findings = examine()
    assert findings.holds, findings.problems[:3]
    return (time.perf_counter() - began) / findings.entry_count


if __name__ == "__main__":
    main(__doc__, measure)
