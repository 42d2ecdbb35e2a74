"""Paying an order: one payment however often it is pressed, one entry in the book, and nobody pays twice."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import STRANGER, Actor
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Order, OrderAct, Payment, Refund, SandboxCharge
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.services import card_sandbox, orders, wallets
from dure.rooms.market.services.payments import ask_again, call_off, glance, hand_over, look, open_payment, postpone
from dure.rooms.market.services.settling import apply, end

from .paying import BACK, begin, book, card, fill_wallet, held, order_of, outside, status

pytestmark = pytest.mark.django_db


def paid(payment):
    return Found(state=State.PAID, payment_id=payment.id, amount=payment.price, charge_reference="charge-1")


def test_pays_from_the_wallet_at_once(ana):
    order = order_of(ana)
    fill_wallet(ana, 30_000)

    payment = begin(order, "wallet").payment

    assert payment.status == Payment.Status.PAID
    assert status(order) is Order.Status.PAID
    assert book(chart.wallet(ana.id)) == 6_000
    assert held() == 24_000
    assert book(chart.orders_due()) == 0


def test_a_wallet_with_too_little_pays_nothing(ana):
    order = order_of(ana)
    fill_wallet(ana, 23_999)

    with pytest.raises(InsufficientFunds):
        begin(order, "wallet")

    assert book(chart.wallet(ana.id)) == 23_999
    assert held() == 0
    assert status(order) is Order.Status.PLACED
    assert Payment.objects.get().failure == "insufficient_funds"


def test_pressed_twice_it_is_one_payment(ana):
    order = order_of(ana)

    first, second = begin(order), begin(order)

    assert first.payment.id == second.payment.id
    assert first.step.url == second.step.url
    assert Payment.objects.count() == SandboxCharge.objects.count() == 1


@pytest.mark.parametrize(("currency", "price"), [("KRW", 12_000), ("CNY", 3_950), ("USD", 1_001)])
def test_a_card_pays_in_every_currency(ana, currency, price):
    order = order_of(ana, currency=currency, price=price)
    payment = begin(order).payment
    card(payment)

    assert look(payment_id=payment.id, parameters={}).status == Payment.Status.PAID
    assert (held(currency), outside(currency)) == (price * 2, -price * 2)
    assert book(chart.orders_due(), currency) == book(chart.orders_promised(), currency) == 0


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [(Behaviour.DECLINED, "card_declined"), (Behaviour.INSUFFICIENT, "insufficient_funds")],
)
def test_a_declined_card_takes_nothing_and_the_order_can_be_paid_again(ana, behaviour, reason):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment, behaviour)

    declined = look(payment_id=payment.id)

    assert (declined.status, declined.failure) == (Payment.Status.FAILED, reason)
    assert (held(), outside()) == (0, 0)
    again = begin(order).payment
    assert again.id != payment.id
    card(again)
    assert look(payment_id=again.id).status == Payment.Status.PAID
    assert held() == 24_000


def test_a_challenge_asks_for_the_code_and_ends_after_three_wrong_ones(ana):
    payment = begin(order_of(ana)).payment
    charge = card(payment, Behaviour.CHALLENGE)
    assert charge.status == SandboxCharge.Status.CHALLENGED
    assert look(payment_id=payment.id).is_open

    for _time in range(3):
        charge = card_sandbox.answer_challenge(charge_id=charge.id, code="not it")

    assert (charge.status, charge.reason) == (SandboxCharge.Status.DECLINED, "wrong_code")
    assert look(payment_id=payment.id).status == Payment.Status.FAILED


def test_the_right_code_pays(ana):
    payment = begin(order_of(ana)).payment
    charge = card(payment, Behaviour.CHALLENGE)
    card_sandbox.answer_challenge(charge_id=charge.id, code=charge.code)
    assert look(payment_id=payment.id).status == Payment.Status.PAID


def test_a_slow_bank_leaves_us_not_knowing_and_nobody_may_pay_twice_meanwhile(ana, frozen_time):
    order = order_of(ana)
    fill_wallet(ana)
    payment = begin(order).payment
    card(payment, Behaviour.SLOW)
    assert look(payment_id=payment.id).status == Payment.Status.PENDING

    with pytest.raises(errors.PaymentUnderWay):
        begin(order, "wallet")
    assert book(chart.wallet(ana.id)) == 100_000

    frozen_time.tick(seconds=30)
    assert look(payment_id=payment.id).status == Payment.Status.PAID
    with pytest.raises(errors.AlreadyPaid):
        begin(order, "wallet")


def test_another_way_calls_the_first_one_off(ana):
    order = order_of(ana)
    fill_wallet(ana)
    first = begin(order).payment

    second = begin(order, "wallet").payment

    first.refresh_from_db()
    assert first.status == Payment.Status.CANCELLED
    assert SandboxCharge.objects.get().status == SandboxCharge.Status.CANCELLED
    assert second.status == Payment.Status.PAID
    with pytest.raises(errors.AlreadyPaid):
        begin(order)


def test_paid_elsewhere_before_changing_ones_mind_is_paid_once(ana):
    """The buyer paid by card, lost the network, and presses another way: the card's payment is found first."""
    order = order_of(ana)
    fill_wallet(ana)
    card(begin(order).payment, Behaviour.LOST)

    with pytest.raises(errors.AlreadyPaid):
        begin(order, "wallet")

    assert status(order) is Order.Status.PAID
    assert book(chart.wallet(ana.id)) == 100_000
    assert held() == 24_000


