"""Offers as they are shown: complete, in order, with as many queries for three as for three hundred."""

from datetime import timedelta

import pytest
from django.utils import translation

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.models import Offer, Photo, Product
from dure.rooms.catalog.queries import listing as shelf
from dure.rooms.catalog.queries.offers import offer, offers
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


def names(page: shelf.Page) -> list[str]:
    return [view.name for view in page.offers]


def test_an_offer_tells_all_a_buyer_asks():
    made = factories.offer(name="Red apples", size="5 kg", price=30_000, on_hand=7)
    seen = offer(offer_id=made.offer_id)
    assert (seen.name, seen.size, seen.price) == ("Red apples", Quantity.of(5, "kg"), Money(30_000, "KRW"))
    assert (seen.unit_price, seen.unit_size) == (Money(600, "KRW"), Quantity.of(100, "g"))
    assert (seen.free, seen.is_open, seen.channel, seen.tile, seen.photo) == (7, True, "shop", "apple", "")


def test_names_are_in_the_readers_language():
    made = factories.offer(name="Apples")
    Product.objects.filter(id=made.product_id).update(name_ko="사과", name_zh="苹果")
    for language, name in (("ko", "사과"), ("zh-hans", "苹果"), ("en", "Apples")):
        with translation.override(language):
            assert offer(offer_id=made.offer_id).name == name


def test_an_unknown_offer_is_refused_and_left_out():
    with pytest.raises(errors.OfferUnknown):
        offer(offer_id=5)
    assert offers(offer_ids=[5]) == {}


def test_three_hundred_offers_take_as_many_queries_as_three(query_count, settings):
    farm = people.make_organisation()
    for _ in range(3):
        factories.offer(organisation_id=farm.id)
    few = query_count(lambda: shelf.listing(count=100))
    for _ in range(97):
        factories.offer(organisation_id=farm.id)
    assert len(shelf.listing(count=100).offers) == 100
    assert query_count(lambda: shelf.listing(count=100)) == few <= 8


def test_only_what_can_be_bought_now_is_listed(frozen_time):
    hour = timedelta(hours=1)
    now = frozen_time.moment
    factories.offer(name="open", opens_at=now - hour, closes_at=now + hour)
    factories.offer(name="not yet", opens_at=now + hour)
    factories.offer(name="over", closes_at=now)
    factories.offer(name="hidden", is_public=False)
    factories.offer(name="street", channel="street")
    paused = factories.offer(name="paused")
    Offer.objects.filter(offer_id=paused.offer_id).update(status="paused")
    assert names(shelf.listing()) == ["open"]


def test_sold_out_offers_are_left_out_when_asked():
    factories.offer(name="here")
    factories.offer(name="gone", on_hand=0)
    assert names(shelf.listing()) == ["gone", "here"]
    assert names(shelf.listing(in_stock=True)) == ["here"]


@pytest.mark.parametrize("order", shelf.ORDERS)
def test_pages_go_on_where_the_last_one_ended(order):
    farm = people.make_organisation()
    for price in (300, 100, 200, 100, 300):
        factories.offer(organisation_id=farm.id, name=f"{price}", price=price)
    whole = names(shelf.listing(order=order))
    word, pieces = "", []
    while True:
        page = shelf.listing(order=order, count=2, after=word)
        pieces += names(page)
        word = page.after
        if not word:
            break
    assert pieces == whole
    assert len(whole) == 5


def test_the_cheapest_comes_first_when_asked():
    for price in (300, 100, 200):
        factories.offer(name=f"{price}", price=price)
    assert names(shelf.listing(order="cheapest")) == ["100", "200", "300"]


@pytest.mark.parametrize("word", ["nonsense", "e30", "WzEsMl0", "W1tdXQ"])
def test_a_page_we_never_gave_out_is_refused(word):
    with pytest.raises(errors.PageUnknown):
        shelf.listing(after=word)


def test_a_photo_has_an_address_in_each_size():
    made = factories.offer()
    key = "0199d1f0-0000-7000-8000-000000000000"
    Photo.objects.create(
        product_id=made.product_id, position=1, key=f"photos/{key}", width=1, height=1, added_at=made.changed_at
    )
    assert offer(offer_id=made.offer_id).photo == f"/catalog/photos/{key}/small"
