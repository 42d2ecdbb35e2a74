"""What stands in the way of paying an order that is placed: it leads to the other ways, and nothing is taken."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.rooms.market import errors
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.stripe_checkout import StripeCheckout
from dure.rooms.market.services import payments
from dure.rooms.market.services.payments import Begun, NotBegun
from dure.rooms.people import factories as people

from .paying import BACK, begin, fill_wallet, held, order_of, outside, status
from .standins import StandIn, as_json

pytestmark = pytest.mark.django_db
KEPT = "The goods are kept for you until"


@pytest.fixture
def browser(ana):
    """Ana's browser."""
    found = Client()
    found.force_login(people.sign_in_of(ana))
    return found


@pytest.fixture
def stripe(monkeypatch):
    """Let the house have Stripe, at an address of the test's; call the answer with a stand-in."""

    def offer(server: StandIn | None) -> None:
        address = server.url if server else "http://127.0.0.1:9"
        known = {
            **registry.providers(),
            "stripe": StripeCheckout(secret_key="sk_test", webhook_secret="s", address=address),
        }
        monkeypatch.setattr(registry, "providers", lambda: known)

    return offer


def choose(browser, order, provider="stripe"):
    return browser.post(reverse("market:pay", args=[order.order_id]), {"provider": provider}, follow=True)


def nothing_was_taken(order):
    return (status(order), held(), outside()) == (Order.Status.PLACED, 0, 0)


def try_to_begin(by, order, provider):
    return payments.try_to_begin(
        by=by, order_id=order.order_id, provider=provider, return_to=BACK, title="Dure", language="ko"
    )


def test_a_company_that_does_not_answer_leads_to_the_other_ways(browser, ana, stripe):
    stripe(None)
    order = order_of(ana)

    page = choose(browser, order)

    assert page.redirect_chain == [(reverse("market:pay", args=[order.order_id]), 302)]
    assert "does not answer now" in page.content.decode()
    assert KEPT in page.content.decode()
    assert {way.name for way in page.context["ways"]} >= {"card_sandbox", "wallet", "stripe"}
    assert nothing_was_taken(order)
    fill_wallet(ana)
    choose(browser, order, "wallet")
    assert status(order) is Order.Status.PAID


def test_a_card_that_is_declined_at_the_start_leads_to_the_other_ways(browser, ana, stripe, receiver):
    receiver.answer = lambda *_asked: as_json({"error": {"type": "card_error", "code": "card_declined"}}, 402)
    stripe(receiver)
    order = order_of(ana)

    page = choose(browser, order)

    assert page.status_code == 200
    assert "The bank did not accept the card. Nothing was taken from it." in page.content.decode()
    assert KEPT in page.content.decode()
    assert Payment.objects.get().status == Payment.Status.FAILED
    assert nothing_was_taken(order)


def test_a_way_that_is_not_offered_any_more_is_told_with_the_ways_that_are(browser, ana):
    order = order_of(ana)
    page = choose(browser, order, "toss")
    assert errors.ProviderNotOffered().message in page.content.decode()
    assert KEPT in page.content.decode()
    assert not Payment.objects.exists()
    assert nothing_was_taken(order)


def test_an_order_whose_time_is_over_is_told_so_and_offers_no_way(browser, ana, frozen_time):
    order = order_of(ana)
    frozen_time.tick(minutes=31)
    page = choose(browser, order, "card_sandbox")
    assert "This order can no longer be paid" in page.content.decode()
    assert KEPT not in page.content.decode()
    assert not Payment.objects.exists()


def test_a_first_payment_whose_fate_nobody_knows_lets_no_second_one_begin(browser, ana, stripe, receiver):
    receiver.answer = lambda *_asked: as_json(
        {"id": "cs_1", "url": "https://pay.example/1", "object": "checkout.session"}
    )
    stripe(receiver)
    order = order_of(ana)
    assert begin(order, "stripe").step.url
    stripe(None)

    page = choose(browser, order, "card_sandbox")

    assert errors.PaymentUnknown().message in page.content.decode()
    assert Payment.objects.get().provider == "stripe"
    assert nothing_was_taken(order)


def test_the_problem_is_returned_and_only_a_strangers_order_refuses(ana, bo):
    order = order_of(ana)
    fill_wallet(ana, 1)
    short = try_to_begin(Actor(person_id=ana.id), order, "wallet")
    assert isinstance(short, NotBegun)
    assert short.is_noted
    assert isinstance(try_to_begin(Actor(person_id=ana.id), order, "card_sandbox"), Begun)
    with pytest.raises(NotFound):
        try_to_begin(Actor(person_id=bo.id), order, "card_sandbox")
