"""Work in the background: last for the CPU, here and in PostgreSQL, and gone without a trace."""

import os
import sys
import threading

import pytest
from django.db import connection

from dure.engine.priority import POLITE, let_others_first
from dure.kernel.background import in_the_background
from dure.kernel.tests.facts import until


def session() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def is_open(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [number])
        return cursor.fetchone() is not None


def rank(number: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, number)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread cannot stand back alone")
@pytest.mark.django_db(transaction=True)
def test_stands_back_with_a_session_of_its_own_and_ends_it() -> None:
    def look() -> tuple[int, int, int]:
        return session(), rank(session()), rank(threading.get_native_id())

    here, before = session(), rank(0)
    theirs, *ranks = in_the_background(look)

    assert min(ranks) >= POLITE
    assert theirs != here
    until(lambda: not is_open(theirs))
    assert (rank(0), rank(here)) == (before, before)


@pytest.mark.django_db(transaction=True)
def test_what_fails_there_fails_here() -> None:
    def fail() -> None:
        raise ConnectionError(session())

    with pytest.raises(ConnectionError) as failed:
        in_the_background(fail)
    [theirs] = failed.value.args
    until(lambda: not is_open(theirs))


def test_nobody_of_that_number_is_no_trouble() -> None:
    let_others_first(2**22 + 1)
