"""Shapes of the room's JSON. Numbers of offers and levels are strings: they are too long for JavaScript."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Field, Schema

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.drafts import LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.list_rows import Row
from dure.rooms.catalog.models import Level, ProduceImport, Round
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
    """An offer; amounts of money in minor units. `whole_price`: of what is booked, whose `price` is the deposit."""

    offer_id: str
    product_id: UUID
    organisation_id: UUID
    seller_name: str
    name: str
    size: str
    package: str
    price: int
    whole_price: int | None
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
            price=view.price.minor, whole_price=view.whole_price.minor if view.whole_price else None,
            currency=view.price.currency, unit_price=view.unit_price.minor,
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


class FoundOut(Schema):
    """Some of what was found, best first; `meant` is what was looked for instead; `next_start` null after the last."""

    offers: list[OfferOut]
    meant: str
    next_start: int | None


class OwnOffersOut(Schema):
    """Some of a seller's offers, newest first, and the number to go on from with `before`; null after the last."""

    offers: list[OfferOut]
    next_before: str | None


class PhotoOut(Schema):
    """A photo of a product and where its small size lies."""

    id: UUID
    address: str


class ProductOut(Schema):
    """A product as its seller sees it, with what is offered of it: listed, paused or withdrawn."""

    id: UUID
    kind: str
    name: str
    story: str
    status: str
    photos: list[PhotoOut]
    offers: list[OfferOut]


class StatusIn(Schema):
    """Off sale for a while, on sale again, or out for good."""

    status: Literal["paused", "listed", "withdrawn"]


class RoundOut(Schema):
    """What an open order cycle brings to a hub: orders until `closes_at`, fetched from `pickup_from` on."""

    id: UUID
    cycle: str
    coordinator_id: UUID
    currency: str
    hub_id: UUID
    hub: str
    region: str
    closes_at: datetime
    pickup_from: datetime
    pickup_until: datetime

    @classmethod
    def of(cls, found: Round) -> Self:
        """Return a round as JSON tells it."""
        return cls(
            id=found.id, cycle=found.cycle.name, coordinator_id=found.cycle.organisation_id,
            currency=found.cycle.currency, hub_id=found.hub_id, hub=found.hub.name, region=found.hub.region.name,
            closes_at=found.cycle.closes_at, pickup_from=found.pickup_from, pickup_until=found.pickup_until,
        )  # fmt: skip


class RoundGoodsOut(Schema):
    """Some of what can be ordered for a hub, and the number to go on from with `after`; null after the last."""

    round: RoundOut
    offers: list[OfferOut]
    next_after: str | None


class ImportOut(Schema):
    """An uploaded list: read, running, done or undone; `columns` says which column (from 0) says what."""

    id: UUID
    file_name: str
    status: str
    heads: list[str]
    columns: dict[str, int]
    made_count: int
    changed_count: int
    left_count: int
    uploaded_at: datetime

    @classmethod
    def of(cls, uploaded: ProduceImport) -> Self:
        """Return an uploaded list as JSON tells it."""
        return cls(
            id=uploaded.id, file_name=uploaded.file_name, status=uploaded.status, heads=uploaded.heads,
            columns=uploaded.columns, made_count=len(uploaded.offer_ids), changed_count=len(uploaded.changed),
            left_count=len(uploaded.numbers_left), uploaded_at=uploaded.uploaded_at,
        )  # fmt: skip


class ColumnsIn(Schema):
    """Which column (from 0) says what: name, kind, price, size, unit, count and so on."""

    columns: dict[Annotated[str, Field(max_length=20)], Annotated[int, Field(ge=0, le=200)]] = Field(max_length=40)


class ConfirmIn(Schema):
    """Whether rows that are wrong are left out; otherwise nothing is brought in while any is."""

    skips_wrong: bool = False


class ImportRowOut(Schema):
    """A row as we understand it; `problems` says for each field why we do not. `changes_offer` is on sale already."""

    number: int
    kind: str
    name: str
    size: str
    count: int | None
    price: int | None
    currency: str
    changes_offer: str | None
    problems: dict[str, str]

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return a row as JSON tells it."""
        price = row.size.terms.price if row.size else None
        return cls(
            number=row.number, kind=row.product.kind_code if row.product else "",
            name=row.product.names.name if row.product else "", size=str(row.size.size) if row.size else "",
            count=row.size.count if row.size else None, price=price.minor if price else None,
            currency=price.currency if price else "",
            changes_offer=str(row.found.offer_id) if row.found else None,
            problems={field: why.message for field, why in row.problems.items()},
        )  # fmt: skip


class PreviewOut(Schema):
    """What we understand of a list, a stretch of its rows; nothing is brought in until it is confirmed."""

    produce_import: ImportOut
    good_count: int
    wrong_count: int
    rows: list[ImportRowOut]
    next_after: int | None
