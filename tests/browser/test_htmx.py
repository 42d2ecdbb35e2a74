"""What docs/decisions/0003-htmx.md rests on, seen in a browser under the house's own security policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.visitors import Look, looking

pytestmark = pytest.mark.browser


@pytest.fixture
def kit(browser: Browser, house: House) -> Iterator[Page]:
    """The kit page in English."""
    with looking(browser, house.address, Look(language="en")) as context:
        page = context.new_page()
        page.goto("/kit/")
        yield page


def test_a_post_carries_the_token_and_good_news_comes_as_a_toast(kit: Page) -> None:
    kit.click("#kit-keep")
    expect(kit.locator("#toasts .toast--good")).to_contain_text("Kept.")


def test_a_refusal_is_shown_with_its_true_status(kit: Page) -> None:
    with kit.expect_response("**/kit/refusal/") as answered:
        kit.click("#kit-refuse")
    assert answered.value.status == 409
    expect(kit.locator("#toasts .toast")).to_contain_text("That is not possible now.")


def test_a_toast_can_be_dismissed(kit: Page) -> None:
    kit.click("#kit-refuse")
    kit.click("#toasts [data-dismiss]")
    expect(kit.locator("#toasts .toast")).to_have_count(0)


def test_islands_wake_when_they_are_seen(kit: Page) -> None:
    stepper = kit.locator("#kit-choices dure-stepper")
    stepper.scroll_into_view_if_needed()
    stepper.locator("button[data-by='1']").click()
    expect(stepper.locator("input")).to_have_value("3")


def test_a_dialog_opens_and_closes_with_the_keyboard(kit: Page) -> None:
    kit.click("[data-opens='kit-dialog']")
    expect(kit.locator("#kit-dialog")).to_be_visible()
    kit.keyboard.press("Escape")
    expect(kit.locator("#kit-dialog")).to_be_hidden()


def test_the_same_dialog_opens_without_script(browser: Browser, house: House) -> None:
    with looking(browser, house.address, Look(language="en", has_script=False)) as context:
        page = context.new_page()
        page.goto("/kit/")
        page.click("[data-opens='kit-dialog']")
        expect(page.locator("#kit-dialog")).to_be_visible()


def test_large_text_and_dark_are_chosen_without_script(browser: Browser, house: House) -> None:
    with looking(browser, house.address, Look(language="en", has_script=False)) as context:
        page = context.new_page()
        page.goto("/kit/")
        page.click(".large-text")
        expect(page.locator("html")).to_have_attribute("data-size", "large")
        page.click(".look-menu > summary")
        page.click("button[name=theme][value=dark]")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.locator("html")).to_have_attribute("data-size", "large")
        page.click(".look-menu > summary")
        page.click("button[name=language][value=ko]")
        expect(page.locator("html")).to_have_attribute("lang", "ko")
