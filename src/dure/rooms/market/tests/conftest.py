"""Fixtures of the market's tests."""

from collections.abc import Iterator

import pytest

from .standins import StandIn


@pytest.fixture
def receiver() -> Iterator[StandIn]:
    """Somebody who takes messages over HTTP."""
    stand_in = StandIn()
    yield stand_in
    stand_in.stop()
