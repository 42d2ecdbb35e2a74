"""Offers change only as the one who changes them has seen them; many at once, and back again."""

from datetime import timedelta

import pytest
from django.db import transaction

from dure.kernel import clock
from dure.kernel.money import Money, OtherCurrency
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import BulkAct, Level, Offer, Product
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.services import bulk, offers, products, stock
from dure.rooms.catalog.tests.conftest import apples, five_kilos

pytestmark = pytest.mark.django_db


def won(amount: int) -> Money:
    return Money(amount, "KRW")


@pytest.fixture
def made(farm) -> Offer:
    """One offer of ten boxes."""
    return products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])[0]


@pytest.fixture
def three(farm) -> list[Offer]:
    """Three offers at 100, 200 and 333 won."""
    return [
        products.list_product(**farm.own, draft=apples(name=f"{price}"), sizes=[five_kilos(price=price)])[0]
        for price in (100, 200, 333)
    ]


def now(offer: Offer) -> Offer:
    return Offer.objects.get(offer_id=offer.offer_id)


def prices(found: list[Offer]) -> list[int]:
    return [now(each).price for each in found]


def test_a_price_changes_for_who_saw_the_old_one(farm, made):
    offers.change_price(**farm.own, offer_id=made.offer_id, price=won(25_000), seen=won(30_000))
    assert (now(made).price, now(made).version) == (25_000, 2)
    with pytest.raises(errors.PriceChangedMeanwhile):
        offers.change_price(**farm.own, offer_id=made.offer_id, price=won(20_000), seen=won(30_000))
    assert now(made).price == 25_000


def test_the_same_price_asked_for_twice_is_set_once(farm, made):
    for _ in range(2):
        offers.change_price(**farm.own, offer_id=made.offer_id, price=won(25_000), seen=won(30_000))
    assert now(made).version == 2


@pytest.mark.parametrize(
    ("price", "reason"), [(Money(100, "USD"), OtherCurrency), (won(0), errors.PriceWrong), (won(-1), errors.PriceWrong)]
)
def test_a_wrong_price_is_refused(farm, made, price, reason):
    with pytest.raises(reason):
        offers.change_price(**farm.own, offer_id=made.offer_id, price=price, seen=won(30_000))
    assert now(made).price == 30_000


def test_terms_change_together_by_version(farm, made):
    window = Terms(price=won(9_000), per_buyer_limit=2, opens_at=clock.now(), closes_at=clock.now() + timedelta(days=1))
    offers.change_terms(**farm.own, offer_id=made.offer_id, terms=window, version=1)
    assert (now(made).price, now(made).per_buyer_limit, now(made).closes_at) == (9_000, 2, window.closes_at)
    with pytest.raises(errors.TermsChangedMeanwhile):
        offers.change_terms(**farm.own, offer_id=made.offer_id, terms=window, version=1)


def test_an_offer_pauses_goes_on_and_ends_for_good(farm, made):
    which = {**farm.own, "offer_id": made.offer_id}
    offers.pause_offer(**which)
    assert now(made).status == "paused"
    offers.resume_offer(**which)
    assert now(made).status == "open"
    offers.end_offer(**which)
    offers.end_offer(**which)
    assert now(made).status == "ended"
    for verb in (offers.pause_offer, offers.resume_offer):
        with pytest.raises(errors.OfferOver):
            verb(**which)


def test_resuming_an_offer_puts_its_paused_product_on_sale(farm, made):
    products.pause_product(**farm.own, product_id=made.product_id)
    offers.resume_offer(**farm.own, offer_id=made.offer_id)
    assert Product.objects.get(id=made.product_id).status == "listed"


def test_what_is_offered_in_a_channel_is_not_offered_there_again(farm, made):
    which = {**farm.own, "level_id": made.level_id, "terms": Terms(price=won(28_000))}
    live = offers.make_offer(**which, channel="live")
    assert live.level_id == made.level_id
    with pytest.raises(errors.AlreadyOffered):
        offers.make_offer(**which, channel="live")
    offers.end_offer(**farm.own, offer_id=live.offer_id)
    assert offers.make_offer(**which, channel="live").offer_id != live.offer_id


def test_another_seller_changes_nothing_of_mine(other_farm, made):
    with pytest.raises(errors.OfferUnknown):
        offers.change_price(**other_farm.own, offer_id=made.offer_id, price=won(1), seen=won(30_000))
    with pytest.raises(errors.NothingChosen):
        bulk.pause_many(**other_farm.own, offer_ids=[made.offer_id])
    with pytest.raises(errors.LevelUnknown):
        offers.make_offer(**other_farm.own, level_id=made.level_id, channel="live", terms=Terms(price=won(1)))
    assert (now(made).price, now(made).status) == (30_000, "open")


