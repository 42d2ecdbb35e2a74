"""Money going back after it was released: out of what the seller has earned and not been paid, never out of nothing.

The house returns its commission of what goes back; gifts, delivery and the fees of an order cycle were passed on and
stay where they are, so the seller bears them. What the seller has not got is set aside from what is released to him
next, before any payout sees it, and goes back to the buyer once all of it is there. Where that takes too long staff may
have the house advance it (`advances.py`). Locks: the order, its part, the late refund, the book; a release, which holds
another order, locks late refunds only.
"""

import logging
from collections.abc import Mapping
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from dure.events.market import RefundMade
from dure.kernel import clock
from dure.kernel.errors import Outage, Refusal
from dure.kernel.http import Actor
from dure.kernel.jobs import job
from dure.kernel.outbox import announce
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import NOTHING, move
from dure.rooms.ledger.queries.accounts import available
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors, sharing
from dure.rooms.market.models import AdvanceProposal, Fulfilment, LateRefund, OrderAct, OrderLine, Refund, Side
from dure.rooms.market.models.late_refunds import OWED
from dure.rooms.market.rules import LATE_REFUND_TRIED_AFTER, LATE_REFUND_TRIED_EVERY_MAX
from dure.rooms.market.services import commissions, notices, refunds
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.part_refunds import paying
from dure.rooms.market.services.parts import Held, locked_part

log = logging.getLogger("dure.market")


@transaction.atomic(savepoint=False)
def give_back_released(
    *, held: Held, amounts: Mapping[OrderLine, int], why: str, side: Side, by: Actor | None
) -> LateRefund:
    """Give so much of each line of a part back whose money was released: at once, or as soon as its seller has it.

    RefundTooLarge beyond what is left of a line; RefundWaiting while another refund of the part waits.
    """
    part = held.part
    if part.status != Fulfilment.Status.COMPLETED:
        raise errors.NotDelivered
    for line, amount in amounts.items():
        if not 0 <= amount <= line.kept:
            raise errors.RefundTooLarge(left=line.kept)
    if LateRefund.objects.filter(fulfilment=part, status=LateRefund.Status.WAITING).exists():
        raise errors.RefundWaiting
    total = sum(amounts.values())
    if not total:
        raise errors.RefundTooLarge(left=sum(line.kept for line in held.lines))
    made = LateRefund.objects.create(
        fulfilment=part,
        seller_id=part.seller_id,
        currency=part.currency,
        amount=total,
        from_seller=total - _commission_of(amounts, part.currency),
        lines={str(line.line_no): amount for line, amount in amounts.items() if amount},
        why=why,
        side=side,
        person_id=by.person_id if by else None,
        asked_at=clock.now(),
    )
    commissions.take_back(held=held, amounts=amounts, step=f"late:{made.id}")
    _set_aside(made, at_most=available(account=chart.earnings(part.seller_id), unit=part.currency), step="asked")
    if made.missing:
        _note(made, held, OrderAct.Act.REFUND_GRANTED)
        notices.refund_granted(held.order, part=part, amount=made.amount, key=made.id)
    else:
        _pay(made, held)
    return made


@transaction.atomic(savepoint=False)
def keep_for_refunds(*, seller_id: UUID, currency: str, earned: int, step: str) -> int:
    """Set aside, of what was just released to a seller, what earlier buyers wait for; return how much.

    What is left then repays what the house advanced for the seller.
    """
    left = earned
    owing = LateRefund.objects.select_for_update().filter(OWED, seller_id=seller_id, currency=currency)
    for owed in sorted(owing.order_by("id"), key=lambda each: each.status == LateRefund.Status.PAID):
        if owed.status == LateRefund.Status.PAID:
            left -= _repay(owed, at_most=left, step=step)
            continue
        left -= _set_aside(owed, at_most=left, step=step)
        if not owed.missing:
            pay_late_refund.defer(late_refund_id=str(owed.id))
    return earned - left


