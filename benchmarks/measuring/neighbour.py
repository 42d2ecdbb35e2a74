"""Another process beside the one that measures, which works only when it is let."""

import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

SETTLE_S = 0.3


class Neighbour:
    """A process of ours that was started and stands still."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it, in a session of its own as all programs of a house; once it has written a line, it stands still."""
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline(), "the neighbour did not come"
        self.process.send_signal(signal.SIGSTOP)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let it work meanwhile; its database has come to rest before we go on."""
        self.process.send_signal(signal.SIGCONT)
        time.sleep(SETTLE_S)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGSTOP)
            time.sleep(SETTLE_S)

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
