"""Payments, of orders and for wallets: begun once however often it is pressed, settled once however often it is told.

Providers are asked outside transactions; `apply` takes in what they answer. Locks: the order, then its payment, then
whatever the book needs. Paid is final; money for an order that cannot take it any more goes back by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import Outage, Refusal
from dure.kernel.http import Actor
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import Ask, Found, State, Step
from dure.rooms.market.queries import payments
from dure.rooms.market.services import orders

FIRST_ASKED_AFTER = timedelta(seconds=15)
ASKED_EVERY_MAX = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=1)
"""A payment that stands open with its provider for so long will not be paid any more."""

NOTED = (InsufficientFunds, errors.ProviderRefused, errors.ProviderAway)
"""What stands in the way of paying and is seen from the payment itself."""

ASKED_AT_ONCE_MAX = 200
TITLE_LENGTH_MAX = 120


@dataclass(frozen=True)
class Begun:
    """A payment and what its buyer does next."""

    payment: Payment
    step: Step


@dataclass(frozen=True)
class NotBegun:
    """Why an order could not begin to be paid: nothing was taken, and it waits as it did."""

    problem: Refusal | Outage
    is_noted: bool
    """Whether the order's latest payment says so, so that the page that asks how to pay can tell it."""


def begin(
    *, by: Actor, order_id: int, provider: str, return_to: str, title: str, language: str, cell_id: int = HOME_CELL
) -> Begun:
    """Begin to pay an order; pressed twice it is one payment. `return_to` leads back, `{payment_id}` stands for it.

    Any other payment of the order is called off first, so that only one of them can be paid.
    """
    registry.provider(provider)
    order = payments.order_of(by=by, order_id=order_id, cell_id=cell_id)
    for other in payments.open_payments(order_id=order.order_id, cell_id=cell_id):
        if other.provider != provider:
            call_off(payment_id=other.id)
        elif other.about.get("url"):
            look(payment_id=other.id)
    payment = open_payment(by=by, order_id=order_id, provider=provider, cell_id=cell_id)
    return hand_over(payment=payment, return_to=return_to, title=title, language=language)


def try_to_begin(
    *, by: Actor, order_id: int, provider: str, return_to: str, title: str, language: str
) -> Begun | NotBegun:
    """Begin to pay like `begin`; what stands in the way is returned, because the order stands and can be paid so or so.

    Only an order that is not this buyer's refuses.
    """
    try:
        return begin(by=by, order_id=order_id, provider=provider, return_to=return_to, title=title, language=language)
    except (Refusal, Outage) as problem:
        payments.order_of(by=by, order_id=order_id)
        latest = payments.payments_of(order_id=order_id).first()
        is_noted = latest is not None and not latest.about.get("url") and isinstance(problem, NOTED)
        return NotBegun(problem, is_noted)


@transaction.atomic
def open_payment(*, by: Actor, order_id: int, provider: str, cell_id: int = HOME_CELL) -> Payment:
    """Write a payment of an order down, or return the one under way with this provider."""
    order = Order.objects.select_for_update().get(pk=payments.order_of(by=by, order_id=order_id, cell_id=cell_id).pk)
    _demand_payable(order)
    chosen = registry.provider(provider)
    if order.currency not in chosen.currencies:
        raise errors.ProviderNotOffered(provider=provider)
    current = payments.open_payments(order_id=order_id, cell_id=cell_id).first()
    if current and current.provider != provider:
        raise errors.PaymentUnderWay
    return current or Payment.objects.create(
        cell_id=cell_id,
        order_id=order_id,
        payer_id=order.buyer_id,
        provider=provider,
        source_account=registry.source_account(provider=provider, buyer_id=order.buyer_id),
        amount=order.total,
        currency=order.currency,
        begun_at=clock.now(),
        ask_at=clock.now() + FIRST_ASKED_AFTER,
    )


