"""One order through our pages as a browser asks for them, from the basket to the paid order.

With script the button sends the order to the gate and its form after it, which finds the order and leads on; without,
the form orders by itself.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from shops.line import Answer, Line
from shops.shop import After, NotOrdered, nobody

CHALLENGED = "9999000000000012"
"""The test card whose bank asks for a code."""
ADDRESS = {
    "to-name": "Li Wei",
    "to-phone": "010-4444-5555",
    "to-country": "KR",
    "to-postcode": "59027",
    "to-line": "전라남도 해남군 해남읍 중앙1로 18",
}
CODE = re.compile(r"\b\d{6}\b")
SLIP = re.compile(r"<dure-order.*?<script[^>]*application/json[^>]*>(.*?)</script>", re.DOTALL)
CARD, WALLET = "card_sandbox", "wallet"
CHECKOUT, SLIPS = "/market/checkout/", "/market/checkout/slip/"
Fields = Mapping[str, str | list[str]]


class Form(HTMLParser):
    """The fields of the page's form with an `id`, as they would be sent untouched."""

    def __init__(self, page: str, form_id: str) -> None:
        """Read the page."""
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.fields: dict[str, str | list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one field."""
        said = dict(attrs)
        if tag == "form":
            self.is_inside = said.get("id") == self.form_id
        is_unticked = said.get("type") in {"radio", "checkbox"} and "checked" not in said
        if self.is_inside and tag == "input" and said.get("name") and not is_unticked:
            self.fields[said["name"] or ""] = said.get("value") or ""


@dataclass
class Walk:
    """One buyer on the way through the pages; `after` is told the name of each step when it is done."""

    line: Line
    company: Line
    """To the card company: pages of the same programme, in a process of its own that knows no cookie of ours."""
    offer_id: str
    after: After = nobody

    def order(self, *, has_script: bool = True) -> None:
        """Go the whole way to a new address, paid by card; NotOrdered where the shop has not sold."""
        page = self.put_in()
        fields = Form(page, "checkout").fields | ADDRESS | {"provider": CARD, "order": "on"}
        if has_script:
            self.order_over_the_gate(fields, self.fresh_slip(fields))
            fields |= {"placed": "on"}
        charge = self.press(fields, "payment begun" if has_script else "order: address, delivery, order, payment begun")
        if "card-sandbox" not in charge:
            raise NotOrdered(charge)
        self.come_back(self.pay(charge))

    def order_as_known(self) -> None:
        """Go the shortest way: one's address is in the book, and the money in the wallet."""
        page = self.put_in(is_looked_at=False)
        fields = Form(page, "checkout").fields | {"provider": WALLET, "order": "on"}
        slip = SLIP.search(page)
        assert slip, "the page shows no slip"
        self.order_over_the_gate(fields, json.loads(slip[1]))
        payment = self.press(fields | {"placed": "on"}, "paid from the wallet")
        self.see_paid(payment)

    def put_in(self, *, is_looked_at: bool = True) -> str:
        """Put one into the basket, look at the basket, open the checkout and return its page."""
        self._led(self.line.send_form("/market/basket/lines/", offer_id=self.offer_id, quantity="1"))
        self.after("put into the basket")
        if is_looked_at:
            self._shown(self.line.get("/market/basket/"))
            self.after("basket's page")
        page = self._shown(self.line.get(CHECKOUT))
        self.after("checkout's page")
        return page

    def fresh_slip(self, fields: Fields) -> dict[str, Any]:
        """Have the house sign what the form says now, as the page's script does after one has typed."""
        slip: dict[str, Any] = json.loads(self._shown(self.line.send_form(SLIPS, **fields)))
        self.after("pressed: address kept, order signed")
        return slip

    def order_over_the_gate(self, fields: Fields, slip: dict[str, Any]) -> None:
        """Send the order as the page does."""
        parts = urlsplit(slip["gate"])
        gate = Line(f"{parts.scheme}://{parts.netloc}", headers={"Origin": self.line.address})
        order = slip["order"] | {"key": fields["idempotency_key"]}
        said = {"pass": slip["pass"], "quotes": slip["quotes"], "order": order}
        try:
            answer = gate.send_text("/orders", json.dumps(said))
        finally:
            gate.hang_up()
        if answer.status != HTTPStatus.CREATED:
            raise NotOrdered(answer.text)
        self.after("order over the gate")

    def press(self, fields: Fields, step: str) -> str:
        """Send the form and return where it leads; after the gate's answer it says where the order stands."""
        led = self._led(self.line.send_form(CHECKOUT, **fields))
        self.after(step)
        return led

    def pay(self, charge: str) -> str:
        """Pay by card and type the bank's code; return the address which leads back to the shop."""
        self._shown(self.company.get(charge))
        challenge = self._led(self.company.send_form(charge, number=CHALLENGED))
        code = CODE.search(self._shown(self.company.get(challenge)))
        assert code, "the bank's page shows no code"
        return self._led(self.company.send_form(challenge, code=code[0]))

    def come_back(self, back: str) -> None:
        """Come back to the shop, which asks the card company, and read that it is paid."""
        payment = self._led(self.line.get(back))
        self.after("back from the card")
        self.see_paid(payment)

    def see_paid(self, payment: str) -> None:
        """Read on the payment's page that it is paid."""
        page = self._shown(self.line.get(payment))
        self.after("payment's page")
        if "Paid. Thank you." not in page:
            raise NotOrdered("not paid")

    def _led(self, answer: Answer) -> str:
        if answer.status != HTTPStatus.FOUND:
            raise NotOrdered(answer.status)
        return answer.location

    def _shown(self, answer: Answer) -> str:
        if answer.status != HTTPStatus.OK:
            raise NotOrdered(answer.location or answer.status)
        return answer.text
