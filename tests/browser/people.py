"""The cast of the demo world at a browser: who they are, and how they sign in."""

import base64
import hmac
import struct
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playwright.sync_api import Browser, Page, expect

from dure.site.demo_cast import CAST, PASSWORD, STAFF_SECRET
from tests.browser.house import House
from tests.browser.visitors import Look, looking

STAFF = "eun"
STEP_S = 30


def totp(secret: str, *, moment: float | None = None) -> str:
    """Return the six digits an authenticator app shows for a secret (RFC 6238), computed without our own code."""
    counter = int((time.time() if moment is None else moment) // STEP_S)
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    number: int = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form and send it."""
    page.goto("/sign/login/")
    form = page.locator("form:has(#id_password)")
    form.locator("input[name=login]").fill(login)
    form.locator("#id_password").fill(password)
    form.locator("button[type=submit]").first.click()
    page.wait_for_load_state("load")


def give_second_factor(page: Page, secret: str = STAFF_SECRET) -> None:
    """Type the code of the authenticator app; where another browser has just used it, the next one's or the last's."""
    for seconds in (0, STEP_S, -STEP_S):
        page.locator("input[name=code]").fill(totp(secret, moment=time.time() + seconds))
        page.locator("form:has(input[name=code]) button[type=submit]").first.click()
        page.wait_for_load_state("load")
        if "/2fa/" not in page.url:
            return


@dataclass
class People:
    """Everybody who signs in during a run; each signs in once, and their cookies are used again."""

    browser: Browser
    house: House

    def __post_init__(self) -> None:
        """Nobody has signed in yet."""
        self._states: dict[str, Any] = {}

    @cached_property
    def phones(self) -> dict[str, str]:
        """The phone number of each member of the cast, as typed."""
        return {member.key: member.phone_as_typed for member in CAST}

    def state(self, key: str) -> Any:
        """Return the cookies of a signed-in member of the cast."""
        if key not in self._states:
            with looking(self.browser, self.house.address, Look()) as context:
                page = context.new_page()
                sign_in(page, self.phones[key])
                if key == STAFF:
                    give_second_factor(page)
                page.goto("/me/")
                expect(page.locator("h1")).to_be_visible()
                assert page.url.endswith("/me/"), f"{key} could not sign in: {page.url}"
                self._states[key] = context.storage_state()
        return self._states[key]
