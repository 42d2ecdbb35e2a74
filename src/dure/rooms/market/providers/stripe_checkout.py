"""Stripe, through its own SDK: the buyer pays on Stripe's hosted page, we hear of PaymentIntents.

Every call that writes carries our payment's or refund's id as idempotency key; news are verified by the SDK.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import stripe
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.market.errors import ForgedNews, ProviderAway, ProviderRefused
from dure.rooms.market.payment_words import TITLES
from dure.rooms.market.providers.contract import Ask, Found, Known, News, RefundAsk, Refunded, State, Step

INTENT_STATES = {
    "requires_payment_method": State.OPEN,
    "requires_confirmation": State.OPEN,
    "requires_action": State.OPEN,
    "requires_capture": State.PROCESSING,
    "processing": State.PROCESSING,
    "succeeded": State.PAID,
    "canceled": State.GONE,
}
REFUND_STATES = {
    "succeeded": State.PAID,
    "pending": State.PROCESSING,
    "requires_action": State.PROCESSING,
    "failed": State.DECLINED,
    "canceled": State.DECLINED,
}
INTENT_NEWS = ("payment_intent.", "charge.refund", "refund.", "checkout.session.")
LOCALES = {"ko": "ko", "zh-hans": "zh", "en": "en"}


class StripeCheckout:
    """Cards and wallets through Stripe Checkout."""

    name = "stripe"
    title = TITLES[name]
    words = _("You pay on Stripe's own page.")
    icon = "credit-card"
    currencies = frozenset({"KRW", "CNY", "USD"})
    is_sandbox = False
    is_inside = False
    signs_news = True
    thanks = ""

    def __init__(self, *, secret_key: str, webhook_secret: str, address: str = "") -> None:
        """Keep the keys; `address` replaces Stripe's own API address."""
        self.webhook_secret = webhook_secret
        self.client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": address} if address else {},
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=12),
        )

    def begin(self, ask: Ask) -> Step:
        """Open a Checkout page; the same payment again is the same page."""
        wanted = _session_of(ask)
        key = f"payment:{ask.payment_id}"
        session = self._asked(lambda: self.client.v1.checkout.sessions.create(wanted, {"idempotency_key": key}))
        return Step(url=session.url or "", provider_reference=session.id)

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:  # noqa: ARG002  nothing in the address is to be trusted
        """Ask how it stands: coming back proves nothing."""
        return self.fetch(known)

    def fetch(self, known: Known) -> Found:
        """Tell how the Checkout page, and the PaymentIntent behind it, stand."""
        if known.charge_reference:
            return self._intent(known.charge_reference)
        if not known.provider_reference:
            return Found(state=State.OPEN, payment_id=known.payment_id)
        session = self._asked(lambda: self.client.v1.checkout.sessions.retrieve(known.provider_reference))
        if session.payment_intent:
            return self._intent(_id_of(session.payment_intent))
        state = State.GONE if session.status == "expired" else State.OPEN
        return Found(state=state, payment_id=known.payment_id, provider_reference=known.provider_reference)

    def close(self, known: Known) -> Found:
        """Let the Checkout page expire, so that nobody pays there any more; one that was paid says so."""
        if known.provider_reference and not known.charge_reference:
            with suppress(ProviderRefused):  # paid or expired already: the next question tells which
                self._asked(lambda: self.client.v1.checkout.sessions.expire(known.provider_reference))
        return self.fetch(known)

    def refund(self, ask: RefundAsk) -> Refunded:
        """Give back a part or all of a PaymentIntent."""
        refund = self._asked(
            lambda: self.client.v1.refunds.create(
                {
                    "payment_intent": ask.payment.charge_reference,
                    "amount": ask.amount.minor,
                    "metadata": {"refund_id": str(ask.refund_id)},
                },
                {"idempotency_key": f"refund:{ask.refund_id}"},
            )
        )
        return _refunded(refund.to_dict())

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        """Read an event that Stripe has signed."""
        try:
            event = self.client.construct_event(body, headers.get("stripe-signature", ""), self.webhook_secret)
        except (ValueError, stripe.SignatureVerificationError) as error:
            raise ForgedNews(provider=self.name) from error
        if not event.type.startswith(INTENT_NEWS):
            return None
        thing = json.loads(body)["data"]["object"]
        if thing["object"] == "refund":
            return _refund_news(event.id, event.type, thing)
        return News(event_id=event.id, kind=event.type, found=self._of_thing(thing), facts=_facts(thing))

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:  # noqa: ARG002  Stripe lists by itself
        """Return every charge since then that was paid."""
        listed = self._asked(
            lambda: list(
                self.client.v1.charges.list(
                    {"limit": 100, "created": {"gt": int(since.timestamp())}}
                ).auto_paging_iter()
            )
        )
        return [_of_charge(charge.to_dict()) for charge in listed if charge.status == "succeeded"]

    def _intent(self, intent_id: str) -> Found:
        intent = self._asked(lambda: self.client.v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}))
        return _of_intent(intent.to_dict())

    def _of_thing(self, thing: dict[str, Any]) -> Found:
        """Return what an event's object says; a session is asked for its PaymentIntent."""
        match thing["object"]:
            case "payment_intent":
                return _of_intent(thing)
            case "charge":
                return _of_charge(thing)
            case _:
                intent = thing.get("payment_intent")
                if intent:
                    return self._intent(_id_of(intent))
                state = State.GONE if thing.get("status") == "expired" else State.OPEN
                return Found(state=state, payment_id=_payment_id(thing), provider_reference=thing["id"])

    def _asked(self, ask: Any) -> Any:
        """Ask Stripe; what it refuses is ProviderRefused, no answer is ProviderAway."""
        try:
            return ask()
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.IdempotencyError) as error:
            raise ProviderAway(provider=self.name) from error
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            raise ProviderRefused(provider=self.name, reason=error.code or "refused") from error
        except stripe.StripeError as error:
            raise ProviderAway(provider=self.name) from error


