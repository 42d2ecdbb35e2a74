"""Many payments are settled in one go, each as if it came alone; then the worker lets the sellers begin, once."""

import pytest

from dure.events.market import OrdersPaid
from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.testing import at_once
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.dispatch.errors import ShipmentWrong
from dure.rooms.inbox import factories as inbox
from dure.rooms.ledger import chart
from dure.rooms.market import factories
from dure.rooms.market.models import Fulfilment, Order, OrderAct, Payment, ProviderNews, Refund
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.reactions import let_sellers_begin as hear_of_it
from dure.rooms.market.services import beginnings, news, orders, proofs, settling, shipping, wallets
from dure.rooms.market.services.beginnings import let_sellers_begin
from dure.rooms.market.services.departures import forget_person
from dure.rooms.market.services.news import keep
from dure.rooms.market.services.settling import Confirmation, settle_payments
from dure.rooms.market.tests.bookkeeping import held
from dure.rooms.people.factories import actor_of

from .paying import begin, book, card, message, order_of, outside, status

pytestmark = pytest.mark.django_db
Status = Order.Status


def confirmed(payment, amount=None):
    price = payment.price if amount is None else Money(amount, payment.currency)
    return Confirmation(payment, Found(state=State.PAID, payment_id=payment.id, amount=price, charge_reference="c"))


def settle(*confirmations):
    return settle_payments(confirmations=confirmations)


@pytest.fixture
def accounts(ana):
    """The book's accounts stand open, as after a house's very first payment."""
    settle(confirmed(begin(order_of(ana)).payment))


def test_each_of_a_batch_is_settled_as_if_it_came_alone(ana, bo, accounts, frozen_time, announced):
    late_order = order_of(ana)
    late = begin(late_order).payment
    frozen_time.tick(minutes=31)
    orders.expire_every_order()
    before = held()
    good = [begin(order_of(who)).payment for who in (ana, bo, ana)]
    short = begin(order_of(bo)).payment
    known = begin(order_of(bo)).payment
    settle(confirmed(known))
    top_up = wallets.begin_top_up(
        by=actor_of(bo), amount=Money(5_000, "KRW"), provider="card_sandbox", key=new_id(), return_to="/", title="",
        language="ko",
    ).payment  # fmt: skip

    batch = [confirmed(each) for each in (late, *good, known, top_up)]
    told = settle(*batch, confirmed(short, 1), confirmed(good[0]))

    assert [each.status for each in told] == ["paid"] * 6 + ["pending", "paid"]
    assert [told[0].refunded, told[-2].failure] == [late.amount, "amount_differs"]
    assert [status(Order.objects.get(order_id=each.order_id)) for each in good] == [Status.PAID] * 3
    assert status(late_order) is Status.EXPIRED
    assert Refund.objects.get().payment_id == late.id
    assert book(chart.wallet(bo.id)) == 5_000
    assert held() == before + 4 * 24_000
    assert len(announced(OrdersPaid).order_ids) == 3
    paid_acts = OrderAct.objects.filter(act=OrderAct.Act.PAID, order_id__in=[each.order_id for each in good])
    assert paid_acts.count() == 3
    assert proofs.prove().holds


def test_two_payments_of_one_order_in_one_batch_pay_it_once(ana, accounts):
    order = order_of(ana)
    first = begin(order).payment
    settling.end(payment_id=first.id, failure="called_off")
    second = begin(order).payment
    before = (held(), outside())

    told = settle(confirmed(first), confirmed(second))

    assert [each.refunded for each in told] == [0, 24_000]
    assert (held(), outside()) == (before[0] + 24_000, before[1] - 24_000)
    assert Fulfilment.objects.filter(order_id=order.order_id).count() == 1


def test_parts_are_there_with_the_payment_and_parcels_and_notices_come_once_however_often_it_is_heard(ana, accounts):
    offers = [factories.offer(organisation_id=factories.seller(fee=3_000).id, price=price) for price in (9_000, 5_000)]
    order = factories.placed_order(
        buyer_id=ana.id, lines=[(offer, 2) for offer in offers], gift=700, gift_fund_id=new_id()
    )
    factories.settle(order)

    parts = factories.parts_of(order)
    assert [(each.goods, each.delivery, each.gift) for each in parts] == [(18_000, 3_000, 700), (10_000, 3_000, 0)]
    assert not dispatch.shipments()
    for _time in range(2):
        factories.let_begin(order)
        hear_of_it(
            OrdersPaid(
                cell_id=1, order_ids=(str(order.order_id),), buyer_ids=(str(ana.id),), totals=(order.total,),
                currencies=("KRW",),
            )
        )  # fmt: skip
    assert {each.reference for each in dispatch.shipments()} == {part.reference for part in parts}
    assert len(inbox.notifications(person_id=ana.id, topic="orders")) == 1
    assert len(inbox.notifications(topic="sales")) == 2


def test_what_is_cancelled_before_the_worker_heard_of_it_is_not_carried(ana, accounts):
    order = order_of(ana)
    factories.settle(order)
    before = held()

    orders.cancel_order(by=actor_of(ana), order_id=order.order_id, why="Changed my mind")
    factories.let_begin(order)

    assert status(Order.objects.get(order_id=order.order_id)) is Status.CANCELLED
    assert held() == before - 24_000
    shipping.recall(part=factories.parts_of(order)[0], reason="There is nothing to recall")
    assert not dispatch.shipments()


def test_an_order_that_cannot_be_carried_holds_up_nobody_else(ana, bo, accounts, monkeypatch):
    good, bad = order_of(ana), order_of(bo)
    factories.settle(good, bad)
    forget_person(person_id=bo.id)
    waiting = []
    monkeypatch.setattr(type(beginnings.begin_order), "defer", lambda _job, **facts: waiting.append(facts))

    let_sellers_begin(order_ids=[good.order_id, bad.order_id])

    assert waiting == [{"order_id": each.order_id, "cell_id": 1} for each in (good, bad)]
    beginnings.begin_order(**waiting[0])
    with pytest.raises(ShipmentWrong):
        beginnings.begin_order(**waiting[1])
    assert [each.reference for each in dispatch.shipments()] == [factories.parts_of(good)[0].reference]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_messages_that_come_together_settle_each_payment_once(ana):
    placed = [begin(order_of(ana)).payment for _each in range(6)]
    told = [message(each) for each in placed]
    for each in placed:
        card(each)

    def say(told_of):
        body, headers = told_of
        return lambda: news.hear(provider="card_sandbox", body=body, headers=headers)

    answers = at_once(*(say(each) for each in (*told, *told)))

    assert answers == [""] * 12
    assert Payment.objects.filter(status="paid").count() == ProviderNews.objects.count() == 6
    assert (held(), outside()) == (6 * 24_000, -6 * 24_000)
    assert OrderAct.objects.filter(act="paid").count() == Fulfilment.objects.count() == 6


def test_what_was_kept_stays_as_it_was(ana):
    payment = begin(order_of(ana)).payment
    row = {"provider": "card_sandbox", "news_id": "n", "contents": {}, "payment": payment, "received_at": clock.now()}
    for kind in ("first", "second"):
        keep(news=[ProviderNews(kind=kind, **row)])
    assert ProviderNews.objects.get().kind == "first"
