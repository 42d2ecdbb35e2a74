"""Copying a database out and in with PostgreSQL's own tools, seen at one moment."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from dure.engine.errors import EngineError
from dure.engine.postgres.binaries import installed

WORDS_CHARACTERS = 1500


@contextmanager
def one_moment(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """Yield a connection that sees the database at one moment, and the name by which pg_dump sees the same."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        yield connection, str(row[0])


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """Count the rows of every table of ours."""
    counts = {}
    for (table,) in connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        assert row
        counts[str(table)] = int(row[0])
    return counts


def migrations(connection: psycopg.Connection) -> list[str]:
    """Every migration the database has had, as `app.name`; none for an empty one."""
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]


def copy_out(url: str, snapshot: str, file: Path) -> None:
    """Write the whole database, as it was at `snapshot`, to `file`."""
    options = ["--format=custom", f"--snapshot={snapshot}", f"--file={file}"]
    _run("pg_dump", [*options, f"--dbname={url}"], "The database could not be copied out.")


def copy_in(url: str, file: Path, *, replace: bool = False) -> None:
    """Fill a database from `file`: all of it or nothing."""
    sentence = "The database could not be copied in."
    contents = _run("pg_restore", ["--list", str(file)], sentence).splitlines()
    # Extensions and the schema itself stand there already, and may belong to the server's superuser.
    chosen = file.with_name(f"{file.name}.list")
    chosen.write_text("\n".join(line for line in contents if not re.search(r" (EXTENSION|SCHEMA|COMMENT) - ", line)))
    options = ["--exit-on-error", "--single-transaction", f"--use-list={chosen}"]
    options += ["--clean", "--if-exists"] if replace else []
    _run("pg_restore", [*options, f"--dbname={url}", str(file)], sentence)
    chosen.unlink()


def _run(program: str, arguments: list[str], sentence: str) -> str:
    ended = subprocess.run([installed().path(program), *arguments], capture_output=True, check=False)
    if ended.returncode:
        raise EngineError(sentence, ended.stderr.decode(errors="replace")[-WORDS_CHARACTERS:])
    return ended.stdout.decode()