def _session_of(ask: Ask) -> Any:
    """Return the Checkout page we want: one line, paid at once, its PaymentIntent marked with our payment."""
    metadata = {"payment_id": str(ask.payment_id)}
    price = {
        "currency": ask.amount.currency.lower(),
        "unit_amount": ask.amount.minor,
        "product_data": {"name": ask.title},
    }
    return {
        "mode": "payment",
        "client_reference_id": str(ask.payment_id),
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": {"metadata": metadata},
        "metadata": metadata,
        "locale": LOCALES.get(ask.language, "auto"),
        "success_url": ask.return_url,
        "cancel_url": ask.return_url,
    }


def _of_intent(intent: dict[str, Any]) -> Found:
    """Return how a PaymentIntent stands; one whose last attempt failed is open still, and says why it failed."""
    state = INTENT_STATES.get(intent["status"], State.PROCESSING)
    failure = intent.get("last_payment_error") or {}
    currency = intent["currency"].upper()
    charge = intent.get("latest_charge")
    return Found(
        state=state,
        payment_id=_payment_id(intent),
        amount=Money(int(intent.get("amount_received") or intent["amount"]), currency) if state is State.PAID else None,
        refunded=int(charge.get("amount_refunded") or 0) if isinstance(charge, dict) else 0,
        charge_reference=intent["id"],
        reason=failure.get("code") or "",
        happened_at=datetime.fromtimestamp(intent["created"], tz=UTC),
    )


def _of_charge(charge: dict[str, Any]) -> Found:
    return Found(
        state=State.PAID if charge["status"] == "succeeded" else State.OPEN,
        payment_id=_payment_id(charge),
        amount=Money(int(charge["amount"]), charge["currency"].upper()),
        refunded=int(charge.get("amount_refunded") or 0),
        charge_reference=_id_of(charge.get("payment_intent") or charge["id"]),
        happened_at=datetime.fromtimestamp(charge["created"], tz=UTC),
    )


def _refund_news(event_id: str, kind: str, refund: dict[str, Any]) -> News:
    intent = refund.get("payment_intent") or refund.get("charge") or ""
    return News(
        event_id=event_id,
        kind=kind,
        found=Found(state=State.PAID, charge_reference=_id_of(intent)),
        refund_id=_uuid((refund.get("metadata") or {}).get("refund_id")),
        refund=_refunded(refund),
        facts=_facts(refund),
    )


def _refunded(refund: dict[str, Any]) -> Refunded:
    return Refunded(
        state=REFUND_STATES.get(refund["status"], State.PROCESSING),
        reference=refund["id"],
        reason=refund.get("failure_reason") or "",
    )


def _facts(thing: dict[str, Any]) -> dict[str, object]:
    """Return what staff may want to read of an event: no names, no card data."""
    return {key: thing[key] for key in ("id", "object", "status", "amount", "currency") if key in thing}


def _payment_id(thing: dict[str, Any]) -> UUID | None:
    return _uuid((thing.get("metadata") or {}).get("payment_id"))


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _id_of(thing: Any) -> str:
    """Return the id of a thing that Stripe gives by its id or in full."""
    return str(thing["id"] if isinstance(thing, dict) else getattr(thing, "id", thing))
