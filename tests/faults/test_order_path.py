"""The order path is hurt while a crowd orders: what was promised stands once, what was refused is not there.

Every round draws its crowd, its moment and its fault's particulars from one seed, and names it. The long form:
`./dure test tests/faults/test_order_path.py --order-rounds 200 --order-seed 7`.
"""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.browser.house import House
from tests.faults.order_faults import FAULTS
from tests.faults.order_ground import Ground, ground_filled_from
from tests.faults.order_round import play
from tests.faults.order_ways import Clerk, clerk_of

pytestmark = [pytest.mark.faults, pytest.mark.slow]

Told = TypeVar("Told")


def apart(work: Coroutine[Any, Any, Told]) -> Told:
    """Return what some work comes to, done in a thread: a browser of earlier tests may keep this one's loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for as many rounds as the person at the keyboard wants, every fault in turn."""
    if "seed" in metafunc.fixturenames:
        rounds, seed = metafunc.config.getoption("--order-rounds"), metafunc.config.getoption("--order-seed")
        kinds = list(FAULTS)
        drawn = [(kinds[number % len(kinds)], f"{seed}-{number}") for number in range(rounds)]
        metafunc.parametrize(("kind", "seed"), drawn)


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Engines and gates that may be hurt, with a copy of a house's database."""
    given = request.config.getoption("--house")
    house = House.already_running(Path(given)) if given else request.getfixturevalue("hurt_house")
    with tempfile.TemporaryDirectory(prefix="dure-orders-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own account must walk through when we are root
        with ground_filled_from(house, Path(folder)) as found:
            yield found


@pytest.fixture(scope="module")
def clerk(ground: Ground) -> Iterator[Clerk]:
    """The house's own rooms on that ground; the days that are over are closed, as on any morning."""
    with clerk_of(ground.environment, ground.folder / "clerk.log") as found:
        apart(found.wish("close days"))
        yield found


def test_what_was_promised_stands_and_what_was_refused_does_not(
    kind: str, seed: str, ground: Ground, clerk: Clerk
) -> None:
    told = apart(play(ground, clerk, kind=kind, seed=seed))
    print(f"\n{kind} {seed}: {told.sentence}")
    if told.wrong:
        pytest.fail("\n".join([told.sentence, *told.wrong]), pytrace=False)
