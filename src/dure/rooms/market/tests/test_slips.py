"""The slip: what a page gives a browser orders the very same over the gate as its form does by itself."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from dure.kernel import clock, tokens
from dure.rooms.giving import factories as giving
from dure.rooms.ledger.factories import deposit
from dure.rooms.market.drafts import Answer, OrderRequest, Outcome
from dure.rooms.market.gate.messages import OrderAsked, request_of, total_of
from dure.rooms.market.gate.papers import require_offered
from dure.rooms.market.models import Addressee, Basket, BasketLine, Order, Payment
from dure.rooms.market.passes import read_pass, read_quotes
from dure.rooms.market.quotes import bill_of
from dure.rooms.market.services import baskets
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.tests.shops import change, shop
from dure.rooms.people.factories import actor_of, make_address, make_county, sign_in_of

pytestmark = pytest.mark.django_db
CHECKOUT, SLIP = reverse("market:checkout"), reverse("market:slip")
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


@pytest.fixture
def browser(ana) -> Client:
    found = Client()
    found.force_login(sign_in_of(ana))
    return found


@pytest.fixture
def place():
    return shop()


@pytest.fixture
def filled(ana, place):
    """Ana's basket holds all three boxes there are at 12,000 won; delivery is 3,000; her address is known."""
    offer = place.offer(on_hand=3)
    baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=offer.offer_id, quantity=3)
    deposit(person_id=ana.id, amount=200_000)
    Addressee.objects.create(
        buyer=ana, name="Ana", phone="+821012345678", address=make_address(), hint="Red door", used_at=clock.now()
    )
    return offer


def form_of(page: Any) -> dict[str, Any]:
    """Return what the page's form sends when nothing on it is touched."""
    found = KEY.search(page.content.decode())
    assert found
    purse = page.context["purse"]
    return {
        "order": "on", "currency": "KRW", "means": "home", "addressee": str(Addressee.objects.first().id),
        "with_pledges": "on", "gift": "0", "provider": "wallet", "total": str(purse.bill.total.minor),
        "seen": purse.seen, "idempotency_key": found.group(1),
    }  # fmt: skip


def read_by_the_gate(slip: dict[str, Any], key: str) -> OrderRequest:
    """Return the order as the gate reads it, which refuses what the pass does not offer or no quote covers."""
    secret = tokens.key_of(settings.SECRET_KEY)
    papers = read_pass(slip["pass"], key=secret, now=clock.now())
    request = request_of(msgspec.convert(slip["order"] | {"key": key}, OrderAsked), papers)
    require_offered(request, papers)
    quotes = read_quotes(slip["quotes"], key=secret, now=clock.now())
    assert not bill_of(request, quotes, clock.now()).is_barred
    return request


def over_the_gate(slip: dict[str, Any], key: str) -> Outcome:
    return place_orders(requests=[read_by_the_gate(slip, key)])[0]


def test_a_slip_orders_what_the_page_shows(browser, ana, filled):
    page = browser.get(CHECKOUT)
    slip, form = page.context["slip"], form_of(page)

    request = read_by_the_gate(slip, form["idempotency_key"])

    assert (request.buyer_id, request.client_key) == (ana.id, UUID(form["idempotency_key"]))
    assert [(line.offer_id, line.quantity, line.unit_price) for line in request.lines] == [(filled.offer_id, 3, 12_000)]
    assert total_of(request) == 39_000
    assert (request.receiving.name, request.receiving.note) == ("Ana", "Red door")
    assert slip["total"] == form["total"]
    assert slip["seen"] == form["seen"]
    assert slip["gate"] == f"http://testserver:{settings.GATE_PORT}"


def test_first_the_gate_then_the_form_is_one_order_and_the_form_leads_to_its_payment(browser, filled):
    page = browser.get(CHECKOUT)
    form = form_of(page)

    placed = over_the_gate(page.context["slip"], form["idempotency_key"])
    answer = browser.post(CHECKOUT, form)

    order = Order.objects.get()
    assert (placed.answer, placed.order_id) == (Answer.PLACED, order.order_id)
    assert (answer.status_code, order.status) == (302, Order.Status.PAID)
    assert answer["Location"] == reverse("market:payment", args=[Payment.objects.get().id])
    assert not BasketLine.objects.exists()


def test_first_the_form_then_the_gate_is_one_order(browser, filled):
    page = browser.get(CHECKOUT)
    form = form_of(page)

    browser.post(CHECKOUT, form)
    again = over_the_gate(page.context["slip"], form["idempotency_key"])

    assert (again.answer, again.order_id) == (Answer.REPLAYED, Order.objects.get().order_id)


