"""Orders after they were placed: cancelled wholly or in part, given up."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dure.events.market import OrderCancelled, OrdersExpired
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.catalog.services import stock
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.errors.bookings import PartIsBooked
from dure.rooms.market.models import Deadline, Fulfilment, Order, OrderAct, OrderLine, Side
from dure.rooms.market.rules import DEADLINES_AT_ONCE_MAX, EXPIRE_AT_ONCE_MAX
from dure.rooms.market.services import notices, part_refunds, shipping
from dure.rooms.market.services.acts import note_act, required, side_of
from dure.rooms.market.services.parts import (
    Held,
    cancel_counts,
    free_goods,
    give_back_allowances,
    locked_order,
    locked_part,
    locked_parts,
)

Status = Fulfilment.Status


@transaction.atomic
def cancel_order(*, by: Actor, order_id: int, why: str, cell_id: int = HOME_CELL) -> Order:
    """Cancel a whole order: goods are free again, money goes back. The buyer until something is packed, staff always.

    Cancelling a cancelled order changes nothing; AlreadyPacked, AlreadyOnItsWay or OrderClosed when it is too late.
    """
    order = locked_order(order_id=order_id, cell_id=cell_id)
    side = side_of(by=by, buyer_id=order.buyer_id)
    reason = required(why=why)
    if order.status == Order.Status.CANCELLED:
        return order
    if order.status not in {Order.Status.PLACED, Order.Status.PAID}:
        raise errors.OrderClosed
    back = _cancel_unpaid(order) if order.status == Order.Status.PLACED else _cancel_paid(order, side, reason)
    order.status = Order.Status.CANCELLED
    order.save(update_fields=["status"])
    note_act(
        order_id=order_id, cell_id=cell_id, act=OrderAct.Act.CANCELLED, side=side, by=by, why=reason,
        facts={"refunded": back},
    )  # fmt: skip
    announce(OrderCancelled(cell_id=cell_id, order_id=str(order_id), refunded=back, currency=order.currency))
    return order


def _cancel_unpaid(order: Order) -> int:
    """Give up an order nobody has paid: stock, allowances, then the book."""
    lines = OrderLine.objects.filter(cell_id=order.cell_id, order_id=order.order_id, kind=OrderLine.Kind.GOODS)
    free_goods(buyer_id=order.buyer_id, counts={line: line.remaining for line in lines}, cell_id=order.cell_id)
    entries.reverse(entry_id=order.order_id, reason="cancelled", cell_id=order.cell_id)
    return 0


def _cancel_paid(order: Order, side: Side, reason: str) -> int:
    """Cancel every part of a paid order; return what went back to the buyer."""
    parts = [held for held in locked_parts(order=order) if held.part.is_open]
    for held in parts:
        _demand_cancellable(held.part, side)
    _free_parts(order, parts)
    return sum(_cancel_part(held, reason) for held in parts)


def _demand_cancellable(part: Fulfilment, side: Side) -> None:
    """Refuse to cancel what is too far on its way for who asks, or ends by its own rules."""
    if part.status == Status.BOOKED:
        raise PartIsBooked
    if part.status not in {Status.TO_PACK, Status.PACKED}:
        raise errors.AlreadyOnItsWay
    if part.status == Status.PACKED and side is Side.BUYER:
        raise errors.AlreadyPacked


def _free_parts(order: Order, parts: list[Held]) -> None:
    """Let others have the goods of some parts, in one go: levels are locked before the book."""
    counts = {line: line.remaining for held in parts for line in held.goods}
    free_goods(buyer_id=order.buyer_id, counts=counts, cell_id=order.cell_id)
    cancel_counts(counts=counts)


def _cancel_part(held: Held, reason: str) -> int:
    """End a part whose goods are free already: recall its shipment, give its money back; return how much."""
    held.part.refresh_from_db(fields=["gift"])  # a part that ended just now may have handed the gift on
    shipping.recall(part=held.part, reason=reason)
    amounts = {line: line.kept for line in held.lines}
    made = part_refunds.refund_lines(held=held, amounts=amounts, why=reason, ends_as=Status.CANCELLED)
    notices.part_cancelled(held.part)
    return made.amount if made else 0


@transaction.atomic
def cancel_part(*, by: Actor, fulfilment_id: UUID, why: str) -> Fulfilment:
    """Cancel one seller's part of a paid order; the seller and staff until it leaves, the buyer until it is packed."""
    held = locked_part(fulfilment_id=fulfilment_id)
    side = side_of(by=by, buyer_id=held.order.buyer_id, seller_id=held.part.seller_id)
    reason = required(why=why)
    if held.part.status == Status.CANCELLED:
        return held.part
    if not held.part.is_open:
        raise errors.OrderClosed
    _demand_cancellable(held.part, side)
    _free_parts(held.order, [held])
    back = _cancel_part(held, reason)
    _note_lines(held, by, side, reason, {line: line.quantity for line in held.goods}, back)
    return held.part


