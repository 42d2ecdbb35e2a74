"""What lies on each desk: the farm's to pack, the hub's arriving and leaving, the driver's stops by area: reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dure.kernel import clock
from dure.rooms.dispatch.handover import Status, Whereabouts
from dure.rooms.dispatch.models import Driver, Hub, Parcel, Shipment
from dure.rooms.dispatch.queries.shipments import shipments

SHOWN_MAX = 200
TROUBLE_SHOWN_FOR = timedelta(days=30)

STAGES = {
    "to_pack": (Status.BOOKED,),
    "packed": (Status.PACKED,),
    "under_way": (Status.ON_THE_WAY, Status.AT_HUB, Status.TO_COLLECT, Status.RETURNING),
    "done": (Status.DELIVERED, Status.RETURNED, Status.CANCELLED, Status.LOST),
}
"""The tabs of a farm's packing page, and the statuses under each."""


def of_sender(*, organisation_id: UUID, stage: str, ready_by: date | None = None) -> QuerySet[Shipment]:
    """Return a sender's shipments of one stage; what must be ready first comes first, what has ended last."""
    found = shipments().filter(sender_id=organisation_id, status__in=STAGES[stage])
    if ready_by:
        found = found.filter(Q(ready_by__lte=ready_by) | Q(ready_by__isnull=True))
    return found.order_by("-ended_at", "-id") if stage == "done" else found.order_by("ready_by", "booked_at", "id")


def ids_of_sender(*, organisation_id: UUID, stage: str, ready_by: date | None, count: int) -> list[UUID]:
    """Return the ids of a sender's shipments of one stage, at most so many, in the order of the packing page."""
    found = of_sender(organisation_id=organisation_id, stage=stage, ready_by=ready_by)
    return list(found.values_list("id", flat=True)[:count])


def stage_counts(*, organisation_id: UUID) -> dict[str, int]:
    """Return how many shipments a sender has in each stage, in one query."""
    by_status = dict(
        Shipment.objects.filter(sender_id=organisation_id).order_by().values_list("status").annotate(Count("id"))
    )
    return {stage: sum(by_status.get(status, 0) for status in statuses) for stage, statuses in STAGES.items()}


def chosen(*, organisation_id: UUID, shipment_ids: Sequence[UUID]) -> list[Shipment]:
    """Return those of these shipments that the sender has, in the order of the packing page."""
    found = shipments().filter(sender_id=organisation_id, id__in=shipment_ids)
    return list(found.order_by("ready_by", "booked_at", "id"))


@dataclass(frozen=True, kw_only=True)
class HubDesk:
    """What a hub has to do: what comes, what waits to be collected, what waits for a driver."""

    arriving: list[Shipment]
    to_collect: list[Shipment]
    leaving: list[Shipment]


def hub_desk(*, hub: Hub) -> HubDesk:
    """Return a hub's desk, at most 200 shipments in each part; a fixed number of queries."""
    here = _with_parcel(Q(hub=hub, place=Whereabouts.HUB))
    to_collect = ~Q(kind=Shipment.Kind.HOME) & Q(hub=hub, is_returning=False)
    coming = _with_parcel(Q(place__in=[Whereabouts.PACKED, Whereabouts.DRIVER]))
    # A delivery to the door comes by the hub once; one that left it again is on its way to the receiver.
    was_here = Exists(Shipment.objects.filter(id=OuterRef("id"), events__hub=hub, events__step="drop"))
    return HubDesk(
        arriving=_some(shipments().filter(coming, hub=hub, is_returning=False).exclude(was_here)),
        to_collect=_some(shipments().filter(here).filter(to_collect)),
        leaving=_some(shipments().filter(here).exclude(to_collect)),
    )


def _with_parcel(condition: Q) -> Exists:
    return Exists(Parcel.objects.filter(condition, shipment=OuterRef("id")))


def _some(found: QuerySet[Shipment]) -> list[Shipment]:
    return list(found.order_by("receiver_name", "id")[:SHOWN_MAX])


