"""The house's test fixtures (`dure/kernel/testing.py`) and the cast: Ana buys, Bo sells, Chi drives, Dee gives."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from dure.rooms.people.models import Person

pytest_plugins = ["dure.kernel.testing"]


def pytest_configure() -> None:
    """Hash the passwords of tests quickly; the house's own hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def ana(db: None) -> "Person":
    """Ana, who buys."""
    from dure.rooms.people import factories  # noqa: PLC0415  models load only when Django is ready

    return factories.ana()


@pytest.fixture
def bo(db: None) -> "Person":
    """Bo, who sells."""
    from dure.rooms.people import factories  # noqa: PLC0415  models load only when Django is ready

    return factories.bo()


@pytest.fixture
def chi(db: None) -> "Person":
    """Chi, who drives."""
    from dure.rooms.people import factories  # noqa: PLC0415  models load only when Django is ready

    return factories.chi()


@pytest.fixture
def dee(db: None) -> "Person":
    """Dee, who gives."""
    from dure.rooms.people import factories  # noqa: PLC0415  models load only when Django is ready

    return factories.dee()