def test_lost_messages_are_found_by_asking(ana, frozen_time):
    order = order_of(ana)
    card(begin(order).payment, Behaviour.LOST)

    assert ask_again() == 0
    frozen_time.tick(seconds=20)
    assert ask_again() == 1

    assert status(order) is Order.Status.PAID


def test_what_is_open_is_asked_about_less_and_less_often(ana, frozen_time):
    payment = begin(order_of(ana)).payment
    asked_at = [postpone(payment_id=payment.id).ask_at for _time in range(12)]
    waits = [(moment - clock.now()).total_seconds() for moment in asked_at if moment]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (30, 3600)


def test_money_for_an_expired_order_goes_back_by_itself(ana, frozen_time, announced):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment)
    frozen_time.tick(hours=2)
    orders.expire_every_order()

    late = look(payment_id=payment.id)

    assert status(order) is Order.Status.EXPIRED
    assert (late.status, late.refunded) == (Payment.Status.PAID, 24_000)
    assert (held(), outside()) == (0, 0)
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason) == (24_000, "late")
    assert OrderAct.objects.filter(order_id=order.order_id, act=OrderAct.Act.PAID_LATE).count() == 1
    assert ProcrastinateJob.objects.filter(task_name="market.send_refund").count() == 1
    look(payment_id=payment.id)
    apply(payment_id=payment.id, found=paid(payment))
    assert Refund.objects.count() == 1


def test_two_payments_of_one_order_pay_it_once_and_the_second_goes_back(ana):
    order = order_of(ana)
    first = begin(order).payment
    end(payment_id=first.id, failure="called_off")
    second = begin(order).payment
    apply(payment_id=second.id, found=paid(second))

    apply(payment_id=first.id, found=paid(first))

    first.refresh_from_db()
    assert first.refunded == 24_000
    assert (held(), outside()) == (24_000, -24_000)


def test_a_payment_given_up_still_pays_when_its_money_comes_in_time(ana):
    order = order_of(ana)
    payment = begin(order).payment
    end(payment_id=payment.id, failure="called_off")
    apply(payment_id=payment.id, found=paid(payment))
    assert status(order) is Order.Status.PAID
    assert held() == 24_000


