"""Fixtures for every test of the house: a real PostgreSQL, a real NATS, what was announced, the clock, query counts.

Engines start once per run and only when a test asks; their data is thrown away.
"""

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext, setup_databases
from django.utils import translation
from PIL import Image
from pytest_django import DjangoDbBlocker

from dure.engine.nats import EmbeddedNats
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.postgres.roles import EXTENSIONS
from dure.kernel import clock
from dure.kernel.clusters import KeptCluster
from dure.kernel.errors import Refusal
from dure.kernel.models import OutboxMessage
from dure.kernel.outbox import Event, from_payload

E = TypeVar("E", bound=Event)


@pytest.fixture(autouse=True)
def house_language() -> None:
    """Begin in the house's own language; a page asked for by the test before leaves its reader's behind."""
    translation.deactivate()


@pytest.fixture(scope="session")
def kept_cluster() -> KeptCluster:
    """The migrated cluster an earlier run may have kept."""
    return KeptCluster()


@pytest.fixture(scope="session")
def postgres(kept_cluster: KeptCluster) -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of this run's own, fast and forgetful."""
    with tempfile.TemporaryDirectory(prefix="dure-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own account must walk through when we are root
        server = EmbeddedPostgres(Path(folder) / "postgres", durable=False)
        kept_cluster.lay_into(server)
        server.start()
        with psycopg.connect(server.superuser_url("template1"), autocommit=True) as template:
            for extension in EXTENSIONS:
                template.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        yield server
        server.destroy()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: EmbeddedPostgres) -> None:
    """Point Django at this run's PostgreSQL, before it makes the test database."""
    with psycopg.connect(postgres.superuser_url()) as probe:
        found = {"HOST": probe.info.host, "USER": probe.info.user, "PORT": "", "PASSWORD": ""}
    with suppress(AttributeError):
        del connections["default"]
    connections.settings["default"].update(found, OPTIONS={})


@pytest.fixture(scope="session")
def django_db_setup(
    postgres: EmbeddedPostgres,
    kept_cluster: KeptCluster,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Have the migrated test database, with the application's rights on its tables: an earlier run's, or a new one."""
    with django_db_blocker.unblock():
        if kept_cluster.rows is not None:
            _go_on_with(kept_cluster.rows)
        else:
            setup_databases(verbosity=0, interactive=False, serialized_aliases={"default"})
            call_command("grants", verbosity=0)
            rows = connection._test_serialized_contents  # type: ignore[attr-defined]  # noqa: SLF001
            connections.close_all()
            kept_cluster.keep(postgres, rows=rows)


def _go_on_with(rows: str) -> None:
    """Use the test database that is there already, as Django's `setup_databases` leaves it."""
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # noqa: SLF001
    connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection._test_serialized_contents = rows  # type: ignore[attr-defined]  # noqa: SLF001


@contextmanager
def kept_world(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made within for several tests, each of which takes its own changes back; all goes at the end.

    For fixtures that tests share, beside `django_db_setup`: `with kept_world(django_db_blocker): yield make_it()`.
    """
    translation.deactivate()
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def database_url(db: None) -> str:
    """The test database's address, for processes and connections of their own."""
    found = connection.settings_dict
    return f"postgresql://{found['USER']}@/{found['NAME']}?host={quote(found['HOST'], safe='')}"


@pytest.fixture
def app_role_url(database_url: str) -> str:
    """The test database as the running house sees it: the role without owner's rights."""
    return database_url.replace("//dure_engine@", "//dure_app@")


@pytest.fixture(scope="session")
def nats_server() -> Iterator[EmbeddedNats]:
    """A NATS with JetStream of this run's own; a test that kills it must start it again."""
    with tempfile.TemporaryDirectory(prefix="dure-test-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedNats(Path(folder) / "nats").start()
        yield server
        server.stop()


class Announced:
    """What the test's verbs announced."""

    def __call__(self, kind: type[E]) -> E | None:
        """Return the latest event of a kind, or None."""
        found = self.all(kind)
        return found[-1] if found else None

    def all(self, kind: type[E]) -> list[E]:
        """Return every event of a kind, oldest first."""
        messages = OutboxMessage.objects.filter(subject=kind.subject).order_by("id")
        return [from_payload(message.payload, kind) for message in messages]


@pytest.fixture
def announced(db: None) -> Announced:
    """Ask what was announced: `announced(OrderPlaced)` is the latest or None, `.all(OrderPlaced)` every one."""
    return Announced()


class StoppedClock:
    """A clock that moves only when told."""

    def __init__(self, moment: datetime) -> None:
        """Stop at a moment."""
        self.move_to(moment)

    def move_to(self, moment: datetime) -> None:
        """Stand at another moment."""
        self.moment = moment
        clock.stop_at(moment)

    def tick(self, **step: float) -> datetime:
        """Go forward by a timedelta's words (`minutes=5`) and return the new moment."""
        self.move_to(self.moment + timedelta(**step))
        return self.moment


@pytest.fixture
def frozen_time() -> Iterator[StoppedClock]:
    """The clock stands at a Sunday noon in Seoul, for all that a test asks for; `tick` and `move_to` change it."""
    yield StoppedClock(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    clock.go_on()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stop the clock before a test's other fixtures are made: rows of today's would age with the calendar."""
    for item in items:
        asked: list[str] = getattr(item, "fixturenames", [])
        if "frozen_time" in asked:
            asked.remove("frozen_time")
            asked.insert(0, "frozen_time")


QueryCount = Callable[[Callable[[], object]], int]


@pytest.fixture
def query_count(db: None) -> QueryCount:
    """Count a call's queries: `query_count(lambda: client.get("/"))`; lists ask as often for 3 rows as for 30."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture
def same_query_count(query_count: QueryCount) -> Callable[..., None]:
    """Assert that a page asks as often for 30 rows as for 3: `same_query_count(make=…, visit=…)`."""

    def check(*, make: Callable[[int], object], visit: Callable[[], object]) -> None:
        make(3)
        visit()  # caches fill
        few = query_count(visit)
        make(27)
        many = query_count(visit)
        assert many == few, f"{few} queries for 3 rows, {many} for 30"

    return check


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread with its own connection, all starting together; return what each gave or refused."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refusals(results: Iterable[object]) -> list[str]:
    """Return the codes of the refusals among results, such as those of `at_once`."""
    return [result.code for result in results if isinstance(result, Refusal)]


def photo(*, size: tuple[int, int] = (40, 30)) -> BytesIO:
    """Return a small photo, as a form sends it."""
    file = BytesIO()
    Image.new("RGB", size, (47, 112, 73)).save(file, "JPEG")
    file.seek(0)
    file.name = "photo.jpg"
    return file
