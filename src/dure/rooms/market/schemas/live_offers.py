"""Shapes of what a show sells. Numbers of offers and amounts (whole minor units) are strings; moments are ISO 8601."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.kernel.money import Money
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.queries.live_numbers import LiveNumbers, OfferNumbers
from dure.rooms.market.queries.live_offers import OnStage
from dure.rooms.market.schemas.orders import AMOUNT
from dure.rooms.market.services.live_offers import AT_ONCE_MAX

NUMBER = r"^[0-9]{1,19}$"


class OffersIn(Schema):
    """Which offers are put on the run-sheet, by their numbers."""

    offers: list[Annotated[str, Field(pattern=NUMBER)]] = Field(min_length=1, max_length=AT_ONCE_MAX)


class PinOfferIn(Schema):
    """Which offer is put on the screen."""

    offer_id: str = Field(pattern=NUMBER)


class FlashIn(Schema):
    """A lower price for so many of an offer, for some minutes; `per_buyer_limit` is left out where there is none."""

    offer_id: str = Field(pattern=NUMBER)
    price: str = Field(pattern=AMOUNT)
    currency: str = Field(pattern="^(KRW|CNY|USD)$")
    count: int = Field(ge=1, le=1_000_000)
    minutes: int = Field(ge=1, le=480)
    per_buyer_limit: int | None = Field(None, ge=1, le=1_000_000)

    @property
    def money(self) -> Money:
        """The price."""
        return Money(int(self.price), self.currency)


class FlashOut(Schema):
    """A flash price: `offer_id` is what is ordered by, `of_offer_id` the ordinary offer beside it."""

    id: UUID
    show_id: UUID
    offer_id: str
    of_offer_id: str
    price: str
    was: str
    currency: str
    count: int
    per_buyer_limit: int | None
    started_at: datetime
    closes_at: datetime
    ended_at: datetime | None
    given_back: int
    is_undone: bool
    undo_until: datetime

    @classmethod
    def of(cls, flash: FlashPrice) -> Self:
        """Return a flash price's shape."""
        told = {name: getattr(flash, name) for name in cls.model_fields}
        return cls(**told | {name: str(told[name]) for name in ("offer_id", "of_offer_id", "price", "was")})


class OnStageOut(Schema):
    """An offer on a show's run-sheet as it stands now; `left` and `sold` count boxes, `taken` is what they came to."""

    cue_id: UUID
    key: str
    kind: str
    offer_id: str
    title: str
    unit: str
    picture: str
    product_id: UUID
    price: str
    was: str | None
    currency: str
    left: int
    total: int | None
    limit: int | None
    until: datetime | None
    is_open: bool
    is_on_screen: bool
    flash_id: UUID | None
    sold: int
    orders: int
    taken: str

    @classmethod
    def of(cls, line: OnStage, sold: OfferNumbers | None) -> Self:
        """Return a line's shape, with how it sells."""
        own = {"price", "was", "currency", "flash_id", "sold", "orders", "taken", "offer_id"}
        told = {name: getattr(line, name) for name in cls.model_fields if name not in own}
        return cls(
            **told,
            offer_id=str(line.offer_id), price=str(line.price.minor), currency=line.price.currency,
            was=str(line.was.minor) if line.was else None, flash_id=line.flash.id if line.flash else None,
            sold=sold.sold if sold else 0, orders=sold.orders if sold else 0,
            taken=str(sold.taken.minor if sold else 0),
        )  # fmt: skip


class GoodsOut(Schema):
    """What a show sells, in the order of its run-sheet, and how it sells in all."""

    offers: list[OnStageOut]
    orders: int
    boxes: int
    taken: str
    currency: str

    @classmethod
    def of(cls, lines: list[OnStage], numbers: LiveNumbers) -> Self:
        """Put it together."""
        sold = {each.offer_id: each for each in numbers.offers}
        return cls(
            offers=[OnStageOut.of(line, sold.get(line.offer_id)) for line in lines],
            orders=numbers.orders, boxes=numbers.boxes, taken=str(numbers.taken.minor),
            currency=numbers.taken.currency,
        )  # fmt: skip
