"""A shipment's trace as GS1 EPCIS 2.0 in JSON-LD, with the words of the Core Business Vocabulary. Pure.

Parcels are named by GS1 Digital Link addresses of their SSCC, places by `urn:uuid:`, since small farms have no GLN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from dure.rooms.dispatch.handover import Reason, Step

CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
PARCEL: Final = "https://id.gs1.org/00/"

STEPS: Final[Mapping[Step, tuple[str, str, str]]] = {
    Step.PACK: ("ADD", "packing", "container_closed"),
    Step.TAKE: ("OBSERVE", "departing", "in_transit"),
    Step.DROP: ("OBSERVE", "arriving", "in_progress"),
    Step.DELIVER: ("OBSERVE", "accepting", "available"),
    Step.MISS: ("OBSERVE", "holding", "in_transit"),
    Step.TURN: ("OBSERVE", "shipping", "returned"),
    Step.COME_BACK: ("OBSERVE", "receiving", "returned"),
    Step.CANCEL: ("DELETE", "decommissioning", "inactive"),
    Step.LOSE: ("OBSERVE", "holding", "unknown"),
}
"""What each step of ours is called there: action, business step, disposition."""

DISPOSITIONS: Final[Mapping[Reason, str]] = {Reason.DAMAGED: "damaged"}
"""Reasons that say more about the goods than the step does."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened, as the trace keeps it. Places are ids or empty; nobody's name is in it."""

    event_id: str
    step: Step
    reason: Reason | None
    ssccs: Sequence[str]
    happened_at: datetime
    offset_minutes: int
    recorded_at: datetime
    read_point: str
    location: str
    reference: str
    taken_back_at: datetime | None = None


def document(lines: Sequence[Line], *, made_at: datetime) -> dict[str, object]:
    """Return an EPCISDocument of these lines, in their order."""
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": made_at.isoformat(timespec="seconds"),
        "epcisBody": {"eventList": [event(line) for line in lines]},
    }


def event(line: Line) -> dict[str, object]:
    """Return one line as an ObjectEvent."""
    action, step, disposition = STEPS[line.step]
    zone = timezone(timedelta(minutes=line.offset_minutes))
    told: dict[str, object] = {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{line.event_id}",
        "action": action,
        "bizStep": step,
        "disposition": DISPOSITIONS.get(line.reason, disposition) if line.reason else disposition,
        "epcList": [f"{PARCEL}{sscc}" for sscc in line.ssccs],
        "eventTime": line.happened_at.astimezone(zone).isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": _offset(line.offset_minutes),
        "recordTime": line.recorded_at.astimezone(zone).isoformat(timespec="milliseconds"),
        "bizTransactionList": [{"type": "po", "bizTransaction": f"urn:dure:{line.reference}"}],
    }
    if line.taken_back_at:
        declared = line.taken_back_at.astimezone(zone).isoformat(timespec="milliseconds")
        told["errorDeclaration"] = {"declarationTime": declared, "reason": "did_not_occur"}
    places = {"readPoint": line.read_point, "bizLocation": line.location}
    return told | {name: {"id": f"urn:uuid:{place}"} for name, place in places.items() if place}


def _offset(minutes: int) -> str:
    """Return minutes ahead of UTC as EPCIS writes them: +09:00."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
