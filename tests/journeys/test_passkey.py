"""Somebody opens the house with a passkey alone, and takes it away again."""

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.house import House
from tests.journeys.joining import PASSWORD, join, sign_out, with_phone

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A phone whose owner always puts the finger on it."""


def with_fingerprint(page: Page) -> tuple[CDPSession, str]:
    """Give a page a virtual authenticator; return the wire to it and its id."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return wire, made["authenticatorId"]


def show_it_is_me(page: Page) -> None:
    """Give the password once more, as the house asks before anything that protects the account."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("main").locator("form:has(input[type=password]) button[type=submit]").first.click()


def test_a_passkey_is_added_opens_the_house_and_is_removed(phone: Page, house: House) -> None:
    wire, authenticator = with_fingerprint(phone)
    newcomer = with_phone("Dami Yoon")
    join(phone, house, newcomer)

    phone.get_by_role("link", name="Passkeys").click()
    phone.get_by_role("link", name="Add a passkey").click()
    show_it_is_me(phone)
    phone.get_by_label("Name of this key").fill("My phone")
    phone.get_by_role("button", name="Add").click()
    expect(phone.locator("#toasts")).to_contain_text("The passkey is added.")
    assert len(wire.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]) == 1

    sign_out(phone)
    phone.goto("/sign/login/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone).to_have_url(re.compile(r"/me/$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(newcomer.name)

    phone.get_by_role("link", name="Passkeys").click()
    expect(phone.get_by_role("main")).to_contain_text("My phone")
    phone.get_by_role("link", name="Remove").click()
    show_it_is_me(phone)
    phone.get_by_role("button", name="Remove").click()
    expect(phone.get_by_role("main")).to_contain_text("No passkey yet")
