"""The carried regions, loaded once per run, for the tests that ask for them."""

import pytest
from pytest_django import DjangoDbBlocker

from dure.rooms.people.models import Region
from dure.rooms.people.services.regions import load_regions


@pytest.fixture(scope="session")
def _regions_of_the_run(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the carried regions once for all tests that ask."""
    with django_db_blocker.unblock():
        load_regions()


@pytest.fixture
def regions(_regions_of_the_run: None, db: None) -> None:
    """The carried regions are there; a test that emptied the database has them loaded again."""
    if not Region.objects.exists():
        load_regions()
