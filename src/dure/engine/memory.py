"""How much memory processes really use: shared pages are split among their users (PSS)."""

from contextlib import suppress

import psutil


def used_bytes(pid: int) -> int:
    """Return the proportional memory of a process and all its children; 0 when it has gone."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in [process, *process.children(recursive=True)]:
            total += _of(each)
    return total


def own_bytes(pid: int) -> int:
    """Return the proportional memory of one process without its children; 0 when it has gone."""
    try:
        return _of(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return 0


def _of(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    return int(getattr(full, "pss", full.rss))
