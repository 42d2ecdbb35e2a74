"""Programmes, hosts, links and visits; what speaks against a commission, each by its own way."""

from datetime import timedelta

import pytest
from django.test import override_settings

from dure.kernel import clock
from dure.kernel.errors import TooMany
from dure.kernel.http import STRANGER, Actor
from dure.kernel.ids import new_id
from dure.kernel.testing import at_once, refusals
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Addressee, Affiliate, Attribution, Programme, PromotionLink, Touch
from dure.rooms.market.promoting import MOMENTS_MAX, ONE_HOST_ORDERS_MAX, PROOF_KEPT
from dure.rooms.market.services import affiliates, attributing, programmes, promotion_links
from dure.rooms.market.services.programmes import Terms
from dure.rooms.market.tests.promoted import STAFF, campaign, host_person, link_of, row_of
from dure.rooms.people import factories as people
from dure.rooms.people.errors import RoleTooLow
from dure.rooms.stage import factories as stage

pytestmark = pytest.mark.django_db

WRONG = [
    {"commission_bp": 0},
    {"commission_bp": -5},
    {"commission_bp": 3_001},
    {"commission_bp": 500, "window_days": 0},
    {"commission_bp": 500, "window_days": 31},
    {"commission_bp": 500, "budget": 0},
    {"commission_bp": 500, "ends_at": clock.now() - timedelta(days=1)},
]


def outcome(order):
    row = row_of(order)
    return row.status, row.reason


def as_owner(made):
    return {"by": people.actor_of(made.owner, made.farm), "seller_id": made.farm.id}


@pytest.mark.parametrize("terms", WRONG)
def test_terms_that_cannot_be_are_refused_and_nothing_is_opened(terms):
    made = campaign()
    with pytest.raises(errors.ProgrammeWrong):
        programmes.open_programme(**as_owner(made), terms=Terms(**terms), product_id=made.offer.product_id)
    with pytest.raises(errors.ProgrammeWrong):
        programmes.change_programme(**as_owner(made), programme_id=made.programme.id, terms=Terms(**terms))
    assert Programme.objects.get().commission_bp == 1_000


def test_one_programme_for_the_same_goods_and_only_by_managers_of_the_seller(bo):
    made = campaign()
    with pytest.raises(errors.ProgrammeThere):
        programmes.open_programme(**as_owner(made), terms=Terms(commission_bp=500))
    people.make_member(made.farm, bo)
    with pytest.raises(RoleTooLow):
        programmes.pause_programme(
            by=people.actor_of(bo, made.farm), seller_id=made.farm.id, programme_id=made.programme.id
        )
    with pytest.raises(errors.ProgrammeNotFound):
        programmes.pause_programme(**as_owner(made), programme_id=new_id())
    programmes.end_programme(**as_owner(made), programme_id=made.programme.id)
    with pytest.raises(errors.ProgrammeOver):
        programmes.resume_programme(**as_owner(made), programme_id=made.programme.id)
    assert programmes.open_programme(**as_owner(made), terms=Terms(commission_bp=500)).is_running


def test_who_proved_a_phone_number_is_a_host_at_once_and_others_wait_for_staff(ana):
    host = host_person("Phone")
    for _ in range(2):
        assert affiliates.join_network(by=Actor(person_id=host.id)).is_approved
    waiting = affiliates.join_network(by=Actor(person_id=ana.id))
    assert (waiting.status, waiting.doubt) == ("waiting", "phone_not_proven")
    with pytest.raises(errors.ReasonMissing):
        affiliates.decide_application(by=STAFF, affiliate_id=waiting.id, is_approved=False)
    affiliates.decide_application(by=STAFF, affiliate_id=waiting.id, is_approved=False, why="Nobody knows you.")
    assert affiliates.decide_application(by=STAFF, affiliate_id=waiting.id, is_approved=True).is_approved
    assert Affiliate.objects.count() == 2


