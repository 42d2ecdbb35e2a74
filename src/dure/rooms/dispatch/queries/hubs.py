"""Hubs and drivers: reads."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

import msgspec
from django.db.models import Count, Q, QuerySet

from dure.kernel.questions import Question
from dure.rooms.dispatch.errors import DriverUnknown, HubUnknown
from dure.rooms.dispatch.models import Driver, Hub, Shipment
from dure.rooms.people.queries.regions import region_name_of


class HubRow(msgspec.Struct, frozen=True):
    """An open hub by its name and the name of its region."""

    id: UUID
    name: str
    region: str


OPEN_HUBS: Final = Question(
    "hubs",
    f"SELECT hub.id, hub.name, {region_name_of(table='region')} AS region FROM dispatch_hub AS hub "  # noqa: S608  our own words
    "JOIN people_region AS region ON region.id = hub.region_id WHERE hub.closed_at IS NULL ORDER BY hub.name, hub.id",
    HubRow,
)
"""The open hubs by name."""


def open_hub(*, hub_id: UUID) -> Hub:
    """Return a hub that is open, with its region and organisation; HubUnknown otherwise."""
    found = _hubs().filter(id=hub_id, closed_at__isnull=True).first()
    if found is None:
        raise HubUnknown
    return found


def hub_of(*, hub_id: UUID, organisation_id: UUID) -> Hub:
    """Return an organisation's own hub, open or closed; HubUnknown for anybody else's."""
    found = _hubs().filter(id=hub_id, organisation_id=organisation_id).first()
    if found is None:
        raise HubUnknown
    return found


def hubs_of(*, organisation_id: UUID) -> list[Hub]:
    """Return an organisation's open hubs by name, each with `driver_count`."""
    found = _hubs().filter(organisation_id=organisation_id, closed_at__isnull=True)
    return list(found.annotate(driver_count=Count("drivers", filter=Q(drivers__ended_at__isnull=True))))


def hubs_among(*, organisation_ids: Sequence[UUID]) -> list[Hub]:
    """Return the open hubs of several organisations by name, in one query."""
    return list(_hubs().filter(closed_at__isnull=True, organisation_id__in=organisation_ids))


def open_hubs(*, region_id: UUID | None = None) -> list[Hub]:
    """Return open hubs by name: those in a region, or all."""
    found = _hubs().filter(closed_at__isnull=True)
    if region_id:
        found = found.filter(region_id=region_id)
    return list(found)


def some_open_hubs(*, region_id: UUID | None, after: UUID | None, count: int) -> list[Hub]:
    """Return so many open hubs by name after one of them, in a region or anywhere; none after one that is unknown."""
    found = _hubs().filter(closed_at__isnull=True)
    if region_id:
        found = found.filter(region_id=region_id)
    if after:
        last = Hub.objects.filter(id=after).values_list("name", "id").first()
        if last is None:
            return []
        found = found.filter(Q(name__gt=last[0]) | Q(name=last[0], id__gt=last[1]))
    return list(found[:count])


def hub_names(*, hub_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of some hubs, open or closed, in one query."""
    return dict(Hub.objects.filter(id__in=hub_ids).values_list("id", "name"))


def driver(*, driver_id: UUID) -> Driver:
    """Return a driver with person and hub, whatever became of them."""
    found = _drivers().filter(id=driver_id).first()
    if found is None:
        raise DriverUnknown
    return found


def drivers_of(*, hub_id: UUID | None) -> list[Driver]:
    """Return the drivers of a hub, or of the whole house for None, who have not ended: those who ask first."""
    of_whom = Q(hub_id=hub_id) if hub_id else Q(hub__isnull=True)
    found = _drivers().filter(of_whom, ended_at__isnull=True)
    return list(found.order_by("approved_at", "asked_at"))


def drivers_for(*, shipment: Shipment) -> list[Driver]:
    """Return the approved drivers who may take a shipment along: of the hubs around it, and of the whole house."""
    around = Q(hub__organisation_id=shipment.sender_id) | Q(hub_id=shipment.hub_id, hub__isnull=False)
    here = Q(hub_id__in=[parcel.hub_id for parcel in shipment.parcels.all() if parcel.hub_id])
    found = _drivers().filter(approved_at__isnull=False, ended_at__isnull=True)
    return list(found.filter(Q(hub__isnull=True) | around | here))


def driving(*, person_id: UUID) -> list[Driver]:
    """Return as what somebody drives now, or has asked to; approved ones first."""
    return list(_drivers().filter(person_id=person_id, ended_at__isnull=True).order_by("approved_at", "asked_at"))


def _hubs() -> QuerySet[Hub]:
    return Hub.objects.select_related("region", "organisation").order_by("name", "id")


def _drivers() -> QuerySet[Driver]:
    return Driver.objects.select_related("person", "hub")
