"""Which orders have receipts, and what became of them since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import start_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment, Order, Receipt, Refund
from dure.rooms.market.queries.my_orders import Asked, asked_orders
from dure.rooms.market.rules import RECEIPTS_AT_ONCE_MAX


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A receipt with who received the goods, as far as that is still known, and what went back since."""

    receipt: Receipt
    receiver: str
    refunds: tuple[Refund, ...]


def paid_orders(*, buyer_id: UUID, asked: Asked) -> list[int]:
    """Return the numbers of a buyer's paid orders that fit, oldest first; NoReceipts, TooManyReceipts."""
    parts = Fulfilment.objects.filter(cell_id=OuterRef("cell_id"), order_id=OuterRef("order_id"), is_replacement=False)
    found = asked_orders(buyer_id=buyer_id, asked=asked).filter(Exists(parts))
    return _few(found.order_by("order_id").values_list("order_id", flat=True)[: RECEIPTS_AT_ONCE_MAX + 1])


def sold_orders(*, seller_id: UUID, first: date, last: date) -> list[int]:
    """Return the numbers of orders of which a seller's part was paid on some days; NoReceipts, TooManyReceipts."""
    since, until = start_of(first, HOUSE_ZONE), start_of(last + timedelta(days=1), HOUSE_ZONE)
    parts = Fulfilment.objects.filter(
        cell_id=HOME_CELL, seller_id=seller_id, is_replacement=False, paid_at__gte=since, paid_at__lt=until
    )
    return _few(parts.order_by("paid_at", "id").values_list("order_id", flat=True)[: RECEIPTS_AT_ONCE_MAX + 1])


def issued(*, receipts: Sequence[Receipt]) -> list[Issued]:
    """Return receipts with receiver and refunds, in three queries."""
    numbers = {each.order_id for each in receipts}
    orders = Order.objects.filter(cell_id=HOME_CELL, order_id__in=numbers).values_list("order_id", "delivery_to")
    receivers = {number: str(to.get("name", "")) for number, to in orders}
    parts = Fulfilment.objects.filter(cell_id=HOME_CELL, order_id__in=numbers)
    of_part = {part_id: (number, seller) for part_id, number, seller in parts.values_list("id", "order_id", "seller")}
    refunds: dict[tuple[int, UUID], list[Refund]] = {}
    for refund in Refund.objects.filter(cell_id=HOME_CELL, order_id__in=numbers, fulfilment_id__in=of_part):
        if refund.fulfilment_id is not None:
            refunds.setdefault(of_part[refund.fulfilment_id], []).append(refund)
    return [
        Issued(
            receipt=each,
            receiver=receivers.get(each.order_id, ""),
            refunds=tuple(refunds.get((each.order_id, each.seller_id), ())),
        )
        for each in receipts
    ]


def _few(found: Iterable[int]) -> list[int]:
    """Return numbers if there are some, and not too many for one file."""
    numbers = list(found)
    if not numbers:
        raise errors.NoReceipts
    if len(numbers) > RECEIPTS_AT_ONCE_MAX:
        raise errors.TooManyReceipts(most=RECEIPTS_AT_ONCE_MAX)
    return numbers
