"""Starting and ending a process of ours, so that none outlives the house."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from dure.engine.system_user import SystemUser

PR_SET_PDEATHSIG = 1
Steps = Sequence[tuple[signal.Signals, float]]
GENTLY: Steps = ((signal.SIGTERM, 6.0), (signal.SIGKILL, 2.0))


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    environment: Mapping[str, str],
    run_as: SystemUser | None = None,
    folder: Path = Path("/"),
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, its output appended to `log`; on Linux it is signalled when we die.

    Call it from a thread that lives as long as the child should: Linux counts the starting thread as the parent.
    """
    output = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=_die_with_parent(death_signal),  # noqa: PLW1509 - it only makes two system calls
            user=run_as.uid if run_as else None,
            group=run_as.gid if run_as else None,
            extra_groups=[] if run_as else None,
        )
    finally:
        os.close(output)


def run_apart(module: str, *words: str) -> None:
    """Run one of our modules in a process of its own and wait for its end: the memory it takes is given back then.

    It has our environment and writes where we write; CalledProcessError when it fails. It dies with us, as in `spawn`.
    """
    command = [sys.executable, "-m", module, *words]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent(signal.SIGTERM))


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What the child does before it becomes the program; the C library is loaded before the fork."""
    if sys.platform != "linux":
        return None
    set_option, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_for_the_signal() -> None:
        set_option(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            os._exit(1)

    return ask_for_the_signal


def end(process: subprocess.Popen[bytes], steps: Steps = GENTLY) -> None:
    """Send each signal in turn until the process has gone; harmless when it already has."""
    for step, patience_s in steps:
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            process.send_signal(step)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)


def end_all(processes: Sequence[subprocess.Popen[bytes]], *, patience_s: float) -> None:
    """Ask all to end at once, then end what is left of them and of their own children."""
    for process in processes:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                process.terminate()
    deadline = time.monotonic() + patience_s
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        end_group(process.pid)
        process.wait()


def end_group(leader_pid: int) -> None:
    """End at once whatever remains of a process started by `spawn`; a group's number is not reused while it lives."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader_pid, signal.SIGKILL)
