"""Stripe through its own SDK, against localstripe run as a process: intents, refunds, statements, signed events.

localstripe has no Checkout; a small server before it turns a Checkout session into a PaymentIntent there.
"""

import json
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qsl

import pytest
import requests

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market import errors
from dure.rooms.market.providers.contract import Ask, Known, RefundAsk, State
from dure.rooms.market.providers.stripe_checkout import StripeCheckout

from .standins import StandIn, as_json

KEY, SECRET = "sk_test_123", "whsec_test"
SERVE = "from aiohttp import web; from localstripe.server import app; web.run_app(app, host='127.0.0.1', port={port})"


def ask_localstripe(method, url, **facts):
    """Ask localstripe as it is, without the SDK."""
    return requests.request(method, url, timeout=10, **facts)


@pytest.fixture(scope="module")
def localstripe():
    """A localstripe of this module's own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-c", SERVE.format(port=port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=10)


class Front(StandIn):
    """Checkout sessions, and everything else handed on to localstripe."""

    def __init__(self, behind):
        self.behind, self.sessions, self.by_key = behind, {}, {}
        super().__init__(self.reply)

    def reply(self, method, path, body, headers):
        if "/checkout/sessions" not in path:
            return self.pass_on(method, path, body, headers)
        if path.endswith("/sessions"):
            return as_json(self.open_session(dict(parse_qsl(body.decode())), headers["idempotency-key"]))
        session = self.sessions[path.split("/")[4]]
        if path.endswith("/expire"):
            session["status"] = "expired"
            self.pass_on("POST", f"/v1/payment_intents/{session['payment_intent']}/cancel", b"", headers)
        return as_json(session)

    def open_session(self, asked, key):
        if key not in self.by_key:
            wanted = {
                "amount": asked["line_items[0][price_data][unit_amount]"],
                "currency": asked["line_items[0][price_data][currency]"],
                "metadata[payment_id]": asked["payment_intent_data[metadata][payment_id]"],
            }
            intent = ask_localstripe("POST", f"{self.behind}/v1/payment_intents", data=wanted, auth=(KEY, "")).json()
            session_id = f"cs_{intent['id']}"
            self.sessions[session_id] = self.by_key[key] = {
                "id": session_id, "object": "checkout.session", "status": "open",
                "url": f"https://checkout.example/{session_id}", "payment_intent": intent["id"],
            }  # fmt: skip
        return self.by_key[key]

    def pass_on(self, method, path, body, headers):
        kept = {name: headers[name] for name in ("authorization", "content-type") if name in headers}
        answer = ask_localstripe(method, f"{self.behind}{path}", data=body, headers=kept)
        return answer.status_code, answer.content


@pytest.fixture
def front(localstripe):
    ask_localstripe("DELETE", f"{localstripe}/_config/data")
    stand_in = Front(localstripe)
    yield stand_in
    stand_in.stop()


@pytest.fixture
def stripe(front):
    return StripeCheckout(secret_key=KEY, webhook_secret=SECRET, address=front.url)


def ask(amount=24_000, currency="KRW"):
    return Ask(
        payment_id=new_id(), buyer_id=new_id(), amount=Money(amount, currency), title="두레 주문", language="zh-hans",
        return_url="https://dure.example/back", news_url="https://dure.example/news",
    )  # fmt: skip


def known(asked, step, **facts):
    return Known(
        payment_id=asked.payment_id, buyer_id=asked.buyer_id, amount=asked.amount,
        provider_reference=step.provider_reference, **facts,
    )  # fmt: skip


def intent_of(front, step):
    return front.sessions[step.provider_reference]["payment_intent"]


def pay(front, step, number="4242424242424242"):
    """Pay as the buyer does on Stripe's page; return the answer."""
    card = {
        "type": "card",
        "card[number]": number,
        "card[exp_month]": "12",
        "card[exp_year]": "2030",
        "card[cvc]": "123",
    }
    method = ask_localstripe("POST", f"{front.behind}/v1/payment_methods", data=card, auth=(KEY, "")).json()["id"]
    address = f"{front.behind}/v1/payment_intents/{intent_of(front, step)}"
    ask_localstripe("POST", address, data={"payment_method": method}, auth=(KEY, ""))
    return ask_localstripe("POST", f"{address}/confirm", auth=(KEY, "")).json()


