"""A product's page: all a buyer asks, the bar to buy it, its sizes, its seller's gift; and a seller's front."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.giving import factories as giving
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.merchants import factories as merchants
from dure.rooms.web.tests.conftest import Look, farm, sell, sell_many


def address_of(offer: Any) -> str:
    return reverse("web:product", args=[offer.product_id])


def test_tells_all_a_buyer_asks(look: Look) -> None:
    seller = farm("Dawn Farm")
    merchants.change(seller, delivery_fee=3_000, free_delivery_from=50_000)
    closes = clock.now() + timedelta(days=3)
    offer = sell(seller=seller, name="Red apples", price=30_000, on_hand=7, per_buyer_limit=5, closes_at=closes)

    page = look(address_of(offer))

    for said in ("Red apples", "₩30,000", "₩600 for 100 g", "7 left", "At most 5", "Can be ordered until", "Dawn Farm"):
        assert said in page, said
    assert "Delivery ₩3,000." in page
    assert "It costs nothing from ₩50,000 on." in page


def test_the_bar_puts_it_into_the_basket_within_the_limit(look: Look) -> None:
    offer = sell(on_hand=7, per_buyer_limit=5)

    page = look(address_of(offer))

    assert f'action="{reverse("market:basket_line")}"' in page
    assert f'name="offer_id" value="{offer.offer_id}"' in page
    assert 'max="5"' in page


def test_what_the_bar_sends_is_taken(client: Client, db: None) -> None:
    offer = sell(name="Red apples")

    response = client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id, "quantity": 2}, follow=True)

    assert response.status_code == HTTPStatus.OK
    assert "Red apples" in response.content.decode()


def test_what_is_sold_out_or_closed_has_no_bar(look: Look) -> None:
    gone = sell(on_hand=0)
    closed = sell(closes_at=clock.now() - timedelta(hours=1), opens_at=clock.now() - timedelta(days=1))

    for offer, said in ((gone, "Sold out"), (closed, "Not for sale just now")):
        page = look(address_of(offer))
        assert said in page
        assert reverse("market:basket_line") not in page


def test_what_is_booked_by_a_deposit_is_neither_sent_nor_put_into_a_basket(look: Look) -> None:
    deposit = sell(name="Old tractor", price=500_000)
    set_booking_terms(
        by=HOUSE,
        organisation_id=deposit.organisation_id,
        offer_id=deposit.offer_id,
        draft=TermsDraft(full_minor=12_000_000, back_until=clock.today() + timedelta(days=9), next_words="Drive it."),
    )

    page = look(address_of(deposit))

    assert "Book with a deposit of ₩500,000" in page
    assert '<span class="price__now">₩12,000,000</span>' in page
    assert '<span class="price__unit">deposit ₩500,000</span>' in page
    assert '"price": "12000000"' in page
    assert "Drive it." in page
    assert reverse("market:basket_line") not in page
    assert "How it comes to you" not in page


def test_offers_every_size_and_shows_the_one_asked_for(look: Look) -> None:
    small = sell(name="Red apples", size="1 kg", price=8_000)
    large = catalog.offer(of=catalog.product_of(small), size="10 kg", price=50_000)

    assert "₩8,000 · Order now" in look(address_of(small))
    assert "₩50,000 · Order now" in look(f"{address_of(small)}?offer={large.offer_id}")
    assert "₩8,000 · Order now" in look(f"{address_of(small)}?offer=nonsense")


def test_says_what_the_seller_gives_away(look: Look) -> None:
    seller = farm()
    offer = sell(seller=seller, price=30_000)
    fund = giving.make_fund(name="Warm Meals")
    giving.make_pledge(organisation_id=seller, fund=fund, percent_bp=100)

    page = look(address_of(offer))

    assert "Each one gives ₩300" in page
    assert "Warm Meals" in page


def test_tells_search_engines_and_cannot_be_broken_out_of(look: Look) -> None:
    offer = sell(name="</script><b>Apples", price=30_000)

    page = look(address_of(offer))
    (facts,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    told = json.loads(facts)
    assert told["name"] == "</script><b>Apples"
    assert told["offers"]["price"] == "30000"
    assert told["offers"]["availability"].endswith("InStock")


def test_shows_the_sellers_other_products(look: Look) -> None:
    seller = farm()
    offer = sell(seller=seller, name="Red apples")
    sell(seller=seller, name="Green pears")
    sell(name="Another's plums")

    page = look(address_of(offer))

    assert "Green pears" in page
    assert "Another&#x27;s plums" not in page


def test_what_was_never_public_or_was_taken_out_is_not_there(client: Client, db: None) -> None:
    hidden, withdrawn, ended = sell(is_public=False), sell(), sell()
    catalog.set_product(withdrawn, status="withdrawn")
    catalog.set_offer(ended, status="ended")

    for product_id in (hidden.product_id, withdrawn.product_id, ended.product_id, new_id()):
        assert client.get(reverse("web:product", args=[product_id])).status_code == HTTPStatus.NOT_FOUND


def test_asks_as_often_for_many_sizes(look: Look, same_query_count: Callable[..., None]) -> None:
    seller = farm()
    first = sell(seller=seller, size="1 kg")
    product = catalog.product_of(first)

    def make(count: int) -> None:
        for _each in range(count):
            catalog.offer(of=product, size=f"{2 + product.variants.count()} kg")
        sell_many(count, seller=seller)

    same_query_count(make=make, visit=lambda: look(address_of(first)))


def front(seller: UUID, **facts: Any) -> str:
    """Make a public storefront and return its address."""
    made = merchants.make_storefront(seller, **facts)
    return reverse("web:storefront", args=[made.slug])


def test_a_front_shows_the_chosen_first_and_what_the_seller_pays(look: Look) -> None:
    seller = farm("Dawn Farm")
    sell(seller=seller, name="Red apples")
    chosen = sell(seller=seller, name="Green pears")
    hours = [["09:00", "18:00"]] * 6 + [[]]

    page = look(front(seller, chosen_products=[chosen.product_id], hours=hours, story="Our hill is windy."))

    assert page.index("Green pears") < page.index("Red apples")
    for said in ("Dawn Farm", "09:00–18:00", "Closed that day", "Our hill is windy.", "No fee", "Monday"):
        assert said in page, said


def test_an_empty_front_says_so(look: Look) -> None:
    assert "Nothing on sale just now" in look(front(farm()))


def test_a_former_address_leads_to_the_new_one(client: Client, db: None) -> None:
    address = front(farm(), former_slug="old-name")

    response = client.get(reverse("web:storefront", args=["old-name"]))

    assert (response.status_code, response.headers["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, address)


def test_an_unpublished_front_is_not_there(client: Client, db: None) -> None:
    assert client.get(front(farm(), is_published=False)).status_code == HTTPStatus.NOT_FOUND


def test_a_front_asks_as_often_for_many(look: Look, same_query_count: Callable[..., None]) -> None:
    seller = farm()
    address = front(seller)

    same_query_count(make=partial(sell_many, seller=seller), visit=lambda: look(address))
