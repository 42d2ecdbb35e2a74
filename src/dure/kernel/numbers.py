"""Numbers of rows on hot tables: 41 bits of milliseconds, 10 bits of writer, 12 bits of counter.

A number therefore says when it was made; a day is a range of numbers. No sequence in the database is shared. Two
processes that drew the same writer number and work in the same millisecond meet at the primary key; the loser draws
another writer number and tries again (the ledger's `services/writing.py`). In JSON and addresses they are strings.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from threading import Lock

from dure.kernel import clock

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
WRITER_BITS, COUNTER_BITS = 10, 12
TAIL_BITS = WRITER_BITS + COUNTER_BITS
COUNTERS = 1 << COUNTER_BITS
MILLISECOND = timedelta(milliseconds=1)
ID_MAX = 2**63 - 1


@dataclass
class Sequencer:
    """Hands out ids that rise as long as the clock does; safe between threads."""

    writer: int = field(default_factory=lambda: secrets.randbelow(1 << WRITER_BITS))
    _millisecond: int = -1
    _counter: int = 0
    _lock: Lock = field(default_factory=Lock)

    def take(self, count: int, *, at: datetime) -> list[int]:
        """Return `count` fresh rising ids for this moment; more than 4,096 run a few milliseconds ahead of it."""
        with self._lock:
            asked = milliseconds_at(at)
            if not asked <= self._millisecond <= asked + 1_000:
                self._millisecond, self._counter = asked, 0
            ids: list[int] = []
            while len(ids) < count:
                ids += self._next(count - len(ids))
            return ids

    def change_writer(self) -> None:
        """Draw another writer number, after meeting someone with the same one."""
        with self._lock:
            self.writer = secrets.randbelow(1 << WRITER_BITS)

    def _next(self, count: int) -> range:
        """Return up to so many ids of one millisecond; those follow one another."""
        if self._counter == COUNTERS:
            self._millisecond, self._counter = self._millisecond + 1, 0
        first = self._millisecond << TAIL_BITS | self.writer << COUNTER_BITS | self._counter
        count = min(count, COUNTERS - self._counter)
        self._counter += count
        return range(first, first + count)


SEQUENCER = Sequencer()
"""This process's maker of numbers."""


def new_number() -> int:
    """Return a fresh number, rising with time."""
    return SEQUENCER.take(1, at=clock.now())[0]


def milliseconds_at(moment: datetime) -> int:
    """Return the whole milliseconds since the epoch; ValueError for a time before it."""
    milliseconds = (moment - EPOCH) // MILLISECOND
    if milliseconds < 0:
        raise ValueError(f"numbers begin at {EPOCH:%Y-%m-%d}, not at {moment}")
    return milliseconds


def made_at(number: int) -> datetime:
    """Return the moment an id was made."""
    return EPOCH + (number >> TAIL_BITS) * MILLISECOND


def first_id_at(moment: datetime) -> int:
    """Return the smallest id that can be made at or after a moment."""
    return milliseconds_at(max(moment, EPOCH)) << TAIL_BITS


def id_range_of(day: date, zone: tzinfo) -> tuple[int, int]:
    """Return the first id of a day in a zone and the first id of the day after."""
    return first_id_at(start_of(day, zone)), first_id_at(start_of(day + timedelta(days=1), zone))


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return the moment a day begins in a zone."""
    return datetime.combine(day, time.min, tzinfo=zone)
