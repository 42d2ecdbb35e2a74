"""Payments, of orders and for wallets: begun once however often it is pressed, asked about until all is known.

Providers are asked outside transactions; `services/settling.py` takes in what they answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import Outage, Refusal
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.market import errors
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import Ask, Found, State, Step
from dure.rooms.market.queries import payments
from dure.rooms.market.services.settling import Confirmation, apply, end, settle_payments

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
    payment = _open_first(by, order_id, provider, cell_id)
    if payment is None:
        _leave_others(payments.order_of(by=by, order_id=order_id, cell_id=cell_id), provider)
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


OPEN_FIRST: Final = """
    INSERT INTO market_payment (id, cell_id, purpose, order_id, payer_id, provider, provider_reference,
        charge_reference, source_account, status, amount, currency, refunded, failure, return_to, about, begun_at,
        ask_at, ask_count)
    SELECT %(id)s, cell_id, 'order', order_id, buyer_id, %(provider)s, '',
        '', %(source)s, 'begun', total, currency, 0, '', '', '{}', %(now)s,
        %(ask_at)s, 0
    FROM market_order_hot
    WHERE cell_id = %(cell)s AND order_id = %(order)s AND buyer_id = %(buyer)s AND status = 1 AND pay_by > %(now)s
        AND currency = ANY (%(currencies)s)
    FOR SHARE
    ON CONFLICT DO NOTHING
    RETURNING *
"""


def _open_first(by: Actor, order_id: int, provider: str, cell_id: int) -> Payment | None:
    """Write a payment down with one statement where nothing stands in the way; None asks `open_payment` what does."""
    chosen, now = registry.provider(provider), clock.now()
    if by.person_id is None:
        return None
    asked: dict[str, object] = {
        "id": new_id(), "cell": cell_id, "order": order_id, "buyer": by.person_id, "provider": provider,
        "source": registry.source_account(provider=provider, buyer_id=by.person_id),
        "currencies": sorted(chosen.currencies), "now": now, "ask_at": now + FIRST_ASKED_AFTER,
    }  # fmt: skip
    return next(iter(Payment.objects.raw(OPEN_FIRST, asked)), None)


def _leave_others(order: Order, provider: str) -> None:
    """Call off an order's payments in other ways, and ask once more about the one that was begun in this."""
    for other in payments.open_payments(order_id=order.order_id, cell_id=order.cell_id):
        if other.provider != provider:
            call_off(payment_id=other.id)
        elif other.about.get("url"):
            look(payment_id=other.id)


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
        return Begun(_ask_about(payment) if step.is_done else _note_step(payment, step, ask.return_url), step)
    except Refusal as refusal:
        end(payment_id=payment.id, failure=str(refusal.facts.get("reason", refusal.code)))
        raise


NOTE_STEP: Final = """
    UPDATE market_payment SET about = about || %(about)s::jsonb,
        provider_reference = coalesce(nullif(provider_reference, ''), %(reference)s),
        return_to = coalesce(nullif(return_to, ''), %(return_to)s)
    WHERE id = %(id)s
    RETURNING *
"""


def _note_step(payment: Payment, step: Step, return_to: str) -> Payment:
    """Remember where a payment's buyer was sent."""
    about = json.dumps({"url": step.url})
    said = {"id": payment.id, "about": about, "reference": step.provider_reference, "return_to": return_to}
    [noted] = Payment.objects.raw(NOTE_STEP, said)
    return noted


def look(*, payment_id: UUID, parameters: Mapping[str, str] | None = None) -> Payment:
    """Ask the provider how a payment stands and take the answer in; with what its buyer came back with, finish it."""
    return _ask_about(payments.payment(payment_id=payment_id), parameters)


def glance(*, payment: Payment, parameters: Mapping[str, str] | None = None) -> Payment:
    """Ask how a payment stands, and return it as it was known before when the provider does not answer."""
    try:
        return _ask_about(payment, parameters)
    except (Outage, errors.ProviderRefused):
        return payment


def _ask_about(payment: Payment, parameters: Mapping[str, str] | None = None) -> Payment:
    if payment.status == Payment.Status.PAID:
        return payment
    chosen, known = registry.provider(payment.provider), registry.known(payment)
    found = chosen.fetch(known) if parameters is None else chosen.complete(known, parameters)
    if found.state is State.PAID:
        return settle_payments(confirmations=[Confirmation(payment, found)])[0]
    return apply(payment_id=payment.id, found=found)


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
