"""One fact instead of several of a kind: what is done for orders is done for many of them at once. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from dure.events.market import OrdersPaid, OrdersPlaced

E = TypeVar("E", OrdersPlaced, OrdersPaid)
ORDERS_MAX: Final = 256
"""How many orders one fact tells of at most, as at the intake and where payments are settled."""


def joined(events: Sequence[E]) -> list[E]:
    """Return facts that tell the same, those of a cell in as few as can be, in their order."""
    found: list[E] = []
    last: dict[int, int] = {}
    for event in events:
        place = last.get(event.cell_id)
        if place is not None and len(found[place].order_ids) + len(event.order_ids) <= ORDERS_MAX:
            found[place] = _both(found[place], event)
        else:
            last[event.cell_id] = len(found)
            found.append(event)
    return found


def _both(first: E, second: E) -> E:
    """Return one fact that tells two."""
    return replace(
        first,
        order_ids=(*first.order_ids, *second.order_ids),
        buyer_ids=(*first.buyer_ids, *second.buyer_ids),
        totals=(*first.totals, *second.totals),
        currencies=(*first.currencies, *second.currencies),
    )
