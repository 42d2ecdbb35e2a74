"""What a killed PostgreSQL leaves behind, cleared without ever harming the data."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil

from dure.engine.others import end_others


def clear(cluster: Path, socket: Path) -> None:
    """End every process still working in `cluster`; then its lock files can only name a stranger, and go.

    The caller holds the folder's lock, so whatever still works here has lost its supervisor.
    """
    left = processes_in(cluster)
    end_others([process for process in left if _is_postmaster(process)], by=signal.SIGINT)
    end_others([process for process in left if process.is_running()], by=signal.SIGQUIT)
    for stale in (cluster / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def processes_in(cluster: Path) -> list[psutil.Process]:
    """Every PostgreSQL process whose working folder is this cluster (each of them works there)."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres":
            with suppress(psutil.Error):
                if Path(process.cwd()) == cluster.resolve():
                    found.append(process)
    return found


def _is_postmaster(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "-D" in process.cmdline()
    return False
