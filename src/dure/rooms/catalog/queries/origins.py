"""Where the goods of a seller come from."""

from uuid import UUID

from dure.rooms.catalog.models import Level, Location, Lot
from dure.rooms.ledger.chart import HOME_CELL


def origins(*, organisation_id: UUID) -> dict[int, str]:
    """Return who or what supplies each level of a seller, in three queries: its lot's village, else its location."""
    levels = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id)
    rows = list(levels.values_list("level_id", "lot_id", "location_id"))
    villages = dict(Lot.objects.filter(variant__product__organisation_id=organisation_id).values_list("id", "village"))
    places = {place.id: place.name for place in Location.objects.filter(organisation_id=organisation_id)}
    return {
        level_id: (villages.get(lot_id, "") if lot_id else "") or places.get(location_id, "")
        for level_id, lot_id, location_id in rows
    }
