"""Giving held money of one part of an order back: what of which line, what becomes of the part, what of the gift."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.events.market import RefundMade
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.outbox import announce
from dure.rooms.ledger import chart
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment, Order, OrderAct, OrderLine, Refund, Side
from dure.rooms.market.services import commissions, notices, refunds
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.parts import Held, close_order, close_part


def seller_or_staff(*, by: Actor, part: Fulfilment) -> Side:
    """Return on whose side the seller of a part, or staff, acts; OrderNotYours for anybody else."""
    if by.organisation_id is not None and by.organisation_id == part.seller_id:
        return Side.SELLER
    if by.is_staff:
        return Side.STAFF if by.person_id else Side.HOUSE
    raise errors.OrderNotYours


@transaction.atomic(savepoint=False)
def refund_lines(
    *, held: Held, amounts: Mapping[OrderLine, int], why: str, ends_as: Fulfilment.Status = Fulfilment.Status.REFUNDED
) -> Refund | None:
    """Give back so much of each line of an open part; a part of which nothing is left ends, with the gift it carries.

    Returns None when there is nothing to give back.
    """
    part = held.part
    if not part.is_open:
        raise errors.MoneyReleased
    for line, amount in amounts.items():
        _take_off(line, amount)
    commissions.follow_refund(held=held)
    is_over = not any(line.kept for line in held.lines)
    total = sum(amounts.values()) + (_pass_gift_on(held) if is_over else 0)
    part.refunded += total
    part.save(update_fields=["refunded"])
    made = _give_back(held, total, why) if total else None
    if is_over:
        close_part(part=part, status=ends_as)
        close_order(order=held.order)
    return made


def _take_off(line: OrderLine, amount: int) -> None:
    """Note on a line that so much of it goes back."""
    if not 0 <= amount <= line.kept:
        raise errors.RefundTooLarge(left=line.kept)
    line.refunded += amount
    if amount:
        OrderLine.objects.filter(pk=line.pk).update(refunded=F("refunded") + amount)


def _pass_gift_on(held: Held) -> int:
    """Let another open part of the order carry the gift of a part that ends; return what none can carry."""
    part = held.part
    if not part.gift:
        return 0
    others = Fulfilment.objects.select_for_update().filter(cell_id=part.cell_id, order_id=part.order_id)
    heir = others.filter(status__in=Fulfilment.OPEN, is_replacement=False).exclude(id=part.id).order_by("id").first()
    if heir is None:
        return part.gift
    heir.gift, part.gift = heir.gift + part.gift, 0
    heir.save(update_fields=["gift"])
    part.save(update_fields=["gift"])
    return 0


def _give_back(held: Held, amount: int, why: str) -> Refund:
    """Move held money of a part back to where it came from, and tell."""
    order = held.order
    made = refunds.give_back(
        payment_id=paying(order),
        takings={chart.held_for_orders(): amount},
        key=f"part:{held.part.id}:{new_id()}",
        reason=why,
        fulfilment_id=held.part.id,
    )
    announce(
        RefundMade(
            cell_id=order.cell_id, order_id=str(order.order_id), refund_id=str(made.id), amount=amount,
            currency=order.currency,
        )
    )  # fmt: skip
    notices.given_back(order, amount=amount, key=made.id)
    return made


def paying(order: Order) -> UUID:
    """Return the payment that paid an order."""
    act = OrderAct.objects.get(cell_id=order.cell_id, order_id=order.order_id, act=OrderAct.Act.PAID)
    return UUID(act.facts["payment"])


@transaction.atomic(savepoint=False)
def note_refund(*, made: Refund, held: Held, side: Side, by: Actor | None = None) -> None:
    """Write down that money went back, by whom and why."""
    note_act(
        order_id=held.order.order_id,
        cell_id=held.order.cell_id,
        fulfilment_id=held.part.id,
        act=OrderAct.Act.REFUNDED,
        side=side,
        by=by,
        why=made.reason,
        facts={"refund": str(made.id), "amount": made.amount, "currency": made.currency},
    )
