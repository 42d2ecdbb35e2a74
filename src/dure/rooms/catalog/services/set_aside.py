"""Goods set aside for an offer of its own: what its buyers see as left is what really lies there for them."""

from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Level, Location, Offer, OfferStatus, ProductStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.services.locations import place_for_show
from dure.rooms.catalog.services.publishing import locked_offers, publish, set_status
from dure.rooms.catalog.services.sellers import check_count, demand_seller
from dure.rooms.catalog.services.shelves import announce_stock, locked_level, move, own_variant, shelf
from dure.rooms.ledger.chart import HOME_CELL

REFERENCE: Final = "aside:"


@transaction.atomic
def set_aside(
    *, by: Actor, organisation_id: UUID, level_id: int, count: int, place: str, terms: Terms, channel: str
) -> Offer:
    """Put so many of what is free at a level apart, at a place of that name, and offer them there and only them.

    FewerFree, LotExpired, ProductGone, or what is wrong with the terms; then nothing has moved. `give_back` ends it.
    """
    seller = demand_seller(by=by, organisation_id=organisation_id)
    check_count(count=count)
    home = locked_level(organisation_id=organisation_id, level_id=level_id)
    _demand_sellable(home, count)
    variant = own_variant(organisation_id=organisation_id, variant_id=home.variant_id)
    if variant.product.status == ProductStatus.WITHDRAWN:
        raise errors.ProductGone
    apart = shelf(
        variant_id=home.variant_id, organisation_id=organisation_id, lot_id=home.lot_id,
        location=place_for_show(organisation_id=organisation_id, name=place),
    )  # fmt: skip
    _carry(count, home, apart, by)
    return publish(level=apart, product_id=variant.product_id, channel=channel, terms=terms, seller=seller)


@transaction.atomic
def give_back(*, by: Actor, organisation_id: UUID, offer_id: int, to_level_id: int) -> int:
    """End an offer made by `set_aside` and put what is still free of it back to the level it came from; return it.

    What is promised to buyers stays until they have it. Asked again, it puts back what has become free since.
    """
    demand_seller(by=by, organisation_id=organisation_id)
    own = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, offer_id=offer_id)
    level_id = own.values_list("level_id", flat=True).first()
    if level_id is None:
        raise errors.OfferUnknown
    home, apart = _locked(organisation_id, to_level_id, level_id)
    set_status(offers=locked_offers(organisation_id=organisation_id, offer_ids=[offer_id]), status=OfferStatus.ENDED)
    count = apart.free
    if count:
        _open_again(home)
        _carry(count, apart, home, by)
    if not apart.on_hand:
        Location.objects.filter(id=apart.location_id, closed_at__isnull=True).update(closed_at=clock.now())
    return count


def _demand_sellable(home: Level, count: int) -> None:
    if home.sell_until is not None and home.sell_until <= clock.now():
        raise errors.LotExpired(day=home.sell_until.date().isoformat())
    if home.free < count:
        raise errors.FewerFree(free=max(home.free, 0))


def _carry(count: int, source: Level, target: Level, by: Actor) -> None:
    """Move goods between two locked levels, under one reference."""
    reference = f"{REFERENCE}{max(source.level_id, target.level_id)}"
    move(level=source, change=-count, kind=MoveKind.SENT, by=by, reference=reference)
    move(level=target, change=count, kind=MoveKind.ARRIVED, by=by, reference=reference)
    announce_stock(levels=[source, target])


def _locked(organisation_id: UUID, *level_ids: int) -> list[Level]:
    """Lock a seller's levels in the order of their numbers, as everybody does; return them in the order asked."""
    own = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, level_id__in=level_ids)
    found = {level.level_id: level for level in own.select_for_update(no_key=True).order_by("level_id")}
    if found.keys() != set(level_ids):
        raise errors.LevelUnknown
    return [found[level_id] for level_id in level_ids]


def _open_again(home: Level) -> None:
    """Goods come back to a place even if it was closed meanwhile."""
    Location.objects.filter(id=home.location_id, closed_at__isnull=False).update(closed_at=None)
