"""Offers with everything a card, a line of a basket or a line of an order shows of them, for one statement of many."""

from datetime import date, datetime
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel.questions import Question, name_of
from dure.rooms.people.queries.regions import region_name_of

SHOWN: Final = f"""
SELECT offer.cell_id, offer.offer_id, offer.product_id, offer.variant_id, offer.level_id, offer.organisation_id,
    {name_of("organisation")} AS seller_name, {name_of("product")} AS name,
    variant.base, variant.unit, variant.package, offer.price, offer.whole_price, offer.currency,
    level.on_hand - level.reserved AS free, offer.per_buyer_limit, offer.opens_at, offer.closes_at, offer.status,
    offer.status = 'open' AND offer.is_public AND (offer.opens_at IS NULL OR offer.opens_at <= %(now)s)
        AND (offer.closes_at IS NULL OR %(now)s < offer.closes_at)
        AND (level.sell_until IS NULL OR %(now)s < level.sell_until) AS is_open,
    offer.is_public, offer.channel, offer.cycle_id, offer.version, kind.code AS kind_code,
    CASE %(language)s WHEN 'ko' THEN kind.name_ko WHEN 'zh' THEN kind.name_zh ELSE kind.name_en END AS kind_name,
    kind.tile,
    (SELECT photo.key FROM catalog_photo AS photo WHERE photo.product_id = product.id
        ORDER BY photo.position, photo.id LIMIT 1) AS photo_key,
    lot.id AS lot_id, lot.label, lot.harvested_on, lot.village, lot.grade, lot.best_before,
    region.id AS region_id, {region_name_of(table="region")} AS region
FROM (WANTED) AS wanted
JOIN catalog_offer AS offer ON offer.cell_id = wanted.cell_id AND offer.offer_id = wanted.offer_id
JOIN catalog_level AS level ON level.cell_id = offer.cell_id AND level.level_id = offer.level_id
JOIN catalog_variant AS variant ON variant.id = offer.variant_id
JOIN catalog_product AS product ON product.id = variant.product_id
JOIN catalog_kind AS kind ON kind.code = product.kind_id
JOIN people_organisation AS organisation ON organisation.id = product.organisation_id
LEFT JOIN people_region AS region ON region.id = organisation.region_id
LEFT JOIN catalog_lot AS lot ON lot.id = level.lot_id
"""  # noqa: S608  our own words


class OfferRow(msgspec.Struct, frozen=True):
    """An offer as the database tells it; sizes in the smallest unit of their kind, the price in minor units."""

    cell_id: int
    offer_id: int
    product_id: UUID
    variant_id: UUID
    level_id: int
    organisation_id: UUID
    seller_name: str
    name: str
    base: int
    unit: str
    package: str
    price: int
    whole_price: int | None
    currency: str
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
    photo_key: str | None
    lot_id: UUID | None
    label: str | None
    harvested_on: date | None
    village: str | None
    grade: str | None
    best_before: date | None
    region_id: UUID | None
    region: str | None


@cache
def offers_among(*, wanted: str) -> Question[OfferRow]:
    """Return the question for the offers a SELECT of (cell_id, offer_id) names, whatever their state."""
    return Question("offers", SHOWN.replace("WANTED", wanted), OfferRow)
