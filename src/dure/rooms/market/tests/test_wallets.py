"""One's own wallet: play money in the demo, a payment company elsewhere, booked once however often it is told."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Difference, Order, Payment, SandboxCharge
from dure.rooms.market.providers import registry
from dure.rooms.market.queries.wallets import last_movements, purses, waiting_order
from dure.rooms.market.services import news, payments, reconciliations, wallets
from dure.rooms.market.services.payments import Begun, NotBegun
from dure.rooms.people import factories as people

from .paying import BACK, NUMBERS, begin, book, card, fill_wallet, message, order_of, outside, status

pytestmark = pytest.mark.django_db
PAGE = reverse("market:wallet")


@pytest.fixture
def browser(ana):
    """Ana's browser."""
    found = Client()
    found.force_login(people.sign_in_of(ana))
    return found


def sent(**changes):
    return {"currency": "KRW", "amount": "1만 5천원", "way": "demo", "key": str(new_id())} | changes


def fill(person, *, amount=15_000, provider="card_sandbox", key=None, **more):
    begun = wallets.begin_top_up(
        by=Actor(person_id=person.id), amount=Money(amount, "KRW"), provider=provider, key=key or new_id(),
        return_to=BACK, title="Dure wallet", language="ko", **more,
    )  # fmt: skip
    assert isinstance(begun, Begun)
    return begun.payment


def in_wallet(person):
    return book(chart.wallet(person.id))


def test_play_money_is_put_in_once_and_says_that_it_is_none(browser, ana):
    facts = sent()
    assert "none of this is real money" in browser.get(PAGE).content.decode()
    for _time in range(2):
        assert browser.post(PAGE, facts).status_code == 302
    assert in_wallet(ana) == 15_000
    assert "15,000" in browser.get(PAGE).content.decode()
    assert "play money" in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "many"}, {"amount": "-5"}, {"amount": "0"}, {"amount": "1000001"}, {"amount": "9" * 19},
        {"way": "toss"}, {"way": ""}, {"key": "no"}, {"currency": "EUR"},
    ],
)  # fmt: skip
def test_what_cannot_be_put_in_is_told_in_the_form_and_nothing_moves(browser, ana, changed):
    answer = browser.post(PAGE, sent(**changed))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert in_wallet(ana) == 0
    assert not Payment.objects.exists()


def test_without_the_demo_there_is_no_play_money(browser, ana, settings):
    settings.DEMO = False
    assert "real money" not in browser.get(PAGE).content.decode().replace("no real money", "")
    assert browser.post(PAGE, sent()).status_code == 422
    with pytest.raises(errors.ProviderNotOffered):
        wallets.top_up(by=Actor(person_id=ana.id), amount=Money(1, "KRW"), key=new_id())
    assert in_wallet(ana) == 0


def test_a_card_fills_the_wallet_with_a_challenge(browser, ana):
    page = browser.post(PAGE, sent(way="card_sandbox")).url
    asked = browser.post(page, {"number": NUMBERS[Behaviour.CHALLENGE]}).url
    back = browser.post(asked, {"code": SandboxCharge.objects.get().code}).url

    result = browser.get(back, follow=True)

    assert "The money is in your wallet" in result.content.decode()
    assert (in_wallet(ana), outside()) == (15_000, -15_000)
    [movement] = last_movements(person_id=ana.id, currencies=["KRW"])
    assert (movement.amount, movement.is_play_money) == (Money(15_000, "KRW"), False)


def test_its_messages_may_come_twice_late_and_in_any_order(ana):
    payment = fill(ana)
    card(payment, Behaviour.LOST)
    assert in_wallet(ana) == 0
    body, headers = message(payment)
    for told in (message(payment, "charge.processing"), (body, headers), (body, headers), message(payment)):
        news.hear(provider="card_sandbox", body=told[0], headers=told[1])
    news.hear(
        provider="card_sandbox", **dict(zip(("body", "headers"), message(payment, "charge.declined"), strict=True))
    )
    assert (in_wallet(ana), outside()) == (15_000, -15_000)
    assert Payment.objects.get().status == Payment.Status.PAID


def test_the_same_key_is_the_same_payment_and_another_sum_is_refused(ana, bo):
    key = new_id()
    assert fill(ana, key=key) == fill(ana, key=key)
    for who, amount in ((ana, 14_000), (bo, 15_000)):
        with pytest.raises(KeyReused):
            fill(who, amount=amount, key=key)
    assert Payment.objects.count() == 1


