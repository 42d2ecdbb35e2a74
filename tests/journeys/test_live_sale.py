"""Buying in a live show at the browser: from the sheet over the film, counted down on every other screen."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import Look, looking
from tests.journeys import buying, selling
from tests.journeys.book import payments_of
from tests.journeys.conftest import OpenPhone
from tests.journeys.live import put_on_air, watch

pytestmark = pytest.mark.browser

ENGLISH = Look(language="en")
GATE_ORDERS = re.compile(r":\d+/orders$")
GATE_QUEUE = re.compile(r":\d+/queue\?")
TO_ALL = {"Access-Control-Allow-Origin": "*"}
SEND = """([method, address, body]) => fetch(address, {
  method, body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) },
}).then(async (answer) => [answer.status, await answer.json()])"""


@dataclass(frozen=True)
class Pears:
    """What these stories sell; nobody else buys it."""

    product: UUID
    offer: int

    def orders(self, house: House) -> list[tuple[int, int]]:
        """Return the orders that name them, and the price of one in each."""
        found = house.rows("SELECT order_id, unit_price FROM market_orderline WHERE product_id = %s", self.product)
        return sorted((int(str(order)), int(str(price))) for order, price in found)


@pytest.fixture(scope="module")
def pears(browser: Browser, house: House, people: People, farm: UUID) -> Pears:
    """Enough of them for every story."""
    name = f"Live pears {secrets.token_hex(3)}"
    with looking(browser, house.address, ENGLISH, people.state("bo")) as phone:
        selling.list_by_photo(phone.new_page(), farm, name=name, price=4_300, count=60)
    ((product, offer),) = house.rows(
        "SELECT product_id, offer_id FROM catalog_offer JOIN catalog_product ON catalog_product.id = product_id "
        "WHERE catalog_product.name = %s AND channel = 'shop'",
        name,
    )
    return Pears(UUID(str(product)), int(str(offer)))


@pytest.fixture
def show(house: House, farm: UUID) -> UUID:
    """A show of Bo's farm that is on air."""
    return put_on_air(house, farm, f"Pears {secrets.token_hex(3)}")


def flash(host: Page, show: UUID, pears: Pears, *, count: int, limit: int | None = None) -> str:
    """Let the host sell so many at 3,900 won, on the screen at once; return what ends it."""
    host.goto(f"/live/{show}/desk/")
    body = {"offer_id": str(pears.offer), "price": "3900", "currency": "KRW", "count": count, "minutes": 30}
    body |= {"per_buyer_limit": limit} if limit else {}
    status, told = host.evaluate(SEND, ["POST", f"/api/shows/{show}/flash-prices", body])
    assert status == 201, told
    return f"/api/flash-prices/{told['id']}/end"


def end(host: Page, address: str) -> None:
    """End a flash price, so that the next story may begin one."""
    status, told = host.evaluate(SEND, ["POST", address, {}])
    assert status == 200, told


def open_sheet(page: Page) -> None:
    """Press the card's button, and wait for the sheet."""
    page.locator("dure-sale:defined [data-card] [data-of=buy]").click()
    expect(page.locator("dialog.sale form")).to_be_visible()


def order(page: Page) -> None:
    """Choose the card, and press the sheet's button."""
    buying.choose_card(page)
    page.locator("dialog.sale button[name=order]").click()


def test_two_watch_and_buy_until_nothing_is_left(
    open_phone: OpenPhone, house: House, people: People, shopper: Any, show: UUID, pears: Pears
) -> None:
    host, viewer, buyer = open_phone(ENGLISH, people.state("bo")), open_phone(ENGLISH), open_phone(ENGLISH, shopper)
    before = pears.orders(house)
    ending = flash(host, show, pears, count=2)
    for page in (viewer, buyer):
        watch(page, show)
        expect(page.locator("[data-card] [data-of=left]")).to_have_text("2 left")
        expect(page.locator("[data-card] [data-of=percent]")).to_have_text("9")

    open_sheet(buyer)
    buying.choose_card(buyer)
    buyer.locator("dialog.sale button[name=order]").dblclick()
    expect(buyer.locator("[data-part=done]")).to_contain_text("Your order is placed.")
    expect(viewer.locator("[data-card] [data-of=left]")).to_have_text("1 left")
    expect(viewer.locator(".room__line--bought")).to_contain_text(re.compile(r"○○ bought 1"))
    (placed,) = [each for each in pears.orders(house) if each not in before]
    assert placed[1] == 3_900

    with buyer.expect_popup() as opened:
        buyer.get_by_role("link", name="in a new window").click()
    opened.value.get_by_role("link", name="Go on to").click()
    buying.pay(opened.value)
    assert buying.order_after_paying(opened.value) == placed[0]
    expect(buyer.locator("[data-part=done]")).to_contain_text("Paid. Thank you.")
    assert payments_of(house, placed[0]) == ["paid"]

    buyer.locator("dialog.sale [data-part=done] [data-closes]").click()
    open_sheet(buyer)
    order(buyer)
    expect(buyer.locator("[data-part=done]")).to_contain_text("Your order is placed.")
    for page in (viewer, buyer):
        expect(page.locator("[data-card] [data-of=buy]")).to_have_text("Sold out")
    expect(viewer.locator("[data-told]")).to_contain_text("Sold out")
    assert len(pears.orders(house)) == len(before) + 2
    end(host, ending)


