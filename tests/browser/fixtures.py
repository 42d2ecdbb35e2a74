"""The running house, a browser and the people at it, once per test run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.house import House, running_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.people import People


@pytest.fixture(scope="session")
def demo_world(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the first house leaves its demo world for the next ones, of this run or those beside it."""
    given = pytestconfig.getoption("--demo-world")
    return Path(given) if given else tmp_path_factory.mktemp("demo-world")


@pytest.fixture(scope="session")
def house(pytestconfig: pytest.Config, demo_world: Path) -> Iterator[House]:
    """The real house with its demo world; every browser test of the run looks at this one."""
    if data := pytestconfig.getoption("--house"):
        yield House.already_running(Path(data))
    else:
        with running_house(demo_world) as running:
            yield running


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One headless Chromium."""
    from tests.browser.chromium import chromium  # noqa: PLC0415  Playwright loads only for those who need it

    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def people(browser: "Browser", house: House) -> "People":
    """The cast at the browser."""
    from tests.browser.people import People  # noqa: PLC0415  Playwright loads only for those who need it

    return People(browser, house)
