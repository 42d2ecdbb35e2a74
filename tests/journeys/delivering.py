"""How a box goes from hand to hand: dropped in the hub, taken along, given to its receiver for the PIN."""

import time

from playwright.sync_api import Page, expect


def scan(page: Page, number: str, step: str) -> None:
    """Note one step of a box by typing what is written on it."""
    page.goto("/dispatch/scanning/")
    page.get_by_label(step).check()
    page.get_by_label("Number of the parcel").fill(number)
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("[data-list] li").first).to_contain_text(number)
    expect(page.locator("[data-list]")).not_to_contain_text("Waits for the line")


def reload_until(page: Page, words: str, *, within_s: float = 60) -> None:
    """Load a page anew until it says something that other processes bring about."""
    until = time.monotonic() + within_s
    while page.get_by_text(words).count() == 0:
        assert time.monotonic() < until, f"{page.url} did not say within {within_s:.0f} s: {words}"
        time.sleep(0.3)
        page.reload()


def pin_on(page: Page) -> str:
    """Return the PIN the receiver sees on the page of the order."""
    return page.locator(".notice", has_text="Say this PIN").locator("b.number").inner_text()


def hand_over(page: Page, receiver: str, pin: str) -> None:
    """Hand the box of the driver's next stop to its receiver."""
    page.goto("/dispatch/driving/")
    if page.locator(".today", has_text=receiver).count():
        page.locator(".today", has_text=receiver).get_by_role("link", name="I am there").click()
    else:
        page.get_by_role("main").get_by_role("link", name=receiver).first.click()
    page.locator("input[name=pin]").fill(pin)
    page.get_by_role("button", name="Handed over").click()
    page.wait_for_url("**/driving/")
