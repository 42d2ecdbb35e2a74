"""What the merchants room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class MerchantApproved:
    """An organisation may sell to the public from now on."""

    subject: ClassVar[str] = "merchants.merchant_approved"
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class MerchantSuspended:
    """An organisation may not sell to the public any more."""

    subject: ClassVar[str] = "merchants.merchant_suspended"
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class PayoutSent:
    """A merchant's earnings left for the bank; amount in minor units."""

    subject: ClassVar[str] = "merchants.payout_sent"
    payout_id: str
    organisation_id: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PayoutBounced:
    """A bank sent a merchant's money back; it is the merchant's earnings again."""

    subject: ClassVar[str] = "merchants.payout_bounced"
    payout_id: str
    organisation_id: str
    amount: int
    currency: str
