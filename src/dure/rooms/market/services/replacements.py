"""Sending goods again, for nothing, in place of what did not arrive well."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog.services import stock
from dure.rooms.market import errors
from dure.rooms.market.drafts import Means
from dure.rooms.market.errors.bookings import PartIsBooked
from dure.rooms.market.models import Fulfilment, OrderAct, OrderLine, Side
from dure.rooms.market.services import notices, shipping
from dure.rooms.market.services.acts import note_act, required
from dure.rooms.market.services.part_refunds import seller_or_staff
from dure.rooms.market.services.parts import Held, locked_part


@transaction.atomic
def send_replacement(*, by: Actor, fulfilment_id: UUID, counts: Mapping[int, int], why: str) -> Fulfilment:
    """Send some goods (line number to how many) of an open part again; the part's money waits for them.

    SoldOut where there are none left: then money goes back instead.
    """
    held = locked_part(fulfilment_id=fulfilment_id)
    side = seller_or_staff(by=by, part=held.part)
    return replace_goods(held=held, counts=held.counts(counts), by=by, side=side, why=required(why=why))


@transaction.atomic(savepoint=False)
def replace_goods(*, held: Held, counts: Mapping[OrderLine, int], by: Actor | None, side: Side, why: str) -> Fulfilment:
    """Make a part of the order that costs nothing, with the same goods, and have it carried; what is met is not."""
    order, part = held.order, held.part
    if order.delivery_to["means"] == Means.MEET:
        raise PartIsBooked
    if not part.is_open or part.stock_taken_at is None:
        raise errors.NotDelivered if part.is_open else errors.MoneyReleased
    levels: Counter[int] = Counter()
    for line, count in counts.items():
        assert line.level_id is not None
        levels[line.level_id] += count
    stock.reserve(counts=levels, cell_id=order.cell_id)
    again = Fulfilment.objects.create(
        cell_id=order.cell_id, order_id=order.order_id, part_no=_next_part(held), seller_id=part.seller_id,
        buyer_id=part.buyer_id, currency=part.currency, goods=0, delivery=0, is_replacement=True, paid_at=clock.now(),
    )  # fmt: skip
    shipping.book(order=order, part=again, lines=_add_lines(held, again, counts))
    note_act(
        order_id=order.order_id, cell_id=order.cell_id, fulfilment_id=part.id, act=OrderAct.Act.REPLACED, side=side,
        by=by, why=why, facts={"part": str(again.id), "lines": {str(line.line_no): n for line, n in counts.items()}},
    )  # fmt: skip
    notices.replaced(order=order, again=again)
    return again


def _next_part(held: Held) -> int:
    """Return the number of the next part of this seller."""
    parts = Fulfilment.objects.filter(
        cell_id=held.order.cell_id, order_id=held.order.order_id, seller_id=held.part.seller_id
    )
    return int(parts.aggregate(last=Max("part_no"))["last"]) + 1


def _add_lines(held: Held, again: Fulfilment, counts: Mapping[OrderLine, int]) -> list[OrderLine]:
    """Add the lines of a replacement to the order; they cost nothing and give nothing."""
    order = held.order
    lines = OrderLine.objects.filter(cell_id=order.cell_id, order_id=order.order_id)
    last = int(lines.aggregate(last=Max("line_no"))["last"])
    return OrderLine.objects.bulk_create(
        OrderLine(
            cell_id=order.cell_id, order_id=order.order_id, line_no=number, kind=OrderLine.Kind.GOODS,
            part_no=again.part_no, seller_id=line.seller_id, offer_id=line.offer_id, level_id=line.level_id,
            product_id=line.product_id, quantity=count, cancelled=0, unit_price=0, commission_bp=0, pledge=0,
            refunded=0, words=line.words,
        )
        for number, (line, count) in enumerate(counts.items(), start=last + 1)
    )  # fmt: skip
