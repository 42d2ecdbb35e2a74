"""Money going back after release: out of what the seller has or earns next, with the commission; none is created."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.ledger import errors as ledger_errors
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Dispute, LateRefund, OrderAct, OrderLine, Refund
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.disputes import answer_dispute, decide_dispute, open_dispute
from dure.rooms.market.services.giving_back import refund
from dure.rooms.market.services.late_refunds import (
    collect,
    collect_all,
    give_back_released,
    keep_for_refunds,
    pay_late_refund,
    postpone,
)
from dure.rooms.market.services.parts import locked_part
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.tests.bookkeeping import has, legs_of, nothing_is_held
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
Status = LateRefund.Status
OUTSIDE = chart.outside("card-sandbox")


def sold(*, price=10_000, count=3, commission_bp=500, pledge=0, seller=None, currency="KRW", fee=0):
    """An order of one farm that arrived and was released; returns its part, its line and the seller's id."""
    seller_id = seller or factories.seller(fee=fee, currency=currency).id
    offer = factories.offer(organisation_id=seller_id, price=price, currency=currency, on_hand=50)
    order = factories.paid_order(lines=[(offer, count)])
    OrderLine.objects.filter(order_id=order.order_id, kind=1).update(
        commission_bp=commission_bp, pledge=pledge, fund_id=new_id() if pledge else None
    )
    [part] = factories.parts_of(order)
    deliver_and_confirm(part)
    return part


def transfer(*, source, target, amount, unit="KRW"):
    entries.record(
        reference=f"test:{new_id()}",
        kind=chart.Kind.TRANSFER,
        legs=move(source=source, target=target, amount=amount, unit=unit),
    )


def deliver_and_confirm(part):
    shipping.note_delivered(reference=part.reference, at=clock.now())
    confirm_received(by=Actor(person_id=part.buyer_id), fulfilment_id=part.id)
    part.refresh_from_db()


def by_seller(part):
    return Actor(person_id=people.make_person().id, organisation_id=part.seller_id)


def by_buyer(part):
    return Actor(person_id=part.buyer_id)


def earned(part, unit="KRW"):
    return has(chart.earnings(part.seller_id), unit)


def pay_out(part, *, leave=0):
    """Let a seller's earnings leave for the bank, but for so much."""
    transfer(source=chart.earnings(part.seller_id), target=chart.payouts_under_way(), amount=earned(part) - leave)


def give(part, amount, *, by=None):
    made = refund(by=by or by_seller(part), fulfilment_id=part.id, amount=amount, why="half was rotten")
    return made if isinstance(made, LateRefund) else LateRefund.objects.get(refund=made)


def test_it_comes_from_the_sellers_earnings_and_the_commission_in_proportion():
    part = sold()
    assert (earned(part), has(chart.commission())) == (28_500, 1_500)

    made = give(part, 10_000)

    assert made.status == Status.PAID
    assert (earned(part), has(chart.commission()), has(chart.refunds_due())) == (19_000, 1_000, 0)
    refund = Refund.objects.get()
    assert (refund.amount, refund.fulfilment_id) == (10_000, part.id)
    assert legs_of(f"refund:{refund.id}") == {chart.refunds_due(): -9_500, chart.commission(): -500, OUTSIDE: 10_000}
    part.refresh_from_db()
    assert (part.status, part.refunded) == ("completed", 10_000)
    assert OrderLine.objects.get(order_id=part.order_id, kind=1).refunded == 10_000
    act = OrderAct.objects.get(order_id=part.order_id, act=OrderAct.Act.REFUNDED)
    assert (act.side, act.why, act.facts["amount"]) == ("seller", "half was rotten", 10_000)
    assert examine().holds


def test_gifts_and_delivery_stay_where_they_are_and_the_seller_bears_them():
    part = sold(pledge=300, fee=3_000)
    fund = chart.fund(OrderLine.objects.get(order_id=part.order_id, kind=1).fund_id)
    assert (earned(part), has(fund), has(chart.delivery_costs())) == (28_200, 300, 3_000)
    transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=5_000)

    give(part, 33_000)

    assert (has(fund), has(chart.delivery_costs()), has(chart.commission())) == (300, 3_000, 0)
    assert earned(part) == 28_200 + 5_000 - 33_000 + 1_500