def test_what_changed_is_said_in_the_sheet_and_the_next_press_agrees(
    open_phone: OpenPhone, house: House, people: People, shopper: Any, show: UUID, pears: Pears
) -> None:
    host, buyer = open_phone(ENGLISH, people.state("bo")), open_phone(ENGLISH, shopper)
    before = pears.orders(house)
    ending = flash(host, show, pears, count=5, limit=1)
    watch(buyer, show)
    open_sheet(buyer)
    buying.choose_card(buyer)
    house.change(f"UPDATE catalog_offer SET price = 4000 WHERE product_id = '{pears.product}' AND price = 3900")  # noqa: S608  our own id
    buyer.locator("dialog.sale button[name=order]").click()
    expect(buyer.locator("[data-answer]")).to_contain_text("The price is ₩4,000 now")
    assert pears.orders(house) == before

    expect(buyer.locator("dialog.sale [data-part=told]")).to_contain_text("₩4,000 now")
    buyer.locator("dialog.sale button[name=order]").click()
    expect(buyer.locator("[data-part=done]")).to_contain_text("Your order is placed.")
    (placed,) = [each for each in pears.orders(house) if each not in before]
    assert placed[1] == 4_000

    buyer.locator("dialog.sale [data-part=done] [data-closes]").click()
    buyer.locator("[data-card] [data-of=buy]").click()
    expect(buyer.locator("[data-part=gone]")).to_contain_text("as many as one person may have")
    end(host, ending)


def test_the_bag_holds_what_came_after_the_page_was_opened_whatever_the_phones_clock_says(
    open_phone: OpenPhone, house: House, people: People, shopper: Any, show: UUID, pears: Pears
) -> None:
    host, viewer = open_phone(ENGLISH, people.state("bo")), open_phone(ENGLISH, shopper)
    viewer.add_init_script("const real = Date.now; Date.now = () => real() + 600_000;")
    watch(viewer, show)
    opener, bag = viewer.locator("[data-bag-opener]"), viewer.locator("#bag")
    expect(opener).to_be_hidden()
    ending = flash(host, show, pears, count=2)
    opener.click()
    expect(bag.locator("[data-key]:visible")).to_have_count(1)
    expect(bag.locator("[data-of=left]")).to_have_text("2 left")
    expect(bag.locator("[data-of=time]")).to_have_text(re.compile(r"^(30:00|29:\d\d) left$"))
    viewer.keyboard.press("Escape")
    expect(bag).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    bag.locator("[data-of=buy]").press("Enter")
    expect(viewer.locator("dialog.sale form")).to_be_visible()
    expect(bag).to_be_hidden()
    end(host, ending)
    expect(opener).to_be_hidden()


def test_the_place_in_the_row_is_kept_when_the_page_is_loaded_again(
    open_phone: OpenPhone, house: House, people: People, shopper: Any, show: UUID, pears: Pears
) -> None:
    host, buyer = open_phone(ENGLISH, people.state("bo")), open_phone(ENGLISH, shopper)
    before = pears.orders(house)
    ending = flash(host, show, pears, count=5)
    watch(buyer, show)
    ahead = [230]

    def no_line(line: WebSocketRoute) -> None:
        line.close()

    def busy(route: Route) -> None:
        body = json.dumps({"status": 429, "code": "intake_busy", "ticket": "ticket.x", "ahead": ahead[0]})
        route.fulfill(status=429, headers=TO_ALL, content_type="application/problem+json", body=body)

    def place(route: Route) -> None:
        found = {"ahead": ahead[0], "admitted": not ahead[0], "per_minute": 60}
        route.fulfill(headers=TO_ALL, content_type="application/json", body=json.dumps(found))

    buyer.route_web_socket(GATE_ORDERS, no_line)
    buyer.route(GATE_ORDERS, busy, times=2)
    buyer.route(GATE_QUEUE, place)
    open_sheet(buyer)
    order(buyer)
    expect(buyer.locator("[data-row] [data-of=number]")).to_have_text("You are number 231")
    assert pears.orders(house) == before

    buyer.reload()
    expect(buyer.locator("[data-row] [data-of=number]")).to_have_text("You are number 231")
    ahead[0] = 0
    buyer.unroute(GATE_ORDERS)
    buyer.route(GATE_ORDERS, _without_ticket)
    expect(buyer.locator("[data-part=done]")).to_contain_text("Your order is placed.")
    assert len(pears.orders(house)) == len(before) + 1
    end(host, ending)


def _without_ticket(route: Route) -> None:
    letter = json.loads(route.request.post_data or "{}")
    letter.pop("ticket", None)
    route.continue_(post_data=json.dumps(letter))