@dataclass(frozen=True, kw_only=True)
class Area:
    """Stops of one county, named in the reader's language, in the order of their streets."""

    name: str
    stops: list[Shipment]


@dataclass(frozen=True, kw_only=True)
class Pickup:
    """Where boxes wait for a driver: at a farm, or in a hub."""

    name: str
    area: str
    address: str = ""
    phone: str = ""
    shipments: list[Shipment] = field(default_factory=list)

    @property
    def box_count(self) -> int:
        """How many boxes there are."""
        return sum(len(each.parcels.all()) for each in self.shipments)


def stops(*, person_id: UUID) -> list[Area]:
    """Return what a driver has in the van, by county and street; goods that go back are stops at their sender's."""
    mine = _with_parcel(Q(place=Whereabouts.DRIVER, driver__person_id=person_id))
    found = shipments().select_related("sender__region").filter(mine)
    ordered = found.order_by("region__path", "postcode", "street", "id")[:SHOWN_MAX]
    return _by_area(ordered)


def stop_of(*, shipment_id: UUID, person_id: UUID) -> Shipment | None:
    """Return a shipment that a driver has in hand, or None."""
    mine = _with_parcel(Q(place=Whereabouts.DRIVER, driver__person_id=person_id))
    return shipments().select_related("sender__region").filter(mine, id=shipment_id).first()


def pickups(*, drivers: Sequence[Driver]) -> list[Pickup]:
    """Return where boxes wait that these drivers may fetch: packed at farms, or in hubs for somebody's door."""
    hub_ids = [driver.hub_id for driver in drivers if driver.hub_id]
    is_for_all = any(driver.hub_id is None for driver in drivers)
    near = Q() if is_for_all else Q(hub_id__in=hub_ids)
    packed = shipments().select_related("sender__region").filter(near, status=Status.PACKED)
    at_hub = _with_parcel(Q(place=Whereabouts.HUB) & (Q() if is_for_all else Q(hub_id__in=hub_ids)))
    waiting = shipments().filter(at_hub).filter(Q(kind=Shipment.Kind.HOME) | Q(is_returning=True))
    return [*_by_sender(packed.order_by("sender__region__path", "sender_id", "id")[:SHOWN_MAX]),
            *_by_hub(waiting.order_by("id")[:SHOWN_MAX])]  # fmt: skip


def _by_area(found: Iterable[Shipment]) -> list[Area]:
    """Return shipments by the county the driver goes to, in the order they come."""
    groups: dict[UUID | None, Area] = {}
    for one in found:
        region = one.sender.region if one.is_returning else one.region
        area = groups.setdefault(region.id if region else None, Area(name=region.name if region else "", stops=[]))
        area.stops.append(one)
    return list(groups.values())


def _by_sender(found: Iterable[Shipment]) -> list[Pickup]:
    groups: dict[UUID, Pickup] = {}
    for one in found:
        region = one.sender.region
        here = Pickup(name=one.sender.shown_name, area=region.name if region else "")
        groups.setdefault(one.sender_id, here).shipments.append(one)
    return list(groups.values())


def _by_hub(found: Iterable[Shipment]) -> list[Pickup]:
    groups: dict[UUID, Pickup] = {}
    for one in found:
        hub = next(parcel.hub for parcel in one.parcels.all() if parcel.hub)
        here = Pickup(name=hub.name, area=hub.region.name, address=hub.street, phone=hub.phone)
        groups.setdefault(hub.id, here).shipments.append(one)
    return list(groups.values())


def troubled() -> QuerySet[Shipment]:
    """Return the shipments that are not going as they should: missed at the door, on their way back, or lost lately."""
    under_way = Q(ended_at__isnull=True) & (Q(attempt_count__gt=0) | Q(is_returning=True))
    lately = Q(status=Status.LOST, ended_at__gt=clock.now() - TROUBLE_SHOWN_FOR)
    return shipments().filter(under_way | lately).order_by("-attempt_count", "booked_at", "id")
