"""What the room's tests share: sent text messages, browsers signed in as somebody, and a fresh count of attempts."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from dure.kernel.texts import MemoryTexts, Text
from dure.rooms.people.factories import sign_in_of
from dure.rooms.people.models import Person
from dure.rooms.people.tests.with_regions import _regions_of_the_run, regions  # noqa: F401  fixtures


@pytest.fixture
def texts(settings) -> Iterator[list[Text]]:
    """The text messages sent so far."""
    settings.TEXT_SENDER = "dure.kernel.texts.MemoryTexts"
    MemoryTexts.outbox.clear()
    yield MemoryTexts.outbox
    MemoryTexts.outbox.clear()


@pytest.fixture
def fresh_limits(db) -> None:
    """Nobody tried anything yet."""
    cache.clear()


@pytest.fixture
def browser_of(db) -> Callable[[Person], Client]:
    """A browser signed in as somebody: `browser_of(ana).get("/me/")`."""

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(sign_in_of(person))
        return browser

    return sign_in