@transaction.atomic
def collect(*, late_refund_id: UUID) -> LateRefund:
    """Take for a waiting refund what its seller has by now, and give it back once it is whole; paid is final."""
    part_id = LateRefund.objects.values_list("fulfilment_id", flat=True).get(id=late_refund_id)
    held = locked_part(fulfilment_id=part_id)
    owed = LateRefund.objects.select_for_update().get(id=late_refund_id)
    if owed.status == LateRefund.Status.PAID:
        return owed
    there = available(account=chart.earnings(owed.seller_id), unit=owed.currency)
    _set_aside(owed, at_most=there, step=f"{clock.now():%Y%m%d%H%M%S%f}")
    if not owed.missing:
        _pay(owed, held)
    return owed


@transaction.atomic(savepoint=False)
def advance(*, proposal: AdvanceProposal) -> LateRefund:
    """Have the house pay what a seller has not earned in time, out of its commissions, as an approved proposal asks.

    The seller's next earnings repay it. For `services/advances.py`, which holds the locks and asks who may.
    """
    held = locked_part(fulfilment_id=proposal.late_refund.fulfilment_id)
    owed = LateRefund.objects.select_for_update().get(id=proposal.late_refund_id)
    assert proposal.status == AdvanceProposal.Status.APPROVED, "somebody approved it"
    _set_aside(owed, at_most=available(account=chart.earnings(owed.seller_id), unit=owed.currency), step="advanced")
    if owed.amount - owed.set_aside > available(account=chart.commission(), unit=owed.currency):
        raise errors.HouseLacksMoney
    owed.from_house = owed.missing
    owed.advanced_at, owed.advanced_by, owed.advanced_why = proposal.ended_at, proposal.ended_by, proposal.why
    owed.save(update_fields=["from_house", "advanced_at", "advanced_by", "advanced_why"])
    _pay(owed, held, about={"proposed_by": str(proposal.proposed_by), "approved_by": str(proposal.ended_by)})
    if owed.from_house:
        notices.refund_advanced(held.part, amount=owed.from_house, key=owed.id)
    return owed


def collect_all() -> int:
    """Collect for every refund whose time has come; return how many were given back. For the job.

    One that cannot be collected holds up nobody else; it is tried less and less often, and for staff after 60 days.
    """
    due = Q(try_at__isnull=True) | Q(try_at__lte=clock.now())
    waiting = LateRefund.objects.filter(due, status=LateRefund.Status.WAITING).order_by("id")
    return sum(_try(late_refund_id) for late_refund_id in list(waiting.values_list("id", flat=True)))


def _try(late_refund_id: UUID) -> bool:
    """Collect for one refund and say whether it was given back."""
    try:
        is_paid = collect(late_refund_id=late_refund_id).status == LateRefund.Status.PAID
    except (Refusal, Outage, DatabaseError):
        log.exception("the refund %s could not be collected", late_refund_id)
        is_paid = False
    if not is_paid:
        postpone(late_refund_id=late_refund_id)
    return is_paid


@transaction.atomic
def postpone(*, late_refund_id: UUID) -> LateRefund:
    """Plan when the clock looks after a waiting refund again: after twice as long each time, a day at most."""
    owed = LateRefund.objects.select_for_update().get(id=late_refund_id)
    wait = min(LATE_REFUND_TRIED_AFTER * (1 << min(owed.try_count, 16)), LATE_REFUND_TRIED_EVERY_MAX)
    owed.try_count, owed.try_at = owed.try_count + 1, clock.now() + wait
    owed.save(update_fields=["try_count", "try_at"])
    return owed


@job(retries=8)
def pay_late_refund(*, late_refund_id: str) -> None:
    """Give one refund back whose money is set aside."""
    collect(late_refund_id=UUID(late_refund_id))


