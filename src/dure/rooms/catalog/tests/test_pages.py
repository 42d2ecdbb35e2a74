"""A seller's pages: listing in three taps, changing many, stock, lists; and nobody else's."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dure.kernel.ids import new_id
from dure.rooms.catalog import factories
from dure.rooms.catalog.models import BulkAct, Level, Location, Offer, Photo, ProduceImport, Product
from dure.rooms.catalog.services import products
from dure.rooms.catalog.tests.conftest import apples, five_kilos, make_farm
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser(farm, client):
    """The farm's owner at his telephone."""
    client.force_login(people.sign_in_of(people.person_of(farm.by.person_id)))
    return client


@pytest.fixture
def made(farm) -> Offer:
    return products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])[0]


def at(farm, name: str, *more: object) -> str:
    return reverse(f"catalog:{name}", args=[farm.organisation_id, *more])


def jpeg() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (80, 60), (200, 30, 30)).save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue(), "image/jpeg")


def once(**fields):
    return {**fields, "idempotency_key": str(new_id())}


def test_a_photo_a_kind_and_a_price_are_enough(farm, browser):
    page = browser.post(at(farm, "new_product"), once(photos=[jpeg()], kind="apple", price="32,000원"))
    assert page.status_code == 302
    offer, photo = Offer.objects.get(), Photo.objects.get()
    assert (offer.price, Level.objects.get().on_hand, photo.product_id) == (32_000, 10, offer.product_id)
    shown = browser.get(reverse("catalog:photo", args=[photo.key.removeprefix("photos/"), "small"]))
    assert shown["Content-Type"] == "image/webp"
    b"".join(shown.streaming_content)
    best = browser.get(shown.request["PATH_INFO"], headers={"accept": "image/avif,image/webp"})
    b"".join(best.streaming_content)
    assert best["Content-Type"] == "image/avif"
    assert "Accept" in best["Vary"].split(", ")


def test_the_second_time_a_kind_alone_is_enough(farm, browser, made):
    browser.post(at(farm, "new_product"), once(kind="apple"))
    again = Offer.objects.exclude(offer_id=made.offer_id).get()
    assert (again.price, again.currency) == (30_000, "KRW")


def test_own_words_name_the_kind_and_the_product(farm, browser):
    browser.post(at(farm, "new_product"), once(kind_text="해남 꿀고구마", price="15000", size="3kg", count="4"))
    product = Product.objects.get()
    assert (product.kind_id, product.name) == ("sweet-potato", "해남 꿀고구마")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": "1000"}, "kind_text"),
        ({"kind": "potato"}, "price"),
        ({"kind_text": "달돌", "price": "1000"}, "kind_text"),
        ({"kind": "apple", "price": "cheap"}, "price"),
        ({"kind": "apple", "price": "1000", "size": "an armful"}, "size"),
        ({"kind": "apple", "price": "1000", "count": "-1"}, "count"),
        (
            {"kind": "apple", "price": "1000", "opens_at": "2026-11-02T00:00", "closes_at": "2026-11-01T00:00"},
            "closes_at",
        ),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_listed(farm, browser, fields, field):
    page = browser.post(at(farm, "new_product"), once(**fields))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Product.objects.exists()


def test_a_photo_that_is_none_is_refused_and_nothing_is_listed(farm, browser):
    letter = SimpleUploadedFile("photo.jpg", b"dear all", "image/jpeg")
    page = browser.post(at(farm, "new_product"), once(photos=[letter], kind="apple", price="1000"))
    assert page.status_code == 422
    assert not Product.objects.exists()


def test_a_form_sent_twice_lists_once(farm, browser):
    fields = once(kind="apple", price="1000")
    for _ in range(2):
        browser.post(at(farm, "new_product"), fields)
    assert Product.objects.count() == 1


def test_every_page_opens_and_takes_its_form(farm, browser, made):
    level, product = made.level_id, made.product_id
    for name, more in (
        ("own_products", []), ("new_product", []), ("product", [product]), ("product_words", [product]),
        ("new_size", [product]), ("offer_terms", [made.offer_id]), ("new_offer", [level]), ("stock", []),
        ("level", [level]), ("own_locations", []), ("own_imports", []), ("import_sample", ["csv"]),
        ("import_sample", ["xlsx"]),
    ):  # fmt: skip
        assert browser.get(at(farm, name, *more)).status_code == 200, name
    assert browser.get(at(farm, "import_sample", "exe")).status_code == 404


def test_prices_words_and_photos_change_on_the_products_page(farm, browser, made):
    browser.post(at(farm, "offer_price", made.offer_id), {"price": "2만5천원", "seen": "30000"})
    assert Offer.objects.get().price == 25_000
    browser.post(at(farm, "offer_price", made.offer_id), {"price": "soon", "seen": "25000"})
    assert Offer.objects.get().price == 25_000
    browser.post(at(farm, "product_words", made.product_id), {"name": "꿀사과", "kind_text": "사과"})
    assert Product.objects.get().name == "꿀사과"
    browser.post(at(farm, "product_photos", made.product_id), once(photo=jpeg()))
    browser.post(at(farm, "product_photos", made.product_id), once(photo=jpeg()))
    second = Photo.objects.last()
    browser.post(at(farm, "photo_change", second.id), {"act": "first"})
    assert Photo.objects.first() == second
    browser.post(at(farm, "photo_change", second.id), {"act": "remove"})
    assert Photo.objects.count() == 1


def test_offers_and_products_pause_resume_and_end(farm, browser, made):
    for act, status in (("pause", "paused"), ("resume", "open"), ("end", "ended")):
        browser.post(at(farm, "offer_status", made.offer_id), {"act": act})
        assert Offer.objects.get().status == status
    for act, status in (("pause", "paused"), ("resume", "listed"), ("withdraw", "withdrawn")):
        browser.post(at(farm, "product_status", made.product_id), {"act": act})
        assert Product.objects.get().status == status
    assert browser.get(at(farm, "product", made.product_id)).status_code == 200


