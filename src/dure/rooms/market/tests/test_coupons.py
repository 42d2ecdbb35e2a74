"""Coupons of a show: given to so many, one a person, and nobody else orders at their price."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, BoundedSemaphore

import pytest
from django.db import connections
from django.utils.translation import override

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.queries.listing import listing
from dure.rooms.catalog.queries.offers import offers_of_product
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer
from dure.rooms.market.errors import OfferClosed, OrderRefused
from dure.rooms.market.errors.bookings import OffersBeside
from dure.rooms.market.errors.coupons import (
    BarredFromShow,
    CouponMissing,
    CouponNotOfHost,
    CouponNumbersWrong,
    CouponOfBooking,
    CouponOver,
    CouponsGone,
    CouponTimeWrong,
    CouponTooLarge,
    CouponUnderWay,
    CouponUnknown,
)
from dure.rooms.market.models import BookingTerms, Coupon, Order, TakenCoupon
from dure.rooms.market.queries import checkouts
from dure.rooms.market.queries.coupons import coupons_of_show, my_coupons
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.quotes import bill_of
from dure.rooms.market.services import baskets, coupons, orders, placing
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.market.services.intake import place_orders
from dure.rooms.people import factories as people
from dure.rooms.stage.errors import NotTheHost, ShowNotLive, ShowOver
from dure.rooms.stage.queries.shows import run_sheet
from dure.rooms.stage.services import broadcasts, order

from .couponed import given, private, viewer, wanted

pytestmark = pytest.mark.django_db
TAKERS, COUPONS = 100, 12


def test_a_coupon_is_a_lower_price_over_the_same_stock():
    _host, show, offer, coupon = given()
    ana = viewer()

    coupons.take_coupon(by=ana, coupon_id=coupon.id)
    order = placing.place_order(by=ana, request=wanted(coupon, ana))

    assert (order.total, private(coupon).level_id) == (9_000, offer.level_id)
    assert catalog.shelf_of(offer).reserved == 1
    [line] = run_sheet(show=show)
    assert line.key == f"offer:{coupon.offer_id}"
    told = {name: line.facts[name] for name in ("kind", "price_minor", "was_minor", "left", "total", "limit")}
    assert told == {"kind": "coupon", "price_minor": 9_000, "was_minor": 12_000, "left": 2, "total": 2, "limit": 1}


def test_whoever_has_it_keeps_it():
    *_rest, coupon = given()
    ana = viewer()

    first, second = (coupons.take_coupon(by=ana, coupon_id=coupon.id) for _ in range(2))

    coupon.refresh_from_db()
    assert (first, coupon.given) == (second, 1)


def refusals_of_taking():
    def used_up(_host, _show, coupon, _by):
        for _ in range(2):
            coupons.take_coupon(by=viewer(), coupon_id=coupon.id)

    def over(_host, _show, coupon, _by):
        Coupon.objects.filter(id=coupon.id).update(until=clock.now())

    def withdrawn(host, _show, coupon, _by):
        coupons.withdraw_coupon(by=host, coupon_id=coupon.id)

    def ended(host, show, _coupon, _by):
        broadcasts.end_show(by=host, show_id=show.id)

    def banned(host, show, _coupon, by):
        order.ban(by=host, show_id=show.id, person_id=by.person_id)

    return [
        (used_up, CouponsGone), (over, CouponOver), (withdrawn, CouponOver), (ended, ShowNotLive),
        (banned, BarredFromShow),
    ]  # fmt: skip


@pytest.mark.parametrize(("happened", "refusal"), refusals_of_taking())
def test_what_stands_in_the_way_of_taking(happened, refusal):
    host, show, _offer, coupon = given()
    ana = viewer()
    happened(host, show, coupon, ana)
    before = TakenCoupon.objects.count()

    with pytest.raises(refusal):
        coupons.take_coupon(by=ana, coupon_id=coupon.id)

    coupon.refresh_from_db()
    assert TakenCoupon.objects.count() == before == coupon.given


def test_a_stranger_signs_in_first_and_an_unknown_coupon_is_unknown():
    *_rest, coupon = given()

    with pytest.raises(NotSignedIn):
        coupons.take_coupon(by=STRANGER, coupon_id=coupon.id)
    with pytest.raises(CouponUnknown):
        coupons.take_coupon(by=viewer(), coupon_id=people.make_person().id)

    assert not TakenCoupon.objects.exists()


def test_before_the_show_is_on_air_nobody_takes_one():
    *_rest, coupon = given(live=False)

    with pytest.raises(ShowNotLive):
        coupons.take_coupon(by=viewer(), coupon_id=coupon.id)

    assert not TakenCoupon.objects.exists()


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"off_minor": 12_000}, CouponTooLarge),
        ({"off_minor": 0}, CouponTooLarge),
        ({"count": 0}, CouponNumbersWrong),
        ({"per_person": 0}, CouponNumbersWrong),
        ({"until": clock.now() - timedelta(minutes=1)}, CouponTimeWrong),
        ({"until": clock.now() + timedelta(days=40)}, CouponTimeWrong),
    ],
)
def test_a_coupon_that_cannot_be(terms, refusal):
    with pytest.raises(refusal):
        given(**terms)

    assert not Coupon.objects.exists()


def test_only_the_host_gives_coupons_for_its_own_open_goods():
    host, show, offer, coupon = given()
    soon = clock.now() + timedelta(hours=1)
    other = factories.offer()
    terms = {"show_id": show.id, "off_minor": 1_000, "count": 1, "until": soon}

    with pytest.raises(NotTheHost):
        coupons.offer_coupon(by=viewer(), offer_id=offer.offer_id, **terms)
    with pytest.raises(CouponNotOfHost):
        coupons.offer_coupon(by=host, offer_id=other.offer_id, **terms)
    with pytest.raises(CouponNotOfHost):
        coupons.offer_coupon(by=host, offer_id=coupon.offer_id, **terms)
    with pytest.raises(CouponUnderWay):
        coupons.offer_coupon(by=host, offer_id=offer.offer_id, **terms)
    broadcasts.end_show(by=host, show_id=show.id)
    with pytest.raises(ShowOver):
        coupons.offer_coupon(by=host, offer_id=offer.offer_id, **terms)

    assert Coupon.objects.count() == 1


def test_when_one_is_over_another_can_be_given():
    host, show, offer, coupon = given()
    Coupon.objects.filter(id=coupon.id).update(until=clock.now())
    catalog.set_offer(private(coupon), closes_at=clock.now())

    again = coupons.offer_coupon(
        by=host, show_id=show.id, offer_id=offer.offer_id, off_minor=500, count=1,
        until=clock.now() + timedelta(hours=1),
    )  # fmt: skip

    assert again.offer_id != coupon.offer_id


def test_nobody_orders_at_its_price_without_it():
    *_rest, coupon = given()
    ana, bo = viewer(), viewer()
    coupons.take_coupon(by=ana, coupon_id=coupon.id)

    with pytest.raises(CouponMissing):
        placing.place_order(by=bo, request=wanted(coupon, bo))
    [outcome] = place_orders(requests=[wanted(coupon, bo)])

    assert outcome.answer is Answer.REFUSED
    assert not Order.objects.exists()


def test_a_quote_passed_on_is_worth_nothing():
    *_rest, coupon = given()
    ana, bo = viewer(), viewer()
    coupons.take_coupon(by=ana, coupon_id=coupon.id)
    told = quotes(offer_ids=[coupon.offer_id], buyer_ids=[ana.person_id])

    mine = bill_of(wanted(coupon, ana), told, clock.now())
    others = bill_of(wanted(coupon, bo), told, clock.now())

    assert (mine.is_barred, others.is_barred) == (False, True)


def test_pages_and_baskets_shut_it_to_others():
    *_rest, coupon = given()
    ana, bo = viewer(), viewer()
    coupons.take_coupon(by=ana, coupon_id=coupon.id)

    hers = checkouts.quote(wanted={coupon.offer_id: 1}, buyer_id=ana.person_id)
    his = checkouts.quote(wanted={coupon.offer_id: 1}, buyer_id=bo.person_id)

    assert [purse.bill.total.minor for purse in hers.purses] == [9_000]
    assert (his.purses, len(his.gone)) == ((), 1)
    with pytest.raises(OfferClosed):
        baskets.put_in(by=bo, basket_id=None, offer_id=coupon.offer_id, quantity=1)
    assert baskets.put_in(by=ana, basket_id=None, offer_id=coupon.offer_id, quantity=1).quantity == 1


def test_it_is_used_once_and_given_back_with_an_order_that_is_given_up():
    host, show, _offer, coupon = given()
    ana = viewer()
    coupons.take_coupon(by=ana, coupon_id=coupon.id)
    first = placing.place_order(by=ana, request=wanted(coupon, ana))
    [own] = my_coupons(person_id=ana.person_id)
    [seen] = coupons_of_show(show_id=show.id)
    assert (own.is_used_up, seen.coupon.given, seen.used) == (True, 1, 1)
    with pytest.raises(OrderRefused):
        placing.place_order(by=ana, request=wanted(coupon, ana))

    orders.cancel_order(by=ana, order_id=first.order_id, why="dearer than I thought")

    assert [each.is_usable for each in my_coupons(person_id=ana.person_id)] == [True]
    assert placing.place_order(by=ana, request=wanted(coupon, ana)).total == 9_000
    assert [each.used for each in coupons_of_show(show_id=show.id)] == [1]
    assert host.person_id


def test_withdrawn_it_leaves_the_sheet_and_holds_for_those_who_have_it():
    host, show, _offer, coupon = given()
    ana = viewer()
    coupons.take_coupon(by=ana, coupon_id=coupon.id)

    for _ in range(2):
        coupons.withdraw_coupon(by=host, coupon_id=coupon.id)

    assert run_sheet(show=show) == []
    assert placing.place_order(by=ana, request=wanted(coupon, ana)).total == 9_000
    with pytest.raises(NotTheHost):
        coupons.withdraw_coupon(by=ana, coupon_id=coupon.id)


def test_the_last_one_is_told_to_the_room():
    _host, show, _offer, coupon = given(count=1)

    coupons.take_coupon(by=viewer(), coupon_id=coupon.id)

    assert [line.facts["left"] for line in run_sheet(show=show)] == [0]


def test_it_stands_in_no_list():
    _host, _show, offer, coupon = given()

    shown = [each.offer_id for each in offers_of_product(product_id=coupon.product_id)]
    for channel in ("shop", "live", "hub", "street"):
        shown += [each.offer_id for each in listing(channel=channel).offers]
    assert shown == [offer.offer_id] * 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_hundred_press_at_once_and_just_so_many_get_one():
    *_rest, coupon = given(count=COUPONS)
    takers = [viewer() for _ in range(TAKERS)]
    gate, pool = Barrier(TAKERS), BoundedSemaphore(40)

    def press(by):
        gate.wait(timeout=30)
        with pool:
            try:
                coupons.take_coupon(by=by, coupon_id=coupon.id)
            except CouponsGone:
                return False
            finally:
                connections.close_all()
            return True

    with ThreadPoolExecutor(max_workers=TAKERS) as threads:
        got = list(threads.map(press, takers))

    coupon.refresh_from_db()
    holders = set(TakenCoupon.objects.values_list("person_id", flat=True))
    assert (sum(got), coupon.given) == (COUPONS, COUPONS)
    assert holders == {by.person_id for by, is_taken in zip(takers, got, strict=True) if is_taken}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_person_pressing_from_many_places_gets_one():
    *_rest, coupon = given(count=COUPONS)
    ana, gate = viewer(), Barrier(12)

    def press(_number):
        gate.wait(timeout=30)
        try:
            return coupons.take_coupon(by=ana, coupon_id=coupon.id).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=12) as threads:
        assert len(set(threads.map(press, range(12)))) == 1

    coupon.refresh_from_db()
    assert coupon.given == 1


def test_what_is_booked_by_a_deposit_has_no_coupon_and_what_has_one_is_not_booked_beside_it(frozen_time):
    host, show, offer, coupon = given()
    farm_id = show.organisation_id
    draft = TermsDraft(full_minor=900_000, back_until=clock.today() + timedelta(days=9), next_words="Come and see.")
    with pytest.raises(OffersBeside):
        set_booking_terms(by=host, organisation_id=farm_id, offer_id=offer.offer_id, draft=draft)
    assert not BookingTerms.objects.exists()

    frozen_time.tick(hours=2)
    set_booking_terms(by=host, organisation_id=farm_id, offer_id=offer.offer_id, draft=draft)
    with pytest.raises(CouponOfBooking):
        coupons.offer_coupon(
            by=host, show_id=show.id, offer_id=offer.offer_id, off_minor=1_000, count=1,
            until=clock.now() + timedelta(hours=1),
        )  # fmt: skip
    assert list(Coupon.objects.all()) == [coupon]


def test_a_coupon_that_is_too_large_is_told_in_words_of_the_readers_language():
    for language, price in (("ko", "12,000원"), ("zh-hans", "12,000韩元"), ("en", "₩12,000")):
        with pytest.raises(CouponTooLarge) as refused, override(language):
            given(off_minor=12_000)
        with override(language):
            assert price in refused.value.message
