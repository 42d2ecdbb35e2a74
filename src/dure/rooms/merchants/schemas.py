"""Shapes of the room's JSON; amounts in minor units."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from ninja import Field, Schema

from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount
from dure.rooms.merchants.plans import Rate
from dure.rooms.people.addresses import PostalAddress


class SellerOut(Schema):
    """A merchant as buyers see it."""

    organisation_id: UUID
    name: str
    slug: str
    is_approved: bool
    region: str
    is_help_first: bool
    country: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None


class ComingOut(Schema):
    """A seller's money: earned and not sent yet, on its way, when it is sent, and why it waits (empty: it does not)."""

    currency: str
    earned: int
    under_way: int
    pays_on: date
    hold: str


class DeliveryIn(Schema):
    """Delivery terms."""

    delivery_fee: int = Field(ge=0)
    free_delivery_from: int | None = Field(None, ge=0)


class NewMerchantIn(Schema):
    """A farm, co-operative or shop to be founded and set up for selling."""

    kind: Literal["farm", "cooperative", "shop"]
    name: str = Field(min_length=1, max_length=120)


class PlaceIn(Schema):
    """Where a merchant is; `region_code` is the official code of the county (`regions`)."""

    country: str = Field(pattern="^[A-Z]{2}$")
    region_code: str = Field("", max_length=20)
    street: str = Field(min_length=1, max_length=200)
    detail: str = Field("", max_length=200)
    postcode: str = Field("", max_length=12)

    def address(self) -> PostalAddress:
        """Return what the verb takes."""
        return PostalAddress(**self.dict())


class AccountIn(Schema):
    """Where the money goes; `bank` is a code of `banks`."""

    bank: str = Field(max_length=12)
    number: str = Field(min_length=1, max_length=40)
    holder: str = Field(min_length=1, max_length=70)


class ApplicationIn(Schema):
    """Words for whoever looks at the application."""

    note_to_staff: str = Field("", max_length=500)


class BankOut(Schema):
    """A bank that payouts can go to."""

    code: str
    name: str


class AccountOut(Schema):
    """Where the money goes, the number masked; `is_confirmed` by an owner."""

    bank: str
    number: str
    holder: str
    is_confirmed: bool
    usable_from: datetime


class RateOut(Schema):
    """What the house keeps of a sale on a channel, in hundredths of a percent."""

    channel: str
    commission_bp: int


class MerchantOut(Schema):
    """A merchant as its own people see it: started, applied, approved or suspended, and what is still missing."""

    organisation_id: UUID
    name: str
    status: str
    country: str
    currency: str
    has_place: bool
    account: AccountOut | None
    delivery_fee: int
    free_delivery_from: int | None
    verification_id: UUID | None
    rates: list[RateOut]

    @classmethod
    def of(
        cls, merchant: Merchant, *, account: PayoutAccount | None, verification_id: UUID | None, rates: list[Rate]
    ) -> Self:
        """Return a merchant as JSON tells it."""
        return cls(
            organisation_id=merchant.organisation_id, name=merchant.organisation.shown_name, status=merchant.status,
            country=merchant.country, currency=merchant.currency, has_place=merchant.address_id is not None,
            account=_account(account) if account else None, delivery_fee=merchant.delivery_fee,
            free_delivery_from=merchant.free_delivery_from, verification_id=verification_id,
            rates=[RateOut(channel=rate.channel, commission_bp=rate.commission_bp) for rate in rates],
        )  # fmt: skip


class PayoutOut(Schema):
    """Money sent to a merchant's bank: under way, paid or bounced."""

    id: UUID
    amount: str
    currency: str
    status: str
    made_at: datetime
    ended_at: datetime | None
    bounce_reason: str

    @classmethod
    def of(cls, payout: Payout) -> Self:
        """Return a payout as JSON tells it."""
        return cls(
            id=payout.id, amount=str(payout.amount), currency=payout.currency, status=payout.status,
            made_at=payout.made_at, ended_at=payout.ended_at, bounce_reason=payout.bounce_reason,
        )  # fmt: skip


class PayoutsOut(Schema):
    """Some payouts, newest first, and the one to go on from with `before`; null after the last."""

    payouts: list[PayoutOut]
    next_before: UUID | None


def _account(account: PayoutAccount) -> AccountOut:
    return AccountOut(
        bank=account.bank, number=account.masked, holder=account.holder,
        is_confirmed=account.confirmed_at is not None, usable_from=account.usable_from,
    )  # fmt: skip
