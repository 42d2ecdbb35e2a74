"""Ending what a killed supervisor left running."""

import os
from collections.abc import Iterable
from contextlib import suppress

import psutil

from dure.engine.others import end_others
from dure.engine.state import ChildState, is_alive


def end_orphans(children: Iterable[ChildState]) -> int:
    """End the recorded processes and their groups, if they are still the same ones; return how many were left."""
    orphans = [process for child in children if child.pid for process in _left_of(child)]
    end_others(orphans)
    return len(orphans)


def _left_of(child: ChildState) -> list[psutil.Process]:
    """The child and its group. Its number cannot be another's while a member of the group lives."""
    assert child.pid
    if psutil.pid_exists(child.pid) and not is_alive(child.pid, child.started_at):
        return []
    return [process for process in psutil.process_iter() if _is_member(process, child)]


def _is_member(process: psutil.Process, child: ChildState) -> bool:
    with suppress(ProcessLookupError, PermissionError, psutil.Error):
        return os.getpgid(process.pid) == child.pid and process.create_time() >= child.started_at - 1
    return False
