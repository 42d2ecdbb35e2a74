"""Alipay: what we sign, what we believe, and what we ask, by its published rules."""

import json
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market import errors
from dure.rooms.market.providers import rsa2
from dure.rooms.market.providers.alipay import Alipay
from dure.rooms.market.providers.contract import Ask, Known, RefundAsk, State

from .standins import StandIn, as_json

OURS, THEIRS, NOBODYS = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _key in range(3))
PAYMENT = new_id()


def one_line(pem):
    return "".join(line for line in pem.decode().splitlines() if "-----" not in line)


def private(key, form=PrivateFormat.PKCS8):
    return one_line(key.private_bytes(Encoding.PEM, form, NoEncryption()))


def public(key):
    return one_line(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def alipay(address=""):
    return Alipay(
        app_id="2014072300007148",
        private_key=private(OURS),
        public_key=public(THEIRS),
        seller_id="2088111111116894",
        address=address,
    )


def known(**facts):
    return Known(payment_id=PAYMENT, buyer_id=new_id(), amount=Money(8_888, "CNY"), **facts)


def notice(key=THEIRS, **changes):
    facts = {
        "notify_time": "2026-11-22 12:00:05",
        "notify_type": "trade_status_sync",
        "notify_id": "ac05099524730693a8b330c5ecf72da978",
        "app_id": "2014072300007148",
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "trade_no": "2026112221001004030200089909",
        "out_trade_no": PAYMENT.hex,
        "seller_id": "2088111111116894",
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "88.88",
        "subject": "두레 주문 + 배 1&2",
        "body": "",
        **changes,
    }
    facts["sign"] = rsa2.sign(rsa2.notice_text(facts), key)
    return urlencode(facts).encode()


def answering(document, key=THEIRS, name="alipay_trade_query_response"):
    """Stand where Alipay's gateway stands: check our signature, sign the answer as it does."""

    def answer(_method, _path, body, _headers):
        asked = dict(parse_qsl(body.decode()))
        assert rsa2.is_signed(rsa2.request_text(asked), asked["sign"], OURS.public_key())
        text = json.dumps(document, ensure_ascii=False)
        return 200, f'{{"{name}":{text},"sign":"{rsa2.sign(text, key)}"}}'.encode()

    return StandIn(answer)


def test_the_text_to_sign_is_sorted_and_without_what_is_empty():
    """By Alipay's documents: by name, `name=value` joined by &, no empty values; notices lose sign_type too."""
    facts = {"b": "2", "a": "1", "sign_type": "RSA2", "sign": "x", "empty": ""}
    assert rsa2.request_text(facts) == "a=1&b=2&sign_type=RSA2"
    assert rsa2.notice_text(facts) == "a=1&b=2"


def test_an_answer_is_signed_as_it_stands():
    body = '{"x_response":{"a":"}\\"{","b":{"c":1}},"sign":"s"}'
    assert rsa2.answer_text(body, "x_response") == '{"a":"}\\"{","b":{"c":1}}'
    assert rsa2.answer_text(body, "y_response") == ""


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL], ids=["pkcs8", "pkcs1"])
def test_reads_keys_as_alipays_tool_writes_them(form):
    key = rsa2.private_key(private(OURS, form))
    assert rsa2.is_signed("text", rsa2.sign("text", key), rsa2.public_key(public(OURS)))
    assert not rsa2.is_signed("text", "no base64!", rsa2.public_key(public(OURS)))
    with pytest.raises((ValueError, TypeError)):
        rsa2.private_key(one_line(OURS.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))))


def test_leads_to_a_signed_page_for_this_payment():
    step = alipay().begin(
        Ask(
            payment_id=PAYMENT, buyer_id=new_id(), amount=Money(8_888, "CNY"), title="두레 주문", language="ko",
            return_url="https://dure.example/back", news_url="https://dure.example/news",
        )
    )  # fmt: skip
    asked = {name: values[0] for name, values in parse_qs(urlsplit(step.url).query).items()}
    assert step.url.startswith("https://openapi.alipay.com/gateway.do?")
    assert rsa2.is_signed(rsa2.request_text(asked), asked["sign"], OURS.public_key())
    assert (asked["method"], asked["sign_type"]) == ("alipay.trade.page.pay", "RSA2")
    content = json.loads(asked["biz_content"])
    assert (content["out_trade_no"], content["total_amount"]) == (PAYMENT.hex, "88.88")
    assert content["product_code"] == "FAST_INSTANT_TRADE_PAY"