def test_what_lies_in_the_book_already_fills_no_wallet(ana):
    for provider, currency in (("wallet", "KRW"), ("toss", "KRW")):
        with pytest.raises(errors.ProviderNotOffered):
            wallets.open_top_up(by=Actor(person_id=ana.id), amount=Money(5, currency), provider=provider, key=new_id())
    assert not Payment.objects.exists()


def test_a_declined_card_fills_nothing(browser, ana):
    payment = fill(ana)
    card(payment, Behaviour.DECLINED)
    payments.look(payment_id=payment.id)
    page = browser.get(reverse("market:payment", args=[payment.id])).content.decode()
    assert "Not paid" in page
    assert PAGE in page
    assert (in_wallet(ana), outside()) == (0, 0)


def test_a_company_that_does_not_answer_takes_nothing(browser, ana, monkeypatch):
    class Silent:
        name, is_inside, currencies, title, words = "silent", False, frozenset({"KRW"}), "Silent", "Says nothing."

        def begin(self, ask):
            raise errors.ProviderAway(provider="silent")

    known = {**registry.providers(), "silent": Silent()}
    monkeypatch.setattr(registry, "providers", lambda: known)
    page = browser.post(PAGE, sent(way="silent"), follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    assert errors.ProviderAway().message in page.content.decode()
    assert isinstance(
        wallets.begin_top_up(
            by=Actor(person_id=ana.id), amount=Money(5, "KRW"), provider="silent", key=new_id(), return_to=BACK,
            title="", language="ko",
        ),
        NotBegun,
    )  # fmt: skip
    assert in_wallet(ana) == 0


def test_it_leads_back_to_the_order_it_was_filled_for(browser, ana):
    order = order_of(ana)
    fill_wallet(ana, 4_000)
    waiting = waiting_order(by=Actor(person_id=ana.id), order_id=order.order_id)
    assert waiting is not None
    assert waiting.missing == Money(20_000, "KRW")
    page = browser.get(f"{PAGE}?order={order.order_id}")
    assert page.context["form"].initial["amount"] == "₩20,000"

    paid = browser.post(PAGE, sent(amount="20000", order=str(order.order_id)))

    assert paid.url == reverse("market:pay", args=[order.order_id])
    browser.post(paid.url, {"provider": "wallet"})
    assert status(order) is Order.Status.PAID
    assert in_wallet(ana) == 0


def test_a_card_for_an_order_leads_back_to_it_too(browser, ana):
    order = order_of(ana)
    payment = fill(ana, for_order=order.order_id)
    card(payment)
    payments.look(payment_id=payment.id)
    page = browser.get(reverse("market:payment", args=[payment.id])).content.decode()
    assert reverse("market:pay", args=[order.order_id]) in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "１２"])
def test_an_order_that_is_none_is_passed_over(browser, number):
    assert browser.get(PAGE, {"order": number}).status_code == 200


def test_somebody_elses_order_is_not_shown(browser, bo):
    assert browser.get(PAGE, {"order": str(order_of(bo).order_id)}).status_code == 404


def test_reconciling_and_asking_again_know_payments_without_an_order(ana, frozen_time):
    payment = fill(ana)
    card(payment, Behaviour.LOST)
    frozen_time.tick(minutes=11)
    assert reconciliations.reconcile(provider="card_sandbox").difference_count == 1
    assert payments.ask_again() == 1
    assert in_wallet(ana) == 15_000
    reconciliations.reconcile(provider="card_sandbox")
    assert Difference.objects.get().outcome == Difference.Outcome.VANISHED


def test_one_that_nobody_pays_is_given_up_and_late_money_arrives_all_the_same(ana, frozen_time):
    payment = fill(ana)
    frozen_time.tick(days=2)
    payments.ask_again()
    payment.refresh_from_db()
    assert not payment.is_open
    body, headers = message(payment)
    news.hear(provider="card_sandbox", body=body, headers=headers)
    assert in_wallet(ana) == 15_000


def test_purses_are_what_can_be_spent(ana):
    fill_wallet(ana, 700)
    fill_wallet(ana, 900, "CNY")
    assert set(purses(person_id=ana.id)) == {Money(700, "KRW"), Money(900, "CNY")}
    assert begin(order_of(ana, price=300), "wallet").payment.status == Payment.Status.PAID
    assert Money(100, "KRW") in purses(person_id=ana.id)
