"""Offers as an order needs them: fewer facts than a page shows, in one statement for a whole batch."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from dure.kernel.quantity import Quantity
from dure.rooms.catalog.queries.photos import photo_address
from dure.rooms.ledger.chart import HOME_CELL

WARES: Final = """
SELECT offer.offer_id, offer.product_id, offer.organisation_id, offer.channel, offer.cycle_id,
    coalesce(nullif(CASE %(language)s
        WHEN 'ko' THEN product.name_ko WHEN 'zh' THEN product.name_zh WHEN 'en' THEN product.name_en END,
    ''), product.name),
    variant.base, variant.unit, variant.package, kind.code, kind.tile,
    (SELECT photo.key FROM catalog_photo AS photo WHERE photo.product_id = product.id
        ORDER BY photo.position, photo.id LIMIT 1)
FROM catalog_offer AS offer
JOIN catalog_product AS product ON product.id = offer.product_id
JOIN catalog_kind AS kind ON kind.code = product.kind_id
JOIN catalog_variant AS variant ON variant.id = offer.variant_id
WHERE offer.cell_id = %(cell)s AND offer.offer_id = ANY (%(offers)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ware:
    """Whose an offer is, on which channel, and what a line of an order keeps of it, in the language spoken now."""

    product_id: UUID
    organisation_id: UUID
    channel: str
    cycle_id: UUID | None
    name: str
    size: Quantity
    package: str
    kind_code: str
    tile: str
    photo: str


def wares(*, offer_ids: Collection[int], cell_id: int = HOME_CELL) -> dict[int, Ware]:
    """Return the offers that exist among these numbers, whatever their state, as `offers` would tell of them."""
    asked: dict[str, Any] = {"cell": cell_id, "offers": list(offer_ids), "language": (get_language() or "")[:2]}
    with connection.cursor() as cursor:
        cursor.execute(WARES, asked)
        return {number: _ware(*facts) for number, *facts in cursor}


def _ware(
    product_id: UUID, organisation_id: UUID, channel: str, cycle_id: UUID | None, name: str, base: int, unit: str,
    package: str, kind_code: str, tile: str, key: str | None,
) -> Ware:  # fmt: skip
    return Ware(
        product_id=product_id, organisation_id=organisation_id, channel=channel, cycle_id=cycle_id, name=name,
        size=Quantity(base, unit), package=package, kind_code=kind_code, tile=tile, photo=photo_address(key=key or ""),
    )  # fmt: skip
