"""Work nobody may notice: it waits for the CPU behind everything else, in PostgreSQL too."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from dure.engine.priority import let_others_first

T = TypeVar("T")


def in_the_background(work: Callable[[], T], *_job: Any) -> T:
    """Do work in a thread and on a connection of its own that both end with it; a middleware for a worker's jobs."""
    with ThreadPoolExecutor(1, thread_name_prefix="report") as thread:
        return thread.submit(_standing_back, work).result()


def _standing_back(work: Callable[[], T]) -> T:
    """Do work after everybody else."""
    connections[DEFAULT_DB_ALIAS] = _own_connection()
    try:
        connection.ensure_connection()
        session = connection.connection.info
        is_on_this_machine = session.host.startswith("/")
        let_others_first(threading.get_native_id(), *([session.backend_pid] if is_on_this_machine else []))
        return work()
    finally:
        connection.close()


def _own_connection() -> BaseDatabaseWrapper:
    """Return a connection from no pool: what once stood back is not for anybody after us."""
    known = connections[DEFAULT_DB_ALIAS]
    options = {name: option for name, option in known.settings_dict["OPTIONS"].items() if name != "pool"}
    return type(known)({**known.settings_dict, "OPTIONS": options}, DEFAULT_DB_ALIAS)
