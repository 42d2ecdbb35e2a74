"""What the room's tests share: merchants with earnings, staff, and browsers signed in as somebody."""

import pytest

from dure.kernel.http import Actor
from dure.rooms.merchants import factories
from dure.rooms.merchants.models import Merchant
from dure.rooms.people.tests.conftest import browser_of  # noqa: F401  fixture
from dure.rooms.people.tests.with_regions import _regions_of_the_run, regions  # noqa: F401  fixtures


@pytest.fixture
def merchant(db: None) -> Merchant:
    """An approved farm with a payout account."""
    return factories.make_merchant()


@pytest.fixture
def seller(merchant: Merchant) -> Actor:
    """The farm's owner, acting for it."""
    return factories.owner_actor(merchant)


@pytest.fixture
def staff(db: None) -> Actor:
    """A member of staff."""
    return factories.staff_actor()
