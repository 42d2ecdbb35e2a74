"""Shapes of the dispatch room's JSON."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.handover import Reason
from dure.rooms.dispatch.models import Driver, Hub, LabelRun, Parcel, Shipment
from dure.rooms.dispatch.queries.waybills import address_line
from dure.rooms.dispatch.services.prints import AT_ONCE_MAX


class ScanIn(Schema):
    """One scan. `client_id` names it: the same again is answered as the first time and changes nothing."""

    client_id: UUID
    code: Annotated[str, Field(min_length=1, max_length=400)]
    step: Literal["pack", "take", "drop", "come_back"]
    hub_id: UUID | None = None
    happened_at: AwareDatetime | None = None


class ScanOut(Schema):
    """What a scan did, or had done already."""

    sscc: str
    short: str
    place: str
    place_words: str
    status: str
    status_words: str
    receiver: str
    area: str
    is_replay: bool


class StopOut(Schema):
    """One stop of a driver's."""

    shipment_id: UUID
    area: str
    receiver: str
    phone: str
    address: str
    note: str
    box_count: int
    is_returning: bool


class TrackedOut(Schema):
    """One step of a public trail."""

    step: str
    step_words: str
    where: str
    at: datetime


class TrackOut(Schema):
    """How a delivery is, without anybody's name."""

    status: str
    status_words: str
    box_count: int
    steps: list[TrackedOut]


class PaperOut(Schema):
    """Delivered parcels, and those whose waybill was never printed."""

    delivered: int
    saved: int
    method: str


class HubOut(Schema):
    """A hub, where goods can be collected."""

    id: UUID
    organisation_id: UUID
    name: str
    region_id: UUID
    region: str
    street: str
    detail: str
    postcode: str
    phone: str
    opening_hours: str

    @classmethod
    def of(cls, hub: Hub) -> Self:
        """Return a hub as JSON tells it."""
        return cls(
            id=hub.id, organisation_id=hub.organisation_id, name=hub.name, region_id=hub.region_id,
            region=hub.region.name, street=hub.street, detail=hub.detail, postcode=hub.postcode, phone=hub.phone,
            opening_hours=hub.opening_hours,
        )  # fmt: skip


class HubsOut(Schema):
    """Some open hubs by name, and the one to go on from with `after`; null after the last."""

    hubs: list[HubOut]
    next_after: UUID | None


class DriverIn(Schema):
    """What somebody drives, for which hub (null: wherever needed), and how to reach them."""

    vehicle: Driver.Vehicle
    phone: str = Field(min_length=3, max_length=40)
    hub_id: UUID | None = None


class DriverOut(Schema):
    """A driver of a hub, or of the whole house; may carry once approved."""

    id: UUID
    name: str
    hub_id: UUID | None
    vehicle: str
    phone: str
    is_approved: bool
    asked_at: datetime

    @classmethod
    def of(cls, driver: Driver) -> Self:
        """Return a driver as JSON tells it."""
        return cls(
            id=driver.id, name=driver.person.display_name, hub_id=driver.hub_id, vehicle=driver.vehicle,
            phone=driver.phone, is_approved=driver.is_approved, asked_at=driver.asked_at,
        )  # fmt: skip


class ParcelOut(Schema):
    """One box: its number, the digits written on it by hand, and where it is."""

    sscc: str
    short: str
    place: str
    is_printed: bool

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        """Return a box as JSON tells it."""
        return cls(
            sscc=parcel.sscc, short=sscc.short(parcel.sscc), place=parcel.place,
            is_printed=parcel.printed_at is not None,
        )  # fmt: skip


class ShipmentOut(Schema):
    """A delivery as its sender sees it."""

    id: UUID
    reference: str
    kind: str
    status: str
    receiver: str
    phone: str
    address: str
    note: str
    hub_id: UUID | None
    tracking_key: str
    is_returning: bool
    ready_by: date | None
    packed_at: datetime | None
    left_at: datetime | None
    ended_at: datetime | None
    parcels: list[ParcelOut]

    @classmethod
    def of(cls, shipment: Shipment) -> Self:
        """Return a delivery as JSON tells it."""
        return cls(
            id=shipment.id, reference=shipment.reference, kind=shipment.kind, status=shipment.status,
            receiver=shipment.receiver_name, phone=shipment.receiver_phone, address=address_line(shipment=shipment),
            note=shipment.note, hub_id=shipment.hub_id, tracking_key=shipment.tracking_key,
            is_returning=shipment.is_returning, ready_by=shipment.ready_by, packed_at=shipment.packed_at,
            left_at=shipment.left_at, ended_at=shipment.ended_at,
            parcels=[ParcelOut.of(parcel) for parcel in shipment.parcels.all()],
        )  # fmt: skip


class ShipmentsOut(Schema):
    """Some deliveries of one stage, and the page after them; null after the last."""

    shipments: list[ShipmentOut]
    next_page: int | None


class BoxesIn(Schema):
    """Into how many boxes a delivery is packed."""

    count: int = Field(ge=1, le=50)


class WaybillsIn(Schema):
    """Whose waybills are printed, on which paper."""

    shipment_ids: list[UUID] = Field(min_length=1, max_length=AT_ONCE_MAX)
    paper: LabelRun.Paper = LabelRun.Paper.LABEL


class PickupOut(Schema):
    """Where boxes wait for a driver."""

    name: str
    area: str
    address: str
    phone: str
    shipment_ids: list[UUID]
    box_count: int


class HandOverIn(Schema):
    """How it is shown that goods were handed over: the receiver's PIN, or a photo, or the name of who signs.

    `client_id` names the telling: the same again changes nothing.
    """

    client_id: UUID | None = None
    pin: str = Field(default="", max_length=12)
    signed_name: str = Field(default="", max_length=120)


class MishapIn(Schema):
    """Why goods could not be handed over; damage needs a photo."""

    client_id: UUID | None = None
    reason: Reason
    note: str = Field(default="", max_length=300)


class HandedOut(Schema):
    """What was noted about a delivery."""

    shipment_id: UUID
    step: str
    status: str
    happened_at: datetime
