"""The house's test fixtures (`dure/kernel/testing.py`) and the cast: Ana buys, Bo sells, Chi drives, Dee gives."""

import gc
from typing import TYPE_CHECKING

import pytest
import pytest_django
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dure.rooms.people.models import Person, SignIn

pytest_plugins = ["dure.kernel.testing"]


def pytest_configure() -> None:
    """Hash the passwords of tests quickly; the house's own hasher is slow on purpose.

    And look for a static file when one is asked for, rather than list them all each time a client is made.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Have the kinds of goods in the test database, as in every house: most tests sell something of a kind."""
    from dure.rooms.catalog.services.kinds import load_kinds  # noqa: PLC0415  models load only when Django is ready

    with django_db_blocker.unblock():
        load_kinds()


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


@pytest.fixture(autouse=True, scope="session")
def noted_browsers() -> None:
    """List the browsers that `client.force_login` signs in among their persons', as the sign-in page does."""
    from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  Django is ready only now

    from dure.rooms.people.factories import note_browser  # noqa: PLC0415  models load only when Django is ready

    def note(*, request: "HttpRequest", user: "SignIn", **_more: object) -> None:
        if "REMOTE_ADDR" not in request.META:  # no browser sent it
            note_browser(session_key=request.session.session_key or "", sign_in_id=user.id)

    user_logged_in.connect(note, weak=False)


def pytest_collection_finish() -> None:
    """Keep what was loaded by now out of every search for garbage, which it made long: it stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the rows that migrations wrote back to every test that commits: emptying the tables took them."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
            marker and marker.kwargs.get("transaction")
        )
        if commits and "django_db_serialized_rollback" not in item.fixturenames:  # type: ignore[attr-defined]
            item.fixturenames.append("django_db_serialized_rollback")  # type: ignore[attr-defined]
