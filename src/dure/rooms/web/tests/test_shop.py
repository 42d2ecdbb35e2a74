"""Looking around: narrowing down, order, going on, searching, suggestions, and what is said when nothing fits."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.catalog.services.search import index_products
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.web.tests.conftest import Look, farm, sell, sell_many

SHOP, SEARCH, KINDS = reverse("web:shop"), reverse("web:search"), reverse("web:kinds")


def test_shows_what_is_for_sale_with_price_and_unit_price_and_who(look: Look) -> None:
    sell(seller=farm("Dawn Farm"), name="Red apples", size="5 kg", price=30_000)

    page = look(SHOP)

    for said in ("Red apples 5 kg", "₩30,000", "₩600 for 100 g", "Dawn Farm"):
        assert said in page


def test_what_is_booked_says_its_whole_price_and_the_deposit_beside_it(look: Look) -> None:
    car = sell(name="Old tractor", price=500_000)
    draft = TermsDraft(full_minor=12_000_000, back_until=clock.today() + timedelta(days=9), next_words="Drive it.")
    set_booking_terms(by=HOUSE, organisation_id=car.organisation_id, offer_id=car.offer_id, draft=draft)

    for page in (look(SHOP), look(f"{SEARCH}?q=tractor")):
        assert '<span class="price__now">₩12,000,000</span>' in page
        assert '<span class="price__unit">deposit ₩500,000</span>' in page
    assert "예약금 500,000원" in look(SHOP, **{"Accept-Language": "ko"})
    assert "定金 500,000韩元" in look(SHOP, **{"Accept-Language": "zh-hans"})


def test_writes_as_the_reader_does(look: Look) -> None:
    sell(name="햇사과", size="5 kg", price=30_000)

    assert "100g당 600원" in look(SHOP, **{"Accept-Language": "ko"})
    assert "每100克 600韩元" in look(SHOP, **{"Accept-Language": "zh-hans"})


def test_narrows_down_by_price_and_stock(look: Look) -> None:
    sell(name="Dear apples", price=90_000)
    sell(name="Cheap apples", price=9_000)
    sell(name="Gone apples", price=9_000, on_hand=0)

    cheap = look(f"{SHOP}?high=1만원&currency=KRW&in_stock=on")
    assert "Cheap apples" in cheap
    assert "Dear apples" not in cheap
    assert "Gone apples" not in cheap
    assert "Show all again" in cheap


def test_what_cannot_be_read_counts_as_not_asked(look: Look) -> None:
    sell(name="Red apples")

    for words in ("low=abc", "high=-5", "currency=ZZZ", "region=nowhere", "order=chaos", "start=-1", "start=1e9"):
        assert "Red apples" in look(f"{SHOP}?{words}"), words


def test_a_kind_shows_all_that_is_of_it_or_below_it(look: Look) -> None:
    load_kinds()
    sell(name="Red apples", kind_code="apple")
    sell(name="White radish", kind_code="radish")

    page = look(f"{SHOP}?kind=fruit")

    assert "Red apples" in page
    assert "White radish" not in page
    assert "Apples" in look(KINDS)


def test_an_unknown_kind_is_not_there(client: Client, db: None) -> None:
    load_kinds()

    assert client.get(f"{SHOP}?kind=unicorn").status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}


def test_goes_on_by_link_and_by_htmx(look: Look) -> None:
    seller = farm()
    offers = [catalog.offer(organisation_id=seller, name=f"Crate {number:02}") for number in range(30)]
    index_products(product_ids=[offer.product_id for offer in offers])

    first, second = look(f"{SHOP}?order=new"), look(f"{SHOP}?order=new&start=24")
    stretch = look(f"{SHOP}?order=new&start=24", **{"HX-Request": "true"})

    assert first.count("product-card__name") == 24
    assert "start=24" in first
    assert second.count("product-card__name") == stretch.count("product-card__name") == 6
    assert "<html" not in stretch
    assert "start=48" not in second


def test_finds_in_any_language_and_says_what_was_meant(look: Look) -> None:
    load_kinds()
    sell(name="부사", kind_code="apple")

    assert "부사" in look(f"{SEARCH}?q=苹果")
    nearly = look(f"{SEARCH}?q=appel")
    assert "부사" in nearly
    assert "Did you mean" in nearly


def test_says_when_nothing_fits_and_what_else_there_is(look: Look) -> None:
    sell(name="Red apples")

    page = look(f"{SEARCH}?q=motorcycle")

    assert "Nothing found for “motorcycle”" in page
    assert "Red apples" in page
    assert 'content="noindex"' in page


def test_what_is_typed_is_shown_harmless(look: Look) -> None:
    page = look(f"{SEARCH}?q=<script>alert(1)</script>")

    assert "<script>alert" not in page


def test_suggests_while_one_types(look: Look) -> None:
    load_kinds()
    sell(name="부사", kind_code="apple")

    assert "Apples" in look(f"{reverse('web:suggestions')}?q=app")
    assert "사과" in look(f"{reverse('web:suggestions')}?q=사ㄱ", **{"Accept-Language": "ko"})
    assert "<li>" not in look(f"{reverse('web:suggestions')}?q=")


def test_an_empty_shop_says_so(look: Look) -> None:
    assert "Nothing here just now" in look(SHOP)
    assert "Nothing here just now" in look(KINDS)


def test_asks_as_often_for_many_as_for_few(look: Look, same_query_count: Callable[..., None]) -> None:
    def visit() -> None:
        for address in (SHOP, f"{SHOP}?order=cheap&in_stock=on", f"{SEARCH}?q=apples", KINDS):
            look(address)

    same_query_count(make=sell_many, visit=visit)


def test_low_data_shows_no_photo(client: Client, db: None) -> None:
    sell(name="Red apples")

    page = client.get(SHOP, headers={"Save-Data": "on"}).content.decode()

    assert "<img" not in page.partition("<main")[2]


def test_sizes_of_a_product_are_one_card_from_the_cheapest(look: Look) -> None:
    first = sell(name="Red apples", size="3 kg", price=20_000)
    product = catalog.product_of(first)
    for size, price, left in (("5 kg", 30_000, 4), ("10 kg", 55_000, 1), ("1 kg", 8_000, 0)):
        catalog.offer(organisation_id=product.organisation_id, of=product, size=size, price=price, on_hand=left)

    page = look(SHOP)

    assert page.count("Red apples") == 1
    assert "from ₩20,000" in page
    assert "3 sizes" in page
    assert "₩20,000부터" not in page
    for language, from_price, sizes in (("ko", "20,000원부터", "크기 3가지"), ("zh-hans", "20,000韩元起", "3种规格")):
        there = look(SHOP, **{"Accept-Language": language})
        assert from_price in there
        assert sizes in there


def test_sizes_of_one_price_are_not_from_it(look: Look) -> None:
    first = sell(name="Red apples", size="3 kg", price=20_000)
    product = catalog.product_of(first)
    catalog.offer(organisation_id=product.organisation_id, of=product, size="5 kg", price=20_000)

    page = look(SHOP)

    assert "2 sizes" in page
    assert "from ₩" not in page


def test_thirty_new_offers_of_one_seller_do_not_fill_the_page(look: Look) -> None:
    for number in range(5):
        sell(seller=farm(f"Farm {number}"), name=f"Plums {number}")
    sell_many(30, seller=farm("Busy Farm"))

    page = look(f"{SHOP}?order=new")

    assert all(f"Farm {number}" in page for number in range(5))
    assert "Busy Farm" in page
    further = look(f"{SHOP}?order=new&start=24")
    assert "Busy Farm" in further
    assert "Plums" not in further
