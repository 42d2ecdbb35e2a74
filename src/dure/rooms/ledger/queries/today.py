"""Today so far, before the day is sealed: counted afresh once a minute for everybody, reading only what is new.

A day is cut into slices of ten minutes. A slice that ended ten minutes ago is settled: it is counted once and kept in
the house's cache. So even with millions of entries a day, a minute reads the entries of the last twenty minutes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import MILLISECOND, TAIL_BITS, first_id_at, id_range_of, milliseconds_at, start_of
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.disclosure import SMALL, open_sums, rounded
from dure.rooms.ledger.models import Unit
from dure.rooms.ledger.queries.accounts import units
from dure.rooms.ledger.queries.book import Held, held_now

SLICE = timedelta(minutes=10)
FRESH_FOR = timedelta(minutes=1)
BLOCK_HOURS = 3
SLICES_PER_BLOCK = timedelta(hours=BLOCK_HOURS) // SLICE
KEPT_S, COUNTING_S = 86_400, 30

COUNT = """
SELECT ((entry.entry_id >> %(tail_bits)s) - %(start)s) / %(slice)s, leg.unit,
    count(*) FILTER (WHERE leg.place = array_position(entry.units, leg.unit)), count(*) FILTER (WHERE leg.place = 1),
    coalesce(sum(leg.amount) FILTER (WHERE leg.amount > 0), 0)::bigint,
    count(*) FILTER (WHERE leg.place = array_position(entry.units, leg.unit) AND entry.kind = %(gift)s),
    coalesce(sum(leg.amount) FILTER (WHERE leg.amount > 0 AND entry.kind = %(gift)s), 0)::bigint
FROM ledger_cell AS cell
JOIN ledger_entry AS entry ON entry.cell_id = cell.cell_id
    AND entry.entry_id >= %(first)s AND entry.entry_id < %(after)s,
LATERAL unnest(entry.units, entry.amounts) WITH ORDINALITY AS leg (unit, amount, place)
GROUP BY 1, 2 ORDER BY 1, 2
"""
"""Counts legs, and an entry at the first of its legs in a unit: a sum of each entry by itself cannot be distributed."""


class Counted(NamedTuple):
    """One unit in one slice of the day; `firsts` counts an entry of several units only once."""

    slice: int
    unit: int
    entries: int
    firsts: int
    moved: int
    gifts: int
    given: int


class Tally(NamedTuple):
    """What the cache keeps of a day: its slices, when they were counted, and how many of them will not change."""

    counted_at: datetime
    settled: int
    rows: list[Counted]
    held: dict[int, Held]


@dataclass(frozen=True)
class UnitToday:
    """One unit today: how many entries; about how much moved, was given and is held, None where few did it."""

    unit: Unit
    entry_count: int
    moved: int | None
    given: int | None
    held: int | None
    hold_count: int


@dataclass(frozen=True)
class Today:
    """The day so far; amounts end at `summed_until`. `blocks` are (hour it begins, entries), three hours each."""

    counted_at: datetime
    summed_until: datetime
    entry_count: int
    by_unit: list[UnitToday]
    blocks: list[tuple[int, int]]


def today_so_far() -> Today:
    """Return what today's entries add up to, at most a minute old while somebody looks."""
    day = clock.today()
    tally = _tally(day)
    return Today(
        counted_at=tally.counted_at,
        summed_until=start_of(day, HOUSE_ZONE) + tally.settled * SLICE,
        entry_count=sum(row.firsts for row in tally.rows),
        by_unit=_by_unit(tally),
        blocks=_blocks(tally, until=tally.counted_at.astimezone(HOUSE_ZONE).hour),
    )


def _tally(day: date) -> Tally:
    """Return the day's tally: the kept one while it is fresh or somebody else counts, a new one otherwise."""
    key, now = f"ledger:today:{day}", clock.now()
    kept: Tally | None = cache.get(key)
    if kept and timedelta(0) <= now - kept.counted_at < FRESH_FOR:
        return kept
    if kept and not cache.add(f"{key}:counting", value=True, timeout=COUNTING_S):
        return kept
    fresh = _count(day, kept, now)
    cache.set(key, fresh, KEPT_S)
    cache.delete(f"{key}:counting")
    return fresh


def _count(day: date, kept: Tally | None, now: datetime) -> Tally:
    """Count the slices of a day that are not settled yet."""
    start, settled = start_of(day, HOUSE_ZONE), kept.settled if kept else 0
    values = {
        "start": milliseconds_at(start),
        "slice": SLICE // MILLISECOND,
        "tail_bits": TAIL_BITS,
        "gift": Kind.GIFT,
        "first": first_id_at(start + settled * SLICE),
        "after": id_range_of(day, HOUSE_ZONE)[1],
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        fresh = [Counted(*row) for row in cursor.fetchall()]
    known = [row for row in kept.rows if row.slice < settled] if kept else []
    return Tally(now, max((now - start) // SLICE - 1, 0), [*known, *fresh], held_now())


def _by_unit(tally: Tally) -> list[UnitToday]:
    known, rows = units(), tally.rows
    numbers = sorted({row.unit for row in rows} | tally.held.keys())
    return [_unit_today(known[number], tally, [row for row in rows if row.unit == number]) for number in numbers]


def _unit_today(unit: Unit, tally: Tally, rows: list[Counted]) -> UnitToday:
    told = _told(row for row in rows if row.slice < tally.settled)
    held = tally.held.get(unit.number, Held(0, None))
    return UnitToday(
        unit=unit,
        entry_count=sum(row.entries for row in rows),
        moved=rounded(told["moved"]) if "moved" in told else None,
        given=rounded(told["gift"]) if "gift" in told else None,
        held=held.amount,
        hold_count=held.holds,
    )


def _told(rows: Iterable[Counted]) -> dict[str, int]:
    """Return the sums everybody may see: slices are told together until they have enough entries to hide in."""
    told, waiting = Counter[str](), Counter[str]()
    for row in rows:
        waiting += Counter(entries=row.entries, moved=row.moved, gifts=row.gifts, given=row.given)
        if waiting["entries"] >= SMALL:
            told += waiting
            waiting.clear()
    return open_sums(entries=told["entries"], moved=told["moved"], gifts=told["gifts"], given=told["given"])


def _blocks(tally: Tally, *, until: int) -> list[tuple[int, int]]:
    """Return how many entries were written in each three hours, up to the present ones."""
    counts: Counter[int] = Counter()
    for row in tally.rows:
        counts[row.slice // SLICES_PER_BLOCK] += row.firsts
    return [(block * BLOCK_HOURS, counts[block]) for block in range(until // BLOCK_HOURS + 1)]
