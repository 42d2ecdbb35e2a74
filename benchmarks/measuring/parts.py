"""One measured part of a run: what some orders (or calls) cost together, and how long each waited."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measuring.processes import postgres_worked_s, worked_s

CENT = 100


@dataclass(frozen=True, kw_only=True)
class Part:
    """So many orders: seconds in all, seconds the server and PostgreSQL worked, bytes logged, and each one's wait."""

    count: int
    wall_s: float
    server_s: float
    postgres_s: float
    wal_bytes: int
    waits_s: Sequence[float] = ()

    @property
    def per_second(self) -> float:
        """How many were done in a second."""
        return self.count / self.wall_s

    @property
    def server_us(self) -> float:
        """The microseconds the server worked for one."""
        return 1e6 * self.server_s / self.count

    @property
    def postgres_us(self) -> float:
        """The microseconds PostgreSQL worked for one."""
        return 1e6 * self.postgres_s / self.count

    @property
    def cpu_us(self) -> float:
        """The microseconds anybody worked for one."""
        return self.server_us + self.postgres_us

    @property
    def wal(self) -> float:
        """The bytes of write-ahead log for one."""
        return self.wal_bytes / self.count

    def wait_ms(self, percent: int) -> float:
        """Return how many milliseconds so many of a hundred waited at most; 1 to 99."""
        return 1e3 * statistics.quantiles(self.waits_s, n=CENT)[percent - 1]


@dataclass(frozen=True)
class Meter:
    """Measures parts: `servers` are the processes that serve, `wal_bytes` tells how much was logged so far."""

    postmaster: int
    servers: Sequence[int]
    wal_bytes: Callable[[], int]

    def part(self, count: int, work: Callable[[], Sequence[float]]) -> Part:
        """Let some work be done that answers with each one's wait in seconds, and return what it cost."""
        logged, before = self.wal_bytes(), self._reading()
        waits = work()
        wall, server, postgres = (now - then for now, then in zip(self._reading(), before, strict=True))
        return Part(
            count=count,
            wall_s=wall,
            server_s=server,
            postgres_s=postgres,
            wal_bytes=self.wal_bytes() - logged,
            waits_s=waits,
        )

    def _reading(self) -> tuple[float, float, float]:
        return time.perf_counter(), sum(map(worked_s, self.servers)), postgres_worked_s(self.postmaster)
