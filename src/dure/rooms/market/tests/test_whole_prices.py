"""What is sold by booking is found, narrowed down and ordered by what it costs in all, never by its deposit."""

import pytest

from dure.kernel.money import Money
from dure.rooms.catalog.queries.listing import Choice, choices, listing
from dure.rooms.catalog.queries.offers import offer
from dure.rooms.catalog.queries.search import Wish, search
from dure.rooms.catalog.services import search as index
from dure.rooms.market import factories
from dure.rooms.market.services import booking_terms
from dure.rooms.market.tests.booked import DEPOSIT, FULL, Sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    """A car for a deposit of 500,000, and a stove for 700,000."""
    car = Sale(is_paid=False)
    stove = factories.offer(organisation_id=car.farm.id, price=700_000)
    index.index_everything()
    return car, stove


def found(**wish):
    return [hit.offer_id for hit in search(Wish(currency="KRW", **wish)).hits]


def test_search_orders_and_narrows_down_by_the_whole_price(shop):
    car, stove = shop
    assert found(order="cheap") == [stove.offer_id, car.offer.offer_id]
    assert found(order="dear") == [car.offer.offer_id, stove.offer_id]
    assert found(price_max=DEPOSIT) == []
    assert found(price_max=1_000_000) == [stove.offer_id]
    assert found(price_min=1_000_000) == [car.offer.offer_id]
    assert found(price_min=FULL, price_max=FULL) == [car.offer.offer_id]


def test_the_shelf_leafs_by_the_whole_price(shop):
    car, stove = shop
    first = listing(order="cheapest", count=1)
    second = listing(order="cheapest", count=1, after=first.after)
    assert [each.offer_id for page in (first, second) for each in page.offers] == [stove.offer_id, car.offer.offer_id]
    assert second.after == ""


def test_the_api_tells_both_prices_and_orders_by_the_whole_one(shop, client):
    car, stove = shop
    for address in ("/api/search?order=cheap", "/api/offers?order=cheapest"):
        told = [(row["price"], row["whole_price"]) for row in client.get(address).json()["offers"]]
        assert told == [(700_000, None), (DEPOSIT, FULL)]
    assert client.get(f"/api/offers/{car.offer.offer_id}").json()["whole_price"] == FULL
    assert client.get(f"/api/offers/{stove.offer_id}").json()["whole_price"] is None


def test_the_dearest_size_of_a_product_is_counted_by_its_whole_price(shop):
    car, stove = shop
    found = choices(product_ids=[car.offer.product_id, stove.product_id])
    assert found == {car.offer.product_id: Choice(1, FULL), stove.product_id: Choice(1, 700_000)}


def test_what_one_costs_is_the_whole_price_too(shop):
    car, _stove = shop
    view = offer(offer_id=car.offer.offer_id)
    assert view.unit_price == view.size.unit_price(Money(FULL, "KRW"))[0] != view.size.unit_price(view.price)[0]


def test_new_terms_change_it_and_terms_that_end_take_it_away(shop):
    car, stove = shop
    car.set_terms(full_minor=600_000)
    assert found(order="cheap") == [car.offer.offer_id, stove.offer_id]
    booking_terms.end_booking_terms(by=car.seller, organisation_id=car.farm.id, offer_id=car.offer.offer_id)
    assert offer(offer_id=car.offer.offer_id).whole_price is None
    assert found(price_max=DEPOSIT) == [car.offer.offer_id]
