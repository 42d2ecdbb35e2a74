"""What somebody chose about pages stays, even in a browser that runs no script, and follows them to another."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.people import sign_in
from tests.browser.visitors import Look
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import PASSWORD, code_sent_to, join, with_email

pytestmark = pytest.mark.browser

NO_SCRIPT = Look(language="en", has_script=False)


def choose_everything(page: Page) -> None:
    """Choose large letters, dark, little data and Chinese, one after the other."""
    page.click(".large-text")
    for choice in ("[name=theme][value=dark]", "[name=saver][value=on]", "[name=language][value=zh-hans]"):
        page.click(".look-menu > summary")
        page.click(f".look-menu button{choice}")


def expect_everything(page: Page) -> None:
    """Everything that was chosen is seen."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "zh-hans")
    expect(html).to_have_attribute("data-size", "large")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-saver", "on")


def test_choices_made_without_script_stay_after_a_reload_and_after_joining(open_phone: OpenPhone, house: House) -> None:
    newcomer = with_email("Jun Seo")
    page = open_phone(NO_SCRIPT)
    page.goto("/sign/signup/")
    choose_everything(page)
    expect_everything(page)
    page.reload()
    expect_everything(page)

    page.locator("#id_name").fill(newcomer.name)
    page.locator("#id_contact").fill(newcomer.contact)
    page.locator("#id_agree").check()
    page.locator("form:has(#id_agree) button[type=submit]").click()
    page.locator("input[name=code]").fill(code_sent_to(house, newcomer))
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text(newcomer.name)
    expect_everything(page)


def test_choices_of_a_person_follow_to_another_phone(open_phone: OpenPhone, house: House) -> None:
    newcomer = with_email("Gaon Choi")
    page = open_phone(NO_SCRIPT)
    join(page, house, newcomer)
    choose_everything(page)
    expect_everything(page)

    other = open_phone(NO_SCRIPT)
    sign_in(other, newcomer.contact, PASSWORD)

    expect(other.locator("h1")).to_have_text(newcomer.name)
    expect_everything(other)
