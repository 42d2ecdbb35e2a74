"""Places where a seller keeps goods."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Level, Location
from dure.rooms.catalog.models.stock import KEPT_IN, PlaceKind
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.catalog.services.shelves import own_location
from dure.rooms.dispatch.queries import hubs
from dure.rooms.ledger.chart import HOME_CELL


@transaction.atomic
def open_location(*, by: Actor, organisation_id: UUID, kind: str, name: str, hub_id: UUID | None = None) -> Location:
    """Open a place to keep goods; NameTaken for a name used before, or none. A hub's shelf names the hub."""
    demand_seller(by=by, organisation_id=organisation_id)
    if kind not in KEPT_IN or not name.strip():
        raise errors.NameTaken
    if hub_id is not None:
        hubs.open_hub(hub_id=hub_id)
    return _open(organisation_id, kind=kind, name=name.strip(), hub_id=hub_id)


@transaction.atomic
def close_location(*, by: Actor, organisation_id: UUID, location_id: UUID) -> Location:
    """Close a place where nothing lies any more; LocationNotEmpty while something does."""
    demand_seller(by=by, organisation_id=organisation_id)
    found = own_location(organisation_id=organisation_id, location_id=location_id)
    if Level.objects.filter(cell_id=HOME_CELL, location_id=found.id, on_hand__gt=0).exists():
        raise errors.LocationNotEmpty
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])
    return found


def first_location(*, organisation_id: UUID, location_id: UUID | None = None) -> Location:
    """Return the location asked for, else the seller's first one, opened as a field where there is none yet."""
    if location_id is not None:
        return own_location(organisation_id=organisation_id, location_id=location_id)
    mine = Location.objects.filter(organisation_id=organisation_id, closed_at__isnull=True, kind__in=KEPT_IN)
    return mine.first() or _open(organisation_id, kind=PlaceKind.FIELD, name=_("Farm"), hub_id=None)


@transaction.atomic(savepoint=False)
def place_for_show(*, organisation_id: UUID, name: str) -> Location:
    """Return a place of its own for what is set aside; NameTaken while something lies at one of that name."""
    return _open(organisation_id, kind=PlaceKind.STAGE, name=name, hub_id=None)


def _open(organisation_id: UUID, *, kind: str, name: str, hub_id: UUID | None) -> Location:
    """Write a location, or open a closed one of the same name again."""
    closed = Location.objects.filter(organisation_id=organisation_id, name=name, closed_at__isnull=False)
    if closed.update(closed_at=None, kind=kind, hub_id=hub_id):
        return Location.objects.get(organisation_id=organisation_id, name=name)
    try:
        with transaction.atomic():
            return Location.objects.create(
                organisation_id=organisation_id, kind=kind, name=name, hub_id=hub_id, created_at=clock.now()
            )
    except IntegrityError as error:
        raise errors.NameTaken from error
