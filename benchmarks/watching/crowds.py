"""Crowds of viewers: so many processes before one address, and what all of them heard."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from watching.viewers import Heard

PROGRAMS: Final = Path(__file__).resolve().parents[1]
READ: Final = msgspec.json.Decoder(Heard)


def program(module: str, *words: str) -> subprocess.Popen[str]:
    """Start a program of this folder; it writes `ready` when it is."""
    command = [sys.executable, "-m", f"watching.{module}", *words]
    return subprocess.Popen(command, cwd=PROGRAMS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ready(process: subprocess.Popen[str]) -> None:
    """Wait until a program is ready."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", "a program did not begin"


def end(process: subprocess.Popen[str]) -> None:
    """End a program."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def crowd(address: str, count: int, *, processes: int = 2) -> Iterator["Crowd"]:
    """Have so many watch for a while."""
    started = [program("viewers", address, str(count // processes)) for _each in range(processes)]
    try:
        for process in started:
            ready(process)
        yield Crowd(started)
    finally:
        for process in started:
            end(process)


class Crowd:
    """Everybody who watches."""

    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        """Take the processes they are in."""
        self._processes = processes

    def heard(self) -> Heard:
        """Return what all of them have heard since the last time."""
        told = [self._ask(process) for process in self._processes]
        return Heard(
            frames=sum(each.frames for each in told),
            lines=sum(each.lines for each in told),
            waits_s=list(chain.from_iterable(each.waits_s for each in told)),
            state_waits_s=list(chain.from_iterable(each.state_waits_s for each in told)),
            sequences=list(chain.from_iterable(each.sequences for each in told)),
            lost=sum(each.lost for each in told),
        )

    @staticmethod
    def _ask(process: subprocess.Popen[str]) -> Heard:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        return READ.decode(process.stdout.readline())
