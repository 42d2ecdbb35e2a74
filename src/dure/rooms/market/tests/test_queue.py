"""The row before the till, as the pages keep it: fair for forms too, kept over reloads; a silent gate means no row."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dure.rooms.ledger.factories import deposit
from dure.rooms.market.models import BasketLine, Order
from dure.rooms.market.services import baskets
from dure.rooms.market.tests.shops import change, shop
from dure.rooms.market.tests.test_checkout import sent
from dure.rooms.people.factories import actor_of, sign_in_of

pytestmark = pytest.mark.django_db
CHECKOUT, QUEUE = reverse("market:checkout"), reverse("market:queue")


class Row:
    """A gate's row over HTTP, with one person in it: how many are ahead is set by the test."""

    def __init__(self) -> None:
        self.ahead = 0
        self.admitted = True
        self.holds = True
        self.asked: list[tuple[str, str]] = []
        row = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._answer("POST", body.get("ticket", ""))

            def do_GET(self) -> None:
                self._answer("GET", self.path.partition("ticket=")[2])

            def _answer(self, method: str, ticket: str) -> None:
                row.asked.append((method, ticket))
                is_fine = row.holds or not ticket
                self.send_response(200 if is_fine else 401)
                self.end_headers()
                self.wfile.write(json.dumps(row.told()).encode())

            def log_message(self, *_words: object) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def told(self) -> dict[str, Any]:
        return {
            "ticket": "t1", "cell": 1, "ahead": self.ahead, "serving": True, "admitted": self.admitted,
            "per_minute": 60,
        }  # fmt: skip

    def fill(self, ahead: int) -> None:
        self.ahead, self.admitted = ahead, False

    def admit(self) -> None:
        self.ahead, self.admitted = 0, True

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def row(settings) -> Iterator[Row]:
    found = Row()
    settings.GATES = [found.address]
    yield found
    found.stop()


@pytest.fixture
def browser(ana) -> Client:
    found = Client()
    found.force_login(sign_in_of(ana))
    return found


@pytest.fixture
def filled(ana):
    """Ana's basket holds three boxes at 12,000 won; delivery is 3,000."""
    offer = shop().offer()
    baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=offer.offer_id, quantity=3)
    deposit(person_id=ana.id, amount=200_000)
    return offer


def test_who_orders_by_the_form_waits_like_everybody_else(browser, filled, row):
    row.fill(230)

    answer = browser.post(CHECKOUT, sent())

    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert not Order.objects.exists()
    page = browser.get(QUEUE)
    assert "You are number 231" in page.content.decode()
    assert "About 4 minutes" in page.content.decode()
    assert BasketLine.objects.exists()


def test_the_page_counts_down_and_orders_by_itself_when_the_turn_has_come(browser, filled, row):
    row.fill(100)
    form = sent()
    browser.post(CHECKOUT, form)
    row.fill(25)
    page = browser.get(QUEUE, {"plain": "1"})
    assert page.context["percent"] == 75
    assert page.context["slip"] is None
    assert "Less than a minute" in page.content.decode()

    row.admit()
    answer = browser.get(QUEUE)

    assert answer.status_code == 302
    assert str(Order.objects.get().client_key) == form["idempotency_key"]
    assert Order.objects.get().status == Order.Status.PAID
    assert browser.get(QUEUE).context["place"] is None


def test_the_same_press_again_keeps_its_place(browser, filled, row):
    row.fill(100)
    form = sent()
    browser.post(CHECKOUT, form)
    row.fill(60)

    browser.post(CHECKOUT, form)

    assert row.asked[-1] == ("POST", "t1")
    assert browser.get(QUEUE).context["first_ahead"] == 100


def test_a_ticket_the_gate_gave_the_script_counts(browser, filled, row):
    row.fill(7)

    browser.post(CHECKOUT, sent(ticket="drawn-at-the-gate"))

    assert row.asked == [("POST", "drawn-at-the-gate")]


def test_a_ticket_that_holds_no_longer_is_drawn_anew(browser, filled, row):
    row.fill(7)
    browser.post(CHECKOUT, sent())
    row.holds = False

    answer = browser.get(QUEUE)

    assert answer["Location"] == QUEUE
    assert row.asked[-1] == ("POST", "")
    assert not Order.objects.exists()


def test_the_page_carries_what_the_script_needs_to_go_on_alone(browser, filled, row):
    row.fill(7)
    form = sent()
    browser.post(CHECKOUT, form)

    page = browser.get(QUEUE)

    assert page.context["slip"]["total"] == form["total"]
    hidden = dict(page.context["sent"])
    assert hidden["idempotency_key"] == form["idempotency_key"]
    assert "csrfmiddlewaretoken" not in hidden
    assert page["Cache-Control"].startswith("max-age=0")


def test_what_sold_out_meanwhile_is_told_and_nothing_is_ordered(browser, filled, row):
    row.fill(7)
    browser.post(CHECKOUT, sent())
    change(filled, price=13_000)
    row.admit()

    answer = browser.get(QUEUE)

    assert answer.status_code == 409
    assert not Order.objects.exists()
    assert browser.get(QUEUE).context["place"] is None


def test_while_the_gate_is_silent_there_is_no_row(browser, filled, row):
    row.stop()

    browser.post(CHECKOUT, sent())

    assert Order.objects.get().status == Order.Status.PAID


def test_who_waits_no_longer_keeps_the_basket(browser, filled, row):
    row.fill(7)
    browser.post(CHECKOUT, sent())

    answer = browser.post(reverse("market:queue_leaving"))

    assert answer["Location"] == reverse("market:basket")
    assert browser.get(QUEUE).context["place"] is None
    assert BasketLine.objects.get().quantity == 3
    assert not Order.objects.exists()


def test_an_order_that_stands_already_waits_for_nothing(browser, filled, row):
    form = sent()
    browser.post(CHECKOUT, form)
    row.fill(500)

    answer = browser.post(CHECKOUT, form)

    assert answer["Location"] == reverse("market:order", args=[Order.objects.get().order_id])


def test_who_waits_for_nothing_is_told_so(browser):
    page = browser.get(QUEUE)

    assert page.status_code == 200
    assert "You are not waiting for anything" in page.content.decode()


def test_a_stranger_is_led_to_sign_in(client):
    assert client.get(QUEUE)["Location"].startswith(reverse("account_login"))