@pytest.mark.parametrize(("amount", "currency"), [(24_000, "KRW"), (7_950, "CNY"), (2_002, "USD")])
def test_begins_once_and_is_paid_to_the_minor_unit(front, stripe, amount, currency):
    asked = ask(amount, currency)
    first, second = stripe.begin(asked), stripe.begin(asked)
    assert first == second
    assert first.url.startswith("https://checkout.example/cs_")
    assert stripe.fetch(known(asked, first)).state is State.OPEN

    pay(front, first)

    found = stripe.complete(known(asked, first), {"anything": "said"})
    assert (found.state, found.amount, found.payment_id) == (State.PAID, Money(amount, currency), asked.payment_id)
    assert found.charge_reference == intent_of(front, first)


def test_a_declined_card_leaves_the_page_open_and_says_why(front, stripe):
    asked = ask()
    step = stripe.begin(asked)
    assert "error" in pay(front, step, "4000000000000341")
    found = stripe.fetch(known(asked, step))
    assert (found.state, found.reason, found.amount) == (State.OPEN, "card_declined", None)


def test_a_challenge_is_open_until_it_is_answered(front, stripe):
    asked = ask()
    step = stripe.begin(asked)
    intent = pay(front, step, "4000002500003155")
    assert stripe.fetch(known(asked, step)).state is State.OPEN
    answer = {"client_secret": intent["client_secret"], "success": "true", "key": "pk_test_123"}
    ask_localstripe("POST", f"{front.behind}/v1/payment_intents/{intent['id']}/_authenticate", data=answer)
    assert stripe.fetch(known(asked, step)).state is State.PAID


def test_a_page_that_was_closed_is_gone_and_a_paid_one_says_so(front, stripe):
    asked, paid = ask(), ask()
    step, paid_step = stripe.begin(asked), stripe.begin(paid)
    assert stripe.close(known(asked, step)).state is State.GONE
    pay(front, paid_step)
    assert stripe.close(known(paid, paid_step, charge_reference=intent_of(front, paid_step))).state is State.PAID


def test_gives_back_in_parts_and_never_more(front, stripe):
    asked = ask()
    step = stripe.begin(asked)
    pay(front, step)
    paid = known(asked, step, charge_reference=intent_of(front, step))

    done = stripe.refund(RefundAsk(refund_id=new_id(), amount=Money(4_000, "KRW"), reason="ripe", payment=paid))

    assert done.state is State.PAID
    assert done.reference.startswith("re_")
    assert stripe.fetch(paid).refunded == 4_000


def test_what_stripe_refuses_is_refused_and_no_answer_is_not_known(front, stripe):
    asked = ask()
    unpaid = known(asked, stripe.begin(asked), charge_reference="pi_unknown")
    with pytest.raises(errors.ProviderRefused):
        stripe.refund(RefundAsk(refund_id=new_id(), amount=Money(1, "KRW"), reason="x", payment=unpaid))
    nobody = StripeCheckout(secret_key=KEY, webhook_secret=SECRET, address="http://127.0.0.1:9")
    nobody.client._requestor._options.max_network_retries = 0
    with pytest.raises(errors.ProviderAway):
        nobody.begin(asked)


def test_the_statement_names_every_paid_charge(front, stripe):
    asked, unpaid = ask(), ask()
    step = stripe.begin(asked)
    stripe.begin(unpaid)
    pay(front, step)
    [found] = stripe.statement([], clock.now().replace(year=2025))
    assert (found.charge_reference, found.amount) == (intent_of(front, step), asked.amount)


def test_hears_the_events_that_stripe_signed_and_no_others(front, stripe):
    heard = StandIn()
    hook = {"url": heard.url, "secret": SECRET}
    ask_localstripe("POST", f"{front.behind}/_config/webhooks/dure", data=hook)
    asked = ask()
    pay(front, stripe.begin(asked))
    ours = []
    for _attempt in range(50):
        # Events of the tests before may still be on their way.
        ours = [each for each in heard.got if str(asked.payment_id).encode() in each[0]]
        if ours:
            break
        time.sleep(0.1)
    heard.stop()
    [(body, headers)] = ours

    news = stripe.read_news(body, headers)

    assert (news.kind, news.found.payment_id) == ("payment_intent.succeeded", asked.payment_id)
    assert (news.found.state, news.found.amount) == (State.PAID, asked.amount)
    forged = body.replace(b'"amount": 24000', b'"amount": 24001')
    assert forged != body
    for wrong_body, wrong_headers in ((forged, headers), (body, {}), (body, {"stripe-signature": "t=1,v1=00"})):
        with pytest.raises(errors.ForgedNews):
            stripe.read_news(wrong_body, wrong_headers)
    other = StripeCheckout(secret_key=KEY, webhook_secret="whsec_other", address=front.url)
    with pytest.raises(errors.ForgedNews):
        other.read_news(body, headers)
    assert json.loads(body)["id"] == news.event_id
