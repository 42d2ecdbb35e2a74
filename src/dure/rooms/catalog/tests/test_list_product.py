"""Listing: a product, its size, its stock and its offer in one go; nothing is left of what is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from dure.events.catalog import OfferEnded, OfferPublished
from dure.events.merchants import MerchantApproved, MerchantSuspended
from dure.kernel import clock, pictures
from dure.kernel.errors import NotFound
from dure.kernel.money import Money, OtherCurrency
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors, reactions
from dure.rooms.catalog.drafts import LotDraft, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.licence_subjects import licence_subject
from dure.rooms.catalog.models import Level, Offer, Photo, Product, StockMove
from dure.rooms.catalog.queries.offers import offer
from dure.rooms.catalog.services import products
from dure.rooms.catalog.tests.conftest import apples, five_kilos, make_farm
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.trust.errors import BannedTrade, LicenceNeeded
from dure.rooms.trust.services import verifications

pytestmark = pytest.mark.django_db


def picture() -> pictures.Picture:
    file = BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(file, "JPEG")
    return pictures.prepare(BytesIO(file.getvalue()))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_what_is_listed_can_be_bought_at_once(farm, announced):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos(count=8)], photos=[picture()])
    seen = offer(offer_id=made.offer_id)
    assert (seen.name, seen.free, seen.price, seen.is_open) == ("Red apples", 8, Money(30_000, "KRW"), True)
    assert seen.photo
    assert announced(OfferPublished).offer_id == str(made.offer_id)
    assert [move.change for move in StockMove.objects.filter(level_id=made.level_id)] == [8]


def test_a_product_without_a_name_is_called_as_its_kind_in_every_language(farm):
    draft = ProductDraft(kind_code="garlic")
    with translation.override("ko"):
        (made,) = products.list_product(**farm.own, draft=draft, sizes=[five_kilos()])
    product = Product.objects.get(id=made.product_id)
    assert (product.name, product.name_ko, product.name_zh, product.name_en) == ("마늘", "마늘", "大蒜", "Garlic")


def test_one_stock_stands_behind_every_channel(farm):
    offers = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos(channels=("shop", "live", "street"))])
    assert len({made.level_id for made in offers}) == 1
    assert {made.channel for made in offers} == {"shop", "live", "street"}


def test_several_sizes_have_a_stock_each(farm):
    sizes = [five_kilos(), five_kilos(size=Quantity.of(10, "kg"), count=3)]
    offers = products.list_product(**farm.own, draft=apples(), sizes=sizes)
    assert sorted(Level.objects.get(level_id=each.level_id).on_hand for each in offers) == [3, 10]


def test_a_seller_not_approved_yet_lists_out_of_the_publics_sight(announced):
    waiting = make_farm(is_approved=False)
    (made,) = products.list_product(**waiting.own, draft=apples(), sizes=[five_kilos()])
    assert not offer(offer_id=made.offer_id).is_open
    assert announced(OfferPublished) is None
    reactions.show_to_the_public(MerchantApproved(organisation_id=str(waiting.organisation_id)))
    assert offer(offer_id=made.offer_id).is_open
    assert announced(OfferPublished).offer_id == str(made.offer_id)
    reactions.hide_from_the_public(MerchantSuspended(organisation_id=str(waiting.organisation_id)))
    assert not offer(offer_id=made.offer_id).is_open
    assert announced(OfferEnded).is_final is False


@pytest.mark.parametrize("words", [{"name": "호랑이뼈 술"}, {"name": "사과", "story": "상아 도장을 드려요"}])
def test_a_banned_trade_is_refused_with_its_rule_and_source(farm, trace, words):
    before = trace()
    with pytest.raises(BannedTrade) as refused:
        products.list_product(**farm.own, draft=apples(**words), sizes=[five_kilos()])
    assert refused.value.facts["source"]
    assert trace() == before


def test_what_needs_a_licence_is_refused_until_trust_has_seen_it(farm, trace):
    before = trace()
    wine = ProductDraft(kind_code="traditional-liquor")
    with pytest.raises(LicenceNeeded):
        products.list_product(**farm.own, draft=apples(name="막걸리"), sizes=[five_kilos()])
    with pytest.raises(errors.KindNeedsLicence):
        products.list_product(**farm.own, draft=wine, sizes=[five_kilos()])
    assert trace() == before
    subject = licence_subject(organisation_id=farm.organisation_id, licence="alcohol")
    asked = verifications.ask(by=farm.by, subject=subject, organisation_id=farm.organisation_id)
    verifications.decide(by=merchants.staff_actor(), verification_id=asked.id, outcome="approved", reason="seen")
    assert products.list_product(**farm.own, draft=wine, sizes=[five_kilos()])


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (five_kilos(count=-1), errors.CountWrong),
        (five_kilos(count=1_000_001), errors.CountWrong),
        (five_kilos(price=0), errors.PriceWrong),
        (five_kilos(price=-5), errors.PriceWrong),
        (five_kilos(price=10**13), errors.PriceWrong),
        (five_kilos(per_buyer_limit=0), errors.CountWrong),
        (five_kilos(channels=("shop", "shop")), errors.AlreadyOffered),
        (SizeDraft(size=Quantity.of(5, "kg"), count=1, terms=Terms(price=Money(100, "CNY"))), OtherCurrency),
        (SizeDraft(size=Quantity(0, "kg"), count=1, terms=Terms(price=Money(100, "KRW"))), errors.CountWrong),
    ],
)
def test_wrong_numbers_are_refused_and_leave_nothing(farm, trace, size, reason):
    before = trace()
    with pytest.raises(reason):
        products.list_product(**farm.own, draft=apples(), sizes=[size])
    assert trace() == before


def test_a_window_that_closes_before_it_opens_is_refused(farm, trace):
    before, now = trace(), clock.now()
    size = five_kilos(opens_at=now, closes_at=now - timedelta(hours=1))
    with pytest.raises(errors.DatesWrong):
        products.list_product(**farm.own, draft=apples(), sizes=[size])
    assert trace() == before


def test_a_lot_past_its_day_or_spoilt_before_harvest_is_refused(farm, trace):
    before, today = trace(), clock.today()
    past = LotDraft(best_before=today - timedelta(days=1))
    unripe = LotDraft(harvested_on=today + timedelta(days=9), best_before=today)
    for lot, reason in ((past, errors.LotExpired), (unripe, errors.DatesWrong)):
        with pytest.raises(reason):
            products.list_product(**farm.own, draft=apples(), sizes=[five_kilos(lot=lot)])
    assert trace() == before


def test_outsiders_and_those_not_set_up_list_nothing(farm, trace):
    before = trace()
    stranger = people.actor_of(people.make_person())
    with pytest.raises(NotFound):
        products.list_product(by=stranger, organisation_id=farm.organisation_id, draft=apples(), sizes=[five_kilos()])
    founder = people.make_person()
    other = people.make_organisation(owner=founder)
    with pytest.raises(errors.SellingNotBegun):
        products.list_product(
            by=people.actor_of(founder, other), organisation_id=other.id, draft=apples(), sizes=[five_kilos()]
        )
    assert trace()[:9] == before[:9]


def test_an_unknown_kind_is_refused(farm):
    with pytest.raises(errors.KindUnknown):
        products.list_product(**farm.own, draft=ProductDraft(kind_code="moonstone"), sizes=[five_kilos()])


def test_words_are_changed_and_screened_again(farm):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    products.change_product(
        **farm.own, product_id=made.product_id, draft=apples(name="Sweet apples", allergens=("peach", "nonsense"))
    )
    product = Product.objects.get(id=made.product_id)
    assert (product.name, product.allergens) == ("Sweet apples", ["peach"])
    with pytest.raises(BannedTrade):
        products.change_product(**farm.own, product_id=made.product_id, draft=apples(name="웅담"))
    assert Product.objects.get(id=made.product_id).name == "Sweet apples"


def test_a_paused_product_sells_nothing_and_a_withdrawn_one_never_again(farm):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    which = {**farm.own, "product_id": made.product_id}
    products.pause_product(**which)
    assert not offer(offer_id=made.offer_id).is_open
    products.resume_product(**which)
    assert offer(offer_id=made.offer_id).is_open
    products.withdraw_product(**which)
    assert Offer.objects.get(offer_id=made.offer_id).status == "ended"
    for verb in (products.pause_product, products.resume_product):
        with pytest.raises(errors.ProductGone):
            verb(**which)


def test_another_seller_changes_nothing_of_mine(farm, other_farm):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    for verb in (products.pause_product, products.withdraw_product):
        with pytest.raises(errors.ProductUnknown):
            verb(**other_farm.own, product_id=made.product_id)
    assert offer(offer_id=made.offer_id).is_open


def test_photos_stand_in_order_and_go(farm, django_capture_on_commit_callbacks):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()], photos=[picture()])
    second = products.add_photo(**farm.own, product_id=made.product_id, picture=picture())
    products.show_first(**farm.own, photo_id=second.id)
    assert Photo.objects.filter(product_id=made.product_id).first() == second
    with django_capture_on_commit_callbacks(execute=True):
        products.remove_photo(**farm.own, photo_id=second.id)
    assert Photo.objects.filter(product_id=made.product_id).count() == 1
    with pytest.raises(pictures.PictureUnknown):
        pictures.picture_file(key=second.key, name="small.webp")


def test_an_eleventh_photo_is_refused(farm):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    shot = picture()
    for _ in range(products.PHOTOS_MAX):
        products.add_photo(**farm.own, product_id=made.product_id, picture=shot)
    with pytest.raises(errors.TooManyPhotos):
        products.add_photo(**farm.own, product_id=made.product_id, picture=shot)


def test_a_further_size_is_added(farm):
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    (more,) = products.add_size(
        **farm.own, product_id=made.product_id, draft=five_kilos(size=Quantity.of(2, "kg"), price=13_000)
    )
    assert more.variant_id != made.variant_id
    with pytest.raises(errors.AlreadyOffered):
        products.add_size(**farm.own, product_id=made.product_id, draft=five_kilos())
