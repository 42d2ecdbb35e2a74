"""The last step, and what may go wrong with it: handing over with a proof, mishaps, turning back, losing."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.events.dispatch import ShipmentFailed, ShipmentTurnedBack
from dure.kernel.errors import TooMany
from dure.kernel.http import Actor
from dure.kernel.limits import limit
from dure.kernel.outbox import announce
from dure.kernel.text import normalise
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.drafts import Moment, ProofDraft
from dure.rooms.dispatch.handover import Reason, Step, Whereabouts, goes_back
from dure.rooms.dispatch.models import Mishap, Parcel, ProofOfDelivery, Shipment, TraceEvent
from dure.rooms.dispatch.queries import pins
from dure.rooms.dispatch.services.moves import locked, move_parcels, news_of, settle
from dure.rooms.people.queries.memberships import standing

PINS_TRIED_MAX = 5
PIN_WINDOW_S = 3_600
STROKES_MAX = 200
POINTS_MAX = 4_000


def deliver(*, by: Actor, shipment_id: UUID, proof: ProofDraft, moment: Moment | None = None) -> TraceEvent:
    """Hand to the receiver every parcel of a shipment that `by` has in hand: a driver at the door, a hub at its desk.

    A PIN is tried at most five times an hour, and each try counts, also those that are refused. The same
    `moment.client_id` again returns what it did then.
    """
    if proof.pin:
        # Outside the transaction below: a wrong guess must not be forgotten when the delivery is undone.
        _count_pin(shipment_id)
    with transaction.atomic():
        return _deliver(by, locked(shipment_id=shipment_id), proof, moment or Moment())


@transaction.atomic
def report_exception(
    *,
    by: Actor,
    shipment_id: UUID,
    reason: str,
    note: str = "",
    photo: str = "",
    moment: Moment | None = None,
) -> TraceEvent:
    """Tell why the goods in hand could not be handed over; `photo` is the key of a kept picture, needed for damage.

    Refused and damaged goods turn back at once, others after the third attempt. Missing goods are noted as lost.
    """
    why, told = Reason(reason), moment or Moment()
    if why is Reason.DAMAGED and not photo:
        raise errors.PhotoNeeded(fields={"photo": [str(errors.PhotoNeeded.sentence)]})
    shipment = locked(shipment_id=shipment_id)
    if before := _told_before(shipment, told, {Step.MISS, Step.LOSE}):
        return before
    parcels = _in_hand(by, shipment)
    step = Step.LOSE if why is Reason.LOST else Step.MISS
    if step is Step.MISS:
        shipment.attempt_count += 1
    event = move_parcels(shipment=shipment, parcels=parcels, step=step, by=by, moment=told, reason=why)
    Mishap.objects.create(event=event, note=normalise(note)[:300], photo=photo)
    if step is Step.MISS:
        _try_again_or_turn(by, shipment, why, event)
    return event


@transaction.atomic
def send_back(*, by: Actor, shipment_id: UUID) -> TraceEvent:
    """Turn goods that are under way back to their sender: who has them in hand may, the sender, and staff."""
    shipment = locked(shipment_id=shipment_id)
    parcels = [parcel for parcel in _parcels(shipment) if _is_under_way(parcel)]
    is_sender = by.is_staff or standing(person_id=by.person_id, organisation_id=shipment.sender_id) is not None
    if not parcels or not (is_sender or all(_has_in_hand(by, parcel) for parcel in parcels)):
        raise errors.NotThisParcel
    return _turn(by, shipment, parcels, None)


def _count_pin(shipment_id: UUID) -> None:
    try:
        limit(f"dispatch:pin:{shipment_id}", times=PINS_TRIED_MAX, per_s=PIN_WINDOW_S)
    except TooMany as refusal:
        raise errors.TooManyPins(retry_after_s=refusal.retry_after_s) from refusal


def _deliver(by: Actor, shipment: Shipment, proof: ProofDraft, moment: Moment) -> TraceEvent:
    if before := _told_before(shipment, moment, {Step.DELIVER}):
        return before
    parcels = _in_hand(by, shipment)
    kind = _kind_of(proof, shipment)
    event = move_parcels(shipment=shipment, parcels=parcels, step=Step.DELIVER, by=by, moment=moment)
    ProofOfDelivery.objects.create(
        event=event,
        kind=kind,
        photo=proof.photo if kind == ProofOfDelivery.Kind.PHOTO else "",
        signed_name=normalise(proof.signed_name)[:120] if kind == ProofOfDelivery.Kind.SIGNATURE else "",
        strokes=_strokes(proof.strokes) if kind == ProofOfDelivery.Kind.SIGNATURE else [],
    )
    return event


def _kind_of(proof: ProofDraft, shipment: Shipment) -> ProofOfDelivery.Kind:
    """Return what the proof is; refuse a wrong PIN, and nothing at all."""
    if proof.pin:
        if not pins.is_pin(shipment_id=shipment.id, typed=proof.pin):
            raise errors.WrongPin
        return ProofOfDelivery.Kind.PIN
    if proof.photo:
        return ProofOfDelivery.Kind.PHOTO
    if normalise(proof.signed_name):
        return ProofOfDelivery.Kind.SIGNATURE
    raise errors.ProofMissing


def _strokes(strokes: Sequence[Sequence[tuple[int, int]]]) -> list[list[list[int]]]:
    """Return a drawn signature as it is kept, cut to what a hand draws."""
    kept, left = [], POINTS_MAX
    for stroke in strokes[:STROKES_MAX]:
        kept.append([[int(x), int(y)] for x, y in stroke[:left]])
        left -= len(kept[-1])
    return kept


def _try_again_or_turn(by: Actor, shipment: Shipment, why: Reason, event: TraceEvent) -> None:
    """Turn the goods back where nobody tries again, else say that it will be tried."""
    if goes_back(why, attempts=shipment.attempt_count):
        _turn(by, shipment, [each for each in _parcels(shipment) if _is_under_way(each)], why)
        return
    announce(ShipmentFailed(**news_of(shipment=shipment, at=event.happened_at), reason=why.value, is_final=False))


def _turn(by: Actor, shipment: Shipment, parcels: list[Parcel], reason: Reason | None) -> TraceEvent:
    """Let the goods go back, told once for each pair of hands; boxes that never left stay where they are for good."""
    events = [
        move_parcels(shipment=shipment, parcels=same, step=Step.TURN, by=by, moment=Moment(), reason=reason)
        for same in _by_hands(parcels)
    ]
    unsent = [each for each in _parcels(shipment) if each.place in {Whereabouts.SENDER, Whereabouts.PACKED}]
    if unsent:
        move_parcels(shipment=shipment, parcels=unsent, step=Step.CANCEL, by=by, moment=Moment())
    shipment.is_returning = True
    at = events[-1].happened_at
    settle(shipment=shipment, at=at, reason=reason)
    announce(ShipmentTurnedBack(**news_of(shipment=shipment, at=at), reason=reason.value if reason else ""))
    return events[-1]


def _by_hands(parcels: list[Parcel]) -> list[list[Parcel]]:
    """Return the parcels, those in the same hands together."""
    groups: dict[tuple[UUID | None, UUID | None], list[Parcel]] = {}
    for parcel in parcels:
        groups.setdefault((parcel.hub_id, parcel.driver_id), []).append(parcel)
    return list(groups.values())


def _parcels(shipment: Shipment) -> list[Parcel]:
    return list(shipment.parcels.select_related("hub", "driver").order_by("position"))


def _in_hand(by: Actor, shipment: Shipment) -> list[Parcel]:
    """Return the parcels that `by` has in hand, together; say where they are, or that it is not theirs to do."""
    parcels = _parcels(shipment)
    if mine := [parcel for parcel in parcels if _has_in_hand(by, parcel)]:
        return _by_hands(mine)[0]
    if any(_is_under_way(parcel) for parcel in parcels) or not _may_know(by, shipment):
        raise errors.NotThisParcel
    raise errors.WrongStep(place=parcels[0].get_place_display(), is_at=parcels[0].place, sscc=parcels[0].sscc)


def _may_know(by: Actor, shipment: Shipment) -> bool:
    """Whether the goods are some business of `by`: the sender's people, the hub's, and whoever had them in hand."""
    organisations = [shipment.sender_id] + ([shipment.hub.organisation_id] if shipment.hub else [])
    belongs = any(standing(person_id=by.person_id, organisation_id=each) for each in organisations)
    return by.is_staff or belongs or shipment.events.filter(person_id=by.person_id).exists()


def _is_under_way(parcel: Parcel) -> bool:
    return parcel.place in {Whereabouts.DRIVER, Whereabouts.HUB}


def _has_in_hand(by: Actor, parcel: Parcel) -> bool:
    """Whether `by` has the parcel: as its driver, as a member of the hub it is in, or as staff for them."""
    if not _is_under_way(parcel):
        return False
    if by.is_staff:
        return True
    if parcel.driver is not None:
        return parcel.driver.person_id == by.person_id and parcel.driver.is_approved
    hub = parcel.hub
    return hub is not None and standing(person_id=by.person_id, organisation_id=hub.organisation_id) is not None


def _told_before(shipment: Shipment, moment: Moment, steps: set[Step]) -> TraceEvent | None:
    """Return what this telling did when it came first; refuse a name that was given to something else."""
    if moment.client_id is None:
        return None
    before = TraceEvent.objects.filter(client_id=moment.client_id).first()
    if before is not None and (before.shipment_id != shipment.id or before.step not in steps):
        raise errors.ScanReused
    return before
