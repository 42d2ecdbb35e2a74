"""Delivery, waiting for complaints, and sharing the money out to the last won."""

from datetime import timedelta

import pytest

from dure.events.market import FulfilmentReleased, OrderCompleted
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Dispute, Order, OrderAct, OrderLine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.releases import confirm_received, release_due, release_part
from dure.rooms.market.tests.bookkeeping import held, legs_of, nothing_is_held, shelf

pytestmark = pytest.mark.django_db


def with_terms(order, *, commission_bp, pledge=0, fund_id=None):
    OrderLine.objects.filter(order_id=order.order_id, kind=1).update(
        commission_bp=commission_bp, pledge=pledge, fund_id=fund_id
    )


def test_three_days_after_delivery_the_money_is_shared_out(ana, frozen_time, announced):
    farm, fund, gift_fund = factories.seller(fee=3_000), new_id(), new_id()
    offer = factories.offer(organisation_id=farm.id, on_hand=5, price=9_999)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 2)], gift=500, gift_fund_id=gift_fund)
    with_terms(order, commission_bp=333, pledge=20, fund_id=fund)
    [part] = factories.parts_of(order)
    shipping.note_packed(reference=part.reference)
    shipping.note_handed_over(reference=part.reference)
    assert shelf(offer) == (3, 0, 2)
    shipping.note_delivered(reference=part.reference, at=clock.now())
    assert release_due() == 0
    frozen_time.tick(days=3)
    assert (release_due(), release_due()) == (1, 0)

    assert legs_of(f"release:{part.id}") == {
        chart.held_for_orders(): -23_498,
        chart.commission(): 666,
        chart.delivery_costs(): 3_000,
        chart.fund(fund): 20,
        chart.fund(gift_fund): 500,
        chart.earnings(farm.id): 19_998 - 666 - 20,
    }
    order.refresh_from_db()
    assert order.status == Order.Status.COMPLETED
    assert nothing_is_held()
    assert announced(FulfilmentReleased).earned == 19_312
    assert announced(OrderCompleted).order_id == str(order.order_id)
    assert [act.act for act in OrderAct.objects.order_by("id")] == [
        "paid",
        "packed",
        "handed_over",
        "delivered",
        "released",
    ]


def test_the_buyer_is_content_and_the_seller_paid_at_once(ana):
    order = factories.delivered_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    for _ in range(2):
        assert confirm_received(by=Actor(person_id=ana.id), fulfilment_id=part.id).status == "completed"
    assert nothing_is_held()


def test_nobody_else_says_that_it_arrived_and_nobody_before_it_left(ana, bo):
    order = factories.paid_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    with pytest.raises(errors.OrderNotYours):
        confirm_received(by=Actor(person_id=bo.id), fulfilment_id=part.id)
    with pytest.raises(errors.NotDelivered):
        confirm_received(by=Actor(person_id=ana.id), fulfilment_id=part.id)
    assert release_part(fulfilment_id=part.id) is False
    assert held() == order.total


def test_an_open_question_keeps_the_money(ana, frozen_time):
    order = factories.delivered_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    Dispute.objects.create(fulfilment=part, problem="other", lines={"1": 1}, asked_amount=1, opened_at=clock.now())
    frozen_time.tick(days=9)
    assert release_due() == 0
    assert release_part(fulfilment_id=part.id) is False
    with pytest.raises(errors.DisputeUnderWay):
        confirm_received(by=Actor(person_id=ana.id), fulfilment_id=part.id)
    assert held() == order.total


def test_news_of_dispatch_comes_twice_and_out_of_order(ana):
    offer = factories.offer(on_hand=5)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 2)])
    [part] = factories.parts_of(order)
    for _ in range(2):
        shipping.note_delivered(reference=part.reference, at=clock.now())
        shipping.note_handed_over(reference=part.reference)
        shipping.note_packed(reference=part.reference)
    assert shelf(offer) == (3, 0, 2)
    [part] = factories.parts_of(order)
    assert part.status == "delivered"
    shipping.note_delivered(reference="relief:7:x", at=clock.now())
    shipping.note_delivered(reference=f"order:7:{new_id()}", at=clock.now())


def test_what_will_not_arrive_is_left_to_staff(ana):
    order = factories.paid_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    shipping.note_handed_over(reference=part.reference)
    shipping.note_failed(reference=part.reference, reason="not_at_home", is_final=False)
    assert not Dispute.objects.exists()
    for _ in range(2):
        shipping.note_failed(reference=part.reference, reason="lost", is_final=True)
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.problem, dispute.asked_amount) == ("staff", "not_arrived", order.total)


def test_the_wait_is_three_days_from_the_delivery_itself(ana, frozen_time):
    order = factories.paid_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    shipping.note_delivered(reference=part.reference, at=clock.now() - timedelta(days=3))
    assert release_part(fulfilment_id=part.id) is True


def test_what_was_noted_as_arrived_by_mistake_is_on_its_way_again(ana):
    [part] = factories.parts_of(factories.paid_order(buyer_id=ana.id))
    at = clock.now()
    shipping.note_delivered(reference=part.reference, at=at)
    shipping.note_corrected(reference=part.reference, told_at=at - timedelta(minutes=1))
    part.refresh_from_db()
    assert part.status == part.Status.DELIVERED
    for _ in range(2):
        shipping.note_corrected(reference=part.reference, told_at=at)
    part.refresh_from_db()
    assert (part.status, part.delivered_at, part.complaint_until) == (part.Status.ON_THE_WAY, None, None)
    shipping.note_delivered(reference=part.reference, at=at + timedelta(minutes=5))
    part.refresh_from_db()
    assert part.status == part.Status.DELIVERED
