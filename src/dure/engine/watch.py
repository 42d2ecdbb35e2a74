"""Bringing a dead process back, more patiently each time it dies soon again."""

import time
from collections.abc import Callable
from typing import Protocol

import psutil

from dure.engine.errors import EngineError
from dure.engine.state import ChildState

FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 30.0
QUIET_S = 60.0
DOUBLINGS_MAX = 10


class Child(Protocol):
    """Whatever can be started, stopped and watched: an engine or a program."""

    def start(self) -> object:
        """Start, or raise EngineError."""

    def stop(self) -> None:
        """Stop; harmless when not running."""

    @property
    def is_running(self) -> bool:
        """Whether it is alive."""

    @property
    def pid(self) -> int | None:
        """The number of its first process, while it runs."""


class Watched:
    """One child under watch: it is started again when it dies, with a pause that doubles up to half a minute."""

    def __init__(self, name: str, child: Child, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Watch `child` under this name."""
        self.name = name
        self.child = child
        self.restarts = 0
        self._clock = clock
        self._failures = 0
        self._started_at = 0.0
        self._next_try_at: float | None = None
        self._state = ChildState(name)

    def start(self) -> None:
        """Start it for the first time; a failure is raised."""
        self.child.start()
        self._note_start()

    def check(self) -> str | None:
        """Look once; return a sentence when something happened worth telling."""
        if self.child.is_running:
            self._forgive()
            return None
        now = self._clock()
        if self._next_try_at is None:
            self._next_try_at = now + self.pause_s
            self._failures += 1
            return f"{self.name} ended; starting it again in {self._next_try_at - now:.2g} s"
        if now < self._next_try_at:
            return None
        return self._start_again()

    @property
    def pause_s(self) -> float:
        """How long the next restart waits."""
        return min(FIRST_PAUSE_S * float(2 ** min(self._failures, DOUBLINGS_MAX)), LONGEST_PAUSE_S)

    @property
    def state(self) -> ChildState:
        """What others are told about it."""
        pid = self.child.pid
        self._state.is_running = pid is not None
        self._state.pid = pid or self._state.pid
        self._state.restarts = self.restarts
        return self._state

    def _forgive(self) -> None:
        """After a quiet minute the next death is a first one again."""
        if self._failures and self._clock() - self._started_at > QUIET_S:
            self._failures = 0

    def _start_again(self) -> str:
        self.restarts += 1
        self._next_try_at = None
        try:
            self.child.start()
        except EngineError as problem:
            return f"{self.name} could not be started again: {problem}"
        self._note_start()
        return f"{self.name} is running again"

    def _note_start(self) -> None:
        self._started_at = self._clock()
        self._state.started_at = _created_at(self.child.pid)


def _created_at(pid: int | None) -> float:
    """When a process began, by the operating system's own record."""
    try:
        return psutil.Process(pid).create_time() if pid else 0.0
    except psutil.NoSuchProcess:
        return 0.0