def test_what_the_seller_lacks_is_taken_from_what_he_earns_next_before_any_payout():
    part = sold()
    pay_out(part, leave=2_000)

    made = give(part, 10_000)

    assert (made.status, made.from_seller, made.set_aside) == (Status.WAITING, 9_500, 2_000)
    assert (earned(part), has(chart.refunds_due())) == (0, 2_000)
    assert not Refund.objects.exists()
    part.refresh_from_db()
    assert part.refunded == 0
    assert OrderAct.objects.filter(order_id=part.order_id, act=OrderAct.Act.REFUND_GRANTED).exists()
    assert examine().holds

    sold(seller=part.seller_id, count=1, price=5_000)
    assert (earned(part), has(chart.refunds_due())) == (0, 6_750)
    sold(seller=part.seller_id, count=1, price=5_000)
    assert (earned(part), has(chart.refunds_due())) == (2_000, 9_500)
    pay_late_refund(late_refund_id=str(made.id))

    made.refresh_from_db()
    assert made.status == Status.PAID
    assert has(chart.refunds_due()) == 0
    assert Refund.objects.get().amount == 10_000
    assert collect(late_refund_id=made.id).status == Status.PAID
    assert Refund.objects.count() == 1
    assert examine().holds


def collect_now():
    """Let the clock look at once after everybody who waits."""
    LateRefund.objects.update(try_at=None)
    return collect_all()


def test_a_refund_is_tried_less_and_less_often_and_one_that_fails_holds_up_no_other(frozen_time, monkeypatch):
    broken, fine = sold(), sold()
    for part in (broken, fine):
        pay_out(part)
    stuck, paid = give(broken, 10_000), give(fine, 10_000)
    waits = [postpone(late_refund_id=stuck.id).try_at - frozen_time.moment for _time in range(7)]
    assert [wait.total_seconds() / 3600 for wait in waits] == [1, 2, 4, 8, 16, 24, 24]
    LateRefund.objects.filter(id=stuck.id).update(try_at=None, lines={"1": 99_999_999})  # more than the line has
    for part in (broken, fine):
        transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=20_000)

    assert collect_all() == 1

    stuck.refresh_from_db()
    paid.refresh_from_db()
    assert (stuck.status, paid.status) == (Status.WAITING, Status.PAID)
    assert stuck.try_at == frozen_time.moment + timedelta(days=1)


def test_the_clock_collects_what_came_in_on_another_way():
    part = sold()
    pay_out(part)
    give(part, 10_000)
    assert collect_all() == 0
    transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=9_499)
    assert collect_now() == 0
    transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=2)
    assert collect_all() == 0  # its time has not come again
    assert collect_now() == 1
    assert earned(part) == 1


def test_two_buyers_wait_in_their_order():
    first = sold()
    second = sold(seller=first.seller_id)
    pay_out(first)
    one, two = give(first, 10_000), give(second, 10_000)
    assert keep_for_refunds(seller_id=first.seller_id, currency="CNY", earned=99, step="x") == 0
    sold(seller=first.seller_id, count=1, price=12_000)
    for each in (one, two):
        each.refresh_from_db()
    assert (one.set_aside, two.set_aside, earned(first)) == (9_500, 1_900, 0)
    assert has(chart.refunds_due()) == 11_400


def test_who_may_not_and_what_is_too_much_changes_nothing():
    part = sold()
    for by in (by_buyer(part), Actor(person_id=people.make_person().id), Actor()):
        with pytest.raises(errors.OrderNotYours):
            give(part, 1, by=by)
    for amount in (0, -1, 30_001, 10**12):
        with pytest.raises(errors.RefundTooLarge):
            give(part, amount)
    with pytest.raises(errors.ReasonMissing):
        refund(by=by_seller(part), fulfilment_id=part.id, amount=1, why=" ")
    give(part, 20_000)
    with pytest.raises(errors.RefundTooLarge):
        give(part, 10_001)
    give(part, 10_000, by=HOUSE)
    with pytest.raises(errors.RefundTooLarge):
        give(part, 1)
    assert (earned(part), has(chart.commission()), has(OUTSIDE)) == (0, 0, 0)
    assert LateRefund.objects.count() == 2


