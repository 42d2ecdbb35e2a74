"""What a buyer does on the phone: finds, puts into the basket, says where it goes, pays by the sandbox's card."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.selling import won

CHALLENGED = "9999 0000 0000 0012"
AT_ONCE = "9999 0000 0000 0004"
ADDRESS = "전라남도 해남군 해남읍 중앙1로 18"
LOST = re.compile("^chrome-error:")
ORDER = re.compile(r"/market/orders/(\d+)/")


def find(page: Page, words: str, name: str) -> None:
    """Look for something in the shop's own search and open what is meant."""
    page.goto("/search/")
    page.locator("main input[name=q]").first.fill(words)
    page.locator("main input[name=q]").first.press("Enter")
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def put_in(page: Page, quantity: int = 1) -> None:
    """Put so many of the product that is open into the basket and go there."""
    page.locator(".buy-bar input[name=quantity]").fill(str(quantity))
    with page.expect_response("**/market/basket/lines/"):
        page.get_by_role("button", name="Into the basket").click()
    page.wait_for_load_state("load")
    page.goto("/market/basket/")


def choose(page: Page, product: str, quantity: int = 1) -> None:
    """Put so many of a product into the basket."""
    find(page, product, product)
    put_in(page, quantity)


def to_checkout(page: Page) -> None:
    """Go on from the basket to the checkout."""
    page.get_by_role("link", name="Order for").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")


def say_where(page: Page, receiver: str) -> None:
    """Fill in the first address of somebody's address book."""
    page.get_by_label("Name of the receiver").fill(receiver)
    page.get_by_label("Phone number").first.fill("010-4444-5555")
    page.get_by_label("Address", exact=True).fill(ADDRESS)
    page.get_by_label("Postcode").fill("59027")


def choose_card(page: Page) -> None:
    """Choose to pay with the sandbox's card."""
    page.locator("label.choice-card", has=page.locator("input[value=card_sandbox]")).click()


def order(page: Page) -> int:
    """Choose the card and order; return the sum that is to be paid. The page after is the card's."""
    choose_card(page)
    button = page.get_by_role("button", name="Order and pay")
    total = won(button.inner_text())
    button.click()
    page.wait_for_url("**/card-sandbox/**")
    return total


def pay(page: Page, card: str = AT_ONCE) -> None:
    """Pay on the card's page."""
    page.get_by_role("button", name=f"Pay {card}").click()


def confirm_challenge(page: Page) -> None:
    """Type the code the bank sent."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    shown = page.locator(".notice", has_text="A bank would send this code").inner_text()
    code = re.findall(r"\d{4,8}", shown)[0]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()


def order_after_paying(page: Page) -> int:
    """Wait until the page says it is paid, go to the order and return its number."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Paid. Thank you.")
    page.get_by_role("link", name="To the order").click()
    return order_shown(page)


def order_shown(page: Page) -> int:
    """Wait until an order's page stands there, and return its number."""
    page.wait_for_url(ORDER)
    found = ORDER.search(page.url)
    assert found
    return int(found.group(1))


def lose_the_answer(page: Page, address: str | re.Pattern[str]) -> None:
    """Cut the line once: the next request there is done by the house, and its answer never arrives."""

    def cut(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(address, cut, times=1)


def press_without_answer(page: Page, button: Locator, address: str) -> None:
    """Press a button and get the browser's own page for lost lines, though the house did what was asked."""
    lose_the_answer(page, address)
    button.click(no_wait_after=True)
    expect(page).to_have_url(LOST)
    page.wait_for_load_state()
