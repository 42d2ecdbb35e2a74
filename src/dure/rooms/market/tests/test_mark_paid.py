"""Paying: the money is held, the sellers begin, everybody is told; late money goes back by itself."""

from datetime import timedelta

import pytest

from dure.events.market import OrdersPaid
from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.inbox import factories as inbox
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Fulfilment, Order, OrderAct, Payment, Refund
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.services import orders
from dure.rooms.market.services.orders import expire_orders
from dure.rooms.market.services.settling import Confirmation, apply, settle_payments
from dure.rooms.market.tests.bookkeeping import has, held, legs_of, nothing_is_held, shelf

pytestmark = pytest.mark.django_db
SANDBOX = chart.outside("card-sandbox")


def payment_for(order):
    return Payment.objects.create(
        cell_id=1, order_id=order.order_id, payer_id=order.buyer_id, provider="card_sandbox",
        provider_reference=str(new_id()), source_account=SANDBOX, amount=order.total, currency=order.currency,
        begun_at=clock.now(),
    )  # fmt: skip


def paid(payment):
    return Confirmation(payment, Found(state=State.PAID, payment_id=payment.id, amount=payment.price))


def settle(*payments):
    return settle_payments(confirmations=[paid(payment) for payment in payments])


def test_holds_the_money_and_lets_the_sellers_begin(ana, bo, announced):
    offer = factories.offer(organisation_id=factories.seller(fee=3_000).id, price=10_000)
    other = factories.offer(price=5_000)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 2), (other, 1)])

    assert order.status == Order.Status.PAID
    payment = Payment.objects.get(order_id=order.order_id)
    assert legs_of(f"payment:{payment.id}") == {
        SANDBOX: -28_000, chart.held_for_orders(): 28_000, chart.orders_promised(): -28_000, chart.orders_due(): 28_000,
    }  # fmt: skip
    parts = factories.parts_of(order)
    assert [(part.goods, part.delivery, part.status) for part in parts] == [
        (20_000, 3_000, "to_pack"),
        (5_000, 0, "to_pack"),
    ]
    assert {shipment.reference for shipment in dispatch.shipments()} == {part.reference for part in parts}
    assert announced(OrdersPaid).totals == (28_000,)
    assert len(inbox.notifications(person_id=ana.id, topic="orders")) == 1
    assert len(inbox.notifications(topic="sales")) == 2
    assert OrderAct.objects.filter(order_id=order.order_id, act="paid").count() == 1


def test_paying_twice_with_one_payment_pays_once(ana):
    order = factories.paid_order(buyer_id=ana.id)
    payment = Payment.objects.get(order_id=order.order_id)
    settle(payment)
    apply(payment_id=payment.id, found=paid(payment).found)
    assert held() == order.total
    assert Fulfilment.objects.count() == 1


def test_a_second_payment_goes_back(ana):
    order = factories.paid_order(buyer_id=ana.id)
    second = payment_for(order)
    assert [settle(second)[0].refunded, settle(second)[0].refunded] == [order.total, order.total]
    assert held() == order.total
    assert Refund.objects.get(payment=second).amount == order.total


def test_an_order_that_is_not_paid_in_time_gives_everything_back(ana, frozen_time):
    offer = factories.offer(on_hand=5, per_buyer_limit=2)
    order = factories.placed_order(buyer_id=ana.id, lines=[(offer, 2)])
    assert expire_orders() == 0
    frozen_time.tick(minutes=31)
    assert expire_orders() == 1
    assert orders.expire_every_order() == 0

    order.refresh_from_db()
    assert order.status == Order.Status.EXPIRED
    assert shelf(offer) == (5, 0, 0)
    assert nothing_is_held()
    factories.placed_order(buyer_id=ana.id, lines=[(offer, 2)])
    assert shelf(offer) == (5, 2, 0)


def test_money_that_comes_too_late_goes_back(ana, frozen_time):
    order = factories.placed_order(buyer_id=ana.id)
    frozen_time.tick(minutes=31)
    expire_orders()
    payment = payment_for(order)
    assert settle(payment)[0].refunded == order.total
    assert nothing_is_held()
    assert has(SANDBOX) == 0
    assert Refund.objects.get().amount == order.total
    assert not Fulfilment.objects.exists()


def test_many_orders_expire_together(ana, frozen_time, query_count):
    offer = factories.offer(on_hand=50)
    for _ in range(3):
        factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)])
    frozen_time.tick(minutes=31)
    few = query_count(expire_orders)
    for _ in range(6):
        factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)])
    frozen_time.tick(minutes=31)
    assert query_count(expire_orders) <= few + 6 * 12
    assert shelf(offer) == (50, 0, 0)
    assert nothing_is_held()


def test_nothing_is_paid_that_does_not_exist():
    with pytest.raises(errors.PaymentNotFound):
        apply(payment_id=new_id(), found=Found(state=State.PAID))


def test_an_order_of_an_hour_is_only_given_up_when_it_is_due(ana, frozen_time):
    order = factories.placed_order(buyer_id=ana.id)
    Order.objects.filter(order_id=order.order_id).update(pay_by=clock.now() + timedelta(hours=1))
    frozen_time.tick(minutes=59)
    assert expire_orders() == 0
