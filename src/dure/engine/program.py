"""A program of the house: a command, and how to know that it serves."""

import subprocess
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError

from dure.engine.child import end_all, end_group, spawn

STOP_WITHIN_S = 5.0


@dataclass(frozen=True)
class Program:
    """What to run; `health` is the address that answers 200 once it serves, when it has one."""

    name: str
    command: tuple[str, ...]
    health: str | None = None
    # As a proxy would send them: in production Django answers to its public name only.
    headers: Mapping[str, str] = field(default_factory=dict)


class RunningProgram:
    """A program as a child process of ours."""

    def __init__(self, program: Program, *, environment: Mapping[str, str], log: Path, folder: Path) -> None:
        """Name everything; nothing runs before `start`."""
        self.program = program
        self.environment = environment
        self.log = log
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, after ending what an earlier life may have left behind."""
        if self.process is not None:
            end_group(self.process.pid)
        self.process = spawn(self.program.command, log=self.log, environment=self.environment, folder=self.folder)

    def stop(self) -> None:
        """End it and its children within 5 seconds; harmless when not running."""
        if self.process is not None:
            end_all([self.process], patience_s=STOP_WITHIN_S)
            self.process = None

    @property
    def is_running(self) -> bool:
        """Whether its first process is alive."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of its first process, while it runs."""
        return self.process.pid if self.process and self.is_running else None


def answers(address: str, *, headers: Mapping[str, str] | None = None, timeout_s: float = 2.0) -> bool:
    """Whether an HTTP address answers 200 right now."""
    request = urllib.request.Request(address, headers=dict(headers or {}))  # noqa: S310 - our own addresses
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as response:  # noqa: S310 - our own addresses
            return bool(response.status == HTTPStatus.OK)
    except (URLError, OSError, ValueError):
        return False
