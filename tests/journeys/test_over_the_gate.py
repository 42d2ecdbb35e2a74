"""An order goes over the gate, and whatever happens on the way it is one order: the form does what the gate leaves."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import Look, looking
from tests.journeys import buying, selling
from tests.journeys.book import payments_of
from tests.journeys.conftest import OpenPhone

pytestmark = pytest.mark.browser

GATE_ORDERS = re.compile(r":\d+/orders$")
PAY = "button:has-text('Order and pay')"
ENGLISH = Look(language="en")


@dataclass(frozen=True)
class Product:
    """What these stories are about; nobody else buys it."""

    id: UUID
    name: str

    def orders(self, house: House) -> list[int]:
        """Return the orders that name it."""
        found = house.rows("SELECT DISTINCT order_id FROM market_orderline WHERE product_id = %s", self.id)
        return sorted(int(str(order_id)) for (order_id,) in found)


@pytest.fixture(scope="module")
def pears(browser: Browser, house: House, people: People, farm: UUID) -> Product:
    """Enough of them for every story."""
    name = f"Gate pears {secrets.token_hex(3)}"
    with looking(browser, house.address, ENGLISH, people.state("bo")) as phone:
        page = phone.new_page()
        selling.list_by_photo(page, farm, name=name, price=4_300, count=60)
        buying.find(page, name, name)
        return Product(selling.organisation_in(page.url), name)


@pytest.fixture
def at_checkout(open_phone: OpenPhone, shopper: Any, pears: Product) -> Callable[..., Page]:
    """Return what brings the shopper to the checkout with some pears, to be paid by card."""

    def arrived(look: Look = ENGLISH) -> Page:
        buyer = open_phone(look, state=shopper)
        buyer.goto(f"/products/{pears.id}/")
        buying.put_in(buyer)
        buying.to_checkout(buyer)
        buying.choose_card(buyer)
        if look.has_script:
            buyer.locator("dure-order").scroll_into_view_if_needed()
            expect(buyer.locator("dure-order:defined")).to_be_attached()
        return buyer

    return arrived


def paid(buyer: Page) -> int:
    """Pay on the card's page, and return the order."""
    buyer.wait_for_url("**/card-sandbox/**")
    buying.pay(buyer)
    return buying.order_after_paying(buyer)


def test_the_button_orders_over_the_gate_and_the_basket_is_empty(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    told: list[Response] = []
    buyer.on("response", lambda response: told.append(response) if GATE_ORDERS.search(response.url) else None)

    buyer.locator(PAY).dblclick()
    order = paid(buyer)

    assert [response.status for response in told] == [201]
    assert set(pears.orders(house)) - set(before) == {order}
    assert payments_of(house, order) == ["paid"]
    buyer.goto("/market/basket/")
    expect(buyer.get_by_role("heading", level=1)).not_to_contain_text(pears.name)
    expect(buyer.get_by_role("main")).not_to_contain_text(pears.name)


def test_without_script_the_form_orders_the_same(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout(Look(language="en", has_script=False))

    buyer.locator(PAY).click()
    order = paid(buyer)

    assert set(pears.orders(house)) - set(before) == {order}


def test_where_the_gate_cannot_be_reached_the_form_orders(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    buyer.route(GATE_ORDERS, lambda route: route.abort("connectionrefused"))

    buyer.locator(PAY).click()
    order = paid(buyer)

    assert set(pears.orders(house)) - set(before) == {order}


def test_an_order_whose_answer_the_gate_could_not_bring_is_one_order_also_after_going_back(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    buying.lose_the_answer(buyer, GATE_ORDERS)

    buyer.locator(PAY).click()
    buyer.wait_for_url("**/card-sandbox/**")
    buyer.go_back()
    if buyer.locator(PAY).count():
        buyer.locator(PAY).click()
        order = buying.order_shown(buyer)
        assert set(pears.orders(house)) - set(before) == {order}
    assert len(set(pears.orders(house)) - set(before)) == 1


def test_a_busy_gate_is_asked_again_calmly(at_checkout: Callable[..., Page], house: House, pears: Product) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    buyer.route(GATE_ORDERS, _busy, times=1)

    buyer.locator(PAY).click()
    expect(buyer.locator("dure-order [role=status]")).not_to_be_empty()
    order = paid(buyer)

    assert set(pears.orders(house)) - set(before) == {order}


def test_a_page_that_was_open_too_long_gets_fresh_papers_by_itself(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    stale: list[bool] = []

    def spoil(route: Route) -> None:
        stale.append(True)
        route.continue_(post_data=(route.request.post_data or "").replace('"pass":"pass.', '"pass":"pass.x', 1))

    buyer.route(GATE_ORDERS, spoil, times=1)
    buyer.locator(PAY).click()
    order = paid(buyer)

    assert stale == [True]
    assert set(pears.orders(house)) - set(before) == {order}


def test_another_price_than_the_page_showed_is_shown_before_anything_is_ordered(
    at_checkout: Callable[..., Page], house: House, pears: Product
) -> None:
    before = pears.orders(house)
    buyer = at_checkout()
    ((price,),) = house.rows("SELECT min(price) FROM catalog_offer WHERE product_id = %s", pears.id)
    house.change(f"UPDATE catalog_offer SET price = price + 100 WHERE product_id = '{pears.id}'")  # noqa: S608  our own id

    buyer.locator(PAY).click()
    expect(buyer.get_by_role("alert").filter(has_text="Nothing was ordered yet")).to_contain_text(pears.name)

    assert pears.orders(house) == before
    house.change(f"UPDATE catalog_offer SET price = {price} WHERE product_id = '{pears.id}'")  # noqa: S608


def _busy(route: Route) -> None:
    route.fulfill(
        status=429,
        headers={
            "Retry-After": "1",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Retry-After",
        },
        content_type="application/problem+json",
        body='{"status": 429, "code": "intake_busy"}',
    )
