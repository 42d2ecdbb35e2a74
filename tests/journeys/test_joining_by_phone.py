"""Somebody joins with a phone number and is at home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.journeys.joining import fill_in, give_code, with_phone

pytestmark = pytest.mark.browser


def test_a_phone_number_and_the_code_sent_to_it_lead_to_my_page(phone: Page, house: House) -> None:
    newcomer = with_phone("Nari Kim")
    phone.goto("/sign/login/")
    phone.get_by_role("link", name="Join").click()
    fill_in(phone, newcomer)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Type the code")

    phone.get_by_label("Code").fill("000000")
    phone.get_by_role("button", name="Confirm").click()
    expect(phone.get_by_role("alert")).to_contain_text("This is not the code. Please look again.")

    give_code(phone, house, newcomer)
    expect(phone).to_have_url(re.compile(r"/me/$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(newcomer.name)
    expect(phone.locator("#signing-in")).to_contain_text(newcomer.contact[-4:])
