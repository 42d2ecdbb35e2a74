"""Recording many entries in one call, against one by one and against plain inserts.

    ./dure bench ledger [--quick] [--json FILE]

Three ways to write the same gifts (two legs each, 500 wallets to one fund) on a PostgreSQL of its own with
fsync on, interleaved in one run; medians over the rounds. Ratios are within a round, so a busy machine hurts both.

* batch     one call of `record_many`: every rule, balance, replay check and announcement
* single    one call of `record` an entry, each its own transaction
* floor     the same rows by INSERT … SELECT and one UPDATE of the balances: no rules at all
"""

# ruff: noqa: PLC0415  the models of the house can be imported only once Django knows its database

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
WALLETS = 500
GOALS = {"batch_vs_single": 12.0, "batch_vs_floor": 0.3}
FLOOR = """
WITH made AS (
    INSERT INTO ledger_entry (cell_id, entry_id, kind, reference, accounts, units, amounts, happened_at)
    SELECT 1, %(base)s + number, 5, 'floor:' || (%(base)s + number),
        ARRAY[(%(wallets)s)[1 + number %% %(count)s], %(fund)s], '{1,1}', '{-1,1}', now()
    FROM generate_series(0, %(size)s - 1) AS number RETURNING accounts[1] AS wallet
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
        from dure.kernel import clock
        from dure.kernel.ids import new_id
        from dure.kernel.numbers import first_id_at
        from dure.rooms.ledger import chart, factories
        from dure.rooms.ledger.models import Account
        from dure.rooms.ledger.services import entries

        self.people = [new_id() for _ in range(WALLETS)]
        self.fund_id: UUID = new_id()
        for person in self.people:
            factories.deposit(person_id=person, amount=10_000_000)
        entries.record_many(drafts=[factories.gift(giver_id=self.people[0], fund_id=self.fund_id, amount=1)])
        ids = dict(Account.objects.values_list("code", "account_id"))
        self.wallets = [ids[chart.wallet(person)] for person in self.people]
        self.fund = ids[chart.fund(self.fund_id)]
        self.base = first_id_at(clock.now() - timedelta(minutes=1))  # a moment nobody else writes in

    def drafts(self, size: int) -> list[Any]:
        """Return so many gifts, none recorded yet."""
        from dure.rooms.ledger import factories

        givers = (self.people[number % WALLETS] for number in range(size))
        return [factories.gift(giver_id=giver, fund_id=self.fund_id, amount=1) for giver in givers]

    def batch(self, size: int) -> float:
        """Record with one call; return seconds an entry."""
        from dure.rooms.ledger.services import entries

        drafts = self.drafts(size)
        return timed(lambda: entries.record_many(drafts=drafts)) / size

    def single(self, size: int) -> float:
        """Record one by one; return seconds an entry."""
        from dure.rooms.ledger.services import entries

        drafts = self.drafts(size)

        def one_by_one() -> None:
            for draft in drafts:
                entries.record(reference=draft.reference, kind=draft.kind, legs=draft.legs, about=draft.about)

        return timed(one_by_one) / size

    def floor(self, size: int) -> float:
        """Write the same rows without a rule; return seconds an entry."""
        from django.db import connection, transaction

        values = {"base": self.base, "wallets": self.wallets, "count": WALLETS, "fund": self.fund, "size": size}
        values["touched"] = sorted([*self.wallets, self.fund])
        self.base += size

        def write() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(FLOOR, values)

        return timed(write) / size


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(*, is_quick: bool) -> list[dict[str, Any]]:
    """Run the rounds and return the rows."""
    bench, rounds, size, singles = Bench(), 3 if is_quick else 11, 1_000 if is_quick else 5_000, 20 if is_quick else 300
    for way, count in ((bench.batch, size), (bench.single, 20), (bench.floor, size)):
        way(count)  # warm
    batch, single, floor = [], [], []
    for _round in range(rounds):
        batch.append(bench.batch(size))
        single.append(bench.single(singles))
        floor.append(bench.floor(size))
    by_single = [one / many for one, many in zip(single, batch, strict=True)]
    by_floor = [least / many for least, many in zip(floor, batch, strict=True)]
    proof_s, entry_count = proof()
    return [
        row("batch_vs_single", by_single, "x"),
        row("batch_vs_floor", by_floor, "of the floor's speed"),
        row("batch_us_per_entry", [1e6 * value for value in batch], "us"),
        row("single_us_per_entry", [1e6 * value for value in single], "us"),
        row("floor_us_per_entry", [1e6 * value for value in floor], "us"),
        row("proof_us_per_entry", [1e6 * proof_s / entry_count], "us"),
    ]


def proof() -> tuple[float, int]:
    """Seal and prove the book; return how long the proof took and how many entries it read."""
    from dure.kernel import clock
    from dure.rooms.ledger.queries.proof import examine
    from dure.rooms.ledger.services import seals

    clock.stop_at(clock.now() + timedelta(days=1))
    seals.seal_finished_days()
    began = time.perf_counter()
    findings = examine()
    assert findings.holds, findings.problems[:3]
    return time.perf_counter() - began, findings.entry_count


def row(name: str, values: list[float], unit: str) -> dict[str, Any]:
    """Return one row of the result: median, spread, and whether the goal holds."""
    median, goal = statistics.median(values), GOALS.get(name)
    found: dict[str, Any] = {
        "id": name,
        "value": round(median, 2),
        "unit": unit,
        "spread": [round(min(values), 2), round(max(values), 2)],
    }
    return found | ({"goal": f">={goal:g}", "holds": median >= goal} if goal else {})


def main() -> None:
    """Start a PostgreSQL, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds; ends within a minute")
    parser.add_argument("--json", type=Path, help="write the result there")
    asked = parser.parse_args()
    from dure.engine.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "postgres").start()
        try:
            result = run(server.owner_url, is_quick=asked.quick)
        finally:
            server.destroy()
    for each in result["rows"]:
        goal = f"  goal {each['goal']} {'holds' if each['holds'] else 'MISSED'}" if "goal" in each else ""
        print(f"{each['id']:22} {each['value']:>10,.2f} {each['unit']:22} {each['spread']}{goal}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if not asked.quick and any(each.get("holds") is False for each in result["rows"]):
        sys.exit(1)


def run(url: str, *, is_quick: bool) -> dict[str, Any]:
    """Migrate, measure and return the result."""
    from dure.engine.environment import export

    key = "only for measuring"
    export({"DURE_DATABASE_URL": url, "DURE_SECRET_KEY": key, "DJANGO_SETTINGS_MODULE": "dure.site.settings"})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    return {"name": "ledger", "machine": machine, "rows": measure(is_quick=is_quick)}


if __name__ == "__main__":
    main()
