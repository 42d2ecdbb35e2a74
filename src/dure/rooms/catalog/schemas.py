"""Shapes of the room's JSON. Numbers of offers and levels are strings: they are too long for JavaScript."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from ninja import Field, Schema

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.drafts import LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.models import Level
from dure.rooms.catalog.queries.mine import StockRow
from dure.rooms.catalog.queries.offers import OfferView

AMOUNT_MAX = 2**63 - 1


class KindOut(Schema):
    """A kind of goods in the reader's language and in all three."""

    code: str
    parent: str | None = Field(None, alias="parent_id")
    name: str
    name_ko: str
    name_zh: str
    name_en: str
    goods_class: str
    licence: str
    season_months: list[int]


class OfferOut(Schema):
    """An offer; amounts of money in minor units."""

    offer_id: str
    product_id: UUID
    organisation_id: UUID
    seller_name: str
    name: str
    size: str
    package: str
    price: int
    currency: str
    unit_price: int
    unit_size: str
    free: int
    per_buyer_limit: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    is_open: bool
    channel: str
    kind: str
    photo: str
    region: str
    harvested_on: date | None
    best_before: date | None

    @classmethod
    def of(cls, view: OfferView) -> Self:
        """Return an offer as JSON tells it."""
        return cls(
            offer_id=str(view.offer_id), product_id=view.product_id, organisation_id=view.organisation_id,
            seller_name=view.seller_name, name=view.name, size=str(view.size), package=view.package,
            price=view.price.minor, currency=view.price.currency, unit_price=view.unit_price.minor,
            unit_size=str(view.unit_size), free=view.free, per_buyer_limit=view.per_buyer_limit,
            opens_at=view.opens_at, closes_at=view.closes_at, is_open=view.is_open, channel=view.channel,
            kind=view.kind_code, photo=view.photo, region=view.region,
            harvested_on=view.lot.harvested_on if view.lot else None,
            best_before=view.lot.best_before if view.lot else None,
        )  # fmt: skip


class ListingOut(Schema):
    """Some offers, and the word with which the next ones are asked for; empty after the last."""

    offers: list[OfferOut]
    after: str


class SizeIn(Schema):
    """A size with its price (minor units), how many there are, and where it is sold."""

    size: str = Field(max_length=30, examples=["5 kg"])
    price: int = Field(ge=1, le=AMOUNT_MAX)
    currency: str = Field(pattern="^(KRW|CNY|USD)$")
    count: int = Field(ge=0, le=1_000_000)
    package: str = Field("", max_length=60)
    channels: list[str] = Field(["shop"], min_length=1, max_length=4)
    per_buyer_limit: int | None = Field(None, ge=1, le=1_000_000)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    harvested_on: date | None = None
    best_before: date | None = None
    village: str = Field("", max_length=80)
    grade: str = Field("", max_length=40)

    def terms(self) -> Terms:
        """Return price, limit and window."""
        return Terms(
            price=Money(self.price, self.currency), per_buyer_limit=self.per_buyer_limit,
            opens_at=self.opens_at, closes_at=self.closes_at,
        )  # fmt: skip

    def draft(self) -> SizeDraft:
        """Return what the verb takes."""
        lot = LotDraft(
            harvested_on=self.harvested_on, best_before=self.best_before, village=self.village, grade=self.grade
        )
        return SizeDraft(
            size=Quantity.parse(self.size), count=self.count, package=self.package, lot=lot, terms=self.terms(),
            channels=tuple(self.channels),
        )  # fmt: skip


class ProductIn(Schema):
    """A product to list."""

    kind: str = Field(max_length=40, examples=["apple"])
    name: str = Field("", max_length=80)
    name_ko: str = Field("", max_length=80)
    name_zh: str = Field("", max_length=80)
    name_en: str = Field("", max_length=80)
    story: str = Field("", max_length=1_000)
    allergens: list[str] = Field(default_factory=list, max_length=20)
    sizes: list[SizeIn] = Field(min_length=1, max_length=20)

    def draft(self) -> ProductDraft:
        """Return what the verb takes."""
        return ProductDraft(
            kind_code=self.kind,
            names=Names(name=self.name, ko=self.name_ko, zh=self.name_zh, en=self.name_en),
            story=self.story,
            allergens=tuple(self.allergens),
        )


class PriceIn(Schema):
    """Another price and the one that was seen, in minor units."""

    price: int = Field(ge=1, le=AMOUNT_MAX)
    seen: int = Field(ge=1, le=AMOUNT_MAX)
    currency: str = Field(pattern="^(KRW|CNY|USD)$")


class CountIn(Schema):
    """How many were found, and how many there should have been."""

    found: int = Field(ge=0, le=1_000_000)
    seen: int = Field(ge=0, le=2**31 - 1)
    reason: str = Field("", max_length=200)


class ReceivedIn(Schema):
    """How many came in."""

    count: int = Field(ge=1, le=1_000_000)
    reason: str = Field("", max_length=200)


class LevelOut(Schema):
    """What lies at a level."""

    level_id: str
    on_hand: int
    reserved: int
    free: int
    sold: int

    @classmethod
    def of(cls, level: Level) -> Self:
        """Return a level as JSON tells it."""
        return cls(
            level_id=str(level.level_id), on_hand=level.on_hand, reserved=level.reserved, free=level.free,
            sold=level.sold,
        )  # fmt: skip


class StockOut(LevelOut):
    """What lies at a level, and of what it is."""

    product_id: UUID
    name: str
    size: str
    location: str
    best_before: date | None

    @classmethod
    def of_row(cls, row: StockRow) -> Self:
        """Return a line of the stock as JSON tells it."""
        return cls(
            **LevelOut.of(row.level).dict(), product_id=row.product.id, name=row.product.shown_name,
            size=str(row.size), location=row.location.name, best_before=row.lot.best_before if row.lot else None,
        )  # fmt: skip
