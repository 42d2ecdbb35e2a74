"""Shapes of paying: ways, payments, refunds, wallets. Amounts (whole minor units) are strings."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.models import LateRefund, Payment, Refund
from dure.rooms.market.payment_words import reason_words
from dure.rooms.market.schemas.orders import AMOUNT


class WayOut(Schema):
    """A way to pay: its name for `begin_payment`, and what it is called."""

    provider: str
    title: str


class PaymentIn(Schema):
    """By which way an order is paid."""

    provider: str = Field(min_length=1, max_length=20)


class PaymentOut(Schema):
    """A payment. `status` is begun, pending, paid, failed or cancelled; `reason` says in words why it failed."""

    id: UUID
    order_id: str | None
    provider: str
    status: str
    amount: str
    refunded: str
    currency: str
    reason: str
    begun_at: datetime
    paid_at: datetime | None

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """Return a payment as JSON tells it."""
        return cls(
            id=payment.id, order_id=None if payment.order_id is None else str(payment.order_id),
            provider=payment.provider, status=payment.status, amount=str(payment.amount),
            refunded=str(payment.refunded), currency=payment.currency,
            reason=str(reason_words(payment.failure)) if payment.failure else "", begun_at=payment.begun_at,
            paid_at=payment.paid_at,
        )  # fmt: skip


class StepOut(PaymentOut):
    """A payment and where its payer goes next: an address to open in a browser, null where nothing is left to do."""

    url: str | None


class RefundOut(Schema):
    """What goes back of a payment. `status` is to_send, sent or failed."""

    id: UUID
    payment_id: UUID
    part_id: UUID | None
    amount: str
    currency: str
    status: str
    reason: str

    @classmethod
    def of(cls, refund: Refund) -> Self:
        """Return a refund as JSON tells it."""
        return cls(
            id=refund.id, payment_id=refund.payment_id, part_id=refund.fulfilment_id, amount=str(refund.amount),
            currency=refund.currency, status=refund.status, reason=refund.reason,
        )  # fmt: skip


class LateRefundOut(Schema):
    """What goes back once its seller has earned it: of `from_seller`, `set_aside` is there. `status` is waiting."""

    id: UUID
    part_id: UUID
    amount: str
    from_seller: str
    set_aside: str
    currency: str
    status: str
    reason: str

    @classmethod
    def of(cls, late: LateRefund) -> Self:
        """Return a refund that waits as JSON tells it."""
        return cls(
            id=late.id, part_id=late.fulfilment_id, amount=str(late.amount), from_seller=str(late.from_seller),
            set_aside=str(late.set_aside), currency=late.currency, status=late.status, reason=late.why,
        )  # fmt: skip


class TopUpIn(Schema):
    """Play money for one's own wallet, in the demo only; the same `key` puts it in once."""

    key: UUID
    amount: str = Field(pattern=AMOUNT)
    currency: str = Field(pattern="^(KRW|CNY|USD)$")


class ToppedUpOut(Schema):
    """What was put into a wallet, and what is in it now."""

    amount: str
    available: str
    currency: str
