"""A PostgreSQL that counts its statements, and what processes work: the measures both shops are held to."""

from collections.abc import Iterable
from contextlib import suppress

import psutil
import psycopg

from dure.engine.postgres import EmbeddedPostgres

COUNTED = """
    SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
    WHERE datname = current_database() AND userid NOT IN (SELECT oid FROM pg_roles WHERE rolname = ANY (%s))
        AND query !~ %s
"""
OF_ITS_OWN = r"^SELECT \$?\d+ FROM ONLY .* x WHERE .* OPERATOR\(pg_catalog\.=\) .* FOR KEY SHARE OF x$"
"""How PostgreSQL looks after a foreign key. Nobody sends that; it is listed where a key is checked at the commit, as
ours are, and not where it is checked at once, as Vendure's are.
"""
SERVING = "SELECT pid FROM pg_stat_activity WHERE usename = %s"


def let_count(superuser_url: str) -> None:
    """Have a PostgreSQL of ours count statements from its next start on."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")


class Statements:
    """The statements everybody but us has sent to one database, BEGIN and COMMIT among them."""

    def __init__(self, superuser_url: str) -> None:
        """Connect; `let_count` was called before the server's last start."""
        self.connection = psycopg.connect(superuser_url, autocommit=True)
        self.connection.execute("CREATE SCHEMA IF NOT EXISTS measuring")  # a house grants rights on all of `public`
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA measuring")
        self.connection.execute("SET search_path = public, measuring")

    def forget(self) -> None:
        """Begin to count at zero."""
        self.connection.execute("SELECT pg_stat_statements_reset()")

    def count(self, *, without: str = "") -> int:
        """Return how many there were since, those of one more role left out."""
        found = self.connection.execute(COUNTED, [[self.connection.info.user, without], OF_ITS_OWN]).fetchone()
        assert found
        return int(found[0])

    def worked_ms(self, role: str) -> float:
        """Return how many milliseconds of CPU the server's processes have worked for a role's connections."""
        return worked_ms([pid for (pid,) in self.connection.execute(SERVING, [role])])


def worked_ms(roots: Iterable[int]) -> float:
    """Return how many milliseconds of CPU some processes and all below them have worked, the ended ones too."""
    processes = {}
    for root in roots:
        with suppress(psutil.NoSuchProcess):
            top = psutil.Process(root)
            processes |= {each.pid: each for each in (top, *top.children(recursive=True))}
    return sum(_worked_ms(process) for process in processes.values())


def _worked_ms(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return 1e3 * (times.user + times.system + times.children_user + times.children_system)
    return 0.0


def counting_postgres(postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    """Start a PostgreSQL of ours such that it counts statements."""
    postgres.start()
    with psycopg.connect(postgres.superuser_url()) as connection:
        is_counting = connection.execute("SHOW shared_preload_libraries").fetchone() == ("pg_stat_statements",)
    if not is_counting:
        let_count(postgres.superuser_url())
        postgres.stop()
        postgres.start()
    return postgres
