"""What the room's tests share: a farm with a verification that waits, staff, and browsers signed in as somebody."""

import pytest

from dure.kernel.http import Actor
from dure.kernel.pictures import Picture
from dure.rooms.people import factories as people
from dure.rooms.people.tests.conftest import browser_of  # noqa: F401  fixture
from dure.rooms.trust.models import Verification
from dure.rooms.trust.services import verifications


@pytest.fixture
def staff(db: None) -> Actor:
    """A member of staff."""
    return Actor(person_id=people.make_staff().id, is_staff=True)


@pytest.fixture
def farmer(bo) -> Actor:
    """Bo, who owns a farm and acts for it."""
    return people.actor_of(bo, people.make_organisation(owner=bo, name="새벽들 농장"))


@pytest.fixture
def waiting(farmer: Actor) -> Verification:
    """A farm that asked to be verified."""
    assert farmer.organisation_id is not None
    subject = f"merchant:{farmer.organisation_id}"
    return verifications.ask(by=farmer, subject=subject, organisation_id=farmer.organisation_id)


@pytest.fixture
def picture(settings, tmp_path) -> Picture:
    """A prepared picture; what is kept lies in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    names = [f"{size}.{kind}" for size in ("small", "medium", "large") for kind in ("avif", "webp")]
    return Picture(width=1, height=1, files={name: name.encode() for name in names})
