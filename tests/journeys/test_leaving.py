"""Somebody wants to leave, reads what that means, and thinks better of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.journeys.joining import join, with_phone

pytestmark = pytest.mark.browser


def test_leaving_says_what_it_means_and_can_be_taken_back(phone: Page, house: House) -> None:
    newcomer = with_phone("Byeol Han")
    join(phone, house, newcomer)

    phone.get_by_role("link", name="Leave Dure").click()
    consequences = phone.get_by_role("main").get_by_role("listitem")
    expect(consequences.filter(has_text="nothing is deleted and you can change your mind")).to_be_visible()
    expect(consequences.filter(has_text="gone for good")).to_be_visible()
    expect(consequences.filter(has_text="Entries in the book stay")).to_be_visible()

    phone.get_by_role("button", name="Leave Dure").click()
    phone.goto("/me/")
    expect(phone.get_by_text("You will leave Dure on")).to_be_visible()

    phone.get_by_role("button", name="I want to stay").click()
    phone.goto("/me/")
    expect(phone.get_by_text("You will leave Dure on")).to_have_count(0)
    expect(phone.get_by_role("link", name="Leave Dure")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text(newcomer.name)
