"""How long processes have worked, whoever they are, to the microsecond where the system tells it."""

import ctypes
import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

CLEANERS = "autovacuum"
"""What they clean up is everybody's, and they come when they like: their work belongs to nobody who is measured."""


def worked_s(pid: int) -> float:
    """Return the seconds a process has worked on all its threads; 0 when it is gone."""
    clock = ctypes.c_int()
    try:
        if ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)) == 0:
            return time.clock_gettime(clock.value)
    except (AttributeError, OSError):  # a system without such clocks, or a process that ends just now
        pass
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def postgres_worked_s(postmaster: int) -> float:
    """Return the seconds a PostgreSQL's processes that are there now have worked, its cleaners left out."""
    return sum(worked_s(process.pid) for process in _workers(postmaster))


def _workers(postmaster: int) -> Iterable[psutil.Process]:
    for process in psutil.Process(postmaster).children():
        with suppress(psutil.Error):
            if CLEANERS not in " ".join(process.cmdline()):
                yield process
