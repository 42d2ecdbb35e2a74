"""Giving money of a part back, wherever it lies: what is held goes back at once, what was released is late."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.market import errors, sharing
from dure.rooms.market.models import LateRefund, OrderLine, Refund, Side
from dure.rooms.market.services import late_refunds, part_refunds
from dure.rooms.market.services.acts import required
from dure.rooms.market.services.parts import Held, locked_part


@transaction.atomic
def refund(*, by: Actor, fulfilment_id: UUID, amount: int, why: str) -> Refund | LateRefund:
    """Give an amount (minor units) of a part back, spread over its lines, because its seller or staff says so.

    Returns the refund; or, where its seller has to earn it first, the late refund that waits.
    """
    held = locked_part(fulfilment_id=fulfilment_id)
    side = part_refunds.seller_or_staff(by=by, part=held.part)
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
    """Give so much of each line of a part back, something in all; returns what `refund` returns."""
    if not held.part.is_open:
        late = late_refunds.give_back_released(held=held, amounts=amounts, why=why, side=side, by=by)
        return late.refund or late
    made = part_refunds.refund_lines(held=held, amounts=amounts, why=why)
    assert made is not None
    part_refunds.note_refund(made=made, held=held, by=by, side=side)
    return made
