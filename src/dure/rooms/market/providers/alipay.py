"""Alipay's page payment (alipay.trade.page.pay): a signed address to go to, signed notices, a signed gateway."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.market.errors import ForgedNews, ProviderAway, ProviderRefused
from dure.rooms.market.payment_words import TITLES
from dure.rooms.market.providers import rsa2
from dure.rooms.market.providers.calls import call
from dure.rooms.market.providers.contract import (
    Ask,
    Found,
    Known,
    News,
    RefundAsk,
    Refunded,
    State,
    Step,
    found_each,
)

GATEWAY = "https://openapi.alipay.com/gateway.do"
CHINA = timezone(timedelta(hours=8))
STATES = {
    "WAIT_BUYER_PAY": State.OPEN,
    "TRADE_CLOSED": State.GONE,
    "TRADE_SUCCESS": State.PAID,
    "TRADE_FINISHED": State.PAID,
}
DONE = "10000"
TOLD = ("trade_status", "total_amount", "refund_fee")
UNKNOWN_TRADE = "ACQ.TRADE_NOT_EXIST"
MAYBE_DONE = {"20000", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR"}
CURRENCY = "CNY"


class Alipay:
    """Alipay, for amounts in yuan."""

    name = "alipay"
    title = TITLES[name]
    words = _("You pay in the Alipay app or on its page.")
    icon = "wallet"
    currencies = frozenset({CURRENCY})
    is_sandbox = False
    is_inside = False
    signs_news = True
    thanks = "success"

    def __init__(
        self, *, app_id: str, private_key: str, public_key: str, seller_id: str = "", address: str = ""
    ) -> None:
        """Read our private key and Alipay's public one; `address` replaces the gateway."""
        self.app_id, self.seller_id, self.address = app_id, seller_id, address or GATEWAY
        self.private_key = rsa2.private_key(private_key)
        self.public_key = rsa2.public_key(public_key)

    def begin(self, ask: Ask) -> Step:
        """Return the signed address of Alipay's page; nothing is asked of Alipay yet."""
        content = {
            "out_trade_no": ask.payment_id.hex,
            "product_code": "FAST_INSTANT_TRADE_PAY",
            "total_amount": str(ask.amount.major),
            "subject": ask.title[:256],
        }
        more = {"return_url": ask.return_url, "notify_url": ask.news_url}
        url = f"{self.address}?{urlencode(self._signed('alipay.trade.page.pay', content, more))}"
        return Step(url=url, provider_reference=ask.payment_id.hex)

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:  # noqa: ARG002  the address proves nothing; we ask
        """Ask how it stands."""
        return self.fetch(known)

    def fetch(self, known: Known) -> Found:
        """Tell how a trade stands; one Alipay has never heard of is open."""
        answer = self._ask("alipay.trade.query", {"out_trade_no": known.payment_id.hex})
        if answer.get("sub_code") == UNKNOWN_TRADE:
            return Found(state=State.OPEN, payment_id=known.payment_id)
        _demand_done(answer)
        return _found(answer)

    def close(self, known: Known) -> Found:
        """Close a trade nobody has paid yet."""
        self._ask("alipay.trade.close", {"out_trade_no": known.payment_id.hex})
        return self.fetch(known)

    def refund(self, ask: RefundAsk) -> Refunded:
        """Give back a part or all of a trade; `out_request_no` makes it once."""
        content = {
            "out_trade_no": ask.payment.payment_id.hex,
            "out_request_no": ask.refund_id.hex,
            "refund_amount": str(ask.amount.major),
            "refund_reason": ask.reason[:256],
        }
        answer = self._ask("alipay.trade.refund", content)
        _demand_done(answer)
        if answer.get("fund_change") == "Y":
            return Refunded(state=State.PAID, reference=ask.refund_id.hex)
        return self._refund_state(ask)

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:  # noqa: ARG002  Alipay signs the form itself
        """Read a notice: signed by Alipay, for our app and seller."""
        notice = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        if not rsa2.is_signed(rsa2.notice_text(notice), notice.get("sign", ""), self.public_key):
            raise ForgedNews(provider=self.name)
        if notice.get("app_id") != self.app_id or notice.get("seller_id", "") != (
            self.seller_id or notice.get("seller_id", "")
        ):
            raise ForgedNews(provider=self.name)
        if notice.get("notify_type") != "trade_status_sync":
            return None
        facts: dict[str, object] = {name: notice[name] for name in TOLD if name in notice}
        return News(event_id=notice["notify_id"], kind=notice["trade_status"], found=_found(notice), facts=facts)

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:  # noqa: ARG002  Alipay's list comes a day late
        """Ask for each payment."""
        return found_each(self, known)

    def _refund_state(self, ask: RefundAsk) -> Refunded:
        """Ask whether a refund that changed nothing now had been done before."""
        content = {"out_trade_no": ask.payment.payment_id.hex, "out_request_no": ask.refund_id.hex}
        answer = self._ask("alipay.trade.fastpay.refund.query", content)
        _demand_done(answer)
        is_done = answer.get("refund_status", "") == "REFUND_SUCCESS"
        return Refunded(state=State.PAID if is_done else State.PROCESSING, reference=ask.refund_id.hex)

    def _signed(self, method: str, content: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
        parameters = {
            "app_id": self.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{clock.now().astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
            **more,
        }
        return {**parameters, "sign": rsa2.sign(rsa2.request_text(parameters), self.private_key)}

    def _ask(self, method: str, content: Mapping[str, str]) -> dict[str, Any]:
        """Ask the gateway; an answer that is not signed by Alipay is no answer."""
        response = call("POST", self.address, provider=self.name, data=self._signed(method, content, {}))
        name = f"{method.replace('.', '_')}_response"
        text = rsa2.answer_text(response.text, name)
        try:
            signature = str(json.loads(response.text).get("sign", ""))
        except (ValueError, AttributeError) as error:
            raise ProviderAway(provider=self.name) from error
        if not text or not rsa2.is_signed(text, signature, self.public_key):
            raise ProviderAway(provider=self.name)
        answer: dict[str, Any] = json.loads(text)
        return answer


def _demand_done(answer: Mapping[str, Any]) -> None:
    """Refuse what Alipay refused; ask again later when it does not know itself."""
    if answer.get("code") == DONE:
        return
    if answer.get("code") in MAYBE_DONE or answer.get("sub_code") in MAYBE_DONE:
        raise ProviderAway(provider=Alipay.name)
    raise ProviderRefused(provider=Alipay.name, reason=str(answer.get("sub_code") or answer.get("code")))


def _found(trade: Mapping[str, Any]) -> Found:
    """Return how a trade stands, of a notice or an answer; a trade closed after it was paid is paid and refunded."""
    state = STATES.get(str(trade["trade_status"]), State.PROCESSING)
    refunded = _yuan(trade.get("refund_fee"))
    if state is State.GONE and refunded:
        state = State.PAID
    return Found(
        state=state,
        payment_id=_uuid(str(trade["out_trade_no"])),
        amount=Money(_yuan(trade.get("total_amount")), CURRENCY) if state is State.PAID else None,
        refunded=refunded,
        provider_reference=str(trade["out_trade_no"]),
        charge_reference=str(trade.get("trade_no", "")),
    )


def _yuan(text: object) -> int:
    """Return fen of an amount in yuan; 0 of none."""
    try:
        return Money.of(Decimal(str(text)), CURRENCY).minor if text else 0
    except InvalidOperation:
        return 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