@transaction.atomic
def cancel_lines(*, by: Actor, fulfilment_id: UUID, counts: Mapping[int, int], why: str) -> Fulfilment:
    """Take some goods (line number to how many) out of a part before it leaves, and give their price back.

    The whole part ends when nothing is left of it; then its delivery fee goes back too.
    """
    held = locked_part(fulfilment_id=fulfilment_id)
    side = side_of(by=by, buyer_id=held.order.buyer_id, seller_id=held.part.seller_id)
    reason = required(why=why)
    if not held.part.is_open:
        raise errors.OrderClosed
    _demand_cancellable(held.part, side)
    asked = held.counts(counts)
    if all(line.remaining == asked.get(line, 0) for line in held.goods):
        return cancel_part(by=by, fulfilment_id=fulfilment_id, why=why)
    free_goods(buyer_id=held.order.buyer_id, counts=asked, cell_id=held.order.cell_id)
    amounts = {line: min(count * line.unit_price, line.kept) for line, count in asked.items()}
    cancel_counts(counts=asked)
    made = part_refunds.refund_lines(held=held, amounts=amounts, why=reason)
    _note_lines(held, by, side, reason, asked, made.amount if made else 0)
    return held.part


def _note_lines(held: Held, by: Actor, side: Side, reason: str, counts: Mapping[OrderLine, int], back: int) -> None:
    note_act(
        order_id=held.order.order_id, cell_id=held.order.cell_id, fulfilment_id=held.part.id,
        act=OrderAct.Act.LINES_CANCELLED, side=side, by=by, why=reason,
        facts={"lines": {str(line.line_no): count for line, count in counts.items()}, "refunded": back},
    )  # fmt: skip


def expire_every_order(*, cell_id: int = HOME_CELL) -> int:
    """Give up every order whose time for paying is over, some in a transaction; return how many."""
    count = 0
    while expired := expire_orders(cell_id=cell_id):
        count += expired
    return count


@transaction.atomic
def expire_orders(*, cell_id: int = HOME_CELL) -> int:
    """Give up some orders whose time for paying is over: stock, allowances, then the book; return how many.

    Orders in other hands (being paid just now) are left for the next time.
    """
    orders = _overdue(cell_id)
    if not orders:
        return 0
    buyers = {order.order_id: order.buyer_id for order in orders}
    lines = OrderLine.objects.filter(cell_id=cell_id, order_id__in=buyers, kind=OrderLine.Kind.GOODS)
    levels: Counter[int] = Counter()
    allowances: Counter[tuple[UUID, int]] = Counter()
    for line in lines:
        assert line.level_id is not None
        assert line.offer_id is not None
        levels[line.level_id] += line.remaining
        allowances[buyers[line.order_id], line.offer_id] += line.remaining
    stock.release(counts=levels, cell_id=cell_id)
    give_back_allowances(taken=allowances, cell_id=cell_id)
    entries.reverse_many(entry_ids=list(buyers), reason="expired", cell_id=cell_id)
    Order.objects.filter(cell_id=cell_id, order_id__in=buyers).update(status=Order.Status.EXPIRED)
    for order in orders:
        note_act(order_id=order.order_id, cell_id=cell_id, act=OrderAct.Act.EXPIRED, side=Side.HOUSE)
        notices.expired(order)
    announce(OrdersExpired(cell_id=cell_id, order_ids=tuple(str(order_id) for order_id in buyers)))
    return len(orders)


def _overdue(cell_id: int) -> list[Order]:
    """Lock and return some orders that were not paid in time; deadlines that concern nobody any more are struck out."""
    waiting = Deadline.objects.filter(cell_id=cell_id, pay_by__lte=clock.now()).order_by("pay_by", "first_id")
    while deadlines := list(waiting.select_for_update(skip_locked=True)[:DEADLINES_AT_ONCE_MAX]):
        numbers = [number for deadline in deadlines for number in deadline.order_ids]
        unpaid = Order.objects.filter(cell_id=cell_id, order_id__in=numbers, status=Order.Status.PLACED)
        overdue = unpaid.filter(pay_by__lte=clock.now()).order_by("order_id")
        free = list(overdue.select_for_update(skip_locked=True)[:EXPIRE_AT_ONCE_MAX])
        left = set(unpaid.values_list("order_id", flat=True)) - {order.order_id for order in free}
        settled = [deadline for deadline in deadlines if left.isdisjoint(deadline.order_ids)]
        for deadline in settled:
            deadline.delete()
        if free or not settled:
            return free
    return []