def test_a_link_is_a_hosts_own_and_leads_only_to_what_the_programme_pays_for(ana):
    made = campaign()
    by = Actor(person_id=made.host.id)
    assert link_of(made.host, made.programme, made.offer).id == made.link.id
    show = stage.make_show(organisation_id=made.farm.id)
    strange = factories.offer()
    for target, number in (
        ("show", show.id), ("offer", made.offer.offer_id), ("seller", made.farm.id),
    ):  # fmt: skip
        link = promotion_links.make_link(by=by, programme_id=made.programme.id, target=target, target_id=str(number))
        assert len(link.code) == 8
    for target, number in (
        ("product", strange.product_id), ("offer", strange.offer_id), ("seller", new_id()), ("show", new_id()),
        ("show", "x"), ("other", "1"),
    ):  # fmt: skip
        with pytest.raises(errors.NotOfTheProgramme):
            promotion_links.make_link(by=by, programme_id=made.programme.id, target=target, target_id=str(number))
    with pytest.raises(errors.NotAHost):
        link_of(ana, made.programme, made.offer)
    people.make_member(made.farm, made.host)
    with pytest.raises(errors.OwnGoods):
        link_of(made.host, made.programme, made.offer)
    assert PromotionLink.objects.count() == 4


def test_a_visitor_has_one_row_for_a_link_however_often(ana, frozen_time):
    made = campaign()
    for _ in range(3):
        made.comes(ana)
        frozen_time.tick(minutes=5)
    touch = Touch.objects.get()
    assert len(touch.moments) == 3
    made.link.refresh_from_db()
    assert made.link.visitor_count == 1


def test_a_host_cannot_touch_for_himself_and_nobody_more_often_than_people_do():
    made = campaign()
    with pytest.raises(errors.OwnLink):
        made.comes(made.host)
    browser = new_id()
    facts = {"code": made.link.code, "by": STRANGER, "browser_id": browser, "address": "203.0.113.9"}
    for _ in range(MOMENTS_MAX):
        promotion_links.follow(**facts)
    with pytest.raises(TooMany):
        promotion_links.follow(**facts)
    assert Touch.objects.count() == 1


def test_a_browsers_visits_join_whoever_signs_in_on_it(ana, bo, frozen_time):
    made, browser = campaign(), new_id()
    made.comes(None, browser_id=browser)
    assert promotion_links.join_visits(person_id=ana.id, browser_id=browser) == 1
    frozen_time.tick(minutes=1)
    made.comes(None, browser_id=browser)
    assert promotion_links.join_visits(person_id=ana.id, browser_id=browser) == 1
    touch = Touch.objects.get()
    assert (touch.person_id, touch.browser_id, len(touch.moments)) == (ana.id, None, 2)
    made.comes(None, browser_id=browser)
    assert promotion_links.join_visits(person_id=made.host.id, browser_id=browser) == 0
    assert outcome(made.buys(ana)) == ("pending", "last_link")
    made.buys(bo)
    assert Attribution.objects.count() == 1


def test_visits_are_forgotten_when_nothing_can_rest_on_them(ana, frozen_time):
    made = campaign()
    made.comes(ana)
    frozen_time.tick(days=7)
    frozen_time.move_to(clock.now() + PROOF_KEPT - timedelta(minutes=1))
    assert promotion_links.forget_visits() == 0
    frozen_time.tick(minutes=2)
    assert (promotion_links.forget_visits(), Touch.objects.count()) == (1, 0)


def test_the_last_link_followed_before_the_order_decides(ana, frozen_time):
    made = campaign()
    other = host_person("Other")
    affiliates.join_network(by=Actor(person_id=other.id))
    later = link_of(other, made.programme, made.offer)
    made.comes(ana)
    frozen_time.tick(minutes=1)
    promotion_links.touch(code=later.code, by=Actor(person_id=ana.id), browser_id=new_id())
    frozen_time.tick(minutes=1)
    order = factories.paid_order(buyer_id=ana.id, lines=[(made.offer, 1)])
    frozen_time.tick(minutes=1)
    made.comes(ana)
    attributing.attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id)
    assert Attribution.objects.get().affiliate.person_id == other.id


def test_only_within_the_window_and_only_what_the_programme_covers(ana, frozen_time):
    made = campaign(window_days=2)
    made.comes(ana)
    made.buys(ana, offer=factories.offer())
    frozen_time.tick(days=2)
    made.buys(ana)
    assert not Attribution.objects.exists()


def test_what_was_shown_at_the_visit_holds_when_the_terms_change(ana, frozen_time):
    made = campaign()
    made.comes(ana)
    frozen_time.tick(minutes=1)
    programmes.change_programme(
        **as_owner(made), programme_id=made.programme.id, terms=Terms(commission_bp=100, window_days=1)
    )
    assert row_of(made.buys(ana, how_many=1)).commission == 1_000


