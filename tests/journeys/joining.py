"""Somebody new at the door: a fresh contact, the code the house sends to it, and joining with both."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from playwright.sync_api import Page

from tests.browser.house import House, wait_until

CODE = re.compile(r"\b\d{6}\b")
PASSWORD = "harvest-moon-58"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has never been here; `contact` is a phone number or an e-mail address as typed."""

    name: str
    contact: str

    @property
    def masked(self) -> str:
        """The contact as the house writes it in its log."""
        if "@" in self.contact:
            name, host = self.contact.split("@")
            return f"{name[0]}***@{host}"
        return f"+8210****{self.contact[-4:]}"


def with_phone(name: str) -> Newcomer:
    """Return a newcomer with a Korean mobile number nobody has had before."""
    return Newcomer(name, korean_mobile())


def korean_mobile() -> str:
    """Return a Korean mobile number by chance, as people write it; always one that `phonenumbers` finds valid."""
    while True:
        drawn = f"010-{2000 + secrets.randbelow(7000)}-{secrets.randbelow(10_000):04}"
        if phonenumbers.is_valid_number(phonenumbers.parse(drawn, "KR")):
            return drawn


def with_email(name: str) -> Newcomer:
    """Return a newcomer with an e-mail address nobody has had before."""
    return Newcomer(name, f"{name.split(maxsplit=1)[0].lower()}@{secrets.token_hex(6)}.example")


def code_sent_to(house: House, newcomer: Newcomer) -> str:
    """Return the newest code in the log of messages that a demo house keeps instead of sending them."""
    found: list[str] = []

    def has_come() -> bool:
        _, at, message = house.log("web").rpartition(f" to {newcomer.masked}: ")
        found[:] = CODE.findall(message) if at else []
        return bool(found)

    wait_until(has_come, within_s=30, what=f"a code goes to {newcomer.masked}")
    return found[0]


def fill_in(page: Page, newcomer: Newcomer, password: str = PASSWORD) -> None:
    """Fill in the page for joining and send it."""
    page.get_by_label("Name").fill(newcomer.name)
    page.get_by_label("Phone number or e-mail address").fill(newcomer.contact)
    page.locator("#id_password1").fill(password)
    page.get_by_label("I agree to the terms of use").check()
    page.get_by_role("button", name="Join").click()


def give_code(page: Page, house: House, newcomer: Newcomer) -> None:
    """Type the code that was sent."""
    page.get_by_label("Code").fill(code_sent_to(house, newcomer))
    page.get_by_role("button", name="Confirm").click()


def join(page: Page, house: House, newcomer: Newcomer, *, start: str = "/sign/signup/") -> None:
    """Join in English and wait for the page after."""
    page.goto(start)
    fill_in(page, newcomer)
    give_code(page, house, newcomer)
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/sign/"))


def sign_out(page: Page) -> None:
    """Sign out by the button at the foot of my page."""
    page.goto("/me/")
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
