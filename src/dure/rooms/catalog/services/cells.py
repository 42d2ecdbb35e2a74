"""A seller moves to another cell: goods go out there and come in here, since a row's cell never changes."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.kernel.numbers import new_number
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Level, Offer, OfferStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.services.publishing import announce_published, set_status
from dure.rooms.catalog.services.shelves import announce_stock, move
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.services.cells import open_cell

KEPT: Final = (
    *("organisation_id", "product_id", "variant_id", "channel", "price", "currency", "status", "is_public"),
    *("opens_at", "closes_at", "per_buyer_limit"),
)
"""What an offer keeps when it is put up again."""


@transaction.atomic
def move_seller(*, by: Actor, organisation_id: UUID, to_cell: int, from_cell: int = HOME_CELL) -> list[Level]:
    """Move a seller's shelves and offers to another cell, under new numbers, and return the shelves there.

    FewerThanPromised while anything of his is promised to a buyer, and then nothing has moved; LevelUnknown where he
    has no shelf. His offers in order cycles
    end, and limits for one buyer count anew. Orders, movements and entries stay where they happened. Staff only.
    """
    if not by.is_staff:
        raise NotAllowed
    if to_cell == from_cell:
        raise errors.LocationUnknown
    open_cell(cell_id=to_cell)
    # Levels before offers, each in the order of its number: as everybody who orders locks them.
    theirs = Level.objects.filter(cell_id=from_cell, organisation_id=organisation_id).order_by("level_id")
    levels = list(theirs.select_for_update(no_key=True))
    if not levels:
        raise errors.LevelUnknown
    offered = Offer.objects.filter(cell_id=from_cell, organisation_id=organisation_id).exclude(status=OfferStatus.ENDED)
    offers = list(offered.select_for_update(no_key=True).order_by("offer_id"))
    moved = {level.level_id: _moved(level, to_cell=to_cell, by=by) for level in levels}
    _put_up_again(offers, moved)
    announce_stock(levels=levels)
    announce_stock(levels=list(moved.values()))
    return list(moved.values())


def _moved(level: Level, *, to_cell: int, by: Actor) -> Level:
    """Empty a locked level into the one of the same goods in another cell, and return that one."""
    there, _is_new = Level.objects.get_or_create(
        cell_id=to_cell,
        variant_id=level.variant_id,
        location_id=level.location_id,
        lot_id=level.lot_id,
        defaults={
            "level_id": new_number(),
            "organisation_id": level.organisation_id,
            "on_hand": 0,
            "reserved": 0,
            "sold": 0,
            "sell_until": level.sell_until,
        },
    )
    if count := level.on_hand:
        move(level=level, change=-count, kind=MoveKind.SENT, by=by, reference=f"cell:{to_cell}")
        move(level=there, change=count, kind=MoveKind.ARRIVED, by=by, reference=f"cell:{level.cell_id}")
    return there


def _put_up_again(offers: list[Offer], moved: Mapping[int, Level]) -> None:
    """End locked offers, and put the same up again on the shelves their goods moved to."""
    fresh = [
        Offer(
            cell_id=moved[offer.level_id].cell_id,
            offer_id=new_number(),
            level_id=moved[offer.level_id].level_id,
            changed_at=clock.now(),
            **{name: getattr(offer, name) for name in KEPT},
        )
        for offer in offers
        if offer.cycle_id is None
    ]
    set_status(offers=offers, status=OfferStatus.ENDED)
    Offer.objects.bulk_create(fresh)
    announce_published(offers=[offer for offer in fresh if offer.status == OfferStatus.OPEN])
