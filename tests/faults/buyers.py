"""Buyers who press the checkout's button over plain HTTP, all in one moment, and again when nobody answers."""

import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from http import HTTPStatus
from threading import Barrier
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from tests.browser.house import ROOT, House
from tests.faults.visitor import AGAIN_S, Visitor

CHECKOUT = "/market/checkout/"
FORM = "application/x-www-form-urlencoded"
PATIENCE_S = 60
TOGETHER_WITHIN_S = 60
BROUGHT_WITHIN_S = 120
PLACED = 1
CARDS = ("9999000000000004", "9999000000000053", "9999000000000079")
"""Test cards that pay: at once, telling the shop three times, telling it in the wrong order."""


class Fields(HTMLParser):
    """What a page's form would send untouched: every filled, ticked or hidden field of the form with this `id`."""

    def __init__(self, page: str, form_id: str) -> None:
        """Read the page."""
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one field."""
        said = dict(attrs)
        if tag == "form":
            self.is_inside = said.get("id") == self.form_id
        is_unticked = said.get("type") in {"radio", "checkbox"} and "checked" not in said
        if self.is_inside and tag == "input" and said.get("name") and not is_unticked:
            self.found.append((said["name"] or "", said.get("value") or ""))


@dataclass
class Buyer:
    """Somebody with one box in the basket; `replies` are the answers to each press of the button."""

    person_id: UUID
    visitor: Visitor
    form: str = ""
    replies: list[tuple[int, str]] = field(default_factory=list)

    def open_checkout(self, provider: str) -> None:
        """Open the checkout and choose how to pay."""
        status, page = self.visitor.ask("GET", CHECKOUT)
        assert status == HTTPStatus.OK, f"the checkout answered {status} to {self.visitor.location}"
        fields = [(name, value) for name, value in Fields(page, "checkout").found if name != "provider"]
        self.form = urlencode([*fields, ("provider", provider), ("order", "on")])

    def press(self) -> None:
        """Press the button once; OSError or HTTPException when nobody answers. May be pressed twice at once."""
        finger = replace(self.visitor)
        status, _page = finger.ask("POST", CHECKOUT, self.form, FORM)
        self.replies.append((status, urlsplit(finger.location).path))

    def send(self, path: str, **fields: str) -> None:
        """Send a form of one page or another; it must lead on."""
        status, _page = self.visitor.ask("POST", path, urlencode(fields), FORM)
        assert status == HTTPStatus.FOUND, f"{path} answered {status}"

    def press_until_answered(self) -> None:
        """Press again and again, always the same form, until somebody answers."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.press()
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < until, "nobody answers"
                time.sleep(AGAIN_S)
            else:
                return


