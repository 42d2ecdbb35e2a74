"""Shapes of baskets and quotes: what is wanted, and what it comes to. Amounts are strings of minor units."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.drafts import LINES_MAX, NOTE_LENGTH_MAX, QUANTITY_MAX
from dure.rooms.market.pricing import Item
from dure.rooms.market.queries.baskets import Line
from dure.rooms.market.queries.checkouts import Purse, SellerPart, Shown, Wishes
from dure.rooms.market.schemas.orders import AMOUNT, NUMBER, FeeIn, ReceivingIn


class WantedIn(Schema):
    """So many of an offer."""

    offer_id: str = Field(pattern=NUMBER)
    quantity: int = Field(default=1, ge=1, le=QUANTITY_MAX)


class QuantityIn(Schema):
    """Just so many."""

    quantity: int = Field(ge=1, le=QUANTITY_MAX)


class WishesIn(Schema):
    """What changes the sum: who collects pays no delivery; gifts are the buyer's to choose (one currency at a time)."""

    is_collected: bool = False
    with_pledges: bool = True
    gift: str = Field(default="0", pattern=AMOUNT)

    def wishes(self) -> Wishes:
        """Return what pricing takes."""
        return Wishes(is_collected=self.is_collected, with_pledges=self.with_pledges, gift=int(self.gift))


class QuoteIn(WishesIn):
    """What somebody would like to order."""

    lines: list[WantedIn] = Field(min_length=1, max_length=LINES_MAX)


class AcceptedIn(Schema):
    """The offers whose changes are accepted; none means all."""

    offer_ids: list[Annotated[str, Field(pattern=NUMBER)]] = Field(default=[], max_length=LINES_MAX)


class BasketOrderIn(Schema):
    """An order of what the basket holds in one currency, as its buyer agrees to it.

    `total` is what the basket said it comes to; `seen` repeats the basket's `seen` and may be left out.
    """

    client_key: UUID
    currency: str = Field(pattern="^(KRW|CNY)$")
    total: str = Field(pattern=AMOUNT)
    seen: list[str] = Field(default=[], max_length=LINES_MAX)
    receiving: ReceivingIn
    with_pledges: bool = True
    gift: str = Field(default="0", pattern=AMOUNT)
    gift_fund_id: UUID | None = None
    note: str = Field(default="", max_length=NOTE_LENGTH_MAX)


class PricedLineOut(Schema):
    """One line: how many were wanted and how many can be had, at today's price; `pledge` is the seller's gift of it."""

    offer_id: str
    name: str
    size: str
    wanted: int
    quantity: int
    unit_price: str
    amount: str
    pledge: str
    closes_at: datetime | None
    is_changed: bool


class SellerPartOut(Schema):
    """What is bought from one seller."""

    seller_id: UUID
    seller: str
    goods: str
    delivery: str
    lines: list[PricedLineOut]


class PurseOut(Schema):
    """What is paid together: one order. `fees` goes into `place_order` as it is, `seen` into `place_basket`."""

    currency: str
    goods: str
    delivery: str
    pledge: str
    gift: str
    total: str
    fees: list[FeeIn]
    seen: list[str]
    fund_ids: list[UUID]
    parts: list[SellerPartOut]

    @classmethod
    def of(cls, purse: Purse) -> Self:
        """Return a purse as JSON tells it."""
        bill = purse.bill
        return cls(
            currency=purse.currency, goods=str(bill.goods.minor), delivery=str(bill.delivery.minor),
            pledge=str(bill.pledge.minor), gift=str(bill.gift.minor), total=str(bill.total.minor),
            fees=[FeeIn(seller_id=seller_id, fee=str(fee)) for seller_id, fee in purse.fees.items()],
            seen=purse.seen, fund_ids=sorted(purse.fund_ids), parts=[_part(part) for part in purse.parts],
        )  # fmt: skip


class BasketOut(Schema):
    """A priced basket or quote: purses by currency, and the offers nobody can have any more."""

    purses: list[PurseOut]
    gone: list[str]
    is_changed: bool

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """Return a basket as JSON tells it."""
        return cls(
            purses=[PurseOut.of(purse) for purse in shown.purses],
            gone=[str(line.offer_id) for line in shown.gone],
            is_changed=bool(shown.changed),
        )


class PutOut(Schema):
    """What went into the basket; `is_short` where there are not as many as wanted."""

    offer_id: str
    name: str
    quantity: int
    is_short: bool


class TakenOut(Schema):
    """How many were taken out of the basket."""

    offer_id: str
    quantity: int


def _part(part: SellerPart) -> SellerPartOut:
    items = {item.offer_id: item for item in part.part.items}
    return SellerPartOut(
        seller_id=part.seller.organisation_id, seller=part.seller.name, goods=str(part.part.goods.minor),
        delivery=str(part.part.delivery.minor), lines=[_line(line, items[line.offer_id]) for line in part.lines],
    )  # fmt: skip


def _line(line: Line, item: Item) -> PricedLineOut:
    assert line.offer is not None
    return PricedLineOut(
        offer_id=str(line.offer_id), name=line.offer.name, size=str(line.offer.size), wanted=line.quantity,
        quantity=item.quantity, unit_price=str(item.unit_price.minor), amount=str(item.goods.minor),
        pledge=str(item.pledge.minor), closes_at=line.offer.closes_at, is_changed=line.change is not None,
    )  # fmt: skip
