"""A buyer's own orders as programs read them."""

from collections.abc import Sequence

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Order


def orders_of(*, by: Actor, before: int, count: int, cell_id: int = HOME_CELL) -> Sequence[Order]:
    """Return a person's orders with smaller numbers, newest first."""
    if by.person_id is None:
        raise NotSignedIn
    found = Order.objects.filter(cell_id=cell_id, buyer_id=by.person_id, order_id__lt=before)
    return list(found.order_by("-order_id")[:count])
