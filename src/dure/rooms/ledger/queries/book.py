"""The whole book: sums over every account."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Sum

from dure.rooms.ledger.canonical import Totals
from dure.rooms.ledger.disclosure import SMALL, rounded
from dure.rooms.ledger.models import Hold, Seal, Unit
from dure.rooms.ledger.queries.accounts import units


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
    """What sealed days add up to in one unit: how many entries; how much moved and was given, where it may be told."""

    unit: Unit
    entry_count: int
    moved: int | None
    given: int | None


class Held(NamedTuple):
    """How many holds are open in a unit, and about how much they hold together; None where they are few."""

    holds: int
    amount: int | None


def sums_of(totals: Totals) -> list[UnitSums]:
    """Return what may be told of a sealed day's totals, by unit number."""
    known = {unit.code: unit for unit in units().values()}
    found = [_unit_sums(known[code], sums) for code, sums in totals.items() if code in known]
    return sorted(found, key=lambda sums: sums.unit.number)


def entries_by_day(seals: Iterable[Seal]) -> dict[date, int]:
    """Return how many entries each sealed day has, over all cells, oldest first."""
    counts: Counter[date] = Counter()
    for seal in seals:
        counts[seal.day] += seal.entry_count
    return dict(sorted(counts.items()))


def sealed_sums() -> list[UnitSums]:
    """Return what all sealed days add up to; days with few entries of a unit are counted, not summed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit.key, part.key, sum(part.value::bigint)::bigint FROM ledger_seal,"
            " jsonb_each(totals) AS unit, jsonb_each_text(unit.value) AS part"
            " WHERE part.key = 'entries' OR (unit.value ->> 'entries')::bigint >= %s GROUP BY unit.key, part.key",
            [SMALL],
        )
        totals: Totals = {}
        for code, part, total in cursor.fetchall():
            totals.setdefault(code, {})[part] = total
    return sums_of(totals)


def held_now() -> dict[int, Held]:
    """Return what is held in the whole book by unit number."""
    rows = Hold.objects.filter(status=Hold.Status.OPEN).values("unit").order_by("unit")
    sums = rows.annotate(count=Count("hold_id"), total=Sum(F("amount") - F("captured") - F("released")))
    return {row["unit"]: _held(row["count"], int(row["total"])) for row in sums}


def _held(count: int, amount: int) -> Held:
    return Held(count, rounded(amount) if count >= SMALL else None)


def _unit_sums(unit: Unit, sums: Mapping[str, int]) -> UnitSums:
    told = sums if sums["entries"] >= SMALL else {}
    return UnitSums(unit=unit, entry_count=sums["entries"], moved=told.get("moved"), given=told.get("gift"))
