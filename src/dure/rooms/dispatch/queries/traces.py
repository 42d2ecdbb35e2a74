"""What happened to shipments, for other programs and for the records: reads."""

from collections.abc import Sequence

from dure.kernel import clock
from dure.rooms.dispatch import epcis
from dure.rooms.dispatch.handover import Reason, Step, Whereabouts
from dure.rooms.dispatch.models import Shipment, TraceEvent
from dure.rooms.dispatch.queries.shipments import trail


def epcis_document(*, shipment: Shipment) -> dict[str, object]:
    """Return a shipment's trace as an EPCIS 2.0 document; it tells of parcels and places, never of people."""
    return epcis.document(_lines(trail(shipment_id=shipment.id), shipment), made_at=clock.now())


def _lines(events: Sequence[TraceEvent], shipment: Shipment) -> list[epcis.Line]:
    taken_back = {each.corrects_id: each.recorded_at for each in events if each.corrects_id}
    return [
        epcis.Line(
            event_id=str(each.id),
            step=Step(each.step),
            reason=Reason(each.reason) if each.reason else None,
            ssccs=each.ssccs,
            happened_at=each.happened_at,
            offset_minutes=each.offset_minutes,
            recorded_at=each.recorded_at,
            read_point=_read_point(each, shipment),
            location=_location(each, shipment),
            reference=shipment.reference,
            taken_back_at=taken_back.get(each.id),
        )
        for each in events
        if each.step != Step.CORRECT
    ]


def _read_point(event: TraceEvent, shipment: Shipment) -> str:
    """Return where it was seen: a hub, the receiver's county, or the sender; empty on the road."""
    if event.hub_id:
        return str(event.hub_id)
    if event.step in {Step.DELIVER, Step.MISS}:
        return str(event.region_id or "")
    return str(shipment.sender_id) if event.step in {Step.PACK, Step.TAKE, Step.COME_BACK, Step.CANCEL} else ""


def _location(event: TraceEvent, shipment: Shipment) -> str:
    """Return where the goods then are; with a driver they are nowhere that has a name."""
    match event.place:
        case Whereabouts.HUB:
            return str(event.hub_id or "")
        case Whereabouts.SENDER | Whereabouts.PACKED | Whereabouts.RETURNED | Whereabouts.CANCELLED:
            return str(shipment.sender_id)
        case Whereabouts.RECEIVER:
            return str(event.region_id or "")
        case _:
            return ""
