"""Ending what a killed supervisor left running."""

import os
from collections.abc import Iterable
from contextlib import suppress

import psutil

from dure.engine.others import end_others
from dure.engine.state import ChildState

SAME_START_S = 1.0


def end_orphans(children: Iterable[ChildState]) -> int:
    """End the recorded processes and their groups, if they are still the same ones; return how many were left."""
    orphans = [process for child in children if child.pid for process in _left_of(child)]
    end_others(orphans)
    return len(orphans)


def _left_of(child: ChildState) -> list[psutil.Process]:
    """The child and its group. Its number cannot be another's while a member of the group lives."""
    assert child.pid
    if _is_reused(child.pid, child.started_at):
        return []
    return [process for process in psutil.process_iter() if _is_member(process, child)]


def _is_reused(pid: int, started_at: float) -> bool:
    """Whether the number is another process's now. A zombie still has its own start time, so it counts as ours."""
    try:
        return bool(abs(psutil.Process(pid).create_time() - started_at) > SAME_START_S)
    except psutil.NoSuchProcess:
        return False


def _is_member(process: psutil.Process, child: ChildState) -> bool:
    with suppress(ProcessLookupError, PermissionError, psutil.Error):
        return bool(os.getpgid(process.pid) == child.pid and process.create_time() >= child.started_at - SAME_START_S)
    return False