def test_another_amount_is_not_taken_for_the_price(ana):
    order = order_of(ana)
    payment = begin(order).payment
    short = Found(state=State.PAID, payment_id=payment.id, amount=Money(23_999, "KRW"), charge_reference="charge-1")

    after = apply(payment_id=payment.id, found=short)

    assert (after.status, after.failure) == (Payment.Status.PENDING, "amount_differs")
    assert status(order) is Order.Status.PLACED
    assert (held(), outside()) == (0, 0)


def test_declined_after_paid_changes_nothing(ana):
    order = order_of(ana)
    payment = begin(order).payment
    apply(payment_id=payment.id, found=paid(payment))
    apply(payment_id=payment.id, found=Found(state=State.DECLINED, payment_id=payment.id, reason="card_declined"))
    payment.refresh_from_db()
    assert (payment.status, payment.failure) == (Payment.Status.PAID, "")
    assert held() == 24_000


@pytest.mark.parametrize("who", ["stranger", "somebody else"])
def test_only_the_buyer_pays(ana, bo, who):
    order = order_of(ana)
    by = STRANGER if who == "stranger" else Actor(person_id=bo.id)
    with pytest.raises(NotFound):
        open_payment(by=by, order_id=order.order_id, provider="wallet")
    assert not Payment.objects.exists()


def test_refuses_what_is_not_offered_or_not_in_this_currency(ana):
    order = order_of(ana)
    with pytest.raises(errors.ProviderNotOffered):
        begin(order, "stripe")
    assert not Payment.objects.exists()


def test_an_order_whose_time_is_over_cannot_be_paid(ana, frozen_time):
    order = order_of(ana)
    frozen_time.tick(hours=1)
    with pytest.raises(errors.OrderNotPayable):
        begin(order)
    assert not Payment.objects.exists()


def test_an_open_payment_of_a_gone_order_is_called_off_by_asking(ana, frozen_time):
    order = order_of(ana)
    payment = begin(order).payment
    frozen_time.tick(hours=1)
    orders.expire_every_order()
    ask_again()
    payment.refresh_from_db()
    assert payment.status == Payment.Status.CANCELLED
    assert SandboxCharge.objects.get().status == SandboxCharge.Status.CANCELLED


def test_killed_between_writing_down_and_handing_over_it_goes_on(ana):
    """The payment was written, the provider never heard of it: pressing again hands the same payment over."""
    order = order_of(ana)
    written = open_payment(by=Actor(person_id=ana.id), order_id=order.order_id, provider="card_sandbox")
    assert glance(payment=written).is_open
    begun = begin(order)
    assert begun.payment.id == written.id
    card(begun.payment)
    assert look(payment_id=written.id).status == Payment.Status.PAID


def test_where_the_buyer_was_sent_is_kept(ana):
    order = order_of(ana)
    written = open_payment(by=Actor(person_id=ana.id), order_id=order.order_id, provider="card_sandbox")
    kept = hand_over(payment=written, return_to=BACK, title="", language="ko").payment
    charge = SandboxCharge.objects.get()
    assert (kept.about["url"], kept.provider_reference) == (f"/market/card-sandbox/{charge.id}/", str(charge.id))
    assert kept.return_to == charge.return_url == BACK.format(payment_id=written.id)
    assert call_off(payment_id=written.id).status == Payment.Status.CANCELLED
    assert written.begun_at <= clock.now() + timedelta(seconds=1)


def test_play_money_comes_once_in_small_amounts_and_only_in_the_demo(ana, settings):
    key = "0190b5f0-0000-7000-8000-000000000001"
    for _time in range(2):
        wallets.top_up(by=Actor(person_id=ana.id), amount=Money(5_000, "KRW"), key=key)
    assert book(chart.wallet(ana.id)) == 5_000
    with pytest.raises(errors.TopUpTooLarge):
        wallets.top_up(by=Actor(person_id=ana.id), amount=Money(1_000_001, "KRW"), key=key)
    settings.DEMO = False
    with pytest.raises(errors.ProviderNotOffered):
        wallets.top_up(by=Actor(person_id=ana.id), amount=Money(5_000, "KRW"), key=key)
    assert book(chart.wallet(ana.id)) == 5_000
