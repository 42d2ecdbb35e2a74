"""The dispatch room's JSON operations: scanning, a driver's stops, and following a delivery."""

from ninja import Router

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.drafts import Moment
from dure.rooms.dispatch.models import Shipment
from dure.rooms.dispatch.queries import desks, shipments, waybills
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.queries.words import METHOD_OF_SAVING, where_words
from dure.rooms.dispatch.schemas import PaperOut, ScanIn, ScanOut, StopOut, TrackedOut, TrackOut
from dure.rooms.dispatch.services import scans

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
