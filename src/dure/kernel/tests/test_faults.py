"""PostgreSQL killed under a working worker: it comes back by itself and loses nothing."""

import subprocess
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from dure.engine.nats import EmbeddedNats
from dure.engine.postgres import EmbeddedPostgres
from dure.kernel.models import OutboxMessage
from dure.kernel.outbox import announce
from dure.kernel.tests import chores
from dure.kernel.tests.facts import LampLit, own_stream, reaction, running, until
from dure.kernel.tests.test_jobs import hire
from dure.kernel.worker import Worker

__all__ = ["hire"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.faults]


def tell(lamp: str) -> None:
    with transaction.atomic():
        announce(LampLit(lamp=lamp))


def kill_and_start(postgres: EmbeddedPostgres) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")  # the tests' PostgreSQL does not sync; the house's does
    assert postgres.process is not None
    postgres.process.kill()
    postgres.process.wait()
    postgres.start()
    connection.close()


def light(event: LampLit) -> None:
    chores.trace(event.lamp)


def test_relay_and_reactions_survive_postgres(postgres: EmbeddedPostgres, nats_server: EmbeddedNats) -> None:
    with running(Worker(nats_server.url, reaction(light), own_stream())):
        tell("before")
        until(lambda: chores.traces("before") == 1)
        kill_and_start(postgres)
        tell("after")
        until(lambda: chores.traces("after") == 1)
        until(lambda: not OutboxMessage.objects.filter(published_at=None).exists())

    assert chores.traces("before") == 1


def test_jobs_survive_postgres(postgres: EmbeddedPostgres, hire: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    worker = hire()
    chores.sweep.defer(word="before")
    until(lambda: chores.traces("before") == 1)
    kill_and_start(postgres)
    chores.sweep.defer(word="after")
    until(lambda: chores.traces("after") == 1)

    assert worker.poll() is None
