"""What was ordered of a show's offers while it is on air: summed once a minute, in between only what is new is read.

The hosts' telephones ask every two seconds. A sum of all that was ordered before is kept in the house's cache, up to an
order's number; as orders are numbered by time, what came since is one short stretch, however much was ordered before.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import msgspec
from django.core.cache import cache

from dure.kernel import clock
from dure.kernel.numbers import first_id_at
from dure.kernel.questions import Question, ask
from dure.rooms.ledger.chart import HOME_CELL

FRESH_FOR: Final = timedelta(minutes=1)
"""So long after something was cancelled, or not paid in time, it may still be counted."""
SETTLED_AFTER: Final = timedelta(seconds=10)
"""An order is written down well within this time after it got its number."""
LATE: Final = 1 << 32
"""Numbers of a crowd's orders run a moment (a second) ahead of the clock."""
KEPT_S, COUNTING_S = 3_600, 30


class SoldRow(msgspec.Struct, frozen=True):
    """What was ordered of one offer, or (without a number) of all together; money in minor units."""

    offer_id: int | None
    orders: int
    boxes: int
    taken: int

    def plus(self, more: "SoldRow") -> "SoldRow":
        """Return the sum of two stretches of time."""
        return SoldRow(self.offer_id, self.orders + more.orders, self.boxes + more.boxes, self.taken + more.taken)


Sold = dict[int | None, SoldRow]

SOLD: Final = Question(
    "sold",
    "SELECT line.offer_id, count(DISTINCT line.order_id) AS orders, "
    "coalesce(sum(line.quantity - line.cancelled), 0) AS boxes, "
    "coalesce(sum((line.quantity - line.cancelled) * line.unit_price), 0) AS taken "
    "FROM market_orderline AS line JOIN market_order AS placed USING (cell_id, order_id) "
    "WHERE line.cell_id = %(cell_id)s AND line.order_id >= %(first)s AND line.order_id < %(last)s "
    "AND line.offer_id = ANY (%(offer_ids)s) AND placed.status NOT IN (4, 5) "
    "GROUP BY GROUPING SETS ((line.offer_id), ())",
    SoldRow,
)
"""What was ordered of some offers in a time without what was cancelled or not paid; it reads all orders of the time."""


class Stretch(NamedTuple):
    """Orders of some offers from a number on, up to another."""

    offer_ids: frozenset[int]
    first: int
    last: int


class Kept(NamedTuple):
    """What the cache keeps of a show: the sum of a stretch, and when it was made."""

    counted_at: datetime
    stretch: Stretch
    sold: Sold


def sold_on_air(*, show_id: UUID, offer_ids: Collection[int], began: datetime, ended: datetime | None) -> Sold:
    """Return what was ordered of some offers while a show was on air, by offer, and of all of them under None."""
    last = first_id_at(ended or clock.now()) + LATE
    asked = Stretch(frozenset(offer_ids), first_id_at(began), last)
    kept = _kept(show_id, asked)
    fresh = _sum(asked._replace(first=kept.stretch.last))
    return {number: _both(kept.sold.get(number), fresh.get(number)) for number in kept.sold.keys() | fresh.keys()}


def _kept(show_id: UUID, asked: Stretch) -> Kept:
    """Return the sum of what is settled: the kept one while it is fresh or somebody else sums, a new one otherwise."""
    key, now = f"market:sold:{show_id}", clock.now()
    kept: Kept | None = cache.get(key)
    is_of_these = kept is not None and kept.stretch[:2] == asked[:2] and kept.stretch.last <= asked.last
    if kept is not None and is_of_these:
        if timedelta(0) <= now - kept.counted_at < FRESH_FOR:
            return kept
        if not cache.add(f"{key}:counting", value=True, timeout=COUNTING_S):
            return kept
    settled = asked._replace(last=max(asked.first, min(asked.last, first_id_at(now - SETTLED_AFTER))))
    fresh = Kept(now, settled, _sum(settled))
    cache.set(key, fresh, KEPT_S)
    cache.delete(f"{key}:counting")
    return fresh


def _sum(stretch: Stretch) -> Sold:
    told = ask(
        SOLD, cell_id=HOME_CELL, offer_ids=sorted(stretch.offer_ids), first=stretch.first, last=stretch.last
    )  # fmt: skip
    return {row.offer_id: row for row in told.of(SOLD)}


def _both(kept: SoldRow | None, fresh: SoldRow | None) -> SoldRow:
    if kept is not None and fresh is not None:
        return kept.plus(fresh)
    found = kept or fresh
    assert found is not None
    return found
