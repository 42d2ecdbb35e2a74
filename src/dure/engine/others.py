"""Ending processes that are not our children, such as those a killed supervisor left."""

import signal
import time
from collections.abc import Sequence
from contextlib import suppress

import psutil

PATIENCE_S = 6.0
LOOK_EVERY_S = 0.02


def end_others(processes: Sequence[psutil.Process], *, by: signal.Signals = signal.SIGTERM) -> None:
    """Send `by` to all, wait until they have gone, end at once what is left."""
    for step in (by, signal.SIGKILL):
        for process in processes:
            with suppress(psutil.Error):
                process.send_signal(step)
        if _all_gone(processes):
            return


def _all_gone(processes: Sequence[psutil.Process]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if not any(_is_alive(process) for process in processes):
            return True
        time.sleep(LOOK_EVERY_S)
    return False


def _is_alive(process: psutil.Process) -> bool:
    """A zombie has ended: it holds nothing but its number, until its new parent looks."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
