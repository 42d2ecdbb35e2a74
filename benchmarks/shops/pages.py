"""One order through our pages as a browser asks for them, from the basket to the paid order, the bank's code typed."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus

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
    offer_id: str
    after: After = nobody

    def order(self) -> None:
        """Go the whole way; NotOrdered where the shop has not sold."""
        page = self.put_in()
        charge = self.order_and_pay(page)
        back = self.pay(charge)
        self.come_back(back)

    def put_in(self) -> str:
        """Put one into the basket, look at the basket, open the checkout and return its page."""
        self._led(self.line.send_form("/market/basket/lines/", offer_id=self.offer_id, quantity="1"))
        self.after("put into the basket")
        self._shown(self.line.get("/market/basket/"))
        self.after("basket's page")
        page = self._shown(self.line.get("/market/checkout/"))
        self.after("checkout's page")
        return page

    def order_and_pay(self, page: str) -> str:
        """Say where it goes, choose the card, press the button; return the address of the card's page."""
        fields = Form(page, "checkout").fields | ADDRESS | {"provider": "card_sandbox", "order": "on"}
        charge = self._led(self.line.send_form("/market/checkout/", **fields))
        self.after("order: address, delivery, order, payment begun")
        if "card-sandbox" not in charge:
            raise NotOrdered(charge)
        return charge

    def pay(self, charge: str) -> str:
        """Pay by card and type the bank's code; return the address which leads back to the shop."""
        self._shown(self.line.get(charge))
        self.after("card's page")
        challenge = self._led(self.line.send_form(charge, number=CHALLENGED))
        self.after("card's number")
        code = CODE.search(self._shown(self.line.get(challenge)))
        assert code, "the bank's page shows no code"
        self.after("bank's page")
        back = self._led(self.line.send_form(challenge, code=code[0]))
        self.after("bank's code")
        return back

    def come_back(self, back: str) -> None:
        """Come back to the shop, which asks the card company, and read that it is paid."""
        payment = self._led(self.line.get(back))
        self.after("back from the card")
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
