"""The whole book: sums over every account."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from dure.rooms.ledger.canonical import Totals
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.models import Seal, Unit
from dure.rooms.ledger.queries.accounts import total_held, units


@dataclass(frozen=True)
class TrialBalance:
    """All accounts of one unit: the sum of those above zero, of those below, and both together (must be zero)."""

    unit: Unit
    above: int
    below: int
    held: int
    account_count: int

    @property
    def total(self) -> int:
        """Zero, when nothing was made or lost."""
        return self.above + self.below


def trial_balance() -> list[TrialBalance]:
    """Return the trial balance of every unit that was ever used, by unit number."""
    known = units()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,"
            " coalesce(sum(amount) FILTER (WHERE amount < 0), 0)::bigint, sum(held)::bigint,"
            " count(DISTINCT account_id) FROM ledger_balance GROUP BY unit ORDER BY unit"
        )
        return [TrialBalance(known[number], *sums) for number, *sums in cursor.fetchall()]


@dataclass(frozen=True)
class UnitSums:
    """What sealed days add up to in one unit: how many entries, how much moved, and how much of each kind."""

    unit: Unit
    entry_count: int
    moved: int
    by_kind: dict[Kind, int]

    @property
    def given(self) -> int:
        """How much was given."""
        return self.by_kind.get(Kind.GIFT, 0)


def sums_of(totals: Iterable[Totals]) -> list[UnitSums]:
    """Return what the totals of some sealed days add up to, by unit number."""
    added: dict[str, Counter[str]] = {}
    for of_day in totals:
        for code, sums in of_day.items():
            added.setdefault(code, Counter()).update(sums)
    known = {unit.code: unit for unit in units().values()}
    found = [_unit_sums(known[code], sums) for code, sums in added.items() if code in known]
    return sorted(found, key=lambda sums: sums.unit.number)


def entries_by_day(seals: Iterable[Seal]) -> dict[date, int]:
    """Return how many entries each sealed day has, over all cells, oldest first."""
    counts: Counter[date] = Counter()
    for seal in seals:
        counts[seal.day] += seal.entry_count
    return dict(sorted(counts.items()))


def sealed_sums() -> list[UnitSums]:
    """Return what all sealed days add up to, summed in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit.key, part.key, sum(part.value::bigint)::bigint FROM ledger_seal,"
            " jsonb_each(totals) AS unit, jsonb_each_text(unit.value) AS part GROUP BY unit.key, part.key"
        )
        totals: Totals = {}
        for code, part, total in cursor.fetchall():
            totals.setdefault(code, {})[part] = total
    return sums_of([totals])


def held_now() -> list[tuple[Unit, int]]:
    """Return how much is held in the whole book, by unit number."""
    known = units()
    return [(known[number], amount) for number, amount in sorted(total_held().items())]


def _unit_sums(unit: Unit, sums: Mapping[str, int]) -> UnitSums:
    kinds = {kind: sums[kind.name.lower()] for kind in Kind if kind.name.lower() in sums}
    return UnitSums(unit=unit, entry_count=sums["entries"], moved=sums["moved"], by_kind=kinds)
