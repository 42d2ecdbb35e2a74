"""Hubs and pick-up points, and who carries: asking to, letting somebody, what waits to be fetched."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import get_language
from ninja import Router, Status
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.dispatch.queries import desks
from dure.rooms.dispatch.queries import hubs as queries
from dure.rooms.dispatch.schemas import DriverIn, DriverOut, HubOut, HubsOut, PickupOut
from dure.rooms.dispatch.services import drivers
from dure.rooms.people.contacts import read_phone

router = Router(tags=["dispatch"])
HUB = "/organisations/{uuid:organisation_id}/hubs/{uuid:hub_id}"


@router.get("/hubs", response=HubsOut, operation_id="hubs")
def hubs(
    request: DureRequest,
    region_id: UUID | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> HubsOut:
    """Open hubs, where goods can be collected, by name: all, or those of a region; `after` leafs on."""
    del request
    found = queries.some_open_hubs(region_id=region_id, after=after, count=limit + 1)
    return HubsOut(
        hubs=[HubOut.of(hub) for hub in found[:limit]],
        next_after=found[limit - 1].id if len(found) > limit else None,
    )


@router.get(f"{HUB}/drivers", response=list[DriverOut], operation_id="hub_drivers")
def hub_drivers(request: DureRequest, organisation_id: UUID, hub_id: UUID) -> list[DriverOut]:
    """Who drives for one's own hub, or asks to."""
    del request
    own = queries.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    return [DriverOut.of(driver) for driver in queries.drivers_of(hub_id=own.id)]


@router.post(f"{HUB}/drivers/{{uuid:driver_id}}/approval", response=DriverOut, operation_id="approve_driver")
@decorate_view(idempotent)
def approve_driver(request: DureRequest, organisation_id: UUID, hub_id: UUID, driver_id: UUID) -> DriverOut:
    """Let somebody drive for one's own hub."""
    queries.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    drivers.approve_driver(by=request.actor, driver_id=driver_id)
    return DriverOut.of(queries.driver(driver_id=driver_id))


@router.get("/me/driving", response=list[DriverOut], operation_id="driving")
def driving(request: DureRequest) -> list[DriverOut]:
    """As what I drive, or have asked to; approved ones first."""
    return [DriverOut.of(driver) for driver in queries.driving(person_id=_person(request))]


@router.post("/me/driving", response={201: DriverOut}, operation_id="ask_to_drive")
@decorate_view(idempotent)
def ask_to_drive(request: DureRequest, asked: DriverIn) -> Status[DriverOut]:
    """Ask to carry for a hub, or for the whole house."""
    phone = read_phone(asked.phone, language=get_language() or "")
    if phone is None:
        raise BadInput(fields={"phone": [asked.phone]})
    made = drivers.ask_to_drive(by=request.actor, vehicle=asked.vehicle, phone=phone, hub_id=asked.hub_id)
    return Status(201, DriverOut.of(queries.driver(driver_id=made.id)))


@router.get("/me/pickups", response=list[PickupOut], operation_id="pickups")
def pickups(request: DureRequest) -> list[PickupOut]:
    """Where boxes wait that I may fetch as a driver: packed at farms, or in hubs."""
    approved = [driver for driver in queries.driving(person_id=_person(request)) if driver.is_approved]
    return [
        PickupOut(
            name=each.name,
            area=each.area,
            address=each.address,
            phone=each.phone,
            shipment_ids=[shipment.id for shipment in each.shipments],
            box_count=each.box_count,
        )
        for each in (desks.pickups(drivers=approved) if approved else [])
    ]


def _person(request: DureRequest) -> UUID:
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id
