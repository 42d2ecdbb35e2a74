"""The dispatch room's JSON operations: scanning, a driver's stops, and following a delivery."""

from uuid import UUID

from ninja import File, Form, Router, Status, UploadedFile

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.pictures import keep, prepare
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.drafts import Moment, ProofDraft
from dure.rooms.dispatch.models import Shipment, TraceEvent
from dure.rooms.dispatch.queries import desks, shipments, waybills
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.queries.words import METHOD_OF_SAVING, where_words
from dure.rooms.dispatch.schemas import (
    HandedOut,
    HandOverIn,
    MishapIn,
    PaperOut,
    ScanIn,
    ScanOut,
    StopOut,
    TrackedOut,
    TrackOut,
)
from dure.rooms.dispatch.services import deliveries, scans

router = Router(tags=["dispatch"])


@router.post("/dispatch/scans", response=ScanOut, operation_id="scan")
def scan(request: DureRequest, body: ScanIn) -> ScanOut:
    """Tell that a parcel was packed, taken, dropped in a hub, or came back; counts once per `client_id`."""
    done = scans.scan(
        by=request.actor,
        code=body.code,
        step=body.step,
        hub_id=body.hub_id,
        moment=Moment(client_id=body.client_id, happened_at=body.happened_at),
    )
    shipment = shipments.shipment(shipment_id=done.parcel.shipment_id)
    return ScanOut(
        sscc=done.parcel.sscc,
        short=sscc.short(done.parcel.sscc),
        place=done.parcel.place,
        place_words=done.parcel.get_place_display(),
        status=shipment.status,
        status_words=shipment.get_status_display(),
        receiver=shipment.receiver_name,
        area=shipment.region.name if shipment.region else "",
        is_replay=done.is_replay,
    )


@router.get("/dispatch/stops", response=list[StopOut], operation_id="my_stops")
def my_stops(request: DureRequest) -> list[StopOut]:
    """What I have in the van, by county and street."""
    if request.actor.person_id is None:
        raise NotSignedIn
    areas = desks.stops(person_id=request.actor.person_id)
    return [_stop(area.name, each) for area in areas for each in area.stops]


@router.post("/dispatch/stops/{uuid:shipment_id}/delivery", response={201: HandedOut}, operation_id="deliver")
def deliver(
    request: DureRequest,
    shipment_id: UUID,
    told: Form[HandOverIn],
    photo: File[UploadedFile | None] = None,
) -> Status[HandedOut]:
    """Hand what I have in hand to its receiver: proven by their PIN, a photo, or the name of who signs."""
    kept = keep(prepare(photo), folder="proofs") if photo else ""
    proof = ProofDraft(pin=told.pin, photo=kept, signed_name=told.signed_name)
    done = deliveries.deliver(
        by=request.actor, shipment_id=shipment_id, proof=proof, moment=Moment(client_id=told.client_id)
    )
    return Status(201, _handed(done))


@router.post("/dispatch/stops/{uuid:shipment_id}/mishap", response={201: HandedOut}, operation_id="report_exception")
def report_exception(
    request: DureRequest,
    shipment_id: UUID,
    told: Form[MishapIn],
    photo: File[UploadedFile | None] = None,
) -> Status[HandedOut]:
    """Tell why what I have in hand could not be handed over."""
    noted = deliveries.report_exception(
        by=request.actor,
        shipment_id=shipment_id,
        reason=told.reason,
        note=told.note,
        photo=keep(prepare(photo), folder="mishaps") if photo else "",
        moment=Moment(client_id=told.client_id),
    )
    return Status(201, _handed(noted))


@router.get("/dispatch/track/{key}", response=TrackOut, operation_id="track")
def track(request: DureRequest, key: str) -> TrackOut:
    """Follow a delivery by its unguessable key; nobody's name or address is told."""
    del request
    found = shipments.shipment_by_key(key=key)
    steps = [
        TrackedOut(step=each.step, step_words=each.get_step_display(), where=where_words(each), at=each.happened_at)
        for each in shipments.trail(shipment_id=found.id)
    ]
    return TrackOut(
        status=found.status,
        status_words=found.get_status_display(),
        box_count=len(found.parcels.all()),
        steps=steps,
    )


@router.get("/dispatch/track/{key}/epcis", response=dict[str, object], operation_id="trace_of_shipment")
def trace_of_shipment(request: DureRequest, key: str) -> dict[str, object]:
    """Return a delivery's trace as a GS1 EPCIS 2.0 document (JSON-LD)."""
    del request
    return epcis_document(shipment=shipments.shipment_by_key(key=key))


@router.get("/dispatch/paper", response=PaperOut, operation_id="paper_saved")
def paper_saved(request: DureRequest) -> PaperOut:
    """Count the waybills that never had to be printed."""
    del request
    counted = waybills.paper_saved()
    return PaperOut(delivered=counted.delivered, saved=counted.saved, method=str(METHOD_OF_SAVING))


def _handed(event: TraceEvent) -> HandedOut:
    shipment = shipments.shipment(shipment_id=event.shipment_id)
    return HandedOut(shipment_id=shipment.id, step=event.step, status=shipment.status, happened_at=event.happened_at)


def _stop(area: str, shipment: Shipment) -> StopOut:
    return StopOut(
        shipment_id=shipment.id,
        area=area,
        receiver=shipment.receiver_name,
        phone=shipment.receiver_phone,
        address=waybills.address_line(shipment=shipment),
        note=shipment.note,
        box_count=len(shipment.parcels.all()),
        is_returning=shipment.is_returning,
    )
