"""Boxes of one shipment in different hands."""

from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.services.deliveries import deliver, send_back
from dure.rooms.dispatch.services.scans import scan


def test_boxes_in_two_hands_turn_back_from_each(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=3)
    first, second, third = shipment.parcels.all()
    for parcel in (first, second):
        scan(by=cast.bo, code=parcel.sscc, step="pack")
    scan(by=cast.keeper, code=first.sscc, step="drop", hub_id=cast.hub.id)
    scan(by=cast.chi, code=second.sscc, step="take")
    send_back(by=cast.bo, shipment_id=shipment.id)
    assert {event.place for event in shipment.events.filter(step="turn")} == {"hub", "driver"}
    third.refresh_from_db()
    assert third.place == "cancelled"


def test_one_box_is_handed_over_while_another_is_still_on_its_way(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2)
    near, far = shipment.parcels.all()
    for parcel in (near, far):
        scan(by=cast.bo, code=parcel.sscc, step="pack")
    scan(by=cast.chi, code=near.sscc, step="take")
    deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(signed_name="Sun"))
    shipment.refresh_from_db()
    assert shipment.status == "packed"
    scan(by=cast.chi, code=far.sscc, step="take")
    deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(signed_name="Sun"))
    shipment.refresh_from_db()
    assert shipment.status == "delivered"