def test_terms_and_further_channels_and_sizes(farm, browser, made):
    fields = {"price": "9000", "per_buyer_limit": "2", "closes_at": "2099-01-01T10:00", "version": "1"}
    browser.post(at(farm, "offer_terms", made.offer_id), fields)
    assert Offer.objects.get().per_buyer_limit == 2
    assert browser.post(at(farm, "offer_terms", made.offer_id), fields).status_code == 409
    browser.post(at(farm, "new_offer", made.level_id), once(channel="street", price="8000"))
    assert Offer.objects.filter(channel="street", level_id=made.level_id).count() == 1
    browser.post(at(farm, "new_size", made.product_id), once(size="10kg", price="50000", count="2"))
    assert Offer.objects.count() == 3


def test_many_change_at_once_and_back(farm, browser, made):
    browser.post(at(farm, "bulk_change"), once(act="price", percent="-50", offer=[made.offer_id]))
    assert Offer.objects.get().price == 15_000
    act = BulkAct.objects.get()
    assert browser.get(at(farm, "own_products")).context["latest_act"] == act
    browser.post(at(farm, "bulk_undoing", act.id))
    assert Offer.objects.get().price == 30_000
    for fields in ({"act": "price"}, {"act": "restock", "count": "x"}, {"act": "fly"}):
        browser.post(at(farm, "bulk_change"), once(offer=[made.offer_id], **fields))
    assert BulkAct.objects.count() == 1
    assert browser.post(at(farm, "bulk_change"), once(act="pause")).status_code == 422


def test_stock_is_received_counted_moved_and_written_off(farm, browser, made):
    browser.post(at(farm, "own_locations"), once(name="마을회관", kind="hall"))
    hall = Location.objects.get(name="마을회관")
    page = at(farm, "level", made.level_id)
    browser.post(page, once(act="receive", count="5"))
    browser.post(page, once(act="count", found="12", seen="15"))
    browser.post(page, once(act="transfer", count="2", location_id=str(hall.id)))
    browser.post(page, once(act="write_off", count="1", reason="얼었음"))
    assert sorted(Level.objects.values_list("on_hand", flat=True)) == [2, 9]
    assert browser.post(page, once(act="write_off", count="1", reason="")).status_code == 422
    assert browser.post(at(farm, "location_closing", hall.id)).status_code == 409


def test_a_list_is_looked_at_brought_in_and_taken_back(farm, browser):
    table = SimpleUploadedFile("목록.csv", "품명,가격,규격,수량\n사과,1000,5kg,3\n달돌,1000,5kg,3\n".encode())
    page = browser.post(at(farm, "own_imports"), once(file=table), follow=True)
    uploaded = ProduceImport.objects.get()
    assert (len(page.context["good"]), len(page.context["wrong"])) == (1, 1)
    assert browser.post(at(farm, "import_bringing_in", uploaded.id), once()).status_code == 422
    browser.post(at(farm, "import_bringing_in", uploaded.id), once(skips_wrong="1"))
    assert Offer.objects.count() == 1
    assert browser.get(at(farm, "produce_import", uploaded.id)).status_code == 200
    browser.post(at(farm, "import_undoing", uploaded.id))
    assert Offer.objects.get().status == "ended"


def test_strangers_and_other_sellers_see_nothing(farm, made, client):
    other = make_farm()
    client.force_login(people.sign_in_of(people.person_of(other.by.person_id)))
    for name, more in (("own_products", []), ("product", [made.product_id]), ("stock", [])):
        assert client.get(at(farm, name, *more)).status_code in {403, 404}
    assert client.get(at(other, "product", made.product_id)).status_code == 404
    assert client.get(at(other, "level", made.level_id)).status_code == 404
    assert client.get(at(other, "offer_terms", made.offer_id)).status_code == 404
    assert client.post(at(other, "offer_price", made.offer_id), {"price": "1", "seen": "30000"}).status_code == 404


def test_pages_of_three_hundred_offers_take_as_many_queries_as_of_three(farm, browser, query_count):
    for _ in range(3):
        factories.offer(organisation_id=farm.organisation_id)
    pages = [at(farm, "own_products"), at(farm, "stock")]
    for page in pages:
        browser.get(page)
    few = [query_count(lambda page=page: browser.get(page)) for page in pages]
    for _ in range(47):
        factories.offer(organisation_id=farm.organisation_id)
    assert [query_count(lambda page=page: browser.get(page)) for page in pages] == few


def test_what_is_listed_most_is_chosen_at_first_but_a_name_of_something_else_wins(browser, farm):
    browser.post(at(farm, "new_product"), once(kind="apple", price="32,000원"))
    page = browser.get(at(farm, "new_product"))
    assert '<input type="hidden" name="guessed" value="apple">' in page.content.decode()
    browser.post(at(farm, "new_product"), once(kind="apple", guessed="apple", name="햇감자", price="9000"))
    assert set(Product.objects.values_list("kind_id", flat=True)) == {"apple", "potato"}


def test_a_shop_is_closed_and_opened_again_by_one_tap_each(browser, farm):
    browser.post(at(farm, "new_product"), once(kind="apple", price="32,000원"))
    browser.post(at(farm, "holiday"))
    assert Offer.objects.get().status == "paused"
    act = BulkAct.objects.get()
    assert f"bulk/{act.id}/undoing/" in browser.get(at(farm, "own_products")).content.decode()
    browser.post(at(farm, "bulk_undoing", act.id))
    assert Offer.objects.get().status == "open"
