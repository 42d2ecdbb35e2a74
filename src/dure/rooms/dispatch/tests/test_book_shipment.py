"""Booking: once per reference, with numbers that nobody else has."""

from uuid import uuid4

import pytest

from dure.rooms.dispatch import errors, sscc
from dure.rooms.dispatch.drafts import Booking, ParcelDraft, Receiver
from dure.rooms.dispatch.factories import make_hub, make_shipment
from dure.rooms.dispatch.models import Parcel, Shipment
from dure.rooms.dispatch.queries.shipments import by_references
from dure.rooms.dispatch.services.shipments import book_shipment, book_shipments, cancel_shipment, split_shipment
from dure.rooms.people.factories import actor_of, make_organisation, make_person

pytestmark = pytest.mark.django_db
RECEIVER = Receiver(name="김순자", street="들길 12", postcode="36999")


def test_every_box_has_a_number_of_its_own_with_a_check_digit():
    shipments = [make_shipment(parcel_count=3) for _ in range(4)]
    numbers = [parcel.sscc for shipment in shipments for parcel in shipment.parcels.all()]
    assert len(set(numbers)) == 12
    assert all(sscc.is_sscc(number) and sscc.is_demo(number) for number in numbers)


def test_the_same_reference_is_booked_once():
    farm = make_organisation()
    asked = {
        "reference": "order:7:farm", "sender_organisation_id": farm.id, "kind": "home",
        "receiver": RECEIVER, "parcels": [ParcelDraft(contents=[("Apples", "5 kg")])],
    }  # fmt: skip
    first, second = book_shipment(**asked), book_shipment(**asked)
    assert first.id == second.id
    assert Parcel.objects.filter(shipment=first).count() == 1
    assert by_references(references=["order:7:farm", "order:8:farm"]).keys() == {"order:7:farm"}


def test_many_are_booked_in_one_go_all_or_none_and_what_is_known_is_passed_over():
    farm = make_organisation()

    def asked(number, **facts):
        return Booking(
            reference=f"order:{number}", sender_organisation_id=farm.id, kind="home",
            **{"receiver": RECEIVER, "parcels": [ParcelDraft()] * 2, **facts},
        )  # fmt: skip

    with pytest.raises(errors.ShipmentWrong):
        book_shipments(bookings=[asked(1), asked(2, parcels=[])])
    assert not Shipment.objects.exists()
    assert book_shipments(bookings=[asked(1), asked(2)]) == 2
    assert book_shipments(bookings=[asked(2), asked(3)]) == 1
    assert (Shipment.objects.count(), Parcel.objects.values("sscc").distinct().count()) == (3, 6)
    assert book_shipments(bookings=[]) == 0


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"kind": "balloon"}, errors.ShipmentWrong),
        ({"parcels": []}, errors.ShipmentWrong),
        ({"receiver": Receiver(name=" ", street="들길 12")}, errors.ShipmentWrong),
        ({"receiver": Receiver(name="김순자")}, errors.ShipmentWrong),
        ({"kind": "pickup"}, errors.HubNeeded),
        ({"hub_id": uuid4()}, errors.HubUnknown),
    ],
)
def test_what_cannot_be_carried_is_refused_and_leaves_nothing(wrong, refusal):
    asked = {
        "reference": "order:9", "sender_organisation_id": make_organisation().id, "kind": "home",
        "receiver": RECEIVER, "parcels": [ParcelDraft()],
    }  # fmt: skip
    with pytest.raises(refusal):
        book_shipment(**asked | wrong)
    assert not Shipment.objects.exists()


def test_a_pick_up_is_booked_to_a_hub():
    hub = make_hub()
    assert make_shipment(kind="pickup", hub=hub).hub == hub


def test_what_has_not_left_is_cancelled_once():
    shipment = make_shipment()
    cancel_shipment(reference=shipment.reference, reason="The buyer changed their mind")
    again = cancel_shipment(reference=shipment.reference, reason="Something else")
    assert (again.status, again.cancel_reason) == ("cancelled", "The buyer changed their mind")
    assert again.events.count() == 1


def test_a_shipment_is_split_into_boxes_and_put_together_again():
    farmer = make_person()
    shipment = make_shipment(sender=make_organisation(owner=farmer), parcel_count=2)
    by = actor_of(farmer)
    assert len(split_shipment(by=by, shipment_id=shipment.id, count=4)) == 4
    (only,) = split_shipment(by=by, shipment_id=shipment.id, count=1)
    assert len(only.contents) == 2
    with pytest.raises(errors.ShipmentWrong):
        split_shipment(by=by, shipment_id=shipment.id, count=0)
