"""Starting and ending a process of ours, so that none outlives the house."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from dure.engine.account import SystemAccount

PR_SET_PDEATHSIG = 1
Steps = Sequence[tuple[signal.Signals, float]]
GENTLY: Steps = ((signal.SIGTERM, 6.0), (signal.SIGKILL, 2.0))


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    environment: Mapping[str, str],
    run_as: SystemAccount | None = None,
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
