"""Work nobody may notice: it waits for the CPU behind everything else, in PostgreSQL too."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from dure.engine.priority import let_others_first

T = TypeVar("T")


def in_the_background(work: Callable[[], T], *_job: Any) -> T:
    """Do work in a thread and on a connection of its own that both end with it; a middleware for a worker's jobs."""
    with ThreadPoolExecutor(1, thread_name_prefix="report") as thread:
        return thread.submit(_standing_back, work).result()


def _standing_back(work: Callable[[], T]) -> T:
    """Do work after everybody else."""
    try:
        connection.ensure_connection()
        session = connection.connection
        is_on_this_machine = session.info.host.startswith("/")
        let_others_first(threading.get_native_id(), *([session.info.backend_pid] if is_on_this_machine else []))
        return work()
    finally:
        if connection.connection is not None:
            connection.connection.close()  # a pool does not hand out a closed one again
        connection.close()
