"""Hubs: opening, changing, closing."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.handover import ENDS, Whereabouts
from dure.rooms.dispatch.models import Hub, Parcel
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@dataclass(frozen=True, kw_only=True)
class HubDraft:
    """What a hub says about itself."""

    name: str
    region_id: UUID
    street: str
    detail: str = ""
    postcode: str = ""
    phone: str = ""
    opening_hours: str = ""


@transaction.atomic
def open_hub(*, by: Actor, organisation_id: UUID, hub: HubDraft) -> Hub:
    """Open a hub of an organisation; its managers may."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    return Hub.objects.create(organisation_id=organisation_id, opened_at=clock.now(), **asdict(hub))


@transaction.atomic
def change_hub(*, by: Actor, hub_id: UUID, hub: HubDraft) -> Hub:
    """Change what an open hub says about itself; managers of its organisation may."""
    found = _locked(by, hub_id)
    for name, value in asdict(hub).items():
        setattr(found, name, value)
    found.save()
    return found


@transaction.atomic
def close_hub(*, by: Actor, hub_id: UUID) -> Hub:
    """Close a hub; HubInUse while parcels are in it, on their way to it, or its drivers carry any."""
    found = _locked(by, hub_id)
    still = Parcel.objects.exclude(place__in=ENDS).filter(
        Q(hub=found) | Q(shipment__hub=found) | Q(driver__hub=found, place=Whereabouts.DRIVER)
    )
    if count := still.count():
        raise errors.HubInUse(count=count)
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])
    found.drivers.filter(ended_at__isnull=True).update(ended_at=found.closed_at)
    return found


def _locked(by: Actor, hub_id: UUID) -> Hub:
    """Return an open hub, locked, if `by` manages its organisation; an outsider finds nothing."""
    found = Hub.objects.select_for_update().filter(id=hub_id, closed_at__isnull=True).first()
    if found is None:
        raise errors.HubUnknown
    demand_role(by=by, organisation_id=found.organisation_id, least=Role.MANAGER)
    return found
