"""Shapes of orders as they are asked for. Numbers and amounts (whole minor units) are strings."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.drafts import LINES_MAX, NOTE_LENGTH_MAX, QUANTITY_MAX, Means

NUMBER = r"^[1-9][0-9]{0,18}$"
AMOUNT = r"^(0|[1-9][0-9]{0,11})$"


class LineIn(Schema):
    """So many of an offer, at the price the buyer saw."""

    offer_id: str = Field(pattern=NUMBER)
    quantity: int = Field(ge=1, le=QUANTITY_MAX)
    unit_price: str = Field(pattern=AMOUNT)


class FeeIn(Schema):
    """A seller's delivery fee, as the buyer saw it."""

    seller_id: UUID
    fee: str = Field(pattern=AMOUNT)


class ReceivingIn(Schema):
    """How and where the goods reach whom: an address for `home`, a hub for `pickup` and `hub`."""

    means: Means
    name: str = Field(min_length=1, max_length=120)
    phone: str = Field(default="", max_length=20)
    country: str = Field(default="KR", pattern="^[A-Z]{2}$")
    region_id: UUID | None = None
    street: str = Field(default="", max_length=200)
    detail: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=12)
    note: str = Field(default="", max_length=300)
    hub_id: UUID | None = None
    message: str = Field(default="", max_length=500)


class OrderIn(Schema):
    """An order as its buyer agrees to it. The same `client_key` with the same contents places it once."""

    client_key: UUID
    currency: str = Field(pattern="^(KRW|CNY)$")
    lines: list[LineIn] = Field(min_length=1, max_length=LINES_MAX)
    receiving: ReceivingIn
    fees: list[FeeIn] = Field(default=[], max_length=LINES_MAX)
    with_pledges: bool = True
    gift: str = Field(default="0", pattern=AMOUNT)
    gift_fund_id: UUID | None = None
    note: str = Field(default="", max_length=NOTE_LENGTH_MAX)


class CancellationIn(Schema):
    """Why an order is cancelled."""

    why: str = Field(min_length=1, max_length=500)
