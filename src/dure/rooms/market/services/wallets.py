"""Filling wallets: through a payment company, in the demo world also with play money."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn, Outage, Refusal
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.services.entries import Recorded
from dure.rooms.market import errors
from dure.rooms.market.models import Payment
from dure.rooms.market.providers import registry
from dure.rooms.market.rules import TOP_UP_MAX
from dure.rooms.market.services import payments
from dure.rooms.market.services.payments import FIRST_ASKED_AFTER, Begun, NotBegun


@transaction.atomic
def top_up(*, by: Actor, amount: Money, key: UUID) -> Recorded:
    """Put play money into one's own wallet; the same key again puts it in once. ProviderNotOffered outside the demo."""
    person_id = _demand(by=by, amount=amount)
    if not settings.DEMO:
        raise errors.ProviderNotOffered(provider="demo")
    return entries.record(
        reference=f"top-up:{person_id}:{key}",
        kind=Kind.DEPOSIT,
        legs=move(
            source=chart.outside("demo"),
            target=chart.wallet(person_id),
            amount=amount.minor,
            unit=amount.currency,
        ),
        about={"for": "demo"},
    )


def begin_top_up(
    *,
    by: Actor,
    amount: Money,
    provider: str,
    key: UUID,
    return_to: str,
    title: str,
    language: str,
    for_order: int | None = None,
) -> Begun | NotBegun:
    """Begin to pay money into one's own wallet; the same key again is the same payment. `return_to` as in `begin`.

    What the provider refuses, or that it does not answer, is returned: nothing was taken, and one may try again.
    """
    payment = open_top_up(by=by, amount=amount, provider=provider, key=key, for_order=for_order)
    try:
        return payments.hand_over(payment=payment, return_to=return_to, title=title, language=language)
    except (Refusal, Outage) as problem:
        return NotBegun(problem, is_noted=False)


@transaction.atomic
def open_top_up(*, by: Actor, amount: Money, provider: str, key: UUID, for_order: int | None = None) -> Payment:
    """Write a payment into one's own wallet down; its number is `key`, so that the same key again is the same payment.

    `for_order` is the order that waits for the money, to lead back to. KeyReused for another sum or somebody else's.
    """
    person_id = _demand(by=by, amount=amount)
    chosen = registry.provider(provider)
    if chosen.is_inside or amount.currency not in chosen.currencies:
        raise errors.ProviderNotOffered(provider=provider)
    made, is_new = Payment.objects.select_for_update().get_or_create(
        id=key,
        defaults={
            "cell_id": HOME_CELL,
            "purpose": Payment.Purpose.TOP_UP,
            "payer_id": person_id,
            "provider": provider,
            "source_account": chart.outside(provider),
            "amount": amount.minor,
            "currency": amount.currency,
            "about": {} if for_order is None else {"for_order": str(for_order)},
            "begun_at": clock.now(),
            "ask_at": clock.now() + FIRST_ASKED_AFTER,
        },
    )
    if not is_new and (made.purpose, made.payer_id, made.provider, made.price) != (
        Payment.Purpose.TOP_UP, person_id, provider, amount,
    ):  # fmt: skip
        raise KeyReused
    return made


def _demand(*, by: Actor, amount: Money) -> UUID:
    """Return who fills his wallet; refuse strangers, nothing, and too much at once."""
    if by.person_id is None:
        raise NotSignedIn
    most = Money(TOP_UP_MAX[amount.currency], amount.currency)
    if not 0 < amount.minor <= most.minor:
        raise errors.TopUpTooLarge(most=most)
    return by.person_id
