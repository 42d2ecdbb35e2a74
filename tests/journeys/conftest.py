"""Ways to look at the house that many stories share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.house import House
from tests.browser.visitors import Look, looking

OpenPhone = Callable[..., Page]


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
