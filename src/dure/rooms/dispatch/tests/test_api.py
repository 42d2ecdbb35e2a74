"""Programs and the scan page: scans count once, a trail is EPCIS, nobody's name is told."""

import json
from uuid import uuid4

from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.models import TraceEvent
from dure.rooms.dispatch.services.deliveries import deliver, report_exception
from dure.rooms.dispatch.tests.conftest import go
from dure.rooms.dispatch.tests.test_deliver import SIGNED


def post(client, body):
    return client.post("/api/dispatch/scans", json.dumps(body), content_type="application/json")


def test_a_scan_sent_again_is_answered_the_same(cast, browser):
    shipment = make_shipment(sender=cast.farm)
    body = {
        "client_id": str(uuid4()), "code": shipment.parcels.get().sscc, "step": "pack",
        "happened_at": "2026-11-22T09:00:00+09:00",
    }  # fmt: skip
    body.pop("happened_at")
    client = browser(cast.bo)
    first, second = post(client, body), post(client, body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() | {"is_replay": True} == second.json()
    assert TraceEvent.objects.count() == 1


def test_a_refused_scan_says_why_as_a_problem(cast, browser):
    shipment = make_shipment(sender=cast.farm)
    body = {"client_id": str(uuid4()), "code": shipment.parcels.get().sscc, "step": "come_back"}
    answer = post(browser(cast.bo), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_step")
    assert post(browser(cast.bo), body | {"code": "apples"}).json()["code"] == "code_unreadable"
    assert post(browser(), body).status_code == 401
    assert not TraceEvent.objects.exists()


def test_the_trace_is_an_epcis_document_without_names(cast, browser):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    go(cast, shipment, "pack", "drop", "take")
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="damaged", photo="mishaps/1")
    document = browser().get(f"/api/dispatch/track/{shipment.tracking_key}/epcis").json()
    events = document["epcisBody"]["eventList"]
    assert (document["type"], document["schemaVersion"]) == ("EPCISDocument", "2.0")
    assert [(each["bizStep"], each["disposition"]) for each in events] == [
        ("packing", "container_closed"),
        ("arriving", "in_progress"),
        ("departing", "in_transit"),
        ("holding", "damaged"),
        ("shipping", "damaged"),
    ]
    number = shipment.parcels.get().sscc
    for each in events:
        assert each["type"] == "ObjectEvent"
        assert each["epcList"] == [f"https://id.gs1.org/00/{number}"]
        assert each["eventTimeZoneOffset"] == "+09:00"
        assert each["eventTime"].endswith("+09:00")
    assert events[1]["readPoint"]["id"] == f"urn:uuid:{cast.hub.id}" == events[1]["bizLocation"]["id"]
    assert "bizLocation" not in events[2]
    told = json.dumps(document, ensure_ascii=False)
    assert not [secret for secret in ("김순자", "들길", str(cast.chi.person_id)) if secret in told]


def test_a_driver_reads_their_own_stops_and_everybody_the_count_of_paper(cast, browser):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    (stop,) = browser(cast.chi).get("/api/dispatch/stops").json()
    assert (stop["shipment_id"], stop["box_count"]) == (str(shipment.id), 1)
    assert browser(cast.bo).get("/api/dispatch/stops").json() == []
    deliver(by=cast.chi, shipment_id=shipment.id, proof=SIGNED)
    assert browser().get("/api/dispatch/paper").json()["saved"] == 1
    tracked = browser().get(f"/api/dispatch/track/{shipment.tracking_key}").json()
    assert [step["step"] for step in tracked["steps"]] == ["pack", "take", "deliver"]
