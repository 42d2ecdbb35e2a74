"""Refunds of money that was released: those buyers wait for, and what the house advanced for sellers."""

from uuid import UUID

from django.db.models import F, QuerySet

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries.accounts import available
from dure.rooms.market import errors
from dure.rooms.market.models import LateRefund
from dure.rooms.market.rules import LATE_REFUND_WITHIN

Status = LateRefund.Status


def waiting() -> QuerySet[LateRefund]:
    """Return the refunds buyers wait for, those waiting longest first."""
    return _with_names().filter(status=Status.WAITING).order_by("asked_at", "id")


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


def sellers_have(*, late: LateRefund) -> Money:
    """Return what the seller has earned by now and not been paid."""
    there = available(account=chart.earnings(late.seller_id), unit=late.currency)
    return Money(max(there, 0), late.currency)


def _with_names() -> QuerySet[LateRefund]:
    return LateRefund.objects.select_related("fulfilment", "seller")
