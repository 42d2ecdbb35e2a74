"""The trace file keeps to EPCIS 2.0 and the Core Business Vocabulary, whatever happened to the parcels."""

import json
import re
from datetime import datetime

import pytest
from django.urls import reverse

from dure.rooms.dispatch import epcis, sscc
from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.handover import Step
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.services.corrections import take_back
from dure.rooms.dispatch.services.deliveries import deliver, report_exception
from dure.rooms.dispatch.tests.conftest import content_of, events_of, go

# What the published schema of EPCIS 2.0 lists; values beside these would have to be addresses of another vocabulary.
BUSINESS_STEPS = {
    *("accepting", "arriving", "assembling", "collecting", "commissioning", "consigning", "creating_class_instance"),
    *("cycle_counting", "decommissioning", "departing", "destroying", "disassembling", "dispensing", "encoding"),
    *("entering_exiting", "holding", "inspecting", "installing", "killing", "loading", "other", "packing", "picking"),
    *("receiving", "removing", "repackaging", "repairing", "replacing", "reserving", "retail_selling", "sampling"),
    *("sensor_reporting", "shipping", "staging_outbound", "stock_taking", "stocking", "storing", "transporting"),
    *("unloading", "unpacking", "void_shipping"),
}
DISPOSITIONS = {
    *("active", "available", "completeness_inferred", "completeness_verified", "conformant", "container_closed"),
    *("container_open", "damaged", "destroyed", "dispensed", "disposed", "encoded", "expired", "in_progress"),
    *("in_transit", "inactive", "mismatch_class", "mismatch_instance", "mismatch_quantity", "needs_replacement"),
    *("no_pedigree_match", "non_conformant", "non_sellable_other", "partially_dispensed", "recalled", "reserved"),
    *("retail_sold", "returned", "sellable_accessible", "sellable_not_accessible", "stolen", "unavailable", "unknown"),
}
NAMES = {
    *("type", "eventID", "action", "bizStep", "disposition", "epcList", "eventTime", "eventTimeZoneOffset"),
    *("recordTime", "bizTransactionList", "readPoint", "bizLocation", "errorDeclaration"),
}
ALWAYS = NAMES - {"readPoint", "bizLocation", "errorDeclaration"}
UUID_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGITAL_LINK = re.compile(r"https://id\.gs1\.org/00/(\d{18})")
ZONE = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)")


def demand_event(event):
    """Refuse an event that the standard does not know."""
    assert ALWAYS <= set(event) <= NAMES
    assert event["type"] == "ObjectEvent"
    assert event["action"] in {"ADD", "OBSERVE", "DELETE"}
    assert event["bizStep"] in BUSINESS_STEPS
    assert event["disposition"] in DISPOSITIONS
    assert UUID_URN.fullmatch(event["eventID"])
    assert ZONE.fullmatch(event["eventTimeZoneOffset"])
    for moment in (event["eventTime"], event["recordTime"]):
        assert datetime.fromisoformat(moment).tzinfo is not None
    for place in ("readPoint", "bizLocation"):
        assert place not in event or UUID_URN.fullmatch(event[place]["id"])
    found = [DIGITAL_LINK.fullmatch(each) for each in event["epcList"]]
    assert found
    assert len(set(event["epcList"])) == len(found)
    assert all(each and sscc.is_sscc(each.group(1)) for each in found)


@pytest.fixture
def walked(cast):
    """A shipment that met nearly everything: packed, in a hub, taken, missed, noted by mistake, refused, come back."""
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2), "pack", "drop", "take")
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="not_at_home")
    wrong = deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(signed_name="김순자"))
    take_back(by=cast.chi, event_id=wrong.id)
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="damaged", photo="mishaps/1")
    return go(cast, shipment, "come_back")


def test_every_step_has_words_of_the_vocabulary():
    assert set(epcis.STEPS) == set(Step) - {Step.CORRECT}
    for action, step, disposition in epcis.STEPS.values():
        assert (action in {"ADD", "OBSERVE", "DELETE"}, step in BUSINESS_STEPS) == (True, True)
        assert disposition in DISPOSITIONS
    assert set(epcis.DISPOSITIONS.values()) <= DISPOSITIONS


def test_the_document_and_each_event_bear_what_the_standard_demands(walked):
    document = epcis_document(shipment=walked)
    assert (document["type"], document["schemaVersion"]) == ("EPCISDocument", "2.0")
    assert document["@context"] == [epcis.CONTEXT]
    assert datetime.fromisoformat(str(document["creationDate"])).tzinfo is not None
    events = events_of(document)
    for event in events:
        demand_event(event)
    assert len({event["eventID"] for event in events}) == len(events)
    assert [event["eventTime"] for event in events] == sorted(event["eventTime"] for event in events)
    assert [event["bizStep"] for event in events if "errorDeclaration" in event] == ["accepting"]


def test_it_names_parcels_and_places_and_no_person(cast, browser, walked):
    answer = browser().get(reverse("dispatch:track_trace", args=[walked.tracking_key]))
    assert answer["Content-Type"] == "application/ld+json"
    text = content_of(answer).decode()
    assert json.loads(text)["type"] == "EPCISDocument"
    for secret in (walked.receiver_name, walked.receiver_phone, walked.street, walked.note, "Chi"):
        assert secret not in text


def test_numbers_of_the_demo_bear_a_prefix_nobody_is_given(cast, settings):
    parcel = make_shipment(sender=cast.farm).parcels.get()
    assert sscc.is_demo(parcel.sscc)
    settings.GS1_PREFIX = "8801234"
    real = make_shipment(sender=cast.farm).parcels.get()
    assert (real.sscc[1:8], sscc.is_sscc(real.sscc), sscc.is_demo(real.sscc)) == ("8801234", True, False)