@dataclass
class Crowd:
    """Buyers before one shelf of a running house."""

    house: House
    offer_id: int
    level_id: int
    buyers: list[Buyer]
    farm_id: UUID
    farmer: Visitor

    @classmethod
    def brought(cls, house: House, *, buyers: int, boxes: int) -> "Crowd":
        """Bring so many buyers before a new shelf with so many boxes."""
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.bring_buyers", str(buyers), str(boxes)],
            cwd=ROOT, env=house.environment(), capture_output=True, text=True, timeout=BROUGHT_WITHIN_S, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        made = json.loads(told.stdout)
        people = [
            Buyer(UUID(each["person_id"]), Visitor(house.address, {"sessionid": each["session"]}, PATIENCE_S))
            for each in made["buyers"]
        ]
        farmer = Visitor(house.address, {"sessionid": made["farmer"]}, PATIENCE_S)
        return cls(house, made["offer_id"], made["level_id"], people, UUID(made["farm_id"]), farmer)

    def open_checkouts(self, provider: str) -> None:
        """Let everybody open the checkout and choose the same way to pay."""
        with ThreadPoolExecutor(max_workers=8) as pool:
            list(pool.map(lambda buyer: buyer.open_checkout(provider), self.buyers))

    def press_together(self, *, times: int = 1) -> None:
        """Let everybody press in the same moment, each so many times; return when everybody has every answer."""
        presses = self.buyers * times
        gate = Barrier(len(presses))

        def press(buyer: Buyer) -> None:
            gate.wait(TOGETHER_WITHIN_S)
            buyer.press_until_answered()

        with ThreadPoolExecutor(max_workers=len(presses)) as pool:
            list(pool.map(press, presses))

    def pay_what_waits(self) -> None:
        """Let everybody whose order was placed and not paid pay it from the wallet."""
        for buyer in self.buyers:
            number, status, _total = self.orders().get(str(buyer.person_id), ("", 0, 0))
            if status == PLACED:
                buyer.send(f"/market/pay/{number}/", provider="wallet")

    def pay_by_card(self, cards: Iterator[str]) -> None:
        """Let everybody pay on the card company's page where the button led them, all at once; nobody comes back."""
        with ThreadPoolExecutor(max_workers=len(self.buyers)) as pool:
            list(pool.map(lambda buyer, card: buyer.send(buyer.replies[-1][1], number=card), self.buyers, cards))

    def is_everything_told(self) -> bool:
        """Whether every message of the card company about their payments has arrived."""
        ((waiting,),) = self._about_us(
            "SELECT count(*) FROM market_sandboxnews news "
            "JOIN market_sandboxcharge charge ON charge.id = news.charge_id "
            "JOIN market_payment payment ON payment.id = charge.shop_reference "
            "WHERE news.sent_at IS NULL AND payment.payer_id = ANY(%s)"
        )
        return waiting == 0

    def shelf(self) -> tuple[object, ...]:
        """Return how many boxes lie there, are promised, and are sold."""
        (row,) = self.house.rows("SELECT on_hand, reserved, sold FROM catalog_level WHERE level_id = %s", self.level_id)
        return row

    def orders(self) -> dict[str, tuple[object, ...]]:
        """Return the number, status (1 placed, 2 paid) and total of each buyer's order; fails where one has two."""
        found = self._about_us("SELECT buyer_id, order_id, status, total FROM market_order WHERE buyer_id = ANY(%s)")
        orders = {str(buyer): tuple(facts) for buyer, *facts in found}
        assert len(orders) == len(found), "somebody has two orders"
        return orders

    def boxes_ordered(self) -> int:
        """Return how many boxes stand in lines of orders, whosever they are."""
        ((found,),) = self.house.rows(
            "SELECT coalesce(sum(quantity), 0)::int FROM market_orderline WHERE offer_id = %s", self.offer_id
        )
        return int(str(found))

    def payments(self) -> list[str]:
        """Return how every payment of theirs stands."""
        found = self._about_us("SELECT status FROM market_payment WHERE payer_id = ANY(%s)")
        return [str(status) for (status,) in found]

    def times_booked(self) -> Counter[str]:
        """Return how often the book has each payment of theirs."""
        found = self._about_us(
            "SELECT entry.reference FROM ledger_entry entry JOIN market_payment payment "
            "ON entry.reference = 'payment:' || payment.id WHERE payment.payer_id = ANY(%s)"
        )
        return Counter(str(reference) for (reference,) in found)

    def parcels(self) -> list[str]:
        """Return the order's name of every parcel that is to be carried to them."""
        found = self._about_us(
            "SELECT shipment.reference FROM dispatch_parcel parcel JOIN dispatch_shipment shipment "
            "ON shipment.id = parcel.shipment_id WHERE shipment.receiver_id = ANY(%s)"
        )
        return [str(reference) for (reference,) in found]

    def notices(self) -> list[str]:
        """Return to whom it was told how often that their orders are paid: each buyer, and each who packs it."""
        found = self._about_us(
            "WITH ours AS (SELECT id, order_id FROM market_fulfilment WHERE buyer_id = ANY(%s)) "
            "SELECT note.person_id || note.key FROM inbox_notification note JOIN ours "
            "ON note.key IN ('order:' || ours.order_id || ':paid', 'part:' || ours.id || ':paid')"
        )
        return [str(told) for (told,) in found]

    def purses(self) -> Counter[int]:
        """Return how many of them have how much left to spend."""
        codes = [f"wallet:{buyer.person_id}" for buyer in self.buyers]
        found = self.house.rows(
            "SELECT balance.amount - balance.held FROM ledger_balance balance JOIN ledger_account account "
            "USING (account_id) WHERE account.code = ANY(%s)", codes,
        )  # fmt: skip
        return Counter(int(str(amount)) for (amount,) in found)

    def prove(self) -> None:
        """Have the house prove its orders and its book."""
        self.house.command("market", "prove")
        self.house.command("book", "verify")

    def _about_us(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database about these buyers, who are the question's one `%s`."""
        return self.house.rows(question, [buyer.person_id for buyer in self.buyers])
