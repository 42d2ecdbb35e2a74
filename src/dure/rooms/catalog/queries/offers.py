"""What is for sale: offers as buyers and sellers see them, with everything a card or a line of a basket shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language

from dure.kernel import clock
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.errors import OfferUnknown
from dure.rooms.catalog.models import Level, Lot, Offer, OfferStatus, Product, Variant
from dure.rooms.catalog.queries.photos import first_photo, photo_address
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
    """An offer as it is shown. `unit_price` is what `unit_size` (100 g, 100 mL, one …) costs; `free` counts sizes."""

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
    def is_sold_out(self) -> bool:
        """Whether nobody can have one just now."""
        return self.free <= 0


@dataclass(frozen=True)
class Facts:
    """Everything the offers at hand refer to, by its key."""

    levels: dict[int, Level]
    products: dict[UUID, Product]
    variants: dict[UUID, Variant]
    lots: dict[UUID, Lot]
    photos: dict[UUID, str]


def offers(*, offer_ids: Collection[int], cell_id: int = HOME_CELL) -> dict[int, OfferView]:
    """Return the offers that exist among these numbers, whatever their state, in a constant number of queries."""
    found = Offer.objects.filter(cell_id=cell_id, offer_id__in=list(offer_ids))
    return {view.offer_id: view for view in views_of(list(found))}


def offer(*, offer_id: int, cell_id: int = HOME_CELL) -> OfferView:
    """Return one offer; OfferUnknown where there is none."""
    found = offers(offer_ids=[offer_id], cell_id=cell_id).get(offer_id)
    if found is None:
        raise OfferUnknown
    return found


def offers_of_product(*, product_id: UUID) -> list[OfferView]:
    """Return a product's offers that have not ended, cheapest first."""
    found = Offer.objects.filter(product_id=product_id).exclude(status=OfferStatus.ENDED)
    return views_of(list(found.order_by("price", "offer_id")))


def views_of(found: list[Offer]) -> list[OfferView]:
    """Return rows as they are shown, in their order, with three queries however many they are."""
    if not found:
        return []
    facts = _facts(found)
    moment, language = clock.now(), get_language() or ""
    return [_view(each, facts, at=moment, language=language) for each in found]


def _facts(found: Iterable[Offer]) -> Facts:
    """Fetch what offers refer to: the hot tables have no foreign keys to join by, what they name has."""
    rows = list(found)
    variants = Variant.objects.select_related("product__kind", "product__organisation__region")
    pictured = list(
        variants.annotate(photo_key=first_photo(product="product_id")).filter(id__in={row.variant_id for row in rows})
    )
    cells, numbers = {row.cell_id for row in rows}, {row.level_id for row in rows}
    levels = {
        level.level_id: level for level in Level.objects.filter(cell_id__in=cells, level_id__in=numbers)
    }  # fmt: skip
    lot_ids = {level.lot_id for level in levels.values() if level.lot_id}
    return Facts(
        levels=levels,
        products={variant.product_id: variant.product for variant in pictured},
        variants={variant.id: variant for variant in pictured},
        lots={lot.id: lot for lot in Lot.objects.filter(id__in=lot_ids)},
        photos={variant.product_id: variant.photo_key or "" for variant in pictured},
    )


def _view(row: Offer, facts: Facts, *, at: datetime, language: str) -> OfferView:
    """Put one offer together."""
    product, level = facts.products[row.product_id], facts.levels[row.level_id]
    variant, region = facts.variants[row.variant_id], product.organisation.region
    unit_price, unit_size = variant.size.unit_price(row.amount)
    return OfferView(
        offer_id=row.offer_id,
        cell_id=row.cell_id,
        product_id=row.product_id,
        variant_id=row.variant_id,
        level_id=row.level_id,
        organisation_id=row.organisation_id,
        seller_name=product.organisation.name_in(language),
        name=product.name_in(language),
        size=variant.size,
        package=variant.package,
        price=row.amount,
        unit_price=unit_price,
        unit_size=unit_size,
        free=level.free,
        per_buyer_limit=row.per_buyer_limit,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        status=row.status,
        is_open=is_open(row=row, level=level, at=at),
        is_public=row.is_public,
        channel=row.channel,
        cycle_id=row.cycle_id,
        version=row.version,
        kind_code=product.kind_id,
        kind_name=product.kind.name_in(language),
        tile=product.kind.tile,
        photo=photo_address(key=facts.photos.get(row.product_id, "")),
        lot=_lot_facts(facts.lots.get(level.lot_id) if level.lot_id else None),
        region_id=region.id if region else None,
        region=region.name_in(language) if region else "",
    )


def is_open(*, row: Offer, level: Level, at: datetime) -> bool:
    """Whether an offer can be bought at a moment, as long as something is free (`sql/look.sql` says the same)."""
    return (
        row.status == OfferStatus.OPEN
        and row.is_public
        and (row.opens_at is None or row.opens_at <= at)
        and (row.closes_at is None or at < row.closes_at)
        and (level.sell_until is None or at < level.sell_until)
    )


def _lot_facts(lot: Lot | None) -> LotFacts | None:
    """Return what a lot tells a buyer."""
    if lot is None:
        return None
    return LotFacts(
        lot_id=lot.id, label=lot.label, harvested_on=lot.harvested_on, village=lot.village, grade=lot.grade,
        best_before=lot.best_before,
    )  # fmt: skip
