"""The demo world's hub, its driver, and deliveries on every part of their way; all of it invented."""

from uuid import UUID

from dure.kernel.clock import today
from dure.kernel.http import Actor
from dure.rooms.dispatch.drafts import ParcelDraft, ProofDraft, Receiver
from dure.rooms.dispatch.models import Hub, Shipment
from dure.rooms.dispatch.services.deliveries import deliver
from dure.rooms.dispatch.services.drivers import approve_driver, ask_to_drive
from dure.rooms.dispatch.services.hubs import HubDraft, open_hub
from dure.rooms.dispatch.services.scans import scan
from dure.rooms.dispatch.services.shipments import book_shipment
from dure.rooms.people.queries import regions

GOODS = (
    ("배추", "3포기"),
    ("고구마", "5kg"),
    ("무", "4개"),
    ("대파", "1단"),
    ("시금치", "400g"),
)
RECEIVERS = ("안아나", "강순덕", "윤명호", "서영자", "오태식")
STREETS = ("중앙1로 18", "남외길 7", "교육청길 42-1", "서림길 3", "구교길 26")
STEPS = ((), (), ("pack", "drop"), ("pack", "take"), ("pack", "take", "deliver"))
"""How far each delivery is."""


def send_demo_goods(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Open a hub, let Chi drive for it, and send five boxes, each as far as `STEPS` says."""
    farmer, driver = Actor(person_id=people["bo"]), Actor(person_id=people["chi"])
    place = regions.region(country="KR", code="46820").id
    hub = open_hub(
        by=farmer,
        organisation_id=groups["field"],
        hub=HubDraft(name="해남 새벽들 나눔터", region_id=place, street="중앙1로 30", opening_hours="월–토 9–18시"),
    )
    asked = ask_to_drive(by=driver, vehicle="van", phone="+821000000003", hub_id=hub.id)
    approve_driver(by=farmer, driver_id=asked.id)
    for number, steps in enumerate(STEPS):
        shipment = _book(number, groups["field"], hub, place, people["ana"])
        for step in steps:
            _go(shipment, step, farmer, driver, hub)


def _book(number: int, farm: UUID, hub: Hub, place: UUID, ana: UUID) -> Shipment:
    """Book one box; that which waits in the hub is collected there."""
    return book_shipment(
        reference=f"demo:box:{number}",
        sender_organisation_id=farm,
        kind="pickup" if "drop" in STEPS[number] else "home",
        receiver=Receiver(
            name=RECEIVERS[number],
            phone=f"+82100000010{number}",
            region_id=place,
            street=STREETS[number],
            postcode="59027",
            person_id=ana if number in {0, 2} else None,
        ),
        parcels=[ParcelDraft(contents=[GOODS[number]], weight_g=5_000)],
        hub_id=hub.id,
        ready_by=today(),
    )


def _go(shipment: Shipment, step: str, farmer: Actor, driver: Actor, hub: Hub) -> None:
    """Go one step on."""
    if step == "deliver":
        deliver(by=driver, shipment_id=shipment.id, proof=ProofDraft(signed_name=shipment.receiver_name))
        return
    by = driver if step == "take" else farmer
    scan(by=by, code=shipment.parcels.get().sscc, step=step, hub_id=hub.id)