def test_while_one_waits_there_is_no_second_one():
    part = sold()
    pay_out(part)
    give(part, 10_000)
    with pytest.raises(errors.RefundWaiting):
        give(part, 5_000)
    assert LateRefund.objects.count() == 1


def test_a_part_that_is_not_released_is_refunded_from_what_is_held():
    [part] = factories.parts_of(factories.delivered_order())
    held = locked_part(fulfilment_id=part.id)
    with pytest.raises(errors.NotDelivered), transaction.atomic():
        give_back_released(held=held, amounts={held.lines[0]: 100}, why="late", side="seller", by=by_seller(part))
    made = refund(by=by_seller(part), fulfilment_id=part.id, amount=100, why="late")
    assert (made, made.amount) == (Refund.objects.get(), 100)
    assert not LateRefund.objects.exists()


def test_over_the_api_it_goes_back_at_once_or_waits_or_is_refused():
    part = sold()
    door = reverse("api:refund", args=[part.seller_id, part.id])
    seller = Client()
    seller.force_login(people.sign_in_of(people.make_member(part.seller, people.make_person()).person))

    def ask(amount):
        body, key = {"amount": str(amount), "why": "rotten"}, {"Idempotency-Key": str(new_id())}
        return seller.post(door, body, "application/json", headers=key)

    at_once = ask(10_000)
    assert (at_once.status_code, at_once.json()["id"]) == (201, str(Refund.objects.get().id))
    pay_out(part, leave=1_000)
    later = ask(10_000)
    assert later.status_code == 202
    assert {name: later.json()[name] for name in ("status", "amount", "from_seller", "set_aside")} == {
        "status": "waiting", "amount": "10000", "from_seller": "9500", "set_aside": "1000",
    }  # fmt: skip
    refused = ask(1_000)
    assert (refused.status_code, refused.json()["code"]) == (409, "refund_waiting")
    assert (Refund.objects.count(), LateRefund.objects.count()) == (1, 2)


def test_a_commission_that_was_spent_refuses_and_leaves_nothing_half_done():
    part = sold()
    transfer(source=chart.commission(), target=chart.adjustments(), amount=1_500)
    with pytest.raises(ledger_errors.InsufficientFunds), transaction.atomic():
        give(part, 10_000)
    assert (earned(part), has(chart.refunds_due())) == (28_500, 0)
    assert not LateRefund.objects.exists()


def test_a_buyer_reports_after_the_release_and_the_seller_gives_back():
    part = sold()
    made = open_dispute(
        by=by_buyer(part), fulfilment_id=part.id, problem=Dispute.Problem.OTHER, counts={1: 1}, text="rotten inside"
    )
    assert (made.status, made.asked_amount, made.is_decided_at_once) == (Dispute.Status.OPEN, 10_000, False)
    with pytest.raises(errors.MoneyReleased):
        answer_dispute(by=by_seller(part), dispute_id=made.id, outcome="replacement")
    answered = answer_dispute(by=by_seller(part), dispute_id=made.id, outcome="refund", words="sorry")
    assert (answered.status, answered.amount) == (Dispute.Status.REFUNDED, 10_000)
    assert LateRefund.objects.get().lines == {"1": 10_000}
    assert earned(part) == 19_000


def test_staff_decide_a_late_report_and_after_some_weeks_there_is_none(frozen_time):
    part = sold()
    report = {"by": by_buyer(part), "fulfilment_id": part.id, "problem": Dispute.Problem.OTHER, "counts": {1: 3}}
    made = open_dispute(**report)
    decide_dispute(by=HOUSE, dispute_id=made.id, outcome="refund", words="right", amount=7_001)
    assert earned(part) == 28_500 - 6_651
    assert has(chart.commission()) == 1_150
    frozen_time.tick(days=31)
    with pytest.raises(errors.MoneyReleased):
        open_dispute(**report)


