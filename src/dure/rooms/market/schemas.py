"""Shapes of the market's JSON. Numbers of orders and amounts (whole minor units) are strings."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.market.drafts import LINES_MAX, NOTE_LENGTH_MAX, QUANTITY_MAX, Means
from dure.rooms.market.models import TillMeans

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


class OrderLineOut(Schema):
    """A line of an order; `cancelled` and `refunded` say what is no longer part of it."""

    line: int
    kind: str
    seller_id: UUID
    offer_id: str | None
    name: str
    quantity: int
    cancelled: int
    unit_price: str
    refunded: str


class PartOut(Schema):
    """One seller's part of a paid order."""

    id: UUID
    seller_id: UUID
    status: str
    goods: str
    delivery: str
    refunded: str
    delivered_at: datetime | None
    released_after: datetime | None


class OrderOut(Schema):
    """An order."""

    order_id: str
    status: str
    currency: str
    goods: str
    delivery: str
    gift: str
    total: str
    placed_at: datetime
    pay_by: datetime


class OrderWithLinesOut(OrderOut):
    """An order with its lines and parts."""

    lines: list[OrderLineOut]
    parts: list[PartOut]


class TillSaleIn(Schema):
    """A sale at a counter. `client_key` names it: told twice, it sold once."""

    client_key: UUID
    means: TillMeans
    lines: list[LineIn] = Field(min_length=1, max_length=LINES_MAX)
    sold_at: AwareDatetime


class TillSaleOut(Schema):
    """What became of a sale; `missing` is how many of the goods the book did not have any more."""

    client_key: UUID
    order_id: str
    total: str
    currency: str
    missing: int