def hand_over(*, payment: Payment, return_to: str, title: str, language: str) -> Begun:
    """Tell its provider of an open payment and send its buyer there, once; what the provider refuses ends the payment.

    ProviderAway leaves it open: it is asked about again, and called off when another way is chosen.
    """
    if payment.about.get("url"):
        return Begun(payment, Step(url=payment.about["url"], provider_reference=payment.provider_reference))
    ask = Ask(
        payment_id=payment.id,
        buyer_id=payment.payer_id,
        amount=payment.price,
        title=title[:TITLE_LENGTH_MAX],
        language=language,
        return_url=return_to.format(payment_id=payment.id),
        news_url=registry.news_url(payment.provider),
    )
    try:
        step = registry.provider(payment.provider).begin(ask)
        payment = note_step(payment_id=payment.id, step=step, return_to=ask.return_url)
        return Begun(look(payment_id=payment.id) if step.is_done else payment, step)
    except Refusal as refusal:
        end(payment_id=payment.id, failure=str(refusal.facts.get("reason", refusal.code)))
        raise


@transaction.atomic
def note_step(*, payment_id: UUID, step: Step, return_to: str = "") -> Payment:
    """Remember where a payment's buyer was sent."""
    payment = Payment.objects.select_for_update().get(id=payment_id)
    payment.provider_reference = payment.provider_reference or step.provider_reference
    payment.return_to = payment.return_to or return_to
    payment.about = {**payment.about, "url": step.url}
    payment.save(update_fields=["provider_reference", "return_to", "about"])
    return payment


def look(*, payment_id: UUID, parameters: Mapping[str, str] | None = None) -> Payment:
    """Ask the provider how a payment stands and take the answer in; with what its buyer came back with, finish it."""
    payment = payments.payment(payment_id=payment_id)
    if payment.status == Payment.Status.PAID:
        return payment
    chosen, known = registry.provider(payment.provider), registry.known(payment)
    found = chosen.fetch(known) if parameters is None else chosen.complete(known, parameters)
    return apply(payment_id=payment_id, found=found)


def glance(*, payment_id: UUID, parameters: Mapping[str, str] | None = None) -> Payment:
    """Ask how a payment stands, and return it as it was known before when the provider does not answer."""
    try:
        return look(payment_id=payment_id, parameters=parameters)
    except (Outage, errors.ProviderRefused):
        return payments.payment(payment_id=payment_id)


def call_off(*, payment_id: UUID) -> Payment:
    """Have a payment no longer be payable, so that another can begin; refuses while its outcome is not known."""
    payment = payments.payment(payment_id=payment_id)
    if not payment.is_open:
        return payment
    try:
        found = registry.provider(payment.provider).close(registry.known(payment))
    except (Outage, errors.ProviderRefused) as silence:
        if payment.provider_reference:
            raise errors.PaymentUnknown from silence
        found = Found(state=State.GONE)  # nobody was ever sent there
    payment = apply(payment_id=payment_id, found=found)
    if payment.status == Payment.Status.PENDING and found.state is State.PROCESSING:
        raise errors.PaymentUnderWay
    return end(payment_id=payment_id, failure="called_off") if payment.is_open else payment


@transaction.atomic
def apply(*, payment_id: UUID, found: Found) -> Payment:
    """Take in how a payment stands with its provider, in whatever order answers and messages come."""
    order, payment = _locked(payment_id)
    if payment.status == Payment.Status.PAID:
        return payment
    payment.provider_reference = payment.provider_reference or found.provider_reference
    payment.charge_reference = payment.charge_reference or found.charge_reference
    payment.failure = found.reason or payment.failure
    match found.state:
        case State.PAID if found.amount == payment.price:
            return _settle(order, payment)
        case State.PAID:
            payment.failure = "amount_differs"
            payment.status = Payment.Status.PENDING if payment.is_open else payment.status
        case State.PROCESSING if payment.is_open:
            payment.status = Payment.Status.PENDING
        case State.DECLINED if payment.is_open:
            return _end(payment, Payment.Status.FAILED)
        case State.GONE if payment.is_open:
            return _end(payment, Payment.Status.CANCELLED)
    payment.save()
    return payment


