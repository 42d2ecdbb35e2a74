"""Staff reach the back office only by a second step."""

import re

import pytest
from playwright.sync_api import Page, expect

from dure.site.demo_cast import CAST
from tests.browser.people import STAFF, sign_in

pytestmark = pytest.mark.browser

BACK_OFFICE = "main a[href='/back-office/']"
EUN = next(member for member in CAST if member.key == STAFF)


def test_the_back_office_opens_to_staff_after_the_second_step_only(phone: Page) -> None:
    sign_in(phone, EUN.phone_as_typed)
    phone.goto("/back-office/")
    expect(phone).to_have_url(re.compile(r"/sign/"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Second step")

    shown = phone.locator(".notice", has_text="Demo").locator("b").inner_text()
    phone.get_by_label("Code").fill(shown)
    phone.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(EUN.name)

    phone.locator(BACK_OFFICE).click()
    expect(phone).to_have_url(re.compile(r"/back-office/$"))
    expect(phone.locator("section").first).to_be_visible()


def test_somebody_who_is_not_staff_finds_no_back_office(phone: Page) -> None:
    sign_in(phone, CAST[0].phone_as_typed)
    expect(phone.locator(BACK_OFFICE)).to_have_count(0)

    answer = phone.goto("/back-office/")

    assert answer is not None
    assert answer.status in {403, 404} or "/sign/login/" in phone.url
