"""The desks: each sees its own and nothing of others, with as many queries for many as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.dispatch.factories import make_driver, make_hub, make_shipment
from dure.rooms.dispatch.models import Driver, Hub, Shipment
from dure.rooms.dispatch.queries.pins import pin_for
from dure.rooms.dispatch.tests.conftest import content_of, go
from dure.rooms.people.factories import actor_of, make_organisation, make_person


def page(name, *args):
    return reverse(f"dispatch:{name}", args=args)


def test_a_farm_packs_what_is_ticked(cast, browser):
    mine, other = make_shipment(sender=cast.farm), make_shipment(sender=cast.farm)
    client = browser(cast.bo)
    assert "김순자" in client.get(page("packing", cast.farm.id)).content.decode()
    client.post(page("packed", cast.farm.id), {"shipment": [str(mine.id)]})
    assert {each.status for each in Shipment.objects.filter(id=mine.id)} == {"packed"}
    assert Shipment.objects.get(id=other.id).status == "booked"
    assert client.post(page("packed", cast.farm.id), {}).status_code == 422


def test_every_page_of_a_farm_is_closed_to_others(cast, browser):
    shipment = make_shipment(sender=cast.farm)
    elsewhere = make_organisation(owner=make_person())
    stranger = browser(actor_of(elsewhere.founded_by))
    own = (
        page("packing", cast.farm.id),
        page("shipment", cast.farm.id, shipment.id),
        page("trace_file", cast.farm.id, shipment.id),
        page("farm_list", cast.farm.id, "packing", "csv"),
        page("hub", cast.hub.organisation_id, cast.hub.id),
        page("hub_list", cast.hub.organisation_id, cast.hub.id, "packing", "csv"),
    )
    assert {stranger.get(address).status_code for address in own} <= {403, 404}
    foreign = page("shipment", elsewhere.id, shipment.id)
    assert stranger.get(foreign).status_code == 404
    assert stranger.get(page("hub", elsewhere.id, cast.hub.id)).status_code == 404
    asked = {"shipment": [str(shipment.id)]}
    assert stranger.post(page("waybills", elsewhere.id), asked).status_code == 422
    assert stranger.post(page("packed", elsewhere.id), asked).status_code == 404
    assert Shipment.objects.get(id=shipment.id).status == "booked"


def test_a_hub_sees_what_comes_what_is_collected_and_what_leaves(cast, browser):
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack")
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub, kind="pickup"), "pack", "drop")
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "drop")
    answer = browser(cast.keeper).get(page("hub", cast.hub.organisation_id, cast.hub.id))
    assert [count for _key, _words, count in answer.context["tabs"]] == [1, 1, 1]


def test_what_left_a_hub_for_the_door_is_not_arriving_again(cast, browser):
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "drop", "take")
    answer = browser(cast.keeper).get(page("hub", cast.hub.organisation_id, cast.hub.id))
    assert [count for _key, _words, count in answer.context["tabs"]] == [0, 0, 0]


def test_a_driver_sees_stops_by_area_and_hands_over(cast, browser):
    near = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    waiting = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack")
    client = browser(cast.chi)
    answer = client.get(page("driving"))
    found = answer.context["round"]
    assert (len(found.areas), found.job, found.untold_count) == (2, "set_out", 2)
    assert [each.box_count for each in found.pickups] == [1]
    assert client.post(page("setting_out")).status_code == 302
    assert client.get(page("driving")).context["round"].job == "stop"
    assert client.get(page("stop", waiting.id)).status_code == 404
    shown = client.get(page("stop", near.id)).content.decode()
    assert "tel:+821012340000" in shown
    assert "010-1234-0000" in shown
    assert "geo:0,0?q=" in shown
    told = {"signed_name": "김순자", "client_id": str(new_id()), "strokes": "[[[1,2],[3,4]]]"}
    assert client.post(page("handing_over", near.id), told).status_code == 302
    assert Shipment.objects.get(id=near.id).status == "delivered"
    told_at = near.events.get(step="deliver")
    assert page("taking_back", told_at.id) in client.get(page("driving")).content.decode()
    assert client.post(page("taking_back", told_at.id)).status_code == 302
    assert Shipment.objects.get(id=near.id).status == "on_the_way"


def test_drivers_and_keepers_of_hubs_find_their_page_in_one_touch(cast, browser):
    for actor, place in (
        (cast.chi, page("driving")),
        (cast.keeper, page("hub", cast.hub.organisation_id, cast.hub.id)),
        (cast.ana, page("home")),
    ):
        assert browser(actor).get(page("today"))["Location"] == place
    for actor, is_shown in ((cast.chi, True), (cast.keeper, True), (cast.ana, False), (cast.bo, False)):
        bars = browser(actor).get(page("home")).content.decode()
        assert (f'href="{page("today")}"' in bars) is is_shown


def test_what_waited_for_a_line_keeps_its_own_time(cast, browser):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    told = {"signed_name": "김순자", "client_id": str(new_id()), "happened_at": clock.now().isoformat()}
    for _ in range(2):
        answer = browser(cast.chi).post(page("handing_over", shipment.id), told, headers={"accept": "application/json"})
        assert answer.status_code == 302
    event = shipment.events.get(step="deliver")
    assert event.happened_at.isoformat() <= told["happened_at"] or event.happened_at >= shipment.left_at


def test_a_mishap_is_told_from_the_stop(cast, browser):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    told = {"reason": "not_at_home", "note": "Rang twice", "client_id": str(new_id())}
    client = browser(cast.chi)
    assert client.post(page("missing", shipment.id), told).status_code == 302
    assert client.post(page("missing", shipment.id), told).status_code == 302
    assert Shipment.objects.get(id=shipment.id).attempt_count == 1
    assert "Rang twice" in browser(cast.bo).get(page("shipment", cast.farm.id, shipment.id)).content.decode()


def test_the_public_trail_names_nobody_and_shows_the_pin_to_the_receiver_only(cast, browser):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id)
    go(cast, shipment, "pack", "take")
    address = page("track", shipment.tracking_key)
    seen = browser().get(address)
    words = seen.content.decode()
    assert not [secret for secret in ("김순자", "들길 12", "01012340000", "Chi") if secret in words]
    assert seen["Referrer-Policy"] == "no-referrer"
    pin = pin_for(by=cast.ana, shipment=shipment)
    assert f"{pin[:3]} {pin[3:]}" in browser(cast.ana).get(address).content.decode()
    assert f"{pin[:3]} {pin[3:]}" not in browser(cast.bo).get(address).content.decode()
    assert browser().get(page("track", "guessed")).status_code == 404


def test_the_scan_page_offers_what_this_person_may_do(cast, browser):
    shipment = make_shipment(sender=cast.farm)
    client = browser(cast.bo)
    form = client.get(page("scanning")).context["form"]
    assert [step for step, _words in form.fields["step"].choices] == ["pack", "come_back"]
    told = {"step": "pack", "code": shipment.parcels.get().sscc, "client_id": str(new_id())}
    assert client.post(page("scanned"), told).status_code == 302
    assert Shipment.objects.get(id=shipment.id).status == "packed"
    assert "Nothing to scan" in browser(cast.ana).get(page("scanning")).content.decode()


def test_hubs_are_opened_changed_and_drivers_let_in(cast, browser):
    keeper, organisation = browser(cast.keeper), cast.hub.organisation_id
    told = {"name": "New Hub", "place": cast.hub.region.name_ko, "street": "들길 3", "phone": "010-1234-5678"}
    assert keeper.post(page("new_hub", organisation), told).status_code == 302
    opened = Hub.objects.get(name="New Hub")
    assert (opened.region, opened.phone) == (cast.hub.region, "+821012345678")
    assert keeper.post(page("new_hub", organisation), told | {"place": "Atlantis"}).status_code == 422
    keeper.post(page("hub_details", organisation, opened.id), told | {"name": "Newer Hub"})
    browser(cast.ana).post(page("asking"), {"hub": str(opened.id), "vehicle": "van", "phone": "010-2222-3333"})
    asked = Driver.objects.get(person_id=cast.ana.person_id)
    assert "Let in" in keeper.get(page("hub", organisation, opened.id)).content.decode()
    keeper.post(page("driver_approval", organisation, asked.id))
    asked.refresh_from_db()
    assert asked.is_approved
    keeper.post(page("driver_ending", organisation, asked.id))
    assert keeper.post(page("hub_closing", organisation, opened.id)).status_code == 302
    assert Hub.objects.get(id=opened.id).closed_at is not None


@pytest.mark.parametrize("name", ["packing", "hub", "driving", "home", "farm_list", "track"])
def test_many_cost_as_many_queries_as_few(cast, browser, name):
    def fill(count):
        shipment = make_shipment(sender=cast.farm, receiver_id=cast.bo.person_id)
        for _ in range(count):
            make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2, receiver_id=cast.bo.person_id)
            go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "drop")
            go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
        return shipment

    last = fill(3)
    actor, address = {
        "packing": (cast.bo, page("packing", cast.farm.id)),
        "hub": (cast.keeper, page("hub", cast.hub.organisation_id, cast.hub.id)),
        "driving": (cast.chi, page("driving")),
        "home": (cast.bo, page("home")),
        "farm_list": (cast.bo, page("farm_list", cast.farm.id, "packing", "csv")),
        "track": (cast.ana, page("track", last.tracking_key)),
    }[name]
    client = browser(actor)
    content_of(client.get(address))
    with CaptureQueriesContext(connection) as few:
        content_of(client.get(address))
    fill(5)
    with CaptureQueriesContext(connection) as many:
        assert content_of(client.get(address))
    assert len(many) == len(few)


def test_a_driver_without_leave_sees_how_to_ask(cast, browser):
    waiting = make_person(language="en")
    make_driver(person=waiting, hub=make_hub(), is_approved=False)
    assert "Waits for an answer" in browser(actor_of(waiting)).get(page("driving")).content.decode()