@transaction.atomic
def end(*, payment_id: UUID, failure: str) -> Payment:
    """Give an open payment up; should its money come all the same, it goes back or pays the order after all."""
    _order, payment = _locked(payment_id)
    if not payment.is_open:
        return payment
    payment.failure = payment.failure or failure
    return _end(payment, Payment.Status.FAILED)


@transaction.atomic
def postpone(*, payment_id: UUID) -> Payment:
    """Plan when to ask about an open payment next: after twice as long each time, an hour at most."""
    payment = Payment.objects.select_for_update().get(id=payment_id)
    payment.ask_count += 1
    payment.ask_at = clock.now() + delay(count=payment.ask_count) if payment.is_open else None
    payment.save(update_fields=["ask_count", "ask_at"])
    return payment


def ask_again() -> int:
    """Ask about every payment whose time to be asked about has come; return how many. For the job."""
    due = payments.to_ask(at=clock.now(), count=ASKED_AT_ONCE_MAX)
    for payment in due:
        _ask(payment)
        postpone(payment_id=payment.id)
    return len(due)


def delay(*, count: int) -> timedelta:
    """Return how long to wait before asking for the n-th time."""
    return min(FIRST_ASKED_AFTER * (1 << min(count, 16)), ASKED_EVERY_MAX)


def _ask(payment: Payment) -> None:
    """Ask about one payment; one that nobody pays any more, or whose order is gone, is called off."""
    order = payments.paid_order(payment=payment)
    is_gone = order is not None and order.status != Order.Status.PLACED
    try:
        if is_gone or payment.begun_at + GIVEN_UP_AFTER < clock.now():
            call_off(payment_id=payment.id)
        else:
            look(payment_id=payment.id)
    except (Outage, Refusal):
        return  # not known yet: asked again later


def _demand_payable(order: Order) -> None:
    if order.status == Order.Status.PLACED and order.pay_by > clock.now():
        return
    is_paid = order.status in {Order.Status.PAID, Order.Status.COMPLETED}
    raise errors.AlreadyPaid() if is_paid else errors.OrderNotPayable()


def _locked(payment_id: UUID) -> tuple[Order | None, Payment]:
    """Lock a payment's order (a wallet has none), then the payment."""
    known, order = payments.payment(payment_id=payment_id), None
    if known.order_id is not None:
        order = Order.objects.select_for_update().get(cell_id=known.cell_id, order_id=known.order_id)
    return order, Payment.objects.select_for_update().get(id=payment_id)


def _settle(order: Order | None, payment: Payment) -> Payment:
    """Put a paid payment into the book: for its order, into the wallet, or back when the order is gone."""
    if order and order.status != Order.Status.PLACED and registry.provider(payment.provider).is_inside:
        return _end(payment, Payment.Status.CANCELLED)  # nothing was taken yet
    payment.status, payment.failure, payment.paid_at = Payment.Status.PAID, "", clock.now()
    payment.ended_at, payment.ask_at = payment.paid_at, None
    payment.save()
    if order is None:
        _fill_wallet(payment)
        return payment
    orders.mark_paid(
        order_id=order.order_id, payment_id=payment.id, source_account=payment.source_account, cell_id=order.cell_id
    )
    return payments.payment(payment_id=payment.id)


def _fill_wallet(payment: Payment) -> None:
    entries.record(
        reference=f"payment:{payment.id}",
        kind=Kind.DEPOSIT,
        legs=move(
            source=payment.source_account,
            target=chart.wallet(payment.payer_id),
            amount=payment.amount,
            unit=payment.currency,
        ),
        about={"provider": payment.provider},
        cell_id=payment.cell_id,
    )


def _end(payment: Payment, status: Payment.Status) -> Payment:
    payment.status, payment.ended_at, payment.ask_at = status, clock.now(), None
    payment.save()
    return payment
