"""How many statements each step of paying sends, BEGIN and COMMIT among them. These numbers may only go down.

What every page of ours asks besides (who is there, bars and counts) is counted elsewhere.
"""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.http import Actor
from dure.rooms.market import factories
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Order, Payment, SandboxCharge
from dure.rooms.market.queries.payments import payment_of, payment_page
from dure.rooms.market.services.payments import glance

from .paying import NUMBERS, begin, card, fill_wallet, messages_of, order_of, status

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def accounts(ana):
    """The book's accounts stand open: only the very first payment of a house opens them."""
    for _each in ("card", "wallet"):
        payment = begin(order_of(ana)).payment
        card(payment)
        glance(payment=payment)
    fill_wallet(ana, 1_000_000)


def test_a_card_is_begun_and_asked_about_in_three_statements(ana, accounts, query_count):
    order = order_of(ana)
    assert query_count(lambda: begin(order)) == 3  # one of them is the company's own


def test_back_from_the_card_two_statements_are_ours_and_one_is_the_companys(ana, accounts, query_count):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment)
    buyer = Actor(person_id=ana.id)

    assert query_count(lambda: glance(payment=payment_of(by=buyer, payment_id=payment.id))) == 3

    assert status(order) is Order.Status.PAID
    assert query_count(lambda: payment_page(by=buyer, payment_id=payment.id)) == 1


def test_a_wallet_pays_in_two_statements(ana, accounts, query_count):
    order = order_of(ana)
    assert query_count(lambda: begin(order, "wallet")) == 2
    assert status(order) is Order.Status.PAID


def test_a_companys_message_is_taken_in_with_five_statements(ana, accounts, query_count):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment)
    [(body, headers)] = messages_of(payment)
    door, company = reverse("market:provider_news", args=["card_sandbox"]), Client()

    told = query_count(lambda: company.post(door, body, content_type="application/json", headers=headers))

    assert (told, status(order)) == (5, Order.Status.PAID)


def test_the_pages_of_the_card_company_know_nobody(ana, query_count):
    begin(order_of(ana))
    browser, charge = Client(), SandboxCharge.objects.get()
    page = reverse("market:sandbox_card", args=[charge.id])
    asked = reverse("market:sandbox_challenge", args=[charge.id])

    assert query_count(lambda: browser.get(page)) == 1
    assert query_count(lambda: browser.post(page, {"number": NUMBERS[Behaviour.CHALLENGE]})) == 1
    assert query_count(lambda: browser.get(asked)) == 1
    charge.refresh_from_db()
    assert query_count(lambda: browser.post(asked, {"code": charge.code})) == 5
    assert urlsplit(charge.return_url).path == reverse("market:payment_return", args=[Payment.objects.get().id])


def test_the_worker_asks_no_more_for_many_orders_than_for_few(ana, accounts, query_count):
    offer = factories.offer(on_hand=100)
    few, many = ([factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)]) for _each in range(n)] for n in (2, 12))
    asked = []
    for orders in (few, many):
        factories.settle(*orders)
        asked.append(query_count(lambda orders=orders: factories.let_begin(*orders)))
    assert asked[1] <= asked[0]  # the first may learn what stays known