def test_believes_a_notice_signed_by_alipay_for_our_app_and_seller():
    news = alipay().read_news(notice(), {})
    assert (news.found.state, news.found.payment_id, news.found.amount) == (State.PAID, PAYMENT, Money(8_888, "CNY"))
    assert news.event_id == "ac05099524730693a8b330c5ecf72da978"


@pytest.mark.parametrize(
    "body",
    [
        notice(key=NOBODYS),
        notice().replace(b"88.88", b"88.89"),
        notice(app_id="another"),
        notice(seller_id="2088000000000000"),
        b"",
    ],
    ids=["another key", "changed", "another app", "another seller", "empty"],
)
def test_does_not_believe_any_other(body):
    with pytest.raises(errors.ForgedNews):
        alipay().read_news(body, {})


@pytest.mark.parametrize(
    ("trade_status", "more", "state"),
    [
        ("WAIT_BUYER_PAY", {}, State.OPEN),
        ("TRADE_CLOSED", {}, State.GONE),
        ("TRADE_CLOSED", {"refund_fee": "88.88"}, State.PAID),
        ("TRADE_FINISHED", {}, State.PAID),
    ],
)
def test_knows_every_state_of_a_trade(trade_status, more, state):
    assert alipay().read_news(notice(trade_status=trade_status, **more), {}).found.state is state


def test_other_notices_are_of_no_interest():
    assert alipay().read_news(notice(notify_type="dut_user_sign"), {}) is None


def test_asks_and_believes_signed_answers_only():
    document = {
        "code": "10000", "msg": "Success", "trade_no": "t", "out_trade_no": PAYMENT.hex,
        "trade_status": "TRADE_SUCCESS", "total_amount": "88.88",
    }  # fmt: skip
    real, forged = answering(document), answering(document, key=NOBODYS)
    assert alipay(real.url).complete(known(), {}).amount == Money(8_888, "CNY")
    assert alipay(real.url).statement([known()], None)[0].charge_reference == "t"
    with pytest.raises(errors.ProviderAway):
        alipay(forged.url).fetch(known())
    real.stop()
    forged.stop()


def test_a_trade_alipay_never_heard_of_is_open():
    stand_in = answering({"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"})
    assert alipay(stand_in.url).fetch(known()).state is State.OPEN
    stand_in.stop()


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ({"code": "10000", "fund_change": "Y"}, State.PAID),
        ({"code": "40004", "sub_code": "ACQ.REASON_TRADE_REFUND_FEE_ERR"}, errors.ProviderRefused),
        ({"code": "20000", "sub_code": "aop.ACQ.SYSTEM_ERROR"}, errors.ProviderAway),
    ],
)
def test_refunds_once_and_tells_no_from_not_known(document, outcome):
    stand_in = answering(document, name="alipay_trade_refund_response")
    ask = RefundAsk(refund_id=new_id(), amount=Money(1_000, "CNY"), reason="too ripe", payment=known())
    if isinstance(outcome, State):
        assert alipay(stand_in.url).refund(ask).state is outcome
    else:
        with pytest.raises(outcome):
            alipay(stand_in.url).refund(ask)
    asked = json.loads(dict(parse_qsl(stand_in.got[0][0].decode()))["biz_content"])
    assert (asked["refund_amount"], asked["out_request_no"]) == ("10.00", ask.refund_id.hex)
    stand_in.stop()


@pytest.mark.parametrize("reply", [as_json({}, 502), (200, b"<html>"), (200, b"[]")])
def test_a_server_error_or_no_json_is_no_answer(reply):
    stand_in = StandIn(lambda *_asked: reply)
    with pytest.raises(errors.ProviderAway):
        alipay(stand_in.url).fetch(known())
    stand_in.stop()
    with pytest.raises(errors.ProviderAway):
        alipay(stand_in.url).fetch(known())
