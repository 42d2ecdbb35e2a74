"""The host's commission in the book: out of the seller's share, taken back with refunds, paid; always balanced."""

import pytest

from dure.kernel import clock
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import AffiliateAct, Attribution, Programme, Standing
from dure.rooms.market.promoting import PAID_AFTER, Reason
from dure.rooms.market.services import (
    affiliates,
    attributing,
    commissions,
    giving_back,
    held_commissions,
    host_payments,
    host_standings,
)
from dure.rooms.market.services.parts import locked_part
from dure.rooms.market.tests.bookkeeping import has, legs_of, nothing_is_held
from dure.rooms.market.tests.promoted import (
    STAFF,
    campaign,
    earned,
    everything_fits,
    house_bp,
    promised,
    release,
    row_of,
)
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


def refund(order, amount):
    [part] = factories.parts_of(order)
    return giving_back.refund(by=STAFF, fulfilment_id=part.id, amount=amount, why="bruised")


def standings():
    fields = ("period", "region_path", "line_count", "to_farmers", "commission")
    return sorted(Standing.objects.filter(line_count__gt=0).values_list(*fields))


def test_a_commission_is_a_leg_out_of_the_sellers_share(ana, announced):
    made = campaign(bp=1_000, price=9_999, fee=3_000)
    order = made.sells(ana)
    house_bp(order, 333)
    assert (row_of(order).status, row_of(order).commission, promised(made.host)) == ("pending", 2_000, 0)
    release(order)

    [part] = factories.parts_of(order)
    assert legs_of(f"promotion:{part.id}") == {
        chart.earnings(made.farm.id): -2_000,
        chart.promotion(made.host.id): 2_000,
    }
    assert (earned(made.farm), promised(made.host)) == (19_998 - 666 - 2_000, 2_000)
    assert (
        earned(made.farm) + promised(made.host) + has(chart.commission()) + has(chart.delivery_costs()) == order.total
    )
    row = row_of(order)
    assert (row.status, row.to_farmer, row.commission) == ("earned", 19_998 - 666 - 2_000, 2_000)
    assert nothing_is_held()
    assert everything_fits()


def test_the_book_hears_of_nothing_before_release_and_of_nothing_twice(ana):
    made = campaign()
    order = made.sells(ana)
    for _ in range(2):
        assert attributing.attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id) == 0
    assert (Attribution.objects.count(), promised(made.host)) == (1, 0)
    made.programme.refresh_from_db()
    assert made.programme.committed == 2_000


def test_money_released_before_the_worker_heard_of_it_is_shared_all_the_same(ana):
    made = campaign()
    made.comes(ana)
    order = factories.paid_order(buyer_id=ana.id, lines=[(made.offer, 1)])
    release(order)
    assert (row_of(order).status, promised(made.host)) == ("earned", 1_000)


@pytest.mark.parametrize(("amount", "left"), [(5_000, 1_500), (19_999, 0), (20_000, 0)])
def test_what_goes_back_before_release_is_promised_no_more(ana, amount, left):
    made = campaign()
    order = made.sells(ana)
    refund(order, amount)
    row = row_of(order)
    assert (row.commission, row.reversed) == (left, 2_000 - left)
    assert row.status == ("reversed" if amount == 20_000 else "pending")
    assert Programme.objects.get().committed == left
    if amount < 20_000:
        release(order)
    assert promised(made.host) == left
    assert everything_fits()


@pytest.mark.parametrize("amount", [5_000, 20_000])
def test_what_goes_back_after_release_is_taken_back_from_the_host(ana, amount):
    made = campaign()
    order = made.sells(ana)
    release(order)
    house = has(chart.commission())
    other = made.buys(people.make_person(), how_many=1)
    release(other)
    refund(order, amount)
    row = row_of(order)
    assert promised(made.host) == row.commission == (20_000 - amount) // 10
    assert row.status == ("reversed" if amount == 20_000 else "earned")
    kept = 20_000 - amount + 10_000
    assert earned(made.farm) + promised(made.host) + has(chart.commission()) == kept
    assert has(chart.commission()) <= house * 2
    assert everything_fits()
    before = standings()
    host_standings.recount()
    assert standings() == before


def test_a_commission_never_takes_more_than_the_seller_has(ana):
    made = campaign(bp=3_000)
    order = made.sells(ana)
    house_bp(order, 9_000)
    release(order)
    assert (promised(made.host), earned(made.farm), row_of(order).to_farmer) == (2_000, 0, 0)
    assert everything_fits()


def test_a_host_is_paid_a_week_after_the_seller(ana, frozen_time):
    made = campaign()
    release(made.sells(ana))
    assert host_payments.pay_hosts() == 0
    frozen_time.move_to(clock.now() + PAID_AFTER)
    assert [host_payments.pay_hosts() for _ in range(2)] == [1, 0]
    assert (promised(made.host), has(chart.wallet(made.host.id))) == (0, 2_000)
    assert Attribution.objects.get().paid_at == clock.now()


def test_a_refund_after_the_host_was_paid_is_made_up_by_the_next_commission(ana, frozen_time):
    made = campaign()
    order = made.sells(ana)
    release(order)
    frozen_time.move_to(clock.now() + PAID_AFTER)
    host_payments.pay_hosts()
    refund(order, 20_000)
    assert promised(made.host) == -2_000
    again = made.sells(people.make_person(), how_many=3)
    release(again)
    frozen_time.move_to(clock.now() + PAID_AFTER)
    host_payments.pay_hosts()
    assert (promised(made.host), has(chart.wallet(made.host.id))) == (0, 3_000)
    assert everything_fits()


