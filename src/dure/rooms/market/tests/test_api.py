"""The JSON operations: placing, reading, cancelling."""

import pytest
from django.test import Client

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Order
from dure.rooms.market.services.placing import place_order
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana_there(ana):
    client = Client()
    client.force_login(people.sign_in_of(ana))
    return client


def body(offer, count=1, **facts):
    return {
        "client_key": str(new_id()),
        "currency": "KRW",
        "lines": [{"offer_id": str(offer.offer_id), "quantity": count, "unit_price": str(offer.price)}],
        "receiving": {"means": "home", "name": "Ana", "street": "Sea road 2"},
        **facts,
    }


def post(client, path, data):
    return client.post(f"/api{path}", data, content_type="application/json")


def test_places_reads_and_cancels(ana_there, announced):
    offer = factories.offer(on_hand=5, price=9_000)
    asked = body(offer, 2)
    first, again = post(ana_there, "/orders", asked), post(ana_there, "/orders", asked)
    assert (first.status_code, again.status_code) == (201, 201)
    found = first.json()
    assert found == again.json()
    assert (found["total"], found["status"], found["lines"][0]["quantity"]) == ("18000", "placed", 2)
    assert [order["order_id"] for order in ana_there.get("/api/orders").json()] == [found["order_id"]]
    assert ana_there.get(f"/api/orders/{found['order_id']}").json() == found
    assert ana_there.get(f"/api/orders?before={found['order_id']}").json() == []

    gone = post(ana_there, f"/orders/{found['order_id']}/cancellation", {"why": "too much"}).json()
    assert gone["status"] == "cancelled"
    assert catalog.shelf_of(offer).reserved == 0


def test_says_of_each_line_what_is_in_the_way(ana_there):
    offer = factories.offer(on_hand=1)
    answer = post(ana_there, "/orders", body(offer, 2))
    assert answer.status_code == 409
    assert answer.json()["code"] == "order_refused"
    assert answer.json()["lines"] == [{"offer_id": str(offer.offer_id), "answer": "sold_out", "left": 1}]
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"lines": []},
        {"gift": "100"},
        {"gift": "100", "gift_fund_id": str(new_id())},
        {"receiving": {"means": "home", "name": "Ana"}},
        {"receiving": {"means": "hub", "name": "Ana"}},
        {"receiving": {"means": "home", "name": "Ana", "street": "x", "region_id": str(new_id())}},
        {"currency": "ABC"},
    ],
)
def test_refuses_what_cannot_be_read_or_delivered(ana_there, facts):
    answer = post(ana_there, "/orders", body(factories.offer(), **facts))
    assert answer.status_code == 422, answer.content
    assert not Order.objects.exists()


def test_a_key_used_for_something_else_and_an_unknown_hub_are_refused(ana_there):
    offer = factories.offer(on_hand=9)
    asked = body(offer)
    post(ana_there, "/orders", asked)
    other = post(ana_there, "/orders", {**asked, "note": "x"})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    hub = {"means": "hub", "name": "Ana", "hub_id": str(new_id())}
    assert post(ana_there, "/orders", body(offer, receiving=hub)).status_code in {404, 409}
    assert Order.objects.count() == 1


def test_nobody_sees_or_cancels_somebody_elses(ana_there, bo):
    order = factories.placed_order(buyer_id=bo.id)
    assert ana_there.get(f"/api/orders/{order.order_id}").status_code == 404
    assert post(ana_there, f"/orders/{order.order_id}/cancellation", {"why": "x"}).status_code == 404
    assert ana_there.get("/api/orders/99999999999999999999").status_code == 422
    assert Client().get("/api/orders").status_code == 401


def test_nobody_orders_in_another_name(ana, bo):
    asked = factories.request(buyer_id=bo.id, lines=[(factories.offer(), 1)])
    with pytest.raises(NotSignedIn):
        place_order(by=Actor(person_id=ana.id), request=asked)
    sold_out = factories.request(buyer_id=ana.id, lines=[(factories.offer(on_hand=1), 2)])
    with pytest.raises(errors.OrderRefused):
        place_order(by=Actor(person_id=ana.id), request=sold_out)
    assert not Order.objects.exists()
