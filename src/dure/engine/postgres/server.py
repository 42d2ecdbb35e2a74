"""One PostgreSQL server of ours, as a direct child process."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg

from dure.engine.child import Steps, end, spawn
from dure.engine.errors import EngineError
from dure.engine.lock import FolderLock
from dure.engine.postgres import leftovers, place
from dure.engine.postgres.binaries import Binaries, binaries_for
from dure.engine.postgres.roles import APP, DATABASE, OWNER, SUPERUSER, prepare_database
from dure.engine.postgres.settings import write_settings
from dure.engine.system_user import unprivileged_user

READY_WITHIN_S = 120.0
POLL_S = 0.03
LOG_TAIL_LINES = 12
FAST_THEN_AT_ONCE: Steps = ((signal.SIGINT, 2.5), (signal.SIGQUIT, 0.5), (signal.SIGKILL, 0.3))


class EmbeddedPostgres:
    """PostgreSQL in `folder`, reached by a socket that only this user (and root) can open.

    `durable=False` is for tests: faster, and a crash of the machine may lose the data. `environment` holds more
    variables for the server, read at each start: measuring and faults give it a slower disk or a wrong clock.
    """

    def __init__(
        self,
        folder: Path,
        *,
        log: Path | None = None,
        durable: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Name the folder; nothing is touched before `start`."""
        self.folder = Path(folder).absolute()
        self.log = log or self.folder / "postgres.log"
        self.durable = durable
        self.environment = environment or {}
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = FolderLock(self.folder / "lock")
        self._user = unprivileged_user()
        self._socket: Path | None = None

    def start(self) -> Self:
        """Make the cluster if it is new, start it and return when it answers; roles and rights are in place."""
        if self.is_running:
            return self
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.is_held:
            self._lock.take(f"PostgreSQL, started by process {os.getpid()}")
        try:
            self._launch()
            self._wait_until_ready()
            prepare_database(self.superuser_url(), DATABASE)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server within 4 seconds, and let others use the folder; harmless when not running."""
        if self.process is not None:
            end(self.process, FAST_THEN_AT_ONCE)
            self.process = None
        self._lock.release()

    def destroy(self) -> None:
        """Stop the server and delete its data for good."""
        self.stop()
        place.remove(self.folder)

    @property
    def is_running(self) -> bool:
        """Whether our server process is alive."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of the server's first process, while it runs."""
        return self.process.pid if self.process and self.is_running else None

    @property
    def owner_url(self) -> str:
        """The role that owns the tables: for migrations and backups only."""
        return self._url(OWNER, DATABASE)

    @property
    def app_url(self) -> str:
        """The role of the running house."""
        return self._url(APP, DATABASE)

    def superuser_url(self, database: str = "postgres") -> str:
        """The engine's own role: for making databases and for tests, never for the house."""
        return self._url(SUPERUSER, database)

    @property
    def binaries(self) -> Binaries:
        """The programs this server runs from."""
        return binaries_for(self._user)

    @property
    def home(self) -> Path:
        """Where the files really are (see `place.home_of`)."""
        return place.home_of(self.folder, self._user)

    def _url(self, role: str, database: str) -> str:
        if self._socket is None:
            self._socket = place.socket_folder(self.home, self._user)
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket), safe='')}"

    def _launch(self) -> None:
        home = self.home
        cluster = home / "cluster"
        self._socket = place.socket_folder(home, self._user)
        if (cluster / "PG_VERSION").exists():
            self._check_version(cluster)
            leftovers.clear(cluster, self._socket)
        else:
            self._create(cluster)
        write_settings(cluster, self._socket, durable=self.durable)
        self.process = spawn(
            [self.binaries.path("postgres"), "-D", cluster],
            log=self.log,
            environment={**_environment(), **self.environment},
            run_as=self._user,
            death_signal=signal.SIGINT,
        )

    def _create(self, cluster: Path) -> None:
        """Run initdb in a draft folder, so that a cluster exists whole or not at all."""
        draft = cluster.with_name("cluster-draft")
        place.remove(draft)
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--no-instructions"]
        # The same order of words on every operating system.
        options += ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        options += [] if self.durable else ["--no-sync"]
        process = spawn(
            [self.binaries.path("initdb"), "-D", draft, *options],
            log=self.log,
            environment=_environment(),
            run_as=self._user,
        )
        if process.wait():
            raise self._failure("PostgreSQL could not make its data folder.")
        draft.rename(cluster)

    def _check_version(self, cluster: Path) -> None:
        made_by = (cluster / "PG_VERSION").read_text().strip()
        if made_by != self.binaries.major:
            raise EngineError(
                f"The data in {self.folder} was made by PostgreSQL {made_by}; this is {self.binaries.major}.",
                "Make a backup with the Dure that made it, then `dure restore` it into a new data folder.",
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if not self.is_running:
                raise self._failure("PostgreSQL ended while starting.")
            if time.monotonic() > deadline:
                raise self._failure(f"PostgreSQL did not answer within {READY_WITHIN_S:.0f} s.")
            time.sleep(POLL_S)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.superuser_url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _failure(self, sentence: str) -> EngineError:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return EngineError(sentence, "\n".join(["Its last words:", *lines[-LOG_TAIL_LINES:]]))

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        """Stop."""
        self.stop()


def _environment() -> dict[str, str]:
    """PostgreSQL's own environment: none of our PG… variables, no secrets."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
