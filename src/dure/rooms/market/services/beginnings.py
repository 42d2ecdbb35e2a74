"""What a paid order sets going: parcels are booked, buyer and sellers are told. The worker's part of paying.

It is done again after whatever interrupted it: a shipment has its reference, a notice its key, so each is made once.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.kernel.errors import Refusal
from dure.kernel.jobs import job
from dure.rooms.dispatch.services import shipments
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Fulfilment, Order, OrderLine
from dure.rooms.market.services import bookings, notices, shipping

Key = tuple[int, UUID]
"""Order and seller."""


@transaction.atomic
def let_sellers_begin(*, order_ids: Sequence[int], cell_id: int = HOME_CELL) -> None:
    """Book the parcels of paid orders and tell everybody, all in one go; where one is refused, each by itself later."""
    try:
        with transaction.atomic():
            _begin(order_ids, cell_id)
    except Refusal:
        if len(order_ids) == 1:
            raise
        for order_id in order_ids:
            begin_order.defer(order_id=order_id, cell_id=cell_id)


@job(retries=8)
def begin_order(*, order_id: int, cell_id: int) -> None:
    """Let the sellers of one order begin."""
    let_sellers_begin(order_ids=[order_id], cell_id=cell_id)


def _begin(order_ids: Sequence[int], cell_id: int) -> None:
    """Do it for what is still to be packed: what was cancelled meanwhile is carried nowhere, and told by that.

    What is booked is carried nowhere either; its two sides agree on where to meet.
    """
    of_these = {"cell_id": cell_id, "order_id__in": order_ids}
    orders = {each.order_id: each for each in Order.objects.select_for_update().filter(**of_these).order_by("order_id")}
    parts = list(Fulfilment.objects.filter(**of_these, part_no=1, status=Fulfilment.Status.TO_PACK).order_by("id"))
    lines = _lines(of_these)
    met = [part for part in parts if bookings.is_met(orders[part.order_id])]
    bookings.open_bookings(orders=orders, parts=met, lines=lines)
    parts = [part for part in parts if part not in met]
    shipments.book_shipments(
        bookings=[
            shipping.booking_of(order=orders[part.order_id], part=part, lines=lines[part.order_id, part.seller_id])
            for part in parts
        ]
    )
    notices.paid(orders=orders, parts=parts)


def _lines(of_these: dict[str, object]) -> dict[Key, list[OrderLine]]:
    """Return the lines of orders by seller."""
    found: dict[Key, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(**of_these, part_no=1).order_by("order_id", "line_no"):
        found[line.order_id, line.seller_id].append(line)
    return found
