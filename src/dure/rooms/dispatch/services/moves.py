"""The one place where parcels change hands: their rows, the trace, the shipment's status and the news, together."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from dure.events import dispatch as facts
from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.outbox import announce
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.drafts import Moment
from dure.rooms.dispatch.handover import Reason, Status, Step, Whereabouts, after, status_of
from dure.rooms.dispatch.models import Driver, Hub, Parcel, Shipment, TraceEvent

SCANS_WAIT_MAX = timedelta(days=7)
"""How long a scan may wait on a phone without a line."""


@transaction.atomic
def locked(*, reference: str = "", shipment_id: UUID | None = None) -> Shipment:
    """Return a shipment by reference or id, locked until the transaction ends: every verb begins here."""
    wanted = {"reference": reference} if reference else {"id": shipment_id}
    found = Shipment.objects.select_for_update(of=["self"]).select_related("hub").filter(**wanted).first()
    if found is None:
        raise errors.ShipmentUnknown
    return found


@transaction.atomic
def move_parcels(
    *,
    shipment: Shipment,
    parcels: Sequence[Parcel],
    step: Step,
    by: Actor,
    moment: Moment,
    hub: Hub | None = None,
    driver: Driver | None = None,
    reason: Reason | None = None,
) -> TraceEvent:
    """Make one step with parcels of a locked shipment, all or none; WrongStep says where a parcel is instead.

    Parcels that a step leaves where they are must be in the same hands: one line of the trace tells one place.
    """
    places = [_after(step, parcel, shipment) for parcel in parcels]
    assert len(set(places)) == 1, "one line of the trace tells one place"
    event = _trace(shipment, parcels, step, by, moment, hub or parcels[0].hub, driver or parcels[0].driver, reason)
    for parcel, place in zip(parcels, places, strict=True):
        _put(parcel, place, hub, driver, event.happened_at)
    event.place = places[0]
    event.save(force_insert=True)
    Parcel.objects.bulk_update(parcels, ["place", "hub", "driver", "since"])
    settle(shipment=shipment, at=event.happened_at, reason=reason)
    return event


@transaction.atomic
def settle(*, shipment: Shipment, at: datetime, reason: Reason | None = None) -> None:
    """Bring a locked shipment's status in line with its parcels, and announce what is new."""
    parcels = list(shipment.parcels.all())
    places = [Whereabouts(parcel.place) for parcel in parcels]
    before = Status(shipment.status)
    is_at_last_hub = shipment.kind != Shipment.Kind.HOME and all(
        parcel.hub_id == shipment.hub_id for parcel in parcels if parcel.place == Whereabouts.HUB
    )
    status = status_of(places, is_returning=shipment.is_returning, is_at_last_hub=is_at_last_hub)
    is_leaving = shipment.left_at is None and not {Whereabouts.SENDER, Whereabouts.PACKED} & set(places)
    shipment.status = status.value
    shipment.packed_at = shipment.packed_at or (at if Whereabouts.SENDER not in places else None)
    shipment.left_at = at if is_leaving and status is not Status.CANCELLED else shipment.left_at
    shipment.ended_at = at if status.is_end else None
    shipment.save(update_fields=["status", "packed_at", "left_at", "ended_at", "is_returning", "attempt_count"])
    if is_leaving and shipment.left_at:
        announce(facts.ShipmentHandedOver(**news_of(shipment=shipment, at=at)))
    if status is not before:
        _announce_status(shipment, status, at, reason)


@transaction.atomic
def put_back(*, shipment: Shipment, event: TraceEvent, by: Actor) -> TraceEvent:
    """Put the parcels of a locked shipment back into the hands they were in before an event, and tell that in a line.

    The event stays in the trace; the new line says that it did not happen.
    """
    parcels = list(shipment.parcels.filter(sscc__in=event.ssccs).order_by("position"))
    place = Whereabouts.DRIVER if event.driver else Whereabouts.HUB
    line = _trace(shipment, parcels, Step.CORRECT, by, Moment(), event.hub, event.driver, None)
    for parcel in parcels:
        _put(parcel, place, event.hub, event.driver, line.happened_at)
    line.place, line.corrects = place.value, event
    line.save(force_insert=True)
    Parcel.objects.bulk_update(parcels, ["place", "hub", "driver", "since"])
    settle(shipment=shipment, at=line.happened_at)
    return line


def _after(step: Step, parcel: Parcel, shipment: Shipment) -> Whereabouts:
    place = after(step, Whereabouts(parcel.place), is_returning=shipment.is_returning)
    if place is None:
        raise errors.WrongStep(place=parcel.get_place_display(), is_at=parcel.place, sscc=parcel.sscc)
    return place


def _put(parcel: Parcel, place: Whereabouts, hub: Hub | None, driver: Driver | None, at: datetime) -> None:
    """Put a parcel where it is now; a step that moves nothing leaves it in the same hands."""
    if place == parcel.place:
        return
    parcel.place, parcel.since = place.value, at
    parcel.hub = hub if place is Whereabouts.HUB else None
    parcel.driver = driver if place is Whereabouts.DRIVER else None


def _trace(
    shipment: Shipment,
    parcels: Sequence[Parcel],
    step: Step,
    by: Actor,
    moment: Moment,
    hub: Hub | None,
    driver: Driver | None,
    reason: Reason | None,
) -> TraceEvent:
    """Return the line of the trace, not yet written: it has no place."""
    now = clock.now()
    happened = _believed(moment.happened_at or now, not_before=max(parcel.since for parcel in parcels))
    offset = happened.astimezone(HOUSE_ZONE).utcoffset() or timedelta()
    is_at_door = step in {Step.DELIVER, Step.MISS} and hub is None
    return TraceEvent(
        client_id=moment.client_id or new_id(),
        shipment=shipment,
        ssccs=[parcel.sscc for parcel in parcels],
        step=step.value,
        is_returning=shipment.is_returning,
        reason=reason.value if reason else "",
        happened_at=happened,
        offset_minutes=int(offset.total_seconds() // 60),
        recorded_at=now,
        hub=hub,
        driver=driver,
        region_id=shipment.region_id if is_at_door else (hub.region_id if hub else None),
        person_id=by.person_id,
    )


def _believed(told: datetime, *, not_before: datetime) -> datetime:
    """Return a phone's moment as far as it can be true: not in the future, not before the step before."""
    if clock.now() - told > SCANS_WAIT_MAX:
        raise errors.ScanTooOld
    return max(min(told, clock.now()), not_before)


class News(TypedDict):
    """What every fact about a shipment tells."""

    shipment_id: str
    reference: str
    at: str


def news_of(*, shipment: Shipment, at: datetime) -> News:
    """Return what every fact about a shipment tells."""
    return {"shipment_id": str(shipment.id), "reference": shipment.reference, "at": at.isoformat()}


def _announce_status(shipment: Shipment, status: Status, at: datetime, reason: Reason | None) -> None:
    news = news_of(shipment=shipment, at=at)
    match status:
        case Status.PACKED:
            announce(facts.ShipmentPacked(**news))
        case Status.AT_HUB:
            announce(facts.ShipmentAtHub(**news))
        case Status.TO_COLLECT:
            announce(facts.ShipmentReady(**news))
        case Status.DELIVERED:
            announce(facts.ShipmentDelivered(**news))
        case Status.RETURNED | Status.LOST:
            announce(facts.ShipmentFailed(**news, reason=reason or status.value, is_final=True))
        case _:
            pass
