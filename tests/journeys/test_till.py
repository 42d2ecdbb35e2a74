"""The counter of a street shop while its line is down: nothing sold is lost, nothing is sold twice."""

import secrets
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.house import House, wait_until
from tests.browser.people import People
from tests.journeys import buying, selling
from tests.journeys.conftest import OpenPhone

pytestmark = pytest.mark.browser

PRICE, COUNT = 6_300, 3
SALES = """
    SELECT sale.total, sale.missing FROM market_tillsale sale JOIN market_orderline line USING (cell_id, order_id)
    WHERE line.about ->> 'name' = %s ORDER BY sale.sold_at
"""
SHELF = """
    SELECT level.on_hand, level.reserved, level.sold FROM catalog_level level
    JOIN catalog_variant variant ON variant.id = level.variant_id
    JOIN catalog_product product ON product.id = variant.product_id WHERE product.name = %s
"""


def open_till(page: Page, farm: UUID, product: str) -> None:
    """Open the till and wait until a tap on a product counts."""
    page.goto(f"/market/{farm}/till/")
    expect(page.locator("dure-till:defined .till__tile", has_text=product)).to_be_visible()


def sell_one(page: Page, product: str) -> None:
    """Tap on a product and press the button."""
    page.locator(".till__tile", has_text=product).locator("[data-tap]").last.click()
    page.get_by_role("button", name="Sold").click()
    expect(page.locator("[data-state]")).to_have_text(f"Sold: ₩{PRICE:,}")


def test_what_is_sold_without_a_line_is_told_once_and_the_last_piece_sold_twice_is_corrected(
    open_phone: OpenPhone, house: House, people: People, farm: UUID, shopper: Any
) -> None:
    counter, buyer = open_phone(state=people.state("bo")), open_phone(state=shopper)
    product = f"Till apples {secrets.token_hex(3)}"
    selling.list_by_photo(counter, farm, name=product, price=PRICE, count=COUNT, in_street=True)
    open_till(counter, farm, product)
    counter.context.set_offline(True)
    for number in range(1, COUNT + 1):
        sell_one(counter, product)
        expect(counter.locator("[data-queue]")).to_have_text(f"Sales waiting to be sent: {number}")

    buying.choose(buyer, product)
    buying.to_checkout(buyer)
    buying.order(buyer)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        counter.reload()
    assert house.rows(SALES, product) == []

    counter.context.set_offline(False)
    open_till(counter, farm, product)
    expect(counter.locator("[data-queue]")).to_be_hidden()
    expect(counter.locator("[data-state]")).to_contain_text("The book had fewer of it, so we corrected the count.")
    counter.reload()
    expect(counter.locator("[data-queue]")).to_be_hidden()
    assert house.rows(SALES, product) == [(PRICE, 0), (PRICE, 0), (PRICE, 1)]
    assert house.rows(SHELF, product) == [(1, 1, COUNT)]
    expect(counter.locator(".till__tile", has_text=product)).to_contain_text("None left in the book")
    house.command("market", "prove")


def test_a_sale_whose_answer_was_lost_is_sold_once(
    open_phone: OpenPhone, house: House, people: People, farm: UUID
) -> None:
    counter = open_phone(state=people.state("bo"))
    product = f"Till pears {secrets.token_hex(3)}"
    selling.list_by_photo(counter, farm, name=product, price=PRICE, count=COUNT, in_street=True)
    open_till(counter, farm, product)
    buying.lose_the_answer(counter, "**/till/sales")
    sell_one(counter, product)
    wait_until(lambda: house.rows(SALES, product) == [(PRICE, 0)], within_s=30, what="the sale is known")
    expect(counter.locator("[data-queue]")).to_have_text("Sales waiting to be sent: 1")

    open_till(counter, farm, product)
    expect(counter.locator("[data-queue]")).to_be_hidden()
    assert house.rows(SALES, product) == [(PRICE, 0)]
    assert house.rows(SHELF, product) == [(COUNT - 1, 0, 1)]


def test_who_signs_out_while_sales_wait_is_told_first(open_phone: OpenPhone, people: People, farm: UUID) -> None:
    counter = open_phone(state=people.state("bo"))
    counter.goto("/sign/logout/")
    notice = counter.get_by_text("Sales of the till still wait in this browser")
    expect(counter.locator("dure-unsent:defined")).to_be_attached()
    expect(notice).to_be_hidden()

    counter.evaluate("shop => localStorage.setItem(`dure-till-${shop}`, JSON.stringify([{}]))", str(farm))
    counter.reload()
    expect(notice).to_be_visible()
    expect(counter.get_by_role("link", name="To the till")).to_have_attribute("href", f"/market/{farm}/till/")