def test_a_host_may_be_paid_with_the_earnings_of_an_own_organisation(ana, frozen_time):
    made, own = campaign(), factories.seller()
    with pytest.raises(errors.NotPaidThere):
        affiliates.choose(by=Actor(person_id=made.host.id), is_named=True, organisation_id=own.id)
    people.make_member(own, made.host, role="owner")
    affiliates.choose(by=Actor(person_id=made.host.id), is_named=True, organisation_id=own.id)
    release(made.sells(ana))
    frozen_time.move_to(clock.now() + PAID_AFTER)
    host_payments.pay_hosts()
    assert earned(own) == 2_000


def hold(order):
    """Have staff look at an order's commission, as a suspicion does."""
    Attribution.objects.filter(order_id=order.order_id).update(status="held", reason=Reason.DAY_CAP)
    return [row_of(order).id]


@pytest.mark.parametrize("is_released", [False, True])
@pytest.mark.parametrize("is_allowed", [False, True])
def test_a_held_commission_lies_aside_until_staff_decide_and_again_when_that_is_undone(ana, is_released, is_allowed):
    made = campaign()
    order = made.sells(ana)
    ids = hold(order)
    if is_released:
        release(order)
        assert (has(chart.promotions_held()), promised(made.host)) == (2_000, 0)
    act = held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=is_allowed, why="looked")
    if not is_released:
        release(order)
    assert promised(made.host) == (2_000 if is_allowed else 0)
    assert earned(made.farm) == 20_000 - 2_000 * is_allowed - has(chart.commission())
    assert everything_fits()
    held_commissions.undo_decision(by=STAFF, act_id=act.id, why="too quick")
    aside = 2_000 if is_released or is_allowed else 0
    assert (has(chart.promotions_held()), row_of(order).status, row_of(order).reason) == (aside, "held", Reason.DAY_CAP)
    with pytest.raises(errors.DecisionUndone):
        held_commissions.undo_decision(by=STAFF, act_id=act.id, why="again")
    before = standings()
    host_standings.recount()
    assert standings() == before == []
    assert everything_fits()


def test_only_staff_decide_and_only_with_a_reason(ana):
    made = campaign()
    ids = hold(made.sells(ana))
    with pytest.raises(NotAllowed):
        held_commissions.decide_held(
            by=Actor(person_id=made.host.id), attribution_ids=ids, is_allowed=True, why="please"
        )
    with pytest.raises(errors.ReasonMissing):
        held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=True, why=" ")
    held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=True, why="fine")
    with pytest.raises(errors.NothingHeld):
        held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=False, why="no")
    assert AffiliateAct.objects.filter(act="refused").count() == 0


def test_a_suspended_host_has_what_is_unpaid_looked_at_and_earns_nothing_from_then_on(ana, frozen_time):
    made = campaign()
    released, open_one = made.sells(ana), made.sells(people.make_person())
    release(released)
    late_comer = people.make_person()
    made.comes(late_comer)
    affiliates.suspend(by=STAFF, affiliate_id=made.affiliate.id, why="bought reviews")
    assert (promised(made.host), has(chart.promotions_held())) == (0, 2_000)
    assert {row_of(one).reason for one in (released, open_one)} == {"host_suspended"}
    later = made.buys(late_comer)
    assert (row_of(later).status, row_of(later).reason) == ("refused", "host_suspended")
    frozen_time.move_to(clock.now() + PAID_AFTER)
    assert host_payments.pay_hosts() == 0
    affiliates.appeal(by=Actor(person_id=made.host.id), why="It was my sister.")
    with pytest.raises(errors.HostNotThere):
        affiliates.appeal(by=Actor(person_id=made.host.id), why="Hello?")
    affiliates.decline_appeal(by=STAFF, affiliate_id=made.affiliate.id, why="It was not.")
    affiliates.reinstate(by=STAFF, affiliate_id=made.affiliate.id, why="It was after all.")
    assert everything_fits()


def test_the_smaller_verbs_change_nothing_where_there_is_nothing_to_change(ana):
    made = campaign()
    order = factories.paid_order(buyer_id=ana.id, lines=[(made.offer, 1)])
    [part] = factories.parts_of(order)
    held = locked_part(fulfilment_id=part.id)
    commissions.follow_refund(held=held)
    commissions.take_back(held=held, amounts={held.lines[0]: 1_000}, step="test")
    assert commissions.hold_all(affiliate_id=made.affiliate.id, step="test") == 0
    assert host_payments.pay_host(affiliate_id=made.affiliate.id, currency="KRW", before=clock.now()) == 0
    assert affiliates.own_affiliate(by=Actor(person_id=made.host.id)).id == made.affiliate.id
    assert (promised(made.host), Attribution.objects.count()) == (0, 0)
    with pytest.raises(errors.NotAHost):
        affiliates.own_affiliate(by=Actor(person_id=ana.id))


def test_the_leaderboard_counts_what_reached_the_farmer(ana):
    made = campaign()
    release(made.sells(ana))
    row = Attribution.objects.get()
    assert row.to_farmer == earned(made.farm)
    assert {each[2:] for each in standings()} == {(1, row.to_farmer, 2_000)}
    host_standings.recount()
    assert {each[2:] for each in standings()} == {(1, row.to_farmer, 2_000)}