def test_many_prices_change_and_come_back(farm, three):
    act = bulk.change_prices(**farm.own, offer_ids=[each.offer_id for each in three], percent=-10)
    assert prices(three) == [90, 180, 300]
    offers.change_price(**farm.own, offer_id=three[0].offer_id, price=won(95), seen=won(90))
    assert bulk.take_back(**farm.own, act_id=act.id) == 2
    assert prices(three) == [95, 200, 333]
    with pytest.raises(errors.AlreadyTakenBack):
        bulk.take_back(**farm.own, act_id=act.id)


def test_a_price_never_falls_below_the_smallest_coin(farm, three):
    bulk.change_prices(**farm.own, offer_ids=[three[0].offer_id], percent=-90)
    bulk.change_prices(**farm.own, offer_ids=[three[0].offer_id], percent=-90)
    bulk.change_prices(**farm.own, offer_ids=[three[0].offer_id], percent=-90)
    assert prices(three)[0] == 1


@pytest.mark.parametrize("percent", [-91, 301])
def test_an_absurd_change_of_prices_is_refused(farm, three, percent):
    with pytest.raises(errors.PriceWrong):
        bulk.change_prices(**farm.own, offer_ids=[each.offer_id for each in three], percent=percent)
    assert not BulkAct.objects.exists()


def test_many_pause_and_come_back_but_not_what_has_changed_since(farm, three):
    act = bulk.pause_many(**farm.own, offer_ids=[each.offer_id for each in three])
    assert {now(each).status for each in three} == {"paused"}
    offers.end_offer(**farm.own, offer_id=three[2].offer_id)
    assert bulk.take_back(**farm.own, act_id=act.id) == 2
    assert [now(each).status for each in three] == ["open", "open", "ended"]


def test_many_are_put_on_sale_again(farm, three):
    numbers = [each.offer_id for each in three]
    bulk.pause_many(**farm.own, offer_ids=numbers)
    with pytest.raises(errors.NothingChosen):
        bulk.pause_many(**farm.own, offer_ids=numbers)
    bulk.resume_many(**farm.own, offer_ids=numbers)
    assert {now(each).status for each in three} == {"open"}


def test_many_are_restocked_and_only_what_is_still_free_goes_back(farm, three):
    act = bulk.restock_many(**farm.own, offer_ids=[each.offer_id for each in three], count=5)
    levels = [Level.objects.get(level_id=each.level_id) for each in three]
    assert [level.on_hand for level in levels] == [15] * 3
    stock.reserve(counts={levels[0].level_id: 12})
    assert bulk.take_back(**farm.own, act_id=act.id) == 2
    assert [Level.objects.get(level_id=level.level_id).on_hand for level in levels] == [15, 10, 10]


def test_nothing_to_take_back_is_said_so_and_stays_to_be_tried(farm, three):
    act = bulk.restock_many(**farm.own, offer_ids=[three[0].offer_id], count=5)
    stock.reserve(counts={three[0].level_id: 15})
    with pytest.raises(errors.NothingToTakeBack):
        bulk.take_back(**farm.own, act_id=act.id)
    stock.release(counts={three[0].level_id: 15})
    assert bulk.take_back(**farm.own, act_id=act.id) == 1


def test_a_bulk_change_takes_as_many_queries_for_thirty_as_for_three(farm, query_count):
    with transaction.atomic():
        few = [factories.offer(organisation_id=farm.organisation_id).offer_id for _ in range(3)]
        many = [factories.offer(organisation_id=farm.organisation_id).offer_id for _ in range(30)]
    counted = query_count(lambda: bulk.change_prices(**farm.own, offer_ids=few, percent=5))
    assert query_count(lambda: bulk.change_prices(**farm.own, offer_ids=many, percent=5)) == counted


def test_a_shop_closes_for_a_while_and_opens_again_as_it_was(farm, three):
    offers.pause_offer(**farm.own, offer_id=three[0].offer_id)
    act = bulk.close_for_a_while(**farm.own)
    assert mine.holiday(organisation_id=farm.organisation_id) == act
    assert [now(offer).status for offer in three] == ["paused"] * 3
    with pytest.raises(errors.NothingChosen):
        bulk.close_for_a_while(**farm.own)
    assert bulk.take_back(**farm.own, act_id=act.id) == 2
    assert [now(offer).status for offer in three] == ["paused", "open", "open"]
    assert mine.holiday(organisation_id=farm.organisation_id) is None
