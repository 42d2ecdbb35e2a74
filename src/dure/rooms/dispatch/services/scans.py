"""Scanning a parcel, and packing without a scanner. Each scan counts once, however often a phone sends it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.dispatch import errors, sscc
from dure.rooms.dispatch.drafts import Moment
from dure.rooms.dispatch.handover import ENDS, SCANNED, Step, Whereabouts
from dure.rooms.dispatch.models import Driver, Hub, Parcel, Shipment, TraceEvent
from dure.rooms.dispatch.queries import hubs
from dure.rooms.dispatch.queries.shipments import demand_sender
from dure.rooms.dispatch.services.drivers import demand_driver
from dure.rooms.dispatch.services.moves import locked, move_parcels
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

BATCH = 50
Count = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What a scan did, or had done already: `is_replay`."""

    event: TraceEvent
    parcel: Parcel
    is_replay: bool


@transaction.atomic
def scan(*, by: Actor, code: str, step: str, hub_id: UUID | None = None, moment: Moment | None = None) -> Scanned:
    """Make the step that a scan reports: pack, take, drop or come_back; who may is checked for each.

    The same `moment.client_id` again returns what it did then. A refused scan changes nothing.
    """
    wanted = _scanned_step(step)
    told = moment or Moment()
    found = find_parcel(code=code)
    shipment = locked(shipment_id=found.shipment_id)
    parcel = Parcel.objects.select_related("hub", "driver").get(id=found.id)
    if told.client_id and (before := TraceEvent.objects.filter(client_id=told.client_id).first()):
        return _replayed(before, parcel, wanted, by)
    hub, driver = _hands(by, wanted, parcel, shipment, hub_id)
    event = move_parcels(shipment=shipment, parcels=[parcel], step=wanted, by=by, moment=told, hub=hub, driver=driver)
    return Scanned(event=event, parcel=parcel, is_replay=False)


@transaction.atomic
def pack(*, by: Actor, organisation_id: UUID, shipment_ids: Sequence[UUID]) -> list[Shipment]:
    """Mark every box of these shipments packed, all or none; what is packed already stays so. Returns those changed."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    if not shipment_ids:
        raise errors.NothingChosen
    changed = []
    for shipment_id in sorted(set(shipment_ids)):
        shipment = locked(shipment_id=shipment_id)
        if shipment.sender_id != organisation_id:
            raise errors.ShipmentUnknown
        open_parcels = list(shipment.parcels.filter(place=Whereabouts.SENDER))
        if open_parcels:
            move_parcels(shipment=shipment, parcels=open_parcels, step=Step.PACK, by=by, moment=Moment())
            changed.append(shipment)
    return changed


def pack_many(*, by: Actor, organisation_id: UUID, shipment_ids: Sequence[UUID], expect: Count, step: Count) -> None:
    """Do as `pack` does, fifty at a time: `expect` hears how many there are, `step` of those that are packed.

    When it is called off or refused, what is packed by then stays packed.
    """
    expect(len(shipment_ids))
    for start in range(0, len(shipment_ids), BATCH):
        some = shipment_ids[start : start + BATCH]
        pack(by=by, organisation_id=organisation_id, shipment_ids=some)
        step(len(some))


def find_parcel(*, code: str) -> Parcel:
    """Return the parcel that scanned bars, a QR code or typed digits name; refuse clearly what names none, or two."""
    number = sscc.read(code)
    if not number:
        raise errors.CodeUnreadable
    if len(number) == sscc.LENGTH:
        found = list(Parcel.objects.filter(sscc=number))
    else:
        found = list(Parcel.objects.with_short(number).exclude(place__in=ENDS)[:2])
    if not found:
        raise errors.ParcelUnknown
    if len(found) > 1:
        raise errors.CodeAmbiguous
    return found[0]


def _scanned_step(step: str) -> Step:
    if step not in SCANNED:
        raise errors.StepNeedsMore
    return Step(step)


def _replayed(before: TraceEvent, parcel: Parcel, step: Step, by: Actor) -> Scanned:
    """Return what the first sending did; somebody else's, or another scan's, name is refused."""
    if before.step != step or parcel.sscc not in before.ssccs or before.person_id != by.person_id:
        raise errors.ScanReused
    return Scanned(event=before, parcel=parcel, is_replay=True)


def _hands(
    by: Actor, step: Step, parcel: Parcel, shipment: Shipment, hub_id: UUID | None
) -> tuple[Hub | None, Driver | None]:
    """Return into whose hands a parcel comes, once it is sure that `by` may do this; refuse otherwise."""
    match step:
        case Step.TAKE:
            return parcel.hub, demand_driver(by=by, hub_ids=_hubs_around(parcel, shipment))
        case Step.DROP:
            return _receiving_hub(by, parcel, shipment, hub_id), None
        case _:
            demand_sender(by=by, shipment=shipment)
            return None, None


def _hubs_around(parcel: Parcel, shipment: Shipment) -> set[UUID]:
    """Return the hubs whose drivers may carry a parcel: where it is, where it goes, and the sender's own."""
    own = {hub.id for hub in hubs.hubs_of(organisation_id=shipment.sender_id)}
    return own | {hub_id for hub_id in (parcel.hub_id, shipment.hub_id) if hub_id}


def _receiving_hub(by: Actor, parcel: Parcel, shipment: Shipment, hub_id: UUID | None) -> Hub:
    """Return the hub a parcel is dropped in; from a sender's hands only where it was sent, or the sender's own."""
    if hub_id is None:
        raise errors.HubNeeded
    hub = hubs.open_hub(hub_id=hub_id)
    demand_role(by=by, organisation_id=hub.organisation_id, least=Role.MEMBER)
    is_expected = shipment.hub_id in {None, hub.id} or hub.organisation_id == shipment.sender_id
    if parcel.place == Whereabouts.PACKED and not is_expected:
        raise errors.NotThisParcel
    return hub
