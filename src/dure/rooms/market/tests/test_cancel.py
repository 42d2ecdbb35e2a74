"""Cancelling wholly or in part: goods are free again, money goes back, and it is written down who did it and why."""

import pytest

from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Allowance, Order, OrderAct, OrderLine, Refund
from dure.rooms.market.services import shipping
from dure.rooms.market.services.orders import cancel_lines, cancel_order, cancel_part
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.tests.bookkeeping import has, held, nothing_is_held, shelf

pytestmark = pytest.mark.django_db
SANDBOX = chart.outside("card-sandbox")


def buyer(order):
    return Actor(person_id=order.buyer_id)


def seller(part):
    return Actor(person_id=new_id(), organisation_id=part.seller_id)


def test_the_buyer_cancels_before_paying(ana):
    offer = factories.offer(on_hand=5, per_buyer_limit=3)
    order = factories.placed_order(buyer_id=ana.id, lines=[(offer, 3)])
    cancel_order(by=buyer(order), order_id=order.order_id, why="changed my mind")
    cancel_order(by=buyer(order), order_id=order.order_id, why="changed my mind")
    assert shelf(offer) == (5, 0, 0)
    assert nothing_is_held()
    assert Allowance.objects.get().taken == 0
    act = OrderAct.objects.get(order_id=order.order_id)
    assert (act.act, act.side, act.person_id, act.why) == ("cancelled", "buyer", ana.id, "changed my mind")


def test_a_paid_order_is_cancelled_with_its_gift(ana):
    here, there = factories.offer(on_hand=5), factories.offer(on_hand=5)
    order = factories.paid_order(buyer_id=ana.id, lines=[(here, 1), (there, 2)], gift=700, gift_fund_id=new_id())
    cancel_order(by=buyer(order), order_id=order.order_id, why="no")
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert (shelf(here), shelf(there)) == ((5, 0, 0), (5, 0, 0))
    assert nothing_is_held()
    assert has(SANDBOX) == 0
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total
    assert {part.status for part in factories.parts_of(order)} == {"cancelled"}
    assert {shipment.status for shipment in dispatch.shipments()} == {"cancelled"}


def test_the_gift_stays_with_the_part_that_stays(ana):
    order = factories.paid_order(
        buyer_id=ana.id, lines=[(factories.offer(), 1), (factories.offer(), 1)], gift=700, gift_fund_id=new_id()
    )
    carrier = next(part for part in factories.parts_of(order) if part.gift)
    cancel_part(by=seller(carrier), fulfilment_id=carrier.id, why="hail")
    gone, stays = sorted(factories.parts_of(order), key=lambda part: part.status)
    assert (gone.status, gone.gift, stays.status, stays.gift) == ("cancelled", 0, "to_pack", 700)
    assert held() == stays.goods + 700
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_some_goods_are_taken_out(ana):
    offer = factories.offer(on_hand=9, price=10_001, per_buyer_limit=9)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 3)])
    [part] = factories.parts_of(order)
    cancel_lines(by=seller(part), fulfilment_id=part.id, counts={1: 2}, why="only one ripe")
    assert shelf(offer) == (9, 1, 0)
    assert held() == 10_001
    line = OrderLine.objects.get(order_id=order.order_id)
    assert (line.cancelled, line.refunded) == (2, 20_002)
    assert Allowance.objects.get().taken == 1
    cancel_lines(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="then nothing")
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert shelf(offer) == (9, 0, 0)
    assert nothing_is_held()


def test_refuses_what_is_too_late_wrong_or_not_ones_own(ana, bo):
    offer = factories.offer(on_hand=9)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 3)])
    [part] = factories.parts_of(order)
    kept = held(), shelf(offer), OrderAct.objects.count()
    with pytest.raises(errors.OrderNotYours):
        cancel_order(by=Actor(person_id=bo.id), order_id=order.order_id, why="mine")
    with pytest.raises(errors.ReasonMissing):
        cancel_order(by=buyer(order), order_id=order.order_id, why="  ")
    with pytest.raises(errors.LineUnknown):
        cancel_lines(by=buyer(order), fulfilment_id=part.id, counts={1: 4}, why="no")
    with pytest.raises(errors.LineUnknown):
        cancel_lines(by=buyer(order), fulfilment_id=part.id, counts={2: 1}, why="no")
    assert (held(), shelf(offer), OrderAct.objects.count()) == kept
    shipping.note_packed(reference=part.reference)
    with pytest.raises(errors.AlreadyPacked):
        cancel_order(by=buyer(order), order_id=order.order_id, why="no")
    shipping.note_handed_over(reference=part.reference)
    with pytest.raises(errors.AlreadyOnItsWay):
        cancel_part(by=seller(part), fulfilment_id=part.id, why="no")
    assert held() == order.total


def test_an_order_that_is_over_is_not_cancelled(ana):
    order = factories.delivered_order(buyer_id=ana.id)
    [part] = factories.parts_of(order)
    confirm_received(by=buyer(order), fulfilment_id=part.id)
    with pytest.raises(errors.OrderClosed):
        cancel_order(by=HOUSE, order_id=order.order_id, why="no")
    with pytest.raises(errors.OrderClosed):
        cancel_part(by=HOUSE, fulfilment_id=part.id, why="no")
