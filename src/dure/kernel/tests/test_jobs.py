"""Jobs, done by a real worker process: kept with the verb, tried again, taken up after a death, shown to who waits."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from dure.engine.environment import for_child
from dure.engine.nats import EmbeddedNats
from dure.kernel import housekeeping, progress
from dure.kernel.http import STRANGER, Actor
from dure.kernel.models import Progress
from dure.kernel.progress import JobUnknown
from dure.kernel.testing import StoppedClock
from dure.kernel.tests import chores
from dure.kernel.tests.facts import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PROGRAM = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'dure.site.settings'; import django; django.setup(); "
    "import dure.kernel.tests.chores; from dure.site.worker import main; main()"
)
Hire = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def hire(
    database_url: str,
    nats_server: EmbeddedNats,
    transactional_db: None,
    tmp_path: Path,
    settings: Any,
) -> Iterator[Hire]:
    """Start worker processes, and end them after the test."""
    workers: list[subprocess.Popen[bytes]] = []
    settings.MEDIA_ROOT = tmp_path / "files"
    environment = for_child(
        {"DURE_DATABASE_URL": database_url, "DURE_NATS_URL": nats_server.url, "DURE_DATA": str(tmp_path)}
    )

    def start() -> "subprocess.Popen[bytes]":
        workers.append(subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


@contextmanager
def working(hire: Hire) -> Iterator["subprocess.Popen[bytes]"]:
    worker = hire()
    yield worker
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0


def status(begun: Progress) -> str:
    begun.refresh_from_db()
    return begun.status


def test_a_job_is_kept_or_undone_with_its_verb(hire: Hire) -> None:
    @transaction.atomic
    def defer_and_fail() -> None:
        chores.sweep.defer(word="undone")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        defer_and_fail()
    with transaction.atomic():
        chores.sweep.defer(word="kept")

    with working(hire):
        until(lambda: chores.traces("kept") == 1)
    assert chores.traces("undone") == 0


def test_a_failure_is_tried_again_and_a_refusal_is_not(hire: Hire) -> None:
    chores.stumble.defer(word="stumbled")
    chores.decline.defer(word="declined")

    with working(hire):
        until(lambda: chores.traces("stumbled") == 2)
        time.sleep(0.5)
    assert chores.traces("declined") == 1


def test_a_job_whose_worker_died_is_taken_up_again(hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    chores.collapse.defer(word="collapsed")
    assert hire().wait(20) == -signal.SIGKILL
    monkeypatch.setattr(housekeeping, "ORPHANED_AFTER", timedelta(0))
    housekeeping.take_up_orphans()

    with working(hire):
        until(lambda: chores.traces("collapsed") == 2)


def test_told_to_stop_it_finishes_what_is_in_hand(hire: Hire) -> None:
    chores.rest.defer(word="rested")
    with working(hire):
        until(lambda: chores.traces("rested-began") == 1)

    assert chores.traces("rested") == 1


def test_who_waits_sees_how_far_it_is_and_where_the_result_is(hire: Hire) -> None:
    ana = Actor(person_id=uuid4())
    with transaction.atomic():
        begun = chores.count_apples.defer(by=ana, title="Apples", apples=60)
    seen: set[int | None] = set()

    with working(hire):

        def is_done() -> bool:
            seen.add(progress.visible(progress_id=begun.id, by=ana).percent)
            return status(begun) == Progress.Status.DONE

        until(is_done)

    assert begun.result_url == "/apples.csv"
    assert (begun.done_count, begun.percent) == (60, 100)
    assert len(seen - {None, 0, 100}) >= 1
    with pytest.raises(JobUnknown):
        progress.visible(progress_id=begun.id, by=STRANGER)


def test_a_report_runs_beside_the_others_and_leaves_its_file_to_who_waits_for_a_week(
    hire: Hire, frozen_time: StoppedClock
) -> None:
    ana = Actor(person_id=uuid4())
    begun = chores.list_apples.defer(by=ana, title="Apples", apples=3)

    with working(hire):
        until(lambda: status(begun) == Progress.Status.DONE)

    found = progress.file_of(progress_id=begun.id, by=ana)
    with found.file.open() as kept:
        assert (found.file_name, kept.read()) == ("apples.csv", b"apple\n" * 3)
    with pytest.raises(JobUnknown):
        progress.file_of(progress_id=begun.id, by=STRANGER)
    frozen_time.move_to(found.created_at + timedelta(days=8))
    housekeeping.clear_away()
    assert not found.file.storage.exists(found.file.name)


def test_a_job_called_off_stops_at_its_next_step(hire: Hire) -> None:
    ana = Actor(person_id=uuid4())
    begun = chores.count_apples.defer(by=ana, title="Apples", apples=500)

    with working(hire):
        until(lambda: status(begun) == Progress.Status.RUNNING)
        progress.call_off(progress_id=begun.id, by=ana)
        time.sleep(1)
    assert status(begun) == Progress.Status.CANCELLED
    assert begun.done_count < 500


@pytest.mark.faults
def test_a_worker_without_nats_goes_on_doing_jobs(hire: Hire, nats_server: EmbeddedNats) -> None:
    hire()
    chores.sweep.defer(word="first")
    until(lambda: chores.traces("first") == 1)
    nats_server.stop()
    try:
        chores.sweep.defer(word="second")
        until(lambda: chores.traces("second") == 1)
    finally:
        nats_server.start()
