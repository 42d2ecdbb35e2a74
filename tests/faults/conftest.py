"""A house of its own for the faults: it is hurt, so nobody else's test should live in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.house import House, running_house
from tests.faults.traffic import DAILY_LIMIT_AWAY, EFFECTS


@pytest.fixture(scope="session")
def hurt_house(demo_world: Path) -> Iterator[House]:
    """A running house that a test may hurt; it is ready for traffic."""
    with running_house(demo_world) as house:
        house.change(EFFECTS)
        house.change(DAILY_LIMIT_AWAY)
        yield house