def test_the_pages_offer_it_and_say_what_waits():
    part = sold()
    buyer, seller = Client(), Client()
    part.buyer.language = "en"
    part.buyer.save(update_fields=["language"])
    buyer.force_login(people.sign_in_of(part.buyer))
    seller.force_login(people.sign_in_of(people.make_member(part.seller, people.make_person(language="en")).person))
    order_page = reverse("market:order", args=[part.order_id])
    report_page = reverse("market:part_report", args=[part.order_id, part.id])
    assert report_page in buyer.get(order_page).content.decode()
    form = buyer.get(report_page).context["form"]
    assert [name for name, _words in form.fields["wish"].choices] == ["refund"]
    assert buyer.post(
        report_page, {"problem": "other", "wish": "refund", "why": "rotten", "count-1": "1"}
    ).status_code == 302  # fmt: skip
    pay_out(part)

    refund_page = reverse("market:sale_refund", args=[part.seller_id, part.id])
    assert "You were paid already" in seller.get(refund_page).content.decode()
    answered = seller.post(
        reverse("market:report_answer", args=[part.seller_id, Dispute.objects.get().id]), {"outcome": "refund"}
    )

    assert answered.status_code == 302
    assert "goes back to you as soon as the seller has earned it" in buyer.get(order_page).content.decode()
    assert report_page not in buyer.get(order_page).content.decode()


steps = st.lists(
    st.tuples(st.sampled_from(["sell", "refund", "pay_out", "collect"]), st.integers(1, 40_000)),
    min_size=1, max_size=7,
)  # fmt: skip


@pytest.mark.parametrize("currency", ["KRW", "CNY"])
def test_whatever_happens_no_money_is_made_or_lost(currency):
    seller_id = factories.seller(currency=currency).id

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps, st.integers(1, 9_999), st.integers(0, 3_000))
    def check(story, price, commission_bp):
        with transaction.atomic():
            facts = {"price": price, "commission_bp": commission_bp, "seller": seller_id, "currency": currency}
            parts = [sold(**facts)]
            for step, number in story:
                go_on(parts, step, number, facts)
                assert_sound(parts, currency)
            give_everything_back(parts, currency)
            transaction.set_rollback(True)

    check()


def go_on(parts, step, number, facts):
    part, currency = parts[number % len(parts)], facts["currency"]
    part.refresh_from_db()
    left, there = part.goods - part.refunded, earned(part, currency)
    waits = LateRefund.objects.filter(fulfilment=part, status=Status.WAITING).exists()
    if step == "sell":
        parts.append(sold(**facts))
    elif step == "refund" and left and not waits:
        give(part, 1 + number % left)
    elif step == "pay_out" and there:
        source, amount = chart.earnings(part.seller_id), 1 + number % there
        transfer(source=source, target=chart.payouts_under_way(), amount=amount, unit=currency)
    elif step == "collect":
        collect_all()


def assert_sound(parts, currency):
    """What buyers paid less what they got back lies with seller, house and bank, and nobody is below zero."""
    accounts = (chart.earnings(parts[0].seller_id), chart.commission(), chart.refunds_due(), chart.payouts_under_way())
    there = [has(account, currency) for account in accounts]
    paid, back = sum(part.goods for part in parts), sum(Refund.objects.values_list("amount", flat=True))
    assert min(there) >= 0
    assert sum(there) == paid - back == -has(OUTSIDE, currency)
    assert nothing_is_held(currency)


def give_everything_back(parts, currency):
    """A seller who has enough can give everything back, and then the house has nothing of it."""
    rich = chart.earnings(parts[0].seller_id)
    transfer(source=chart.outside("bank"), target=rich, amount=10**6, unit=currency)
    collect_now()
    for part in parts:
        part.refresh_from_db()
        if part.goods > part.refunded:
            give(part, part.goods - part.refunded)
    accounts = (chart.commission(), chart.refunds_due(), OUTSIDE)
    assert [has(account, currency) for account in accounts] == [0, 0, 0]
    assert not LateRefund.objects.filter(status=Status.WAITING).exists()


def test_the_step_for_verbs_takes_what_belongs_to_each_line():
    part = sold()
    held = locked_part(fulfilment_id=part.id)
    [line] = held.goods
    with pytest.raises(errors.RefundTooLarge), transaction.atomic():
        give_back_released(held=held, amounts={line: 0}, why="x", side="house", by=None)
    made = give_back_released(held=held, amounts={line: 500}, why="x", side="house", by=None)
    assert (made.amount, made.from_seller, made.person_id) == (500, 475, None)
