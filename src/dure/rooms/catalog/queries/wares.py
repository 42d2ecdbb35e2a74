"""Offers as an order needs them: fewer facts than a page shows, in one statement for a whole batch."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel.quantity import Quantity
from dure.kernel.questions import Question, ask, name_of
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.queries.photos import photo_address
from dure.rooms.ledger.chart import HOME_CELL


class WareRow(msgspec.Struct, frozen=True):
    """An offer as the database tells it."""

    offer_id: int
    product_id: UUID
    organisation_id: UUID
    channel: str
    cycle_id: UUID | None
    name: str
    base: int
    unit: str
    package: str
    kind_code: str
    tile: str
    photo_key: str | None


WARES: Final = Question(
    "wares",
    "SELECT offer.offer_id, offer.product_id, offer.organisation_id, offer.channel, offer.cycle_id, "  # noqa: S608  our own words
    f"{name_of('product')} AS name, variant.base, variant.unit, variant.package, kind.code AS kind_code, kind.tile, "
    "(SELECT photo.key FROM catalog_photo AS photo WHERE photo.product_id = product.id "
    "ORDER BY photo.position, photo.id LIMIT 1) AS photo_key "
    "FROM catalog_offer AS offer JOIN catalog_product AS product ON product.id = offer.product_id "
    "JOIN catalog_kind AS kind ON kind.code = product.kind_id "
    "JOIN catalog_variant AS variant ON variant.id = offer.variant_id "
    "WHERE offer.cell_id = %(cell_id)s AND offer.offer_id = ANY (%(offer_ids)s)",
    WareRow,
)
"""The offers that exist among `offer_ids` of `cell_id`, whatever their state."""


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
    told = ask(WARES, cell_id=cell_id, offer_ids=list(offer_ids))
    return {row.offer_id: ware_of(row) for row in told.of(WARES)}


def ware_of(row: WareRow) -> Ware:
    """Put one together."""
    return Ware(
        product_id=row.product_id, organisation_id=row.organisation_id, channel=row.channel, cycle_id=row.cycle_id,
        name=row.name, size=Quantity(row.base, row.unit), package=row.package, kind_code=row.kind_code, tile=row.tile,
        photo=photo_address(key=row.photo_key or ""),
    )  # fmt: skip


def ware_shown(view: OfferView) -> Ware:
    """Return what a line of an order keeps of an offer a page shows."""
    return Ware(
        product_id=view.product_id, organisation_id=view.organisation_id, channel=view.channel, cycle_id=view.cycle_id,
        name=view.name, size=view.size, package=view.package, kind_code=view.kind_code, tile=view.tile,
        photo=view.photo,
    )  # fmt: skip
