"""What the tests outside the rooms share: the running house, a browser, and their place at the end of a run."""

import pytest

from tests.browser.fixtures import browser, demo_world, house, people

__all__ = ["browser", "demo_world", "house", "people"]

LAST = ("browser", "faults")
PATIENT = pytest.mark.timeout(600)
"""For tests that look at a running house: the first of them starts it and makes its demo world."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the person at the keyboard ask for a longer trial."""
    parser.addoption("--fault-rounds", type=int, default=1, help="How often each process is killed (default: once).")
    parser.addoption("--order-rounds", type=int, default=11, help="How often the order path is hurt (default: 11).")
    parser.addoption("--order-seed", default="4", help="From what these rounds are drawn; the same seed hurts alike.")
    parser.addoption("--demo-world", help="Folder where the first house leaves its demo world, to begin with it.")
    parser.addoption("--house", help="Data folder of a running demo house to look at, instead of starting one.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the running house after everything else: a browser's event loop and Django's test database do not mix."""
    items.sort(key=lambda item: sum(item.get_closest_marker(name) is not None for name in LAST))
    for item in items:
        if any(item.get_closest_marker(name) for name in LAST):
            item.add_marker(PATIENT)
