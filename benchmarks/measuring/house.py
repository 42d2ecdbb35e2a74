"""A house of one's own to measure in: a PostgreSQL in a temporary folder, with every table and nobody else.

Importing this readies Django, so that what is imported below it may be models.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from dure.engine.environment import export
from dure.engine.postgres import EmbeddedPostgres
from measuring.parts import Meter

FOLDER = tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True)
Path(FOLDER.name).chmod(0o755)  # as root, PostgreSQL's own account must walk through
POSTGRES = EmbeddedPostgres(Path(FOLDER.name) / "postgres")

export(
    {
        "DURE_DATABASE_URL": POSTGRES.owner_url,
        "DURE_SECRET_KEY": "only for measuring",
        "DJANGO_SETTINGS_MODULE": "dure.site.settings",
    }
)
django.setup()


@contextmanager
def house() -> Iterator[None]:
    """Start the PostgreSQL, durable as a running house's, and make the tables; all of it is gone afterwards."""
    POSTGRES.start()
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        POSTGRES.destroy()


def meter(servers: Sequence[int] = ()) -> Meter:
    """Return a meter of the house as it runs now: its PostgreSQL, and who serves (this process where none is named)."""
    assert POSTGRES.pid, "the house does not run"
    return Meter(POSTGRES.pid, servers or [os.getpid()], logged_bytes)


def logged_bytes() -> int:
    """Return how much PostgreSQL has logged since its cluster was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])
