"""Refunds: never more than paid, each once, sent until it worked, and shown when it did not."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Order, Payment, Refund, SandboxCharge
from dure.rooms.market.providers.contract import Refunded, State
from dure.rooms.market.services import payments
from dure.rooms.market.services.orders import cancel_order
from dure.rooms.market.services.refunds import (
    give_back,
    make,
    note,
    send,
    send_anew,
    send_back_late,
    send_refund,
    settle_by_hand,
)

from .paying import begin, book, card, fill_wallet, held, order_of, outside

pytestmark = pytest.mark.django_db
STAFF = Actor(is_staff=True)


def paid_by_card(buyer, behaviour=Behaviour.OK):
    payment = begin(order_of(buyer)).payment
    card(payment, behaviour)
    return payments.look(payment_id=payment.id)


def back(payment, amount, key="a", reason="too ripe"):
    return give_back(payment_id=payment.id, takings={chart.held_for_orders(): amount}, key=key, reason=reason)


def test_gives_back_in_parts_and_never_more_than_paid(ana):
    payment = paid_by_card(ana)

    first, second = back(payment, 10_000, "a"), back(payment, 14_000, "b")
    with pytest.raises(errors.RefundTooLarge):
        back(payment, 1, "c")

    assert (held(), outside()) == (0, 0)
    assert Refund.objects.count() == 2
    for refund in (first, second):
        send_refund(refund_id=str(refund.id))
    assert SandboxCharge.objects.get().refunded == 24_000
    assert set(Refund.objects.values_list("status", flat=True)) == {Refund.Status.SENT}


def test_the_same_key_gives_back_once(ana):
    payment = paid_by_card(ana)
    assert (
        back(payment, 5_000).id
        == back(payment, 5_000).id
        == make(payment_id=payment.id, amount=5_000, key="a", reason="").id
    )
    assert (held(), outside()) == (19_000, -19_000)


def test_sending_twice_sends_once(ana):
    refund = back(paid_by_card(ana), 5_000)
    assert send(refund_id=refund.id).sent_at == send(refund_id=refund.id).sent_at
    assert SandboxCharge.objects.get().refunded == 5_000


def test_a_wallet_has_its_money_at_once(ana):
    order = order_of(ana)
    fill_wallet(ana, 24_000)
    payment = begin(order, "wallet").payment
    refund = back(payment, 4_000)
    assert book(chart.wallet(ana.id)) == 4_000
    assert send(refund_id=refund.id).status == Refund.Status.SENT


def test_what_was_not_paid_is_not_given_back(ana):
    payment = begin(order_of(ana)).payment
    with pytest.raises(errors.RefundTooLarge):
        back(payment, 1)
    assert not Refund.objects.exists()
    assert outside() == 0


def test_a_refused_refund_is_shown_and_can_be_sent_anew_or_settled_by_hand(ana):
    payment = paid_by_card(ana, Behaviour.REFUND_FAILS)
    refund = back(payment, 5_000)

    failed = send(refund_id=refund.id)
    assert (failed.status, failed.failure, failed.attempt_count) == (Refund.Status.FAILED, "refund_refused", 1)

    assert send_anew(by=STAFF, refund_id=refund.id).status == Refund.Status.TO_SEND
    assert ProcrastinateJob.objects.filter(task_name="market.send_refund").count() == 2
    assert send(refund_id=refund.id).status == Refund.Status.FAILED
    done = settle_by_hand(by=STAFF, refund_id=refund.id, reason="bank transfer 2026-11-22")
    assert (done.status, done.provider_reference) == (Refund.Status.SENT, "by hand: bank transfer 2026-11-22")
    with pytest.raises(errors.RefundDone):
        send_anew(by=STAFF, refund_id=refund.id)
    with pytest.raises(errors.RefundNotFound):
        send_anew(by=STAFF, refund_id=new_id())


def test_a_provider_may_tell_later_that_a_refund_came_back(ana):
    refund = back(paid_by_card(ana), 5_000)
    note(refund_id=refund.id, answer=Refunded(state=State.PROCESSING, reference="r1"))
    note(refund_id=refund.id, answer=Refunded(state=State.PAID, reference="r1"))
    after = note(refund_id=refund.id, answer=Refunded(state=State.DECLINED, reference="r1", reason="account_closed"))
    assert (after.status, after.failure) == (Refund.Status.FAILED, "account_closed")


def test_cancelling_a_paid_order_gives_its_money_back(ana):
    payment = paid_by_card(ana)
    cancel_order(by=Actor(person_id=ana.id), order_id=payment.order_id, why="changed my mind")
    refund = Refund.objects.get()
    send(refund_id=refund.id)
    assert (refund.amount, held(), outside()) == (24_000, 0, 0)
    assert SandboxCharge.objects.get().refunded == 24_000


def test_money_that_came_too_late_is_sent_back_once(ana):
    order = order_of(ana)
    payment = begin(order).payment
    Order.objects.filter(order_id=order.order_id).update(status=Order.Status.EXPIRED)
    Payment.objects.filter(id=payment.id).update(status=Payment.Status.PAID)
    send_back_late(payment_id=payment.id)
    assert send_back_late(payment_id=payment.id).refunded == 24_000
    assert Refund.objects.count() == 1
    assert (held(), outside()) == (0, 0)
