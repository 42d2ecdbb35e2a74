"""The last step: proofs, mishaps, the way back."""

from uuid import uuid4

import pytest

from dure.events.dispatch import ShipmentDelivered, ShipmentFailed
from dure.kernel.errors import TooMany
from dure.kernel.http import HOUSE
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.drafts import Moment, ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.models import Mishap, ProofOfDelivery
from dure.rooms.dispatch.queries.pins import pin_for
from dure.rooms.dispatch.services.deliveries import deliver, report_exception, send_back
from dure.rooms.dispatch.services.scans import scan
from dure.rooms.dispatch.services.shipments import cancel_shipment

SIGNED = ProofDraft(signed_name="김순자", strokes=[[(10, 10), (500, 300)]])


@pytest.fixture
def under_way(cast):
    """A shipment of two boxes that Chi has in the van."""
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2, receiver_id=cast.ana.person_id)
    for step, by in (("pack", cast.bo), ("take", cast.chi)):
        for parcel in shipment.parcels.all():
            scan(by=by, code=parcel.sscc, step=step)
    shipment.refresh_from_db()
    return shipment


@pytest.fixture
def at_the_desk(cast):
    """A shipment that waits in the hub for its receiver."""
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, kind="pickup", receiver_id=cast.ana.person_id)
    for step, by in (("pack", cast.bo), ("drop", cast.keeper)):
        scan(by=by, code=shipment.parcels.get().sscc, step=step, hub_id=cast.hub.id)
    shipment.refresh_from_db()
    return shipment


def test_the_receivers_pin_proves_the_delivery_of_every_box(cast, under_way, announced):
    pin = pin_for(by=cast.ana, shipment=under_way)
    event = deliver(by=cast.chi, shipment_id=under_way.id, proof=ProofDraft(pin=f"{pin[:3]} {pin[3:]}"))
    under_way.refresh_from_db()
    assert under_way.status == "delivered"
    assert len(event.ssccs) == 2
    assert event.proof.kind == "pin"
    assert announced(ShipmentDelivered).reference == under_way.reference
    assert pin_for(by=cast.ana, shipment=under_way) == ""


def test_only_the_receiver_sees_the_pin(cast, under_way):
    assert len(pin_for(by=cast.ana, shipment=under_way)) == 6
    assert {pin_for(by=by, shipment=under_way) for by in (cast.bo, cast.chi, cast.keeper, HOUSE)} == {""}


def test_a_wrong_pin_changes_nothing_and_runs_out(cast, under_way):
    wrong = f"{(int(pin_for(by=cast.ana, shipment=under_way)) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(errors.WrongPin):
            deliver(by=cast.chi, shipment_id=under_way.id, proof=ProofDraft(pin=wrong))
    right = ProofDraft(pin=pin_for(by=cast.ana, shipment=under_way))
    with pytest.raises(TooMany):
        deliver(by=cast.chi, shipment_id=under_way.id, proof=right)
    under_way.refresh_from_db()
    assert (under_way.status, ProofOfDelivery.objects.count()) == ("on_the_way", 0)
    deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)


def test_a_signature_or_a_photo_proves_it_too_and_nothing_does_not(cast, under_way, at_the_desk):
    with pytest.raises(errors.ProofMissing):
        deliver(by=cast.chi, shipment_id=under_way.id, proof=ProofDraft(signed_name="  "))
    signed = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    assert signed.proof.strokes == [[[10, 10], [500, 300]]]
    assert at_the_desk.status == "to_collect"
    shown = deliver(by=cast.keeper, shipment_id=at_the_desk.id, proof=ProofDraft(photo="proofs/1"))
    assert (shown.proof.kind, shown.hub) == ("photo", cast.hub)


def test_a_delivery_told_twice_counts_once(cast, under_way):
    told = Moment(client_id=uuid4())
    first = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED, moment=told)
    assert deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED, moment=told).id == first.id
    with pytest.raises(errors.ScanReused):
        report_exception(by=cast.chi, shipment_id=under_way.id, reason="not_at_home", moment=told)


def test_only_who_has_the_goods_hands_them_over(cast, under_way, at_the_desk):
    for by in (cast.bo, cast.keeper, cast.ana, cast.stranger):
        with pytest.raises(errors.NotThisParcel):
            deliver(by=by, shipment_id=under_way.id, proof=SIGNED)
    with pytest.raises(errors.NotThisParcel):
        deliver(by=cast.chi, shipment_id=at_the_desk.id, proof=SIGNED)
    deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    with pytest.raises(errors.WrongStep):
        deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)


def test_nobody_at_home_is_tried_again_and_goes_back_after_the_third_time(cast, under_way, announced):
    for attempt in (1, 2, 3):
        report_exception(by=cast.chi, shipment_id=under_way.id, reason="not_at_home", note="Rang twice")
        under_way.refresh_from_db()
        assert under_way.attempt_count == attempt
    assert (under_way.status, under_way.is_returning) == ("returning", True)
    assert Mishap.objects.count() == 3
    tries = [fact.is_final for fact in announced.all(ShipmentFailed)]
    assert tries == [False, False]
    with pytest.raises(errors.WrongStep):
        deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    for parcel in under_way.parcels.all():
        scan(by=cast.bo, code=parcel.sscc, step="come_back")
    under_way.refresh_from_db()
    assert under_way.status == "returned"
    assert announced(ShipmentFailed).is_final


def test_what_is_refused_or_damaged_goes_back_at_once(cast, under_way, at_the_desk):
    report_exception(by=cast.chi, shipment_id=under_way.id, reason="refused")
    with pytest.raises(errors.PhotoNeeded):
        report_exception(by=cast.keeper, shipment_id=at_the_desk.id, reason="damaged")
    report_exception(by=cast.keeper, shipment_id=at_the_desk.id, reason="damaged", photo="mishaps/1")
    for shipment in (under_way, at_the_desk):
        shipment.refresh_from_db()
        assert shipment.status == "returning"


def test_what_is_missing_is_lost_and_everybody_hears(cast, under_way, announced):
    report_exception(by=cast.chi, shipment_id=under_way.id, reason="lost")
    under_way.refresh_from_db()
    assert (under_way.status, under_way.ended_at is None) == ("lost", False)
    assert announced(ShipmentFailed).reason == "lost"


def test_the_sender_calls_goods_back_and_no_stranger_does(cast, under_way):
    with pytest.raises(errors.NotThisParcel):
        send_back(by=cast.stranger, shipment_id=under_way.id)
    send_back(by=cast.bo, shipment_id=under_way.id)
    under_way.refresh_from_db()
    assert under_way.is_returning


def test_what_has_left_cannot_be_cancelled(cast, under_way):
    with pytest.raises(errors.AlreadyLeft):
        cancel_shipment(reference=under_way.reference, reason="Too late")
    under_way.refresh_from_db()
    assert (under_way.status, under_way.cancel_reason) == ("on_the_way", "")
