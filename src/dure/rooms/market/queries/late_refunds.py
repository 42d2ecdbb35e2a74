"""Refunds of money that was released: those buyers wait for, and what the house advanced for sellers."""

from uuid import UUID

from django.db.models import F, QuerySet

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries.accounts import available
from dure.rooms.market import errors
from dure.rooms.market.models import AdvanceProposal, LateRefund
from dure.rooms.market.rules import LATE_REFUND_WITHIN
from dure.rooms.people.queries.sign_ins import staff_ids

Status = LateRefund.Status


def waiting() -> QuerySet[LateRefund]:
    """Return the refunds buyers wait for, those waiting longest first."""
    return _with_names().filter(status=Status.WAITING).order_by("asked_at", "id")


def waiting_from(*, after: UUID | None, count: int) -> list[LateRefund]:
    """Return so many refunds buyers wait for, those decided first before the others, from after one of them on."""
    found = _with_names().filter(status=Status.WAITING).prefetch_related("proposals").order_by("id")
    return list(found.filter(id__gt=after)[:count] if after else found[:count])


def advanced() -> QuerySet[LateRefund]:
    """Return what the house advanced, what is not repaid first, then newest first."""
    found = _with_names().filter(from_house__gt=0)
    return found.order_by((F("repaid") - F("from_house")).asc(), "-advanced_at", "-id")


def overdue_count() -> int:
    """How many buyers have waited longer than a seller has time."""
    return LateRefund.objects.filter(status=Status.WAITING, asked_at__lte=clock.now() - LATE_REFUND_WITHIN).count()


def late_refund(*, late_refund_id: UUID) -> LateRefund:
    """Return one with its part and seller; RefundNotFound."""
    found = _with_names().filter(id=late_refund_id).first()
    if found is None:
        raise errors.RefundNotFound
    return found


def proposed() -> QuerySet[LateRefund]:
    """Return the refunds the house is to pay and somebody else decides about, those proposed first."""
    waits = AdvanceProposal.objects.filter(status=AdvanceProposal.Status.WAITING)
    return _with_names().filter(id__in=waits.values("late_refund_id")).order_by("asked_at", "id")


def proposals(*, late_refund_id: UUID) -> list[AdvanceProposal]:
    """Return what was proposed about a refund, the newest first."""
    return list(AdvanceProposal.objects.filter(late_refund_id=late_refund_id).order_by("-proposed_at", "-id"))


def proposal(*, proposal_id: UUID) -> AdvanceProposal:
    """Return one proposal with its refund; AdvanceNotFound."""
    found = AdvanceProposal.objects.select_related("late_refund__fulfilment").filter(id=proposal_id).first()
    if found is None:
        raise errors.AdvanceNotFound
    return found


def others_of_staff(*, person_id: UUID | None) -> int:
    """How many of our staff could decide about what this person proposes."""
    return len(set(staff_ids()) - {person_id})


def sellers_have(*, late: LateRefund) -> Money:
    """Return what the seller has earned by now and not been paid."""
    there = available(account=chart.earnings(late.seller_id), unit=late.currency)
    return Money(max(there, 0), late.currency)


def _with_names() -> QuerySet[LateRefund]:
    return LateRefund.objects.select_related("fulfilment", "seller")
