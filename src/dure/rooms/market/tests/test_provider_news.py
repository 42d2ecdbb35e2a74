"""Messages of providers: only theirs are heard, each once, in whatever order they come."""

import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.market import card_sandbox as cards
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Order, Payment, ProviderNews, SandboxNews
from dure.rooms.market.providers import registry
from dure.rooms.market.services import card_sandbox, payments
from dure.rooms.market.services.news import hear, take_in

from .paying import begin, card, held, message, messages_of, order_of, outside, signed, status

pytestmark = pytest.mark.django_db
URL = reverse("market:provider_news", args=["card_sandbox"])


def post(body, headers, url=URL):
    return Client(enforce_csrf_checks=True).post(url, body, content_type="application/json", headers=headers)


def nothing_happened(order):
    return status(order) is Order.Status.PLACED and not ProviderNews.objects.exists() and held() == outside() == 0


def test_a_signed_message_pays_the_order_without_anybody_coming_back(ana):
    """The network was cut after pay: the buyer never came back, the message is enough."""
    order = order_of(ana)
    card(begin(order).payment)
    [(body, headers)] = messages_of(Payment.objects.get())

    assert post(body, headers).status_code == 200

    assert status(order) is Order.Status.PAID
    assert held() == 24_000
    assert ProviderNews.objects.get().outcome == "settled"


def test_the_same_message_three_times_is_heard_once(ana):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment, Behaviour.DUPLICATE)
    messages = messages_of(payment)
    assert len(messages) == 3

    for body, headers in messages:
        assert post(body, headers).status_code == 200

    assert ProviderNews.objects.count() == 1
    assert (held(), outside()) == (24_000, -24_000)


@pytest.mark.parametrize("turn", range(6))
def test_in_any_order_the_payment_ends_paid(ana, turn):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment, Behaviour.DISORDERED)
    messages = list(itertools.permutations(messages_of(payment)))[turn]

    for body, headers in messages:
        assert post(body, headers).status_code == 200

    assert status(order) is Order.Status.PAID
    assert held() == 24_000
    assert Payment.objects.get().failure == ""


def test_news_and_coming_back_together_pay_once(ana):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment)
    payments.look(payment_id=payment.id, parameters={})
    [(body, headers)] = messages_of(payment)
    post(body, headers)
    assert ProviderNews.objects.get().outcome == "known"
    assert held() == 24_000


@pytest.mark.parametrize(
    "forge",
    [
        lambda body, _headers: (body, {}),
        lambda body, _headers: (body, {cards.HEADER: "t=1,v1=00"}),
        lambda body, headers: (body.replace(b"24000", b"24001"), headers),
        lambda body, _headers: signed(body, secret="another secret"),
        lambda body, _headers: signed(body, at_s=int(clock.now().timestamp()) - 301),
        lambda body, _headers: signed(body, at_s=int(clock.now().timestamp()) + 301),
    ],
    ids=["unsigned", "nonsense", "changed", "another secret", "too old", "from the future"],
)
def test_a_forged_message_changes_nothing(ana, forge):
    order = order_of(ana)
    body, headers = forge(*message(begin(order).payment))

    answer = post(body, headers)

    assert answer.status_code == 403
    assert nothing_happened(order)


def test_nobody_may_write_for_the_wallet_or_for_a_provider_that_is_not_there(ana):
    order = order_of(ana)
    body, headers = message(begin(order).payment)
    assert post(body, headers, reverse("market:provider_news", args=["wallet"])).status_code == 403
    assert post(body, headers, reverse("market:provider_news", args=["nobody"])).status_code == 404
    assert nothing_happened(order)


def test_a_message_about_an_unknown_payment_is_kept_and_shown(ana):
    order = order_of(ana)
    body, headers = message(begin(order).payment, reference=str(new_id()), amount="77")

    assert hear(provider="card_sandbox", body=body, headers=headers) == ""

    kept = ProviderNews.objects.get()
    assert (kept.outcome, kept.payment, kept.contents["amount"]) == ("unknown_payment", None, "77")
    assert status(order) is Order.Status.PLACED


def test_a_message_with_another_amount_does_not_pay(ana):
    order = order_of(ana)
    payment = begin(order).payment
    body, headers = message(payment, amount="1")
    hear(provider="card_sandbox", body=body, headers=headers)
    assert ProviderNews.objects.get().outcome == "amount_differs"
    assert status(order) is Order.Status.PLACED
    assert (held(), outside()) == (0, 0)


def test_a_message_without_interest_is_not_kept(ana):
    body, headers = message(begin(order_of(ana)).payment, kind="card.updated")
    assert post(body, headers).status_code == 200
    assert not ProviderNews.objects.exists()


def test_too_many_messages_from_one_sender_are_refused(ana, monkeypatch):
    monkeypatch.setattr("dure.rooms.market.services.news.UNPROVEN_A_MINUTE", 2)
    answers = [post(b"{}", {}).status_code for _time in range(4)]
    assert 429 in answers


def test_what_was_taken_in_and_then_undone_is_taken_in_when_it_comes_again(ana):
    """Killed between hearing and answering: nothing was kept, so the provider's next try is heard in full."""
    order = order_of(ana)
    payment = begin(order).payment
    body, headers = message(payment)
    news = registry.provider("card_sandbox").read_news(body, headers)
    with transaction.atomic():
        take_in(provider="card_sandbox", news=news)
        transaction.set_rollback(True)
    assert nothing_happened(order)
    take_in(provider="card_sandbox", news=news)
    assert status(order) is Order.Status.PAID


def test_the_sandbox_posts_its_messages_over_http(ana, receiver):
    """A job of the worker carries them; a shop that fails is tried again, one that answered is left alone."""
    payment = begin(order_of(ana)).payment
    charge = card(payment)
    charge.news_url = receiver.url
    charge.save()
    news = SandboxNews.objects.get()

    receiver.status = 503
    with pytest.raises(Exception, match="503"):
        card_sandbox.send_sandbox_news(news_id=str(news.id))
    receiver.status = 200
    card_sandbox.send_sandbox_news(news_id=str(news.id))
    card_sandbox.send_sandbox_news(news_id=str(news.id))

    assert len(receiver.got) == 2
    body, headers = receiver.got[-1]
    assert registry.provider("card_sandbox").read_news(body, headers).found.payment_id == payment.id
    assert SandboxNews.objects.get().sent_at is not None


def test_only_its_own_test_cards_pay_and_the_page_is_opened_once(ana):
    payment = begin(order_of(ana)).payment
    charge = card_sandbox.open_charge(
        shop_reference=payment.id, amount=payment.price, title="again", return_url="/", news_url="/"
    )
    assert charge.title != "again"
    with pytest.raises(errors.NotATestCard):
        card_sandbox.pay_by_card(charge_id=charge.id, number="4242 4242 4242 4242")
    assert card_sandbox.cancel_charge(shop_reference=payment.id).status == "cancelled"
    with pytest.raises(errors.SandboxPageNotFound):
        card_sandbox.pay_by_card(charge_id=new_id(), number="")
    card_sandbox.note_sent(news_id=new_id())
    assert all(cards.is_card_number(each.number) for each in cards.CARDS)
    assert not cards.is_card_number("9999000000000005")
