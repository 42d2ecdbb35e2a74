"""What can be told of payments, refunds and the messages of providers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.models import Order, Payment, ProviderNews, Refund


def order_of(*, by: Actor, order_id: int, cell_id: int = HOME_CELL) -> Order:
    """Return an order of this very buyer, or refuse with NotFound."""
    if by.person_id is None:
        raise NotFound
    found = Order.objects.filter(cell_id=cell_id, order_id=order_id, buyer_id=by.person_id).first()
    if found is None:
        raise NotFound
    return found


def payment(*, payment_id: UUID) -> Payment:
    """Return a payment, or refuse with PaymentNotFound."""
    found = Payment.objects.filter(id=payment_id).first()
    if found is None:
        raise errors.PaymentNotFound
    return found


def payment_of(*, by: Actor, payment_id: UUID) -> Payment:
    """Return a payment of this very person, or refuse with PaymentNotFound."""
    found = payment(payment_id=payment_id)
    if by.person_id is None or found.payer_id != by.person_id:
        raise errors.PaymentNotFound
    return found


@dataclass(frozen=True, kw_only=True)
class PaymentPage:
    """A payment with what its page tells of its order: until when it can still be paid, None where it cannot."""

    payment: Payment
    pay_by: datetime | None


def payment_page(*, by: Actor, payment_id: UUID) -> PaymentPage:
    """Return a payment of this very person with its order's time, in one query; PaymentNotFound otherwise."""
    its_order = Order.objects.filter(cell_id=OuterRef("cell_id"), order_id=OuterRef("order_id"))
    waiting = its_order.filter(status=Order.Status.PLACED, pay_by__gt=clock.now()).values("pay_by")
    mine = Payment.objects.filter(id=payment_id, payer_id=by.person_id) if by.person_id else Payment.objects.none()
    found = mine.annotate(pay_by=Subquery(waiting)).first()
    if found is None:
        raise errors.PaymentNotFound
    return PaymentPage(payment=found, pay_by=found.pay_by)


def paid_order(*, payment: Payment) -> Order | None:
    """Return the order a payment is for; None where it is for a wallet."""
    if payment.order_id is None:
        return None
    return Order.objects.filter(cell_id=payment.cell_id, order_id=payment.order_id).first()


def payments_of(*, order_id: int, cell_id: int = HOME_CELL) -> QuerySet[Payment]:
    """Return every payment of an order, newest first."""
    return Payment.objects.filter(cell_id=cell_id, order_id=order_id).order_by("-begun_at", "-id")


def open_payments(*, order_id: int, cell_id: int = HOME_CELL) -> QuerySet[Payment]:
    """Return the payments of an order whose outcome is not known; the table keeps them to one."""
    return payments_of(order_id=order_id, cell_id=cell_id).filter(status__in=Payment.OPEN)


def to_ask(*, at: datetime, count: int) -> Sequence[Payment]:
    """Return payments whose providers are to be asked by now, those waiting longest first."""
    return list(Payment.objects.filter(ask_at__lte=at).order_by("ask_at")[:count])


def refunds_to_send(*, before: datetime, count: int) -> Sequence[UUID]:
    """Return refunds that were made before a moment and not sent yet, oldest first."""
    waiting = Refund.objects.filter(status=Refund.Status.TO_SEND, made_at__lt=before).order_by("made_at")
    return list(waiting.values_list("id", flat=True)[:count])


def refunds_of(*, payment_id: UUID) -> QuerySet[Refund]:
    """Return what of a payment went back, oldest first."""
    return Refund.objects.filter(payment_id=payment_id).order_by("made_at")


def failed_refunds() -> QuerySet[Refund]:
    """Return refunds that could not be sent, newest first."""
    return Refund.objects.filter(status=Refund.Status.FAILED).select_related("payment").order_by("-made_at")


def latest_news(*, count: int) -> Sequence[ProviderNews]:
    """Return the latest messages of providers."""
    return list(ProviderNews.objects.select_related("payment").order_by("-received_at")[:count])
