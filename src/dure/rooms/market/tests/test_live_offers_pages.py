"""What a show sells, on its desk (without a script) and by the API: for hosts and helpers, and nobody else."""

import pytest
from django.test import Client

from dure.rooms.market import factories
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.tests.on_stage import Stage, flash_offer, shelf
from dure.rooms.people import factories as people
from dure.rooms.stage.services.broadcasts import end_show

pytestmark = pytest.mark.django_db


def browser_of(actor=None):
    """A browser of somebody who reads English."""
    client = Client(headers={"accept-language": "en"})
    if actor is not None:
        person = people.person_of(actor.person_id)
        person.language = "en"
        person.save()
        client.force_login(people.sign_in_of(person))
    return client


@pytest.fixture
def stage():
    return Stage()


@pytest.fixture
def page(stage):
    """The host's browser."""
    return browser_of(stage.host)


def desk(page, stage):
    return page.get(f"/live/{stage.show_id}/desk/").content.decode()


def offers(page, stage, step, *numbers):
    return page.post(f"/market/shows/{stage.show_id}/offers/", {"as": step, "offer": [str(each) for each in numbers]})


def flash(page, stage, **facts):
    asked = {"offer": stage.offer.offer_id, "price": "9,900", "count": 4, "minutes": 5, **facts}
    return page.post(f"/market/shows/{stage.show_id}/flash/", asked)


def api(page, method, path, data=None):
    return getattr(page, method)(f"/api{path}", data, content_type="application/json")


def test_a_host_sells_from_the_desk_without_a_script(page, stage):
    number = stage.offer.offer_id
    assert "Choose what you want to show" in desk(page, stage)
    assert offers(page, stage, "add", number).url == f"/live/{stage.show_id}/desk/#goods"
    assert offers(page, stage, "show", number).status_code == 302
    assert stage.shown == f"offer:{number}"
    assert "Start the flash price" in desk(page, stage)
    flash(page, stage)
    made = FlashPrice.objects.get()
    told = desk(page, stage)
    assert ("4 of 4 left" in told, "Undo" in told, made.was, made.price) == (True, True, 12_000, 9_900)
    factories.placed_order(lines=[(flash_offer(made), 1)])
    told = desk(page, stage)
    assert ("3 of 4 left" in told, ">Undo<" in told, "₩9,900" in told) == (True, False, True)
    answer = page.post(f"/market/flash/{made.id}/", {"as": "end"}, follow=True)
    assert "3 are back on their shelf." in answer.content.decode()
    assert shelf(stage.offer) == (9, 0, 0)
    offers(page, stage, "remove", number)
    assert stage.keys == []


def test_a_flash_price_is_undone_from_the_desk(page, stage):
    flash(page, stage)
    page.post(f"/market/flash/{FlashPrice.objects.get().id}/", {"as": "undo"})
    assert (FlashPrice.objects.get().is_undone, shelf(stage.offer)) == (True, (10, 0, 0))


@pytest.mark.parametrize(
    "facts", [{"price": "cheap"}, {"price": ""}, {"count": "0"}, {"minutes": "7"}, {"offer": "x"}, {"price": "12,000"}]
)
def test_a_flash_form_that_makes_no_sense_changes_nothing(page, stage, facts):
    assert flash(page, stage, **facts).status_code == 422
    assert not FlashPrice.objects.exists()
    assert shelf(stage.offer) == (10, 0, 0)


@pytest.mark.parametrize(("step", "numbers"), [("dance", [1]), ("", []), ("show", [1, 2]), ("add", ["x", "9" * 30])])
def test_a_step_nobody_offers_changes_nothing(page, stage, step, numbers):
    assert offers(page, stage, step, *numbers).status_code == 422
    assert stage.keys == []


def test_a_helper_sells_too_and_nobody_else(stage):
    number = stage.offer.offer_id
    assert offers(browser_of(stage.helper()), stage, "add", number).status_code == 302
    assert stage.keys == [f"offer:{number}"]
    other = browser_of(Stage(is_live=False).host)
    for answer in (
        offers(other, stage, "remove", number),
        flash(other, stage),
        api(other, "get", f"/shows/{stage.show_id}/offers"),
        api(other, "post", f"/shows/{stage.show_id}/offers", {"offers": [str(number)]}),
    ):
        assert answer.status_code == 403
    assert browser_of().get(f"/api/shows/{stage.show_id}/offers").status_code == 401
    assert stage.keys == [f"offer:{number}"]


def test_a_desk_after_the_show_tells_what_was_sold(page, stage):
    offers(page, stage, "add", stage.offer.offer_id)
    factories.placed_order(lines=[(stage.offer, 2)])
    end_show(by=stage.host, show_id=stage.show_id)
    told = desk(page, stage)
    assert ("₩24,000" in told, "Start the flash price" in told, "Put on the run-sheet" in told) == (True, False, False)


def test_by_the_api_offers_are_put_up_shown_sold_and_counted(page, stage):
    number, at = str(stage.offer.offer_id), f"/shows/{stage.show_id}"
    made = api(page, "post", f"{at}/offers", {"offers": [number]})
    assert (made.status_code, [line["offer_id"] for line in made.json()["offers"]]) == (201, [number])
    shown = api(page, "put", f"{at}/screen/offer", {"offer_id": number}).json()
    assert shown["offers"][0]["is_on_screen"] is True
    asked = {"offer_id": number, "price": "9900", "currency": "KRW", "count": 3, "minutes": 5, "per_buyer_limit": 1}
    begun = api(page, "post", f"{at}/flash-prices", asked)
    told = begun.json()
    assert (begun.status_code, told["of_offer_id"], told["was"], told["count"]) == (201, number, "12000", 3)
    factories.placed_order(lines=[(flash_offer(FlashPrice.objects.get()), 1)])
    numbers = api(page, "get", f"{at}/offers").json()
    lines = {line["kind"]: (line["left"], line["sold"], line["taken"]) for line in numbers["offers"]}
    assert lines == {"sale": (7, 0, "0"), "flash": (2, 1, "9900")}
    assert (numbers["orders"], numbers["boxes"], numbers["taken"], numbers["currency"]) == (1, 1, "9900", "KRW")
    assert api(page, "post", f"/flash-prices/{told['id']}/undo").json()["code"] == "undo_too_late"
    assert api(page, "post", f"/flash-prices/{told['id']}/end").json()["given_back"] == 2
    assert api(page, "delete", f"{at}/offers/{number}").json()["offers"] == []


def test_the_api_says_why_not(page, stage):
    at = f"/shows/{stage.show_id}"
    asked = {"offer_id": str(stage.offer.offer_id), "price": "9900", "currency": "KRW", "count": 11, "minutes": 5}
    refused = api(page, "post", f"{at}/flash-prices", asked)
    assert (refused.status_code, refused.json()["code"], refused.json()["free"]) == (409, "fewer_free", 10)
    foreign = str(factories.offer().offer_id)
    assert api(page, "post", f"{at}/offers", {"offers": [foreign]}).json()["code"] == "offer_not_of_host"
    assert api(page, "post", f"{at}/offers", {"offers": ["-1"]}).status_code == 422
    assert stage.keys == []
