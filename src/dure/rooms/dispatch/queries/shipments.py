"""Shipments and what happened to them: reads."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dure.kernel.http import Actor
from dure.rooms.dispatch.errors import ShipmentUnknown
from dure.rooms.dispatch.models import Parcel, Shipment, TraceEvent
from dure.rooms.people.queries.memberships import demand_role, standing
from dure.rooms.people.roles import Role

RECEIVED_MAX = 20


def by_references(*, references: Sequence[str]) -> dict[str, Shipment]:
    """Return shipments with their parcels by the references they were booked under, in two queries."""
    return {found.reference: found for found in shipments().filter(reference__in=references)}


def shipment(*, shipment_id: UUID) -> Shipment:
    """Return a shipment with its parcels, for whoever has been let in already."""
    return _one(shipments().filter(id=shipment_id))


def shipment_of(*, shipment_id: UUID, organisation_id: UUID) -> Shipment:
    """Return a sender's own shipment; ShipmentUnknown for anybody else's."""
    return _one(shipments().filter(id=shipment_id, sender_id=organisation_id))


def shipment_by_key(*, key: str) -> Shipment:
    """Return the shipment an unguessable link leads to."""
    return _one(shipments().filter(tracking_key=key))


def trail(*, shipment_id: UUID) -> list[TraceEvent]:
    """Return what happened to a shipment, oldest first, with hub, region and driver; one query."""
    found = TraceEvent.objects.filter(shipment_id=shipment_id)
    return list(found.select_related("hub", "hub__region", "region", "driver__person").order_by("recorded_at", "id"))


def trails(*, shipment_ids: Collection[UUID]) -> dict[UUID, list[TraceEvent]]:
    """Return what happened to some shipments, oldest first, by shipment; one query however many they are."""
    found = TraceEvent.objects.filter(shipment_id__in=shipment_ids)
    walked: dict[UUID, list[TraceEvent]] = {}
    for event in found.select_related("hub", "hub__region", "region", "driver__person").order_by("recorded_at", "id"):
        walked.setdefault(event.shipment_id, []).append(event)
    return walked


def trail_with_proofs(*, shipment_id: UUID) -> list[TraceEvent]:
    """Return the trail with what proves and explains it, for those whose business it is; one query."""
    found = TraceEvent.objects.filter(shipment_id=shipment_id)
    joined = found.select_related("hub", "hub__region", "region", "driver__person", "proof", "mishap")
    return list(joined.order_by("recorded_at", "id"))


def event_for(*, event_id: UUID, by: Actor) -> TraceEvent:
    """Return an event with its proof to sender, hub, driver, receiver and staff; ShipmentUnknown to everybody else."""
    found = TraceEvent.objects.select_related("shipment__hub", "hub", "proof", "mishap").filter(id=event_id).first()
    if found is None or not _is_concerned(by, found):
        raise ShipmentUnknown
    return found


def of_receiver(*, person_id: UUID) -> list[Shipment]:
    """Return what is on its way to a person, and what came lately, newest first."""
    return list(shipments().filter(receiver_id=person_id).order_by("-booked_at", "-id")[:RECEIVED_MAX])


def shipments() -> QuerySet[Shipment]:
    """Return all shipments, each with sender, hub, region and, in one further query, its parcels in order."""
    parcels = Parcel.objects.select_related("hub__region", "driver__person").order_by("position")
    joined = Shipment.objects.select_related("sender", "hub", "hub__region", "region")
    return joined.prefetch_related(Prefetch("parcels", queryset=parcels))


def demand_sender(*, by: Actor, shipment: Shipment) -> None:
    """Let through who acts for the sender, and staff; an outsider finds nothing."""
    demand_role(by=by, organisation_id=shipment.sender_id, least=Role.MEMBER)


def _is_concerned(by: Actor, event: TraceEvent) -> bool:
    """Whether somebody may see what proves an event."""
    shipment = event.shipment
    if by.is_staff or (by.person_id is not None and by.person_id in {event.person_id, shipment.receiver_id}):
        return True
    hubs = [hub.organisation_id for hub in (shipment.hub, event.hub) if hub]
    return any(standing(person_id=by.person_id, organisation_id=each) for each in [shipment.sender_id, *hubs])


def _one(found: QuerySet[Shipment]) -> Shipment:
    one = found.first()
    if one is None:
        raise ShipmentUnknown
    return one
