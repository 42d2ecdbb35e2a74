"""Makes hubs, drivers and shipments for anybody's tests and for the demo world."""

from itertools import count
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.rooms.dispatch.drafts import ParcelDraft, Receiver
from dure.rooms.dispatch.models import Driver, Hub, Shipment
from dure.rooms.dispatch.services.shipments import book_shipment
from dure.rooms.people.factories import Organisation, Person, Region, make_organisation, make_person, make_region

_numbers = count(1)


def make_hub(*, organisation: Organisation | None = None, name: str = "", region: Region | None = None) -> Hub:
    """Make an open hub of an organisation (a new co-operative where none is given)."""
    return Hub.objects.create(
        organisation=organisation or make_organisation(kind="cooperative"),
        name=name or f"Hub {next(_numbers)}",
        region=region or make_region(),
        street="들길 1",
        opened_at=now(),
    )


def make_driver(*, person: Person | None = None, hub: Hub | None = None, is_approved: bool = True) -> Driver:
    """Make a driver of a hub, or of the whole house where none is given."""
    return Driver.objects.create(
        person=person or make_person(),
        hub=hub,
        vehicle=Driver.Vehicle.VAN,
        phone="+821055550000",
        asked_at=now(),
        approved_at=now() if is_approved else None,
    )


@transaction.atomic
def make_shipment(
    *,
    sender: Organisation | None = None,
    kind: str = "home",
    hub: Hub | None = None,
    parcel_count: int = 1,
    receiver_id: UUID | None = None,
    reference: str = "",
    goods: str = "사과 · Apples",
) -> Shipment:
    """Book a shipment with so many boxes of apples, or of other goods."""
    return book_shipment(
        reference=reference or f"test:{next(_numbers)}",
        sender_organisation_id=(sender or make_organisation()).id,
        kind=kind,
        receiver=Receiver(
            name="김순자", phone="+821012340000", region_id=make_region().id, street="들길 12", postcode="36999",
            note="문 앞에 놓아 주세요", person_id=receiver_id,
        ),
        parcels=[ParcelDraft(contents=[(goods, "5 kg")], weight_g=5_200)] * parcel_count,
        hub_id=hub.id if hub else None,
    )  # fmt: skip


def shipments() -> list[Shipment]:
    """Return every shipment there is, in the order they were booked."""
    return list(Shipment.objects.order_by("id"))