def test_both_ways_are_the_same_content_with_everything_that_can_be_chosen(browser, filled, place):
    fund = giving.make_fund()
    giving.make_pledge(organisation_id=place.organisation_id, fund=fund, percent_bp=100)
    chosen = form_of(browser.get(CHECKOUT)) | {
        "is_present": "on", "message": "Eat well,\r\nboth of you ", "note": " Ring\r\ntwice ",
        "gift": "1000", "gift_fund": str(fund.id), "total": "40000",
    }  # fmt: skip
    del chosen["with_pledges"]
    slip = browser.post(SLIP, chosen).json()
    assert slip["total"] == "40000"

    browser.post(CHECKOUT, chosen)
    again = over_the_gate(slip, chosen["idempotency_key"])

    assert again.answer is Answer.REPLAYED
    order = Order.objects.get()
    assert (order.gift, order.gift_fund_id, order.note) == (1_000, fund.id, "Ring\r\ntwice")


def test_a_new_address_is_the_same_content_both_ways(browser, filled):
    make_county()
    form = form_of(browser.get(CHECKOUT)) | {
        "addressee": "new", "to-name": "Mother", "to-phone": "010-2345-6789", "to-country": "KR",
        "to-postcode": "59000", "to-line": "해남군 군청1길 80", "to-detail": "2층", "to-hint": "Ring",
    }  # fmt: skip
    slip = browser.post(SLIP, form).json()

    placed = over_the_gate(slip, form["idempotency_key"])
    browser.post(CHECKOUT, form)

    assert Order.objects.get().order_id == placed.order_id
    assert Order.objects.get().status == Order.Status.PAID
    assert Addressee.objects.filter(name="Mother").count() == 1


def test_the_form_with_other_content_under_the_same_key_leads_to_the_order_that_stands(browser, filled):
    page = browser.get(CHECKOUT)
    form = form_of(page)
    placed = over_the_gate(page.context["slip"], form["idempotency_key"])

    browser.post(CHECKOUT, form | {"note": "Another word"})

    assert (Order.objects.get().order_id, Order.objects.get().note) == (placed.order_id, "")


def test_a_slip_is_for_this_very_form(browser, filled):
    make_county()
    page = browser.get(CHECKOUT)
    form = form_of(page)
    assert page.context["slip"]["made_of"] == {
        "means": "home", "addressee": form["addressee"], "is_present": "", "with_pledges": "on", "gift": "0",
        "note": "",
    }  # fmt: skip

    written = form | {
        "addressee": "new", "to-name": "Mother", "to-phone": "010-2345-6789", "to-country": "KR",
        "to-postcode": "59000", "to-line": "해남군 군청1길 80", "is_present": "on", "message": "Eat well",
    }  # fmt: skip
    made_of = browser.post(SLIP, written).json()["made_of"]
    assert (made_of["to-line"], made_of["to-detail"], made_of["message"]) == ("해남군 군청1길 80", "", "Eat well")


def test_a_page_on_which_an_address_is_to_be_written_has_no_slip_yet(browser, filled):
    Addressee.objects.all().delete()

    assert browser.get(CHECKOUT).context["slip"] is None


def test_no_slip_for_a_form_with_a_mistake_or_an_empty_basket(browser, filled):
    form = form_of(browser.get(CHECKOUT))

    assert browser.post(SLIP, form | {"means": "balloon"}).status_code == 422
    Basket.objects.all().delete()
    assert browser.post(SLIP, form).status_code == 409
    assert not Order.objects.exists()


def test_a_fresh_slip_tells_of_another_price(browser, filled):
    form = form_of(browser.get(CHECKOUT))
    change(filled, price=13_000)

    slip = browser.post(SLIP, form).json()

    assert (slip["total"], form["total"]) == ("42000", "39000")


def test_a_stranger_gets_no_slip(client, filled):
    assert client.post(SLIP, {}).status_code == 401


def test_the_policy_of_pages_lets_the_browser_reach_the_gate(browser, filled):
    policy = browser.get(CHECKOUT)["Content-Security-Policy"]

    assert f"connect-src 'self' http://testserver:{settings.GATE_PORT} ws://testserver:{settings.GATE_PORT} " in policy


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_both_at_the_same_moment_are_one_order_though_it_takes_the_last_boxes(browser, ana, place, filled):
    for _round in range(4):
        page = browser.get(CHECKOUT)
        slip, form = page.context["slip"], form_of(page)

        outcome, answer = at_once(
            partial(over_the_gate, slip, form["idempotency_key"]),
            partial(browser.post, CHECKOUT, form),
        )

        order = Order.objects.get(client_key=form["idempotency_key"])
        assert (outcome.order_id, answer.status_code) == (order.order_id, 302)
        assert not BasketLine.objects.exists()
        next_offer = place.offer(on_hand=3)
        baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=next_offer.offer_id, quantity=3)
    assert Order.objects.count() == 4


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do everything in the same moment, each on a connection of its own."""
    together = Barrier(len(works))

    def do(work: Callable[[], Any]) -> Any:
        together.wait(timeout=30)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(do, works))