def _commission_of(amounts: Mapping[OrderLine, int], currency: str) -> int:
    """Return the house's part of what goes back: what it has now less what it would have of the rest."""
    goods = [(line, amount) for line, amount in amounts.items() if line.kind == OrderLine.Kind.GOODS]
    now = [(line.kept, line.commission_bp) for line, _amount in goods]
    rest = [(line.kept - amount, line.commission_bp) for line, amount in goods]
    return sharing.commission(lines=now, currency=currency) - sharing.commission(lines=rest, currency=currency)


def _set_aside(owed: LateRefund, *, at_most: int, step: str) -> int:
    """Put what is missing for a refund aside from its seller's earnings, as far as that reaches; return how much."""
    amount = min(owed.missing, max(at_most, 0))
    if amount:
        entries.record(
            reference=f"late-refund:{owed.id}:{step}",
            kind=Kind.TRANSFER,
            legs=move(
                source=chart.earnings(owed.seller_id), target=chart.refunds_due(), amount=amount, unit=owed.currency
            ),
            about={"for": "refund", "order": str(owed.fulfilment.order_id)},
            cell_id=owed.fulfilment.cell_id,
        )
        owed.set_aside += amount
        owed.save(update_fields=["set_aside"])
    return amount


def _repay(owed: LateRefund, *, at_most: int, step: str) -> int:
    """Give the house back what it advanced for a seller, as far as the earnings reach; return how much."""
    amount = min(owed.owed_to_house, max(at_most, 0))
    if amount:
        legs = move(source=chart.earnings(owed.seller_id), target=chart.commission(), amount=amount, unit=owed.currency)
        entries.record(
            reference=f"late-refund-repaid:{owed.id}:{step}",
            kind=Kind.TRANSFER,
            legs=legs,
            about={"for": "refund", "order": str(owed.fulfilment.order_id)},
            cell_id=owed.fulfilment.cell_id,
        )
        owed.repaid += amount
        owed.save(update_fields=["repaid"])
    return amount


def _pay(owed: LateRefund, held: Held, *, about: Mapping[str, str] = NOTHING) -> None:
    """Give back what is set aside, with what house and commission add to it, and write it on lines and part."""
    order, part = held.order, held.part
    for line in held.lines:
        OrderLine.objects.filter(pk=line.pk).update(refunded=F("refunded") + owed.lines.get(str(line.line_no), 0))
    part.refunded += owed.amount
    part.save(update_fields=["refunded"])
    owed.refund = refunds.give_back(
        payment_id=paying(order),
        takings={chart.refunds_due(): owed.set_aside, chart.commission(): owed.amount - owed.set_aside},
        key=f"late:{owed.id}",
        reason=owed.why,
        fulfilment_id=part.id,
        about=about,
    )
    owed.status = LateRefund.Status.PAID
    owed.save(update_fields=["status", "refund"])
    AdvanceProposal.objects.filter(late_refund=owed, status=AdvanceProposal.Status.WAITING).update(
        status=AdvanceProposal.Status.NOT_NEEDED, ended_at=clock.now()
    )
    _note(owed, held, OrderAct.Act.REFUNDED, refund=owed.refund)
    announce(
        RefundMade(
            cell_id=order.cell_id, order_id=str(order.order_id), refund_id=str(owed.refund.id), amount=owed.amount,
            currency=owed.currency,
        )
    )  # fmt: skip
    notices.given_back(order, amount=owed.amount, key=owed.refund.id)


def _note(owed: LateRefund, held: Held, act: OrderAct.Act, *, refund: Refund | None = None) -> None:
    named = {"refund": str(refund.id)} if refund else {}
    note_act(
        order_id=held.order.order_id,
        cell_id=held.order.cell_id,
        fulfilment_id=held.part.id,
        act=act,
        side=Side(owed.side),
        by=Actor(person_id=owed.person_id),
        why=owed.why,
        facts={"amount": owed.amount, "currency": owed.currency, **named},
    )
