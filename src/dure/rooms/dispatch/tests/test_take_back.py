"""Taking back a tap on the wrong button."""

from uuid import uuid4

import pytest

from dure.events.dispatch import ShipmentCorrected
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.models import TraceEvent
from dure.rooms.dispatch.queries.corrections import told_lately, was_taken_back
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.services.corrections import take_back
from dure.rooms.dispatch.services.deliveries import deliver, report_exception, send_back
from dure.rooms.dispatch.services.moves import put_back
from dure.rooms.dispatch.tests.conftest import events_of, go

SIGNED = ProofDraft(signed_name="김순자")


@pytest.fixture
def under_way(cast):
    """A shipment of two boxes that Chi has in the van."""
    return go(cast, make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2), "pack", "take")


def test_what_was_handed_over_by_mistake_is_with_the_driver_again(cast, under_way, announced):
    event = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    assert told_lately(person_id=cast.chi.person_id) == [event]
    line = take_back(by=cast.chi, event_id=event.id)
    assert take_back(by=cast.chi, event_id=event.id) == line
    under_way.refresh_from_db()
    assert (under_way.status, under_way.ended_at) == ("on_the_way", None)
    assert {parcel.driver for parcel in under_way.parcels.all()} == {cast.driver}
    assert announced(ShipmentCorrected).told_at == event.happened_at.isoformat()
    assert was_taken_back(reference=under_way.reference, delivered_at=event.happened_at)
    assert told_lately(person_id=cast.chi.person_id) == []
    assert deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED).id != event.id


def test_goods_of_the_desk_lie_in_the_hub_again(cast):
    shipment = go(cast, make_shipment(sender=cast.farm, kind="pickup", hub=cast.hub), "pack", "drop")
    event = deliver(by=cast.keeper, shipment_id=shipment.id, proof=SIGNED)
    take_back(by=cast.keeper, event_id=event.id)
    shipment.refresh_from_db()
    assert (shipment.status, shipment.parcels.get().hub) == ("to_collect", cast.hub)


def test_a_mishap_that_was_none_counts_no_attempt_and_turns_nothing_back(cast, under_way):
    event = report_exception(by=cast.chi, shipment_id=under_way.id, reason="refused")
    take_back(by=cast.chi, event_id=event.id)
    under_way.refresh_from_db()
    assert (under_way.status, under_way.attempt_count, under_way.is_returning) == ("on_the_way", 0, False)


def test_nobody_else_takes_it_back_and_not_for_long(cast, under_way, frozen_time):
    event = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    for by in (cast.bo, cast.ana, cast.stranger):
        with pytest.raises(errors.ShipmentUnknown):
            take_back(by=by, event_id=event.id)
    with pytest.raises(errors.ShipmentUnknown):
        take_back(by=cast.chi, event_id=uuid4())
    frozen_time.tick(minutes=11)
    with pytest.raises(errors.TooLateToTakeBack):
        take_back(by=cast.chi, event_id=event.id)
    under_way.refresh_from_db()
    assert (under_way.status, TraceEvent.objects.filter(step="correct").count()) == ("delivered", 0)


def test_what_has_gone_on_since_stays(cast, under_way):
    event = report_exception(by=cast.chi, shipment_id=under_way.id, reason="not_at_home")
    send_back(by=cast.bo, shipment_id=under_way.id)
    with pytest.raises(errors.TooLateToTakeBack):
        take_back(by=cast.chi, event_id=event.id)
    under_way.refresh_from_db()
    assert (under_way.status, under_way.attempt_count) == ("returning", 1)


def test_the_trace_says_that_it_did_not_occur(cast, under_way):
    event = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    take_back(by=cast.chi, event_id=event.id)
    told = events_of(epcis_document(shipment=under_way))
    assert [each["bizStep"] for each in told][-1] == "accepting"
    assert told[-1]["errorDeclaration"]["reason"] == "did_not_occur"
    assert all("errorDeclaration" not in each for each in told[:-1])


def test_putting_back_names_what_did_not_happen_and_leaves_it_in_the_trace(cast, under_way):
    event = deliver(by=cast.chi, shipment_id=under_way.id, proof=SIGNED)
    under_way.refresh_from_db()
    line = put_back(shipment=under_way, event=event, by=cast.chi)
    assert (line.step, line.corrects, line.place, line.ssccs) == ("correct", event, "driver", event.ssccs)
    assert [each.step for each in under_way.events.all()][-2:] == ["deliver", "correct"]
