"""The back office looks at dispatch and changes nothing; long lists are leafed through without counting them."""

import pytest
from django.urls import reverse

from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.services.deliveries import deliver, report_exception
from dure.rooms.dispatch.services.prints import request_run
from dure.rooms.dispatch.tests.conftest import go
from dure.rooms.people import factories as people

NAMES = ["hub", "driver", "shipment", "parcel", "traceevent", "proofofdelivery", "mishap", "labelrun"]


@pytest.fixture
def office(db):
    return people.office_of(people.make_staff())


@pytest.fixture
def shipment(cast):
    made = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    report_exception(by=cast.chi, shipment_id=made.id, reason="not_at_home")
    deliver(by=cast.chi, shipment_id=made.id, proof=ProofDraft(signed_name="김순자"))
    request_run(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[made.id], paper="a4")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_list_and_row_opens_and_nothing_is_added(office, shipment, name):
    listed = reverse(f"admin:dispatch_{name}_changelist")
    page = office.get(listed)
    assert page.status_code == 200
    [row, *_] = page.context["cl"].result_list
    assert office.get(reverse(f"admin:dispatch_{name}_change", args=[row.pk])).status_code == 200
    assert office.get(reverse(f"admin:dispatch_{name}_add")).status_code == 403
    assert office.post(listed, {"action": "delete_selected", "_selected_action": [row.pk]}).status_code != 500
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_shipment_is_found_by_reference_key_and_parcel(office, shipment):
    make_shipment()
    parcel = shipment.parcels.get()
    listed = reverse("admin:dispatch_shipment_changelist")
    for words in (shipment.reference, shipment.tracking_key, parcel.sscc, parcel.short):
        assert [row.id for row in office.get(listed, {"q": words}).context["cl"].result_list] == [shipment.id]
    assert not office.get(listed, {"q": "nothing of ours"}).context["cl"].result_list
    for name in ("parcel", "traceevent"):
        found = office.get(reverse(f"admin:dispatch_{name}_changelist"), {"q": parcel.sscc}).context["cl"].result_list
        assert {getattr(row, "shipment_id", None) for row in found} == {shipment.id}


@pytest.mark.parametrize("name", ["shipment", "parcel", "traceevent"])
def test_lists_ask_as_often_for_many_as_for_few(cast, office, same_query_count, name):
    def make(count):
        for _ in range(count):
            go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")

    same_query_count(make=make, visit=lambda: office.get(reverse(f"admin:dispatch_{name}_changelist"), {"days": "7"}))
