"""Toss Payments: confirming, asking and giving back, and which of its messages we believe, by its published rules."""

import base64
import hashlib
import hmac
import json

import pytest

from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market import errors
from dure.rooms.market.providers.contract import Ask, Known, RefundAsk, State
from dure.rooms.market.providers.toss import Toss

from .standins import StandIn, as_json

PAYMENT = new_id()
SECURITY_KEY = "security-key-of-a-test"
SENT_AT = "2026-11-22T12:19:21+09:00"


def payment(**changes):
    return {
        "paymentKey": "pk1", "orderId": str(PAYMENT), "status": "DONE", "totalAmount": 24_000,
        "balanceAmount": 24_000, "currency": "KRW", "secret": "ps_secret", **changes,
    }  # fmt: skip


class FakeToss(StandIn):
    """Knows one payment."""

    def __init__(self, known=None, replies=None):
        self.known, self.replies = known or payment(), replies or {}
        super().__init__(self.reply)

    def reply(self, method, path, _body, headers):
        assert headers["authorization"] == "Basic " + base64.b64encode(b"test_key:").decode()
        for ending, reply in self.replies.items():
            if path.endswith(ending):
                return reply
        return as_json(self.known) if path.startswith("/v1/payments") else as_json({"code": "NOT_FOUND"}, 404)


@pytest.fixture
def fake():
    stand_in = FakeToss()
    yield stand_in
    stand_in.stop()


def toss(fake):
    return Toss(secret_key="test_key", security_key=SECURITY_KEY, address=fake.url)


def known(**facts):
    return Known(payment_id=PAYMENT, buyer_id=new_id(), amount=Money(24_000, "KRW"), charge_reference="pk1", **facts)


def back(**changes):
    return {"paymentKey": "pk1", "orderId": str(PAYMENT), "amount": "24000", **changes}


def message(**changes):
    return json.dumps({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "x", "data": payment(**changes)}).encode()


def test_opens_a_payment_page(fake):
    fake.known = payment(status="READY", checkout={"url": "https://pay.example/1"})
    ask = Ask(
        payment_id=PAYMENT, buyer_id=new_id(), amount=Money(24_000, "KRW"), title="두레 주문", language="ko",
        return_url="https://dure.example/back", news_url="https://dure.example/news",
    )  # fmt: skip
    step = toss(fake).begin(ask)
    body, headers = fake.got[0]
    assert (step.url, step.provider_reference) == ("https://pay.example/1", "pk1")
    assert headers["idempotency-key"] == f"payment-{PAYMENT}"
    assert json.loads(body)["amount"] == 24_000


def test_confirms_the_payment_of_a_buyer_who_came_back(fake):
    found = toss(fake).complete(known(), back())
    body, headers = fake.got[0]
    assert (found.state, found.amount, found.charge_reference) == (State.PAID, Money(24_000, "KRW"), "pk1")
    assert fake.paths == ["POST /v1/payments/confirm"]
    assert headers["idempotency-key"] == f"confirm-{PAYMENT}"
    assert json.loads(body) == {"paymentKey": "pk1", "orderId": str(PAYMENT), "amount": 24_000}


@pytest.mark.parametrize("wrong", [{"amount": "1"}, {"orderId": str(new_id())}, {"paymentKey": ""}])
def test_confirms_nothing_else(fake, wrong):
    """The address a buyer comes back with may have been changed: another amount or order is only asked about."""
    fake.known = payment(status="IN_PROGRESS")
    assert toss(fake).complete(known(), back(**wrong)).state is State.OPEN
    assert fake.paths == [f"GET /v1/payments/orders/{PAYMENT}"]


def test_tells_a_refused_payment_from_one_already_confirmed_and_from_a_busy_company(fake):
    fake.replies = {"/confirm": as_json({"code": "REJECT_CARD_PAYMENT"}, 403)}
    declined = toss(fake).complete(known(), back())
    assert (declined.state, declined.reason) == (State.DECLINED, "REJECT_CARD_PAYMENT")
    fake.replies = {"/confirm": as_json({"code": "ALREADY_PROCESSED_PAYMENT"}, 400)}
    assert toss(fake).complete(known(), back()).state is State.PAID
    fake.replies = {"/confirm": as_json({"code": "IDEMPOTENT_REQUEST_PROCESSING"}, 409)}
    with pytest.raises(errors.ProviderAway):
        toss(fake).complete(known(), back())


