"""A real house for these tests: real processes, started and stopped by the real command."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from dure.engine.child import end
from dure.engine.ports import free_port
from dure.engine.postgres import EmbeddedPostgres

READY_WITHIN_S = 300


@dataclass
class RealHouse:
    """One data folder, and the command line talking to it."""

    data: Path
    port: int = field(default_factory=free_port)
    gate_port: int = field(default_factory=free_port)
    studio_port: int = field(default_factory=free_port)
    python: str = sys.executable
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where its pages answer."""
        return f"http://127.0.0.1:{self.port}"

    def dure(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [self.python, "-m", "dure", *arguments],
            env=self._environment(environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=READY_WITHIN_S,
            cwd="/",
        )

    def up(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Start it in the background, without the demo world."""
        return self.dure("up", "--detach", "--no-demo", *options)

    def facts(self) -> dict[str, Any]:
        """What `status --json` says."""
        return json.loads(self.dure("status", "--json").stdout)

    def pids(self) -> dict[str, int]:
        """The number of each process by name."""
        return {process["name"]: process["pid"] for process in self.facts()["processes"]}

    def answers(self) -> bool:
        """Whether the home page answers 200."""
        try:
            with urllib.request.urlopen(self.address, timeout=3) as page:  # noqa: S310 - our own address
                return page.status == 200
        except OSError:
            return False

    def answers_within(self, seconds: float) -> bool:
        """Wait for the home page."""
        return eventually(self.answers, within=seconds)

    def destroy(self) -> None:
        """Stop it and delete its data, wherever PostgreSQL keeps it."""
        self.dure("down")
        EmbeddedPostgres(self.data / "postgres").destroy()

    def _environment(self, extra: dict[str, str]) -> dict[str, str]:
        own = {"DURE_DATA": str(self.data), "DURE_PORT": str(self.port), "DURE_GATE_PORT": str(self.gate_port)}
        own["DURE_STUDIO_PORT"] = str(self.studio_port)
        return {**os.environ, **own, **self.environment, **extra}


def eventually(is_so: Any, *, within: float) -> bool:
    """Ask again and again until it is so."""
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def kill(pid: int) -> None:
    """End a process without a chance to tidy up, and wait until it has gone."""
    process = psutil.Process(pid)
    process.send_signal(signal.SIGKILL)
    gone = lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE  # noqa: E731
    assert eventually(gone, within=5)


@pytest.fixture(scope="session")
def closed_folder() -> Iterator[Path]:
    """A folder that only its owner may enter, like root's home."""
    with tempfile.TemporaryDirectory(prefix="dure-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o700)
        yield Path(folder)


@pytest.fixture(scope="session")
def the_house(closed_folder: Path) -> Iterator[RealHouse]:
    """The house all these tests share, below a closed folder; it may or may not be running."""
    house = RealHouse(closed_folder / "data")
    yield house
    house.destroy()


@pytest.fixture
def house(the_house: RealHouse) -> RealHouse:
    """The shared house, running and answering."""
    if not the_house.answers():
        started = the_house.up()
        assert started.returncode == 0, started.stdout + started.stderr
    return the_house


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[RealHouse]:
    """A data folder of the test's own, with nothing in it."""
    house = RealHouse(tmp_path / "data")
    yield house
    house.destroy()


@pytest.fixture
def stranger_port() -> Iterator[int]:
    """A port that somebody else's program listens on."""
    port = free_port()
    program = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); print(flush=True); time.sleep(99)"
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    yield port
    end(process)
    process.stdout.close()
