"""Giving money of a part back, wherever it lies: what is held goes back at once, what was released is late."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.market import errors, sharing
from dure.rooms.market.errors.bookings import PartIsBooked
from dure.rooms.market.models import Fulfilment, LateRefund, OrderLine, Refund, Side
from dure.rooms.market.services import late_refunds, notices, part_refunds, shipping
from dure.rooms.market.services.acts import required
from dure.rooms.market.services.parts import Held, cancel_counts, free_goods, locked_part

Status = Fulfilment.Status
NOT_SENT: Final = (Status.TO_PACK, Status.PACKED)


@transaction.atomic
def refund(*, by: Actor, fulfilment_id: UUID, amount: int, why: str) -> Refund | LateRefund:
    """Give an amount (minor units) of a part back, spread over its lines, because its seller or staff says so.

    Returns the refund; or, where its seller has to earn it first, the late refund that waits.
    """
    held = locked_part(fulfilment_id=fulfilment_id)
    side = part_refunds.seller_or_staff(by=by, part=held.part)
    if held.part.status == Status.BOOKED:
        raise PartIsBooked
    kept = [line.kept for line in held.lines]
    if not 0 < amount <= sum(kept):
        raise errors.RefundTooLarge(left=sum(kept))
    spread = sharing.spread(amount=amount, over=kept, currency=held.part.currency)
    amounts = dict(zip(held.lines, spread, strict=True))
    return give_lines_back(held=held, amounts=amounts, why=required(why=why), side=side, by=by)


@transaction.atomic(savepoint=False)
def give_lines_back(
    *, held: Held, amounts: Mapping[OrderLine, int], why: str, side: Side, by: Actor | None
) -> Refund | LateRefund:
    """Give so much of each line of a part back, something in all; returns what `refund` returns.

    A part that has all its money given back before it leaves is cancelled: its goods stay with the seller.
    """
    if not held.part.is_open:
        late = late_refunds.give_back_released(held=held, amounts=amounts, why=why, side=side, by=by)
        return late.refund or late
    ends_as = Status.REFUNDED
    if held.part.status in NOT_SENT and all(amounts.get(line, 0) == line.kept for line in held.lines):
        _keep_goods(held, why)
        ends_as = Status.CANCELLED
    made = part_refunds.refund_lines(held=held, amounts=amounts, why=why, ends_as=ends_as)
    assert made is not None
    part_refunds.note_refund(made=made, held=held, by=by, side=side)
    return made


def _keep_goods(held: Held, why: str) -> None:
    """Have goods that are paid back wholly before they left carried no more, and let others buy them."""
    counts = {line: line.remaining for line in held.goods}
    free_goods(buyer_id=held.order.buyer_id, counts=counts, cell_id=held.order.cell_id)
    cancel_counts(counts=counts)
    shipping.recall(part=held.part, reason=why)
    notices.part_cancelled(held.part)
