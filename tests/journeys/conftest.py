"""Ways to look at the house that many stories share, and people who stand in many of them."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.house import House
from tests.browser.visitors import Look, looking
from tests.journeys import buying
from tests.journeys.joining import join, with_phone

OpenPhone = Callable[..., Page]
RECEIVER = f"Nuri {secrets.token_hex(2)}"
"""What the shopper of the stories is called on parcels."""


@pytest.fixture
def open_phone(browser: Browser, house: House) -> Iterator[OpenPhone]:
    """Return what opens one more phone with a browser of its own; `state` is that of somebody signed in there."""
    with ExitStack() as phones:

        def opened(look: Look = Look(language="en"), state: Any = None) -> Page:  # noqa: B008  a Look never changes
            return phones.enter_context(looking(browser, house.address, look, state)).new_page()

        yield opened


@pytest.fixture
def phone(open_phone: OpenPhone) -> Page:
    """A phone set to English."""
    return open_phone()


@pytest.fixture(scope="session")
def farm(house: House) -> UUID:
    """Bo's farm of the demo world, which has a hub and a driver."""
    ((found,),) = house.rows("SELECT id FROM people_organisation WHERE name_en LIKE 'Dawn Field%%'")
    return UUID(str(found))


@pytest.fixture(scope="session")
def shopper(browser: Browser, house: House) -> Any:
    """Somebody who has joined and keeps an address, as the cookies of their phone."""
    with looking(browser, house.address, Look(language="en")) as phone:
        page = phone.new_page()
        join(page, house, with_phone(RECEIVER))
        page.goto("/market/addresses/new/")
        buying.say_where(page, RECEIVER)
        page.get_by_role("main").locator("form button[type=submit]").last.click()
        page.wait_for_url("**/market/addresses/")
        return phone.storage_state()
