"""What the giving room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class FundOpened:
    """A verified charity opened a fund."""

    subject: ClassVar[str] = "giving.fund_opened"
    fund_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class GiftMade:
    """Somebody gave from a wallet to a fund. What sales bring stands in the book's own announcements."""

    subject: ClassVar[str] = "giving.gift_made"
    donation_id: str
    fund_id: str
    person_id: str
    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class FundDisbursed:
    """Money was paid out of a fund."""

    subject: ClassVar[str] = "giving.fund_disbursed"
    disbursement_id: str
    fund_id: str
    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class PledgeSet:
    """A seller pledges a part of sales to a fund from now on, or from a later day."""

    subject: ClassVar[str] = "giving.pledge_set"
    rule_id: str
    organisation_id: str
    fund_id: str


@dataclass(frozen=True, kw_only=True)
class PledgeEnded:
    """A seller ended a pledge."""

    subject: ClassVar[str] = "giving.pledge_ended"
    rule_id: str
    organisation_id: str
    fund_id: str
