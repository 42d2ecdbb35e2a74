"""The JSON operations: the same verbs, the same refusals."""

import pytest

from dure.rooms.catalog import factories
from dure.rooms.catalog.models import Level, Offer, Product
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db

SIZE = {"size": "5 kg", "price": 30_000, "currency": "KRW", "count": 8}


@pytest.fixture
def browser(farm, client):
    """The farm's owner."""
    client.force_login(people.sign_in_of(people.person_of(farm.by.person_id)))
    return client


def at(farm, path: str) -> str:
    return f"/api/organisations/{farm.organisation_id}/{path}"


def test_a_product_is_listed_and_found_on_the_shelf(farm, browser):
    answer = browser.post(at(farm, "products"), {"kind": "apple", "sizes": [SIZE]}, content_type="application/json")
    assert answer.status_code == 201
    (made,) = answer.json()
    assert (made["price"], made["free"], made["is_open"]) == (30_000, 8, True)
    assert browser.get("/api/offers").json()["offers"] == [made]
    assert browser.get(f"/api/offers/{made['offer_id']}").json() == made


def test_prices_and_stock_change_as_they_were_seen(farm, browser):
    offer = factories.offer(organisation_id=farm.organisation_id)
    price = at(farm, f"offers/{offer.offer_id}/price")
    body = {"price": 11_000, "seen": 12_000, "currency": "KRW"}
    assert browser.put(price, body, content_type="application/json").json()["price"] == 11_000
    late = browser.put(price, {**body, "price": 9_000}, content_type="application/json")
    assert (late.status_code, late.json()["code"]) == (409, "price_changed_meanwhile")
    level = at(farm, f"stock/{offer.level_id}")
    assert browser.post(f"{level}/received", {"count": 5}, content_type="application/json").json()["on_hand"] == 15
    assert browser.put(f"{level}/count", {"found": 3, "seen": 15}, content_type="application/json").json()["free"] == 3
    assert [row["on_hand"] for row in browser.get(at(farm, "stock")).json()] == [3]


def test_what_is_wrong_is_refused_and_nothing_is_listed(farm, browser):
    for sizes in ([], [{**SIZE, "price": 0}], [{**SIZE, "size": "armful"}], [{**SIZE, "currency": "EUR"}]):
        answer = browser.post(at(farm, "products"), {"kind": "apple", "sizes": sizes}, content_type="application/json")
        assert answer.status_code == 422
    assert not Product.objects.exists()
    assert not Offer.objects.exists()


@pytest.mark.parametrize("number", ["5", "nonsense", "9" * 30, "-1"])
def test_unknown_offers_are_not_found(client, number):
    assert client.get(f"/api/offers/{number}").status_code == 404


def test_an_offer_of_a_seller_not_approved_is_not_found(client):
    hidden = factories.offer(is_public=False)
    assert client.get(f"/api/offers/{hidden.offer_id}").status_code == 404


def test_a_page_we_never_gave_out_is_refused(client):
    assert client.get("/api/offers", {"after": "nonsense"}).json()["code"] == "page_unknown"


def test_another_sellers_goods_stay_as_they_are(farm, browser):
    theirs = factories.offer()
    body = {"price": 1, "seen": 12_000, "currency": "KRW"}
    answer = browser.put(at(farm, f"offers/{theirs.offer_id}/price"), body, content_type="application/json")
    assert answer.status_code == 404
    answer = browser.post(at(farm, f"stock/{theirs.level_id}/received"), {"count": 5}, content_type="application/json")
    assert answer.status_code == 404
    assert Level.objects.get().on_hand == 10


def test_the_kinds_are_told_to_everybody(client):
    factories.kind("apple")
    told = {kind["code"]: kind for kind in client.get("/api/kinds").json()}
    assert told["hallabong"]["parent"] == "citrus"
