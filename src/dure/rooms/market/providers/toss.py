"""Toss Payments: the buyer proves himself on Toss's page, then we confirm; amounts in won.

Toss signs few of its messages. One with a signature must bear the right one; any other is only a hint: what counts
is the payment as Toss's API tells it, and the `secret` in the message must be that payment's own.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.market.errors import ForgedNews, ProviderAway, ProviderRefused
from dure.rooms.market.payment_words import TITLES
from dure.rooms.market.providers.calls import call, document
from dure.rooms.market.providers.contract import (
    Ask,
    Found,
    Known,
    News,
    RefundAsk,
    Refunded,
    State,
    Step,
    found_each,
)

ADDRESS = "https://api.tosspayments.com"
STATES = {
    "READY": State.OPEN,
    "IN_PROGRESS": State.OPEN,
    "WAITING_FOR_DEPOSIT": State.PROCESSING,
    "DONE": State.PAID,
    "CANCELED": State.PAID,
    "PARTIAL_CANCELED": State.PAID,
    "ABORTED": State.DECLINED,
    "EXPIRED": State.GONE,
}
SIGNATURE, SENT_AT, MESSAGE_ID = (
    "tosspayments-webhook-signature",
    "tosspayments-webhook-transmission-time",
    "tosspayments-webhook-transmission-id",
)
UNKNOWN = {"NOT_FOUND_PAYMENT", "NOT_FOUND_PAYMENT_SESSION", "NOT_FOUND"}
ALREADY_DONE = {"ALREADY_PROCESSED_PAYMENT"}
BUSY = {"IDEMPOTENT_REQUEST_PROCESSING", "FAILED_INTERNAL_SYSTEM_PROCESSING", "PROVIDER_ERROR", "TOO_MANY_REQUESTS"}
REFUSED_FROM = 400
CURRENCY = "KRW"


class Toss:
    """Toss Payments, for amounts in won."""

    name = "toss"
    title = TITLES[name]
    words = _("Korean cards, bank transfer and easy pay.")
    icon = "credit-card"
    currencies = frozenset({CURRENCY})
    is_sandbox = False
    is_inside = False
    signs_news = False
    thanks = ""

    def __init__(self, *, secret_key: str, security_key: str = "", address: str = "") -> None:
        """Keep the keys; `security_key` proves signed messages, `address` replaces Toss's own."""
        self.secret_key, self.security_key, self.address = secret_key, security_key, address or ADDRESS

    def begin(self, ask: Ask) -> Step:
        """Open a payment and return the address of its page."""
        payment = self._ask(
            "POST",
            "/v1/payments",
            key=f"payment-{ask.payment_id}",
            json={
                "method": "CARD",
                "amount": ask.amount.minor,
                "orderId": str(ask.payment_id),
                "orderName": ask.title[:100],
                "successUrl": ask.return_url,
                "failUrl": ask.return_url,
            },
        )
        url = str((payment.get("checkout") or {}).get("url", ""))
        return Step(url=url, provider_reference=str(payment.get("paymentKey", "")))

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:
        """Confirm the payment of a buyer who came back, if he came back for this one and for its whole amount."""
        is_ours = parameters.get("orderId") == str(known.payment_id)
        if not is_ours or parameters.get("amount") != str(known.amount.minor) or not parameters.get("paymentKey"):
            return self.fetch(known)
        wanted = {
            "paymentKey": parameters["paymentKey"],
            "orderId": str(known.payment_id),
            "amount": known.amount.minor,
        }
        try:
            return _found(self._ask("POST", "/v1/payments/confirm", key=f"confirm-{known.payment_id}", json=wanted))
        except ProviderRefused as refused:
            if refused.facts["reason"] in ALREADY_DONE:
                return self.fetch(known)
            return Found(state=State.DECLINED, payment_id=known.payment_id, reason=str(refused.facts["reason"]))

    def fetch(self, known: Known) -> Found:
        """Tell how a payment stands; one Toss does not know (any more) is open."""
        payment = self._payment(str(known.payment_id))
        return _found(payment) if payment else Found(state=State.OPEN, payment_id=known.payment_id)

    def close(self, known: Known) -> Found:
        """Tell how it stands: without our confirmation nobody is charged."""
        return self.fetch(known)

    def refund(self, ask: RefundAsk) -> Refunded:
        """Cancel a part or all of a payment."""
        payment = self._ask(
            "POST",
            f"/v1/payments/{ask.payment.charge_reference}/cancel",
            key=f"refund-{ask.refund_id}",
            json={"cancelReason": ask.reason[:200], "cancelAmount": ask.amount.minor},
        )
        cancels = payment.get("cancels") or [{}]
        is_done = cancels[-1].get("cancelStatus", "DONE") == "DONE"
        return Refunded(
            state=State.PAID if is_done else State.PROCESSING, reference=str(cancels[-1].get("transactionKey", ""))
        )

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        """Read a message: its signature, if it has one, its secret, and the payment itself as the API tells it."""
        if SIGNATURE in headers and not self._is_signed(body, headers):
            raise ForgedNews(provider=self.name)
        message = _message(body)
        about = message["data"] if isinstance(message.get("data"), dict) else message
        order_id = _uuid(str(about.get("orderId", "")))
        if order_id is None:
            return None
        payment = self._payment(str(order_id))
        if payment is None or not _is_same(about.get("secret"), payment.get("secret")):
            raise ForgedNews(provider=self.name)
        kind = str(message.get("eventType", "DEPOSIT_CALLBACK"))
        event_id = headers.get(MESSAGE_ID) or hashlib.sha256(body).hexdigest()
        return News(event_id=event_id, kind=kind, found=_found(payment), facts={"status": payment.get("status")})

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:  # noqa: ARG002  each is asked for
        """Ask for each payment."""
        return found_each(self, known)

    def _payment(self, order_id: str) -> dict[str, Any] | None:
        try:
            return self._ask("GET", f"/v1/payments/orders/{order_id}")
        except ProviderRefused as refused:
            if refused.facts["reason"] in UNKNOWN:
                return None
            raise

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether one of the signatures `v1:…,v1:…` is ours over `body:time`."""
        text = body + b":" + headers.get(SENT_AT, "").encode()
        wanted = hmac.new(self.security_key.encode(), text, hashlib.sha256).digest()
        given = [part.strip().removeprefix("v1:") for part in headers[SIGNATURE].split(",")]
        return bool(self.security_key) and any(hmac.compare_digest(wanted, _decoded(part)) for part in given)

    def _ask(self, method: str, path: str, *, key: str = "", json: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask Toss, once per key; ProviderRefused carries Toss's own code."""
        headers = {"Idempotency-Key": key} if key else {}
        response = call(
            method,
            f"{self.address}{path}",
            provider=self.name,
            json=json,
            headers=headers,
            auth=(self.secret_key, ""),
        )
        answer = document(response, provider=self.name)
        if response.status_code < REFUSED_FROM:
            return answer
        reason = str(answer.get("code", response.status_code))
        raise (
            ProviderAway(provider=self.name) if reason in BUSY else ProviderRefused(provider=self.name, reason=reason)
        )


def _found(payment: Mapping[str, Any]) -> Found:
    state = STATES.get(str(payment.get("status")), State.PROCESSING)
    total, rest = int(payment.get("totalAmount") or 0), int(payment.get("balanceAmount") or 0)
    return Found(
        state=state,
        payment_id=_uuid(str(payment.get("orderId", ""))),
        amount=Money(total, str(payment.get("currency", CURRENCY))) if state is State.PAID else None,
        refunded=total - rest if state is State.PAID else 0,
        provider_reference=str(payment.get("paymentKey", "")),
        charge_reference=str(payment.get("paymentKey", "")) if state is State.PAID else "",
        reason=str((payment.get("failure") or {}).get("code", "")),
    )


def _message(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ForgedNews(provider=Toss.name) from error
    if not isinstance(found, dict):
        raise ForgedNews(provider=Toss.name)
    return found


def _is_same(told: object, real: object) -> bool:
    """Whether a message's secret is the payment's; a message without one stays a hint, which the API has answered."""
    return told is None or hmac.compare_digest(str(told), str(real))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
