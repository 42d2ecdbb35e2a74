"""The house's test fixtures (`dure/kernel/testing.py`) and the cast: Ana buys, Bo sells, Chi drives, Dee gives."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dure.rooms.people.models import Person

pytest_plugins = ["dure.kernel.testing"]


def _person(name: str) -> "Person":
    from dure.rooms.people import factories  # noqa: PLC0415  models load only when Django is ready

    return factories.person(name=name)


@pytest.fixture
def ana(db: None) -> "Person":
    """Ana, who buys."""
    return _person("Ana")


@pytest.fixture
def bo(db: None) -> "Person":
    """Bo, who sells."""
    return _person("Bo")


@pytest.fixture
def chi(db: None) -> "Person":
    """Chi, who drives."""
    return _person("Chi")


@pytest.fixture
def dee(db: None) -> "Person":
    """Dee, who gives."""
    return _person("Dee")
