"""From a product to the paid order in two taps, past the basket; and a line to the gate for pages that order often."""

import re
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import Look, looking
from tests.journeys import buying, selling
from tests.journeys.conftest import OpenPhone

pytestmark = pytest.mark.browser

LINE = re.compile(r"^ws://.*/orders$")
ENGLISH = Look(language="en")
MANY = 7
"""More than half of them."""

HANG = """async (papers) => {
  const counter = document.createElement("dure-counter");
  counter.innerHTML = `<script type="application/json">${JSON.stringify(papers)}</script>`;
  counter.dataset.now = "";
  document.querySelector("main").append(counter);
  document.dispatchEvent(new Event("htmx:after:swap"));
  await customElements.whenDefined("dure-counter");
}"""
SLIP = "JSON.parse(document.querySelector('dure-order script').textContent)"
ORDER = "(order) => document.querySelector('dure-counter').order(order)"
IS_LINE = "document.querySelector('dure-counter').isLine"


@dataclass(frozen=True)
class Product:
    """What these stories are about; nobody else buys it."""

    id: UUID
    name: str

    def orders(self, house: House) -> set[int]:
        """Return the orders that name it."""
        found = house.rows("SELECT order_id FROM market_orderline WHERE product_id = %s", self.id)
        return {int(str(order_id)) for (order_id,) in found}


@pytest.fixture(scope="module")
def plums(browser: Browser, house: House, people: People, farm: UUID) -> Product:
    """A dozen of them."""
    name = f"Counter plums {secrets.token_hex(3)}"
    with looking(browser, house.address, ENGLISH, people.state("bo")) as phone:
        page = phone.new_page()
        selling.list_by_photo(page, farm, name=name, price=4_300, count=12)
        buying.find(page, name, name)
        return Product(selling.organisation_in(page.url), name)


def at_the_button(buyer: Page, plums: Product, count: int = 1) -> Page:
    """Open the product, tap "order now", and return the checkout of so many of it."""
    buyer.goto(f"/products/{plums.id}/")
    buyer.locator(".buy-bar input[name=quantity]").fill(str(count))
    buyer.get_by_role("button", name="Order now").click()
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(buyer.get_by_role("main")).to_contain_text(plums.name)
    return buyer


@pytest.mark.parametrize("has_script", [True, False])
def test_two_taps_lead_from_the_product_to_the_card(
    open_phone: OpenPhone, shopper: Any, plums: Product, house: House, *, has_script: bool
) -> None:
    before = plums.orders(house)
    look = Look(language="en", has_script=has_script)
    buyer = at_the_button(open_phone(look, state=shopper), plums)

    buying.choose_card(buyer)
    buyer.get_by_role("button", name="Order and pay").click()
    buyer.wait_for_url("**/card-sandbox/**")
    buying.pay(buyer)

    assert plums.orders(house) - before == {buying.order_after_paying(buyer)}


def test_a_page_orders_often_over_one_line_and_by_http_after_it_was_cut(
    open_phone: OpenPhone, shopper: Any, plums: Product, house: House
) -> None:
    phone, is_cut = open_phone(ENGLISH, state=shopper), list[bool]()
    _lose_answers(phone, is_cut)
    buyer = at_the_button(phone, plums)
    slip, before = buyer.evaluate(SLIP), plums.orders(house)
    buyer.evaluate(HANG, _papers(slip))

    first = buyer.evaluate(ORDER, _order(slip))
    assert (first["status"], first["answer"], buyer.evaluate(IS_LINE)) == (201, "placed", True)

    is_cut.append(True)
    told = buyer.evaluate(ORDER, _order(slip))
    assert (told["status"], told["answer"], buyer.evaluate(IS_LINE)) == (200, "replayed", False)
    assert plums.orders(house) - before == {int(first["order"]), int(told["order"])}


def test_what_is_sold_out_is_told_of_the_line(
    open_phone: OpenPhone, shopper: Any, plums: Product, house: House
) -> None:
    buyer = at_the_button(open_phone(ENGLISH, state=shopper), plums, count=MANY)
    slip, before = buyer.evaluate(SLIP), plums.orders(house)
    buyer.evaluate(HANG, _papers(slip))

    first, second = (buyer.evaluate(ORDER, _order(slip)) for _each in range(2))

    assert first["status"] == 201
    assert (second["status"], second["code"]) == (409, "order_refused")
    [line] = second["lines"]
    assert line["answer"] == "sold_out"
    assert 0 < line["left"] < MANY
    assert buyer.evaluate(IS_LINE)
    assert plums.orders(house) - before == {int(first["order"])}


def _papers(slip: dict[str, Any]) -> dict[str, Any]:
    return {name: slip[name] for name in ("gate", "pass", "quotes")}


def _order(slip: dict[str, Any]) -> dict[str, Any]:
    """Return the slip's order under a key of its own."""
    return {**slip["order"], "key": str(uuid4())}


def _lose_answers(buyer: Page, is_cut: list[bool]) -> None:
    """From when `is_cut` holds something, cut the line when the gate has answered, before the page hears it."""

    def between(line: WebSocketRoute) -> None:
        gate = line.connect_to_server()

        def heard(told: str | bytes) -> None:
            if is_cut:
                line.close()
            else:
                line.send(told)

        gate.on_message(heard)

    buyer.route_web_socket(LINE, between)