def test_a_payment_toss_does_not_know_is_open(fake):
    fake.replies = {str(PAYMENT): as_json({"code": "NOT_FOUND_PAYMENT"}, 404)}
    assert toss(fake).close(known()).state is State.OPEN


@pytest.mark.parametrize(
    ("status", "state"),
    [("WAITING_FOR_DEPOSIT", State.PROCESSING), ("ABORTED", State.DECLINED), ("EXPIRED", State.GONE)],
)
def test_knows_every_state(fake, status, state):
    fake.known = payment(status=status)
    assert toss(fake).fetch(known()).state is state


def test_what_went_back_is_counted(fake):
    fake.known = payment(status="PARTIAL_CANCELED", balanceAmount=20_000)
    [found] = toss(fake).statement([known()], None)
    assert (found.state, found.refunded) == (State.PAID, 4_000)


def test_gives_back_a_part_once(fake):
    fake.known = payment(cancels=[{"transactionKey": "t1", "cancelStatus": "DONE"}])
    ask = RefundAsk(refund_id=new_id(), amount=Money(4_000, "KRW"), reason="too ripe", payment=known())
    done = toss(fake).refund(ask)
    body, headers = fake.got[0]
    assert (done.state, done.reference) == (State.PAID, "t1")
    assert fake.paths == ["POST /v1/payments/pk1/cancel"]
    assert json.loads(body) == {"cancelReason": "too ripe", "cancelAmount": 4_000}
    assert headers["idempotency-key"] == f"refund-{ask.refund_id}"


def test_a_message_counts_only_as_the_api_tells_it(fake):
    """What the message says is not believed: the payment is asked for, and that is what counts."""
    fake.known = payment(status="READY")
    news = toss(fake).read_news(message(status="DONE"), {"tosspayments-webhook-transmission-id": "m1"})
    assert (news.event_id, news.found.state) == ("m1", State.OPEN)


def test_a_message_with_another_secret_is_forged(fake):
    with pytest.raises(errors.ForgedNews):
        toss(fake).read_news(message(secret="guessed"), {})
    deposit = {"createdAt": "x", "secret": "ps_secret", "status": "DONE", "orderId": str(PAYMENT)}
    assert toss(fake).read_news(json.dumps(deposit).encode(), {}).kind == "DEPOSIT_CALLBACK"


def test_a_message_about_a_payment_toss_does_not_know_is_forged(fake):
    fake.replies = {str(PAYMENT): as_json({"code": "NOT_FOUND_PAYMENT"}, 404)}
    with pytest.raises(errors.ForgedNews):
        toss(fake).read_news(message(), {})


@pytest.mark.parametrize("body", [b"no json", b"[]"])
def test_what_cannot_be_read_is_forged(fake, body):
    with pytest.raises(errors.ForgedNews):
        toss(fake).read_news(body, {})
    assert toss(fake).read_news(b'{"eventType": "payout.changed", "data": {}}', {}) is None


def signature(body, key=SECURITY_KEY, sent_at=SENT_AT):
    """The published rule: HMAC-SHA256 of `{payload}:{transmission time}`, in base64; one of several `v1:` may fit."""
    digest = hmac.new(key.encode(), body + b":" + sent_at.encode(), hashlib.sha256).digest()
    old, fresh = (base64.b64encode(each).decode() for each in (b"old", digest))
    return {
        "tosspayments-webhook-signature": f"v1:{old},v1:{fresh}",
        "tosspayments-webhook-transmission-time": SENT_AT,
    }


def test_a_signature_must_be_the_right_one_where_there_is_one(fake):
    body = message()
    assert toss(fake).read_news(body, signature(body)).found.state is State.PAID
    for headers in (
        signature(b"other"),
        signature(body, key="k"),
        signature(body, sent_at="2026-01-01T00:00:00+09:00"),
    ):
        with pytest.raises(errors.ForgedNews):
            toss(fake).read_news(body, headers)
    without_key = Toss(secret_key="test_key", address=fake.url)
    with pytest.raises(errors.ForgedNews):
        without_key.read_news(body, signature(body))
