"""What is for sale: offers as buyers and sellers see them, with everything a card or a line of a basket shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.kernel.questions import ask
from dure.rooms.catalog.errors import OfferUnknown
from dure.rooms.catalog.models import Level, Offer, OfferStatus
from dure.rooms.catalog.models.offers import LISTED, WHOLE
from dure.rooms.catalog.queries.offer_rows import OfferRow, offers_among
from dure.rooms.catalog.queries.photos import photo_address
from dure.rooms.ledger.chart import HOME_CELL


@dataclass(frozen=True, kw_only=True)
class LotFacts:
    """When, where and how good what is offered was harvested."""

    lot_id: UUID
    label: str
    harvested_on: date | None
    village: str
    grade: str
    best_before: date | None


@dataclass(frozen=True, kw_only=True)
class OfferView:
    """An offer as it is shown. `unit_price` is what `unit_size` (100 g, 100 mL, one …) costs; `free` counts sizes.

    `whole_price` is what one costs where `price` is only the deposit by which it is booked.
    """

    offer_id: int
    cell_id: int
    product_id: UUID
    variant_id: UUID
    level_id: int
    organisation_id: UUID
    seller_name: str
    name: str
    size: Quantity
    package: str
    price: Money
    whole_price: Money | None
    unit_price: Money
    unit_size: Quantity
    free: int
    per_buyer_limit: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    status: str
    is_open: bool
    is_public: bool
    channel: str
    cycle_id: UUID | None
    version: int
    kind_code: str
    kind_name: str
    tile: str
    photo: str
    lot: LotFacts | None
    region_id: UUID | None
    region: str

    @property
    def is_for_everybody(self) -> bool:
        """Whether everybody has this price; a coupon's is for who took one."""
        return self.channel in LISTED

    @property
    def is_sold_out(self) -> bool:
        """Whether nobody can have one just now."""
        return self.free <= 0


ASKED: Final = "SELECT * FROM unnest(%(cell_ids)s::int[], %(offer_ids)s::bigint[]) AS asked (cell_id, offer_id)"


def offers(*, offer_ids: Collection[int], cell_id: int = HOME_CELL) -> dict[int, OfferView]:
    """Return the offers that exist among these numbers, whatever their state, in one query."""
    return {offer_id: view for (_cell_id, offer_id), view in _among([(cell_id, each) for each in offer_ids]).items()}


def offer(*, offer_id: int, cell_id: int = HOME_CELL) -> OfferView:
    """Return one offer; OfferUnknown where there is none."""
    found = offers(offer_ids=[offer_id], cell_id=cell_id).get(offer_id)
    if found is None:
        raise OfferUnknown
    return found


def offers_of_product(*, product_id: UUID) -> list[OfferView]:
    """Return a product's offers that have not ended, cheapest first; those of coupons are left out."""
    found = Offer.objects.filter(product_id=product_id, channel__in=LISTED).exclude(status=OfferStatus.ENDED)
    return views_of(list(found.order_by(WHOLE, "offer_id")))


def views_of(found: Sequence[Offer]) -> list[OfferView]:
    """Return rows as they are shown, in their order, with one query however many they are."""
    views = _among([(row.cell_id, row.offer_id) for row in found])
    return [views[row.cell_id, row.offer_id] for row in found]


def view_of(row: OfferRow) -> OfferView:
    """Put one offer together, in the language it was asked in."""
    size, price = Quantity(row.base, row.unit), Money(row.price, row.currency)
    whole = Money(row.whole_price, row.currency) if row.whole_price else None
    unit_price, unit_size = size.unit_price(whole or price)
    return OfferView(
        offer_id=row.offer_id,
        cell_id=row.cell_id,
        product_id=row.product_id,
        variant_id=row.variant_id,
        level_id=row.level_id,
        organisation_id=row.organisation_id,
        seller_name=row.seller_name,
        name=row.name,
        size=size,
        package=row.package,
        price=price,
        whole_price=whole,
        unit_price=unit_price,
        unit_size=unit_size,
        free=row.free,
        per_buyer_limit=row.per_buyer_limit,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        status=row.status,
        is_open=row.is_open,
        is_public=row.is_public,
        channel=row.channel,
        cycle_id=row.cycle_id,
        version=row.version,
        kind_code=row.kind_code,
        kind_name=row.kind_name,
        tile=row.tile,
        photo=photo_address(key=row.photo_key or ""),
        lot=_lot_facts(row),
        region_id=row.region_id,
        region=row.region or "",
    )


def is_open(*, row: Offer, level: Level, at: datetime) -> bool:
    """Whether an offer can be bought at a moment, as long as something is free (`offer_rows`, `sql/look.sql`)."""
    return (
        row.status == OfferStatus.OPEN
        and row.is_public
        and (row.opens_at is None or row.opens_at <= at)
        and (row.closes_at is None or at < row.closes_at)
        and (level.sell_until is None or at < level.sell_until)
    )


def _among(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], OfferView]:
    """Return the offers that exist among these cells and numbers."""
    if not wanted:
        return {}
    question = offers_among(wanted=ASKED)
    told = ask(question, cell_ids=[cell_id for cell_id, _ in wanted], offer_ids=[each for _, each in wanted])
    return {(row.cell_id, row.offer_id): view_of(row) for row in told.of(question)}


def _lot_facts(row: OfferRow) -> LotFacts | None:
    """Return what a lot tells a buyer."""
    if row.lot_id is None:
        return None
    return LotFacts(
        lot_id=row.lot_id, label=row.label or "", harvested_on=row.harvested_on, village=row.village or "",
        grade=row.grade or "", best_before=row.best_before,
    )  # fmt: skip
