"""What a clip or a chapter shows is offered at today's price, or truly told not to be had."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.queries.stage_chips import chips
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.stage import factories as stage

pytestmark = pytest.mark.django_db


def publish(*, key: str, title: str = "Apples from the tree") -> UUID:
    """Publish a clip that stands for something; return its number."""
    return stage.make_clip(title=title, key=key, is_published=True).id


def page_of(address: str) -> str:
    """Return a page in English."""
    return Client().get(address, headers={"accept-language": "en"}).content.decode()


def test_a_clip_sells_what_it_shows() -> None:
    """At the price of now, by a link that keeps the offer; in the feed as on its own page."""
    offer = factories.offer(price=12_000)
    clip = publish(key=f"offer:{offer.offer_id}")
    for address in (f"/live/clips/{clip}/", "/live/clips/"):
        page = page_of(address)
        assert "12,000" in page
        assert f"/products/{offer.product_id}/?offer={offer.offer_id}" in page


def test_a_price_that_is_over_gives_way_to_todays() -> None:
    """And is called so; where nothing is on sale any more, that is said."""
    offer = factories.offer(price=12_000)
    key = f"offer:{offer.offer_id}"
    catalog.set_offer(offer, status="ended")
    clip = publish(key=key)
    page = page_of(f"/live/clips/{clip}/")
    assert "Not for sale any more" in page
    assert "12,000" not in page
    catalog.offer(of=catalog.product_of(offer), size="3 kg", price=13_500)
    page = page_of(f"/live/clips/{clip}/")
    assert "13,500" in page
    assert "today's price" in page


def test_a_price_that_is_over_gives_way_to_that_of_the_same_size() -> None:
    """Not to a smaller box that costs less."""
    offer = factories.offer(price=12_000)
    flash = catalog.offer(of=catalog.product_of(offer), on=catalog.shelf_of(offer), channel="live", price=9_000)
    catalog.set_offer(flash, status="ended")
    catalog.offer(of=catalog.product_of(offer), size="3 kg", price=6_000)
    found = chips(keys=[f"offer:{flash.offer_id}"])[f"offer:{flash.offer_id}"]
    assert found.offer is not None
    assert (found.offer.offer_id, found.is_other) == (offer.offer_id, True)


def test_what_is_sold_out_is_called_so() -> None:
    """With its price, and without a button that buys."""
    offer = factories.offer(price=12_000)
    catalog.set_shelf(offer.level_id, on_hand=0)
    found = chips(keys=[f"offer:{offer.offer_id}"])[f"offer:{offer.offer_id}"]
    assert (found.is_sold_out, found.is_other) == (True, False)
    assert "Sold out just now" in page_of(f"/live/clips/{publish(key=f'offer:{offer.offer_id}')}/")


def test_what_is_booked_says_its_whole_price_and_the_deposit_beside_it() -> None:
    """And its button books."""
    offer = factories.offer(price=500_000)
    draft = TermsDraft(full_minor=12_000_000, back_until=clock.today() + timedelta(days=9), next_words="Drive it.")
    set_booking_terms(by=HOUSE, organisation_id=offer.organisation_id, offer_id=offer.offer_id, draft=draft)
    page = page_of(f"/live/clips/{publish(key=f'offer:{offer.offer_id}')}/")
    assert '<b class="film-chip__price">₩12,000,000</b> <span class="small">deposit ₩500,000</span>' in page
    assert '<span class="film-chip__buy">Book</span>' in page


@pytest.mark.parametrize("key", ["", "offer:", "offer:x", "offer:" + "9" * 40, "offer:404", "song:1"])
def test_what_stands_for_no_offer_has_no_chip(key: str) -> None:
    """And its page is none the worse."""
    assert chips(keys=[key]) == {}
    assert "film-chip" not in page_of(f"/live/clips/{publish(key=key)}/")


def test_the_chips_of_a_page_are_asked_for_at_once(django_assert_max_num_queries) -> None:
    """However many clips stand on it."""
    for number in range(5):
        publish(key=f"offer:{factories.offer().offer_id}", title=str(number))
    with django_assert_max_num_queries(8):
        assert page_of("/live/clips/").count('class="film-chip"') == 5
