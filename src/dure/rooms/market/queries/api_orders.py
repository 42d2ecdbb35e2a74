"""A buyer's own orders as programs read them."""

from collections.abc import Sequence

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Fulfilment, Order, OrderLine
from dure.rooms.market.queries.order_pages import own_order


def orders_of(*, by: Actor, before: int, count: int, cell_id: int = HOME_CELL) -> Sequence[Order]:
    """Return a person's orders with smaller numbers, newest first."""
    if by.person_id is None:
        raise NotSignedIn
    found = Order.objects.filter(cell_id=cell_id, buyer_id=by.person_id, order_id__lt=before)
    return list(found.order_by("-order_id")[:count])


def order_of(*, by: Actor, order_id: int, cell_id: int = HOME_CELL) -> Order:
    """Return a person's own order; OrderNotFound for anybody else's."""
    if by.person_id is None:
        raise NotSignedIn
    return own_order(by=by, order_id=order_id, cell_id=cell_id)


def contents_of(order: Order) -> tuple[list[OrderLine], list[Fulfilment]]:
    """Return the lines and the parts of an order."""
    key = {"cell_id": order.cell_id, "order_id": order.order_id}
    lines = OrderLine.objects.filter(**key).order_by("line_no")
    return list(lines), list(Fulfilment.objects.filter(**key).order_by("part_no", "id"))