def own_order(made, _buyer):
    Touch.objects.create(
        link=made.link, seller_id=made.farm.id, person=made.host, kept_until=clock.now() + timedelta(days=9),
        moments=[[0, int(clock.now().timestamp() * 1_000) + 10**9, 1_000]],
    )  # fmt: skip
    return made.buys(made.host)


def colleagues(made, buyer):
    shared = people.make_organisation()
    people.make_member(shared, buyer)
    people.make_member(shared, made.host)
    return made.sells(buyer)


def seller_hires_the_host(made, buyer):
    people.make_member(made.farm, made.host)
    return made.sells(buyer)


def to_the_hosts_door(made, buyer):
    _write_down(made.host, street="Sea  Road 2", postcode="59000", phone="+821099990000")
    return made.sells(buyer)


def to_the_hosts_phone(made, buyer):
    _write_down(made.host, street="Hill 9", postcode="11111", phone="010-1234-5678".replace("010", "+8210"))
    return made.sells(buyer)


def _write_down(person, *, phone, **place):
    address = people.make_address()
    type(address).objects.filter(id=address.id).update(country="KR", detail="", **place)
    Addressee.objects.create(buyer=person, name="Me", phone=phone, address=address, used_at=clock.now())


def paused(made, buyer):
    made.comes(buyer)
    programmes.pause_programme(**as_owner(made), programme_id=made.programme.id)
    return made.buys(buyer)


def budget_spent(made, buyer):
    programmes.change_programme(
        **as_owner(made), programme_id=made.programme.id, terms=Terms(commission_bp=1_000, budget=2_500)
    )
    assert outcome(made.sells(people.make_person())) == ("pending", "last_link")
    return made.sells(buyer)


def always_through_one(made, buyer):
    made.comes(buyer)
    for _ in range(ONE_HOST_ORDERS_MAX):
        assert outcome(made.buys(buyer, how_many=1)) == ("pending", "last_link")
    return made.buys(buyer, how_many=1)


def more_than_a_day_brings(made, buyer):
    with override_settings(HOST_ORDERS_A_DAY=1):
        made.sells(people.make_person())
        return made.sells(buyer)


AGAINST = {
    own_order: ("refused", "same_person"),
    colleagues: ("refused", "same_organisation"),
    seller_hires_the_host: ("refused", "sellers_own"),
    to_the_hosts_door: ("refused", "same_address"),
    to_the_hosts_phone: ("refused", "same_address"),
    paused: ("refused", "programme_not_running"),
    budget_spent: ("refused", "budget_spent"),
    always_through_one: ("held", "one_host_only"),
    more_than_a_day_brings: ("held", "day_cap"),
}


@pytest.mark.parametrize("story", AGAINST, ids=lambda story: story.__name__)
def test_what_speaks_against_a_commission_is_found_and_said(ana, story):
    made = campaign()
    assert outcome(story(made, ana)) == AGAINST[story]


def test_orders_of_one_order_each_line_by_its_own_seller(ana):
    made, other = campaign(), campaign(bp=500)
    made.comes(ana)
    other.comes(ana)
    order = factories.paid_order(buyer_id=ana.id, lines=[(made.offer, 1), (other.offer, 2)])
    assert attributing.attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id) == 2
    found = Attribution.objects.order_by("commission").values_list("affiliate_id", "commission")
    assert set(found) == {(made.affiliate.id, 1_000), (other.affiliate.id, 1_000)}


def test_a_programme_of_one_product_pays_for_that_alone(ana):
    made = campaign()
    programmes.end_programme(**as_owner(made), programme_id=made.programme.id)
    second = catalog.offer(organisation_id=made.farm.id, price=1_000)
    alone = programmes.open_programme(**as_owner(made), terms=Terms(commission_bp=2_000), product_id=second.product_id)
    link = link_of(made.host, alone, second)
    promotion_links.touch(code=link.code, by=Actor(person_id=ana.id), browser_id=new_id())
    made.buys(ana)
    assert not Attribution.objects.exists()
    assert row_of(made.buys(ana, offer=second, how_many=1)).commission == 200


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_open_one_programme():
    owner, farm = people.make_person(), factories.seller()
    people.make_member(farm, owner, role="owner")
    by, terms = people.actor_of(owner, farm), Terms(commission_bp=500)
    results = at_once(*[lambda: programmes.open_programme(by=by, seller_id=farm.id, terms=terms)] * 3)
    assert (refusals(results), Programme.objects.count()) == (["programme_there"] * 2, 1)
