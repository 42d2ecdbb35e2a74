"""A gate of one's own: its process on a free port, before the database of the house one measures in."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dure.engine.environment import for_child
from dure.kernel import tokens
from measuring.callers import HOST

SECRET: Final = "only for measuring"  # noqa: S105  it opens a house that is gone a minute later
KEY: Final = tokens.key_of(SECRET)
UP_WITHIN_S: Final = 60.0
LOOK_AGAIN_S: Final = 0.05
NO_LIMIT: Final = "1000000"


@contextmanager
def gate(database_url: str, **more: str) -> Iterator[tuple[int, int]]:
    """Start it and give its process and its port; no limits of one address, since everybody comes from ours."""
    port = free_port()
    settings = {
        "DURE_DATABASE_URL": database_url,
        "DURE_SECRET_KEY": SECRET,
        "DURE_GATE_PORT": str(port),
        "DURE_GATE_CONNECTIONS_PER_ADDRESS": NO_LIMIT,
        "DURE_GATE_ORDERS_PER_ADDRESS": NO_LIMIT,
        "DURE_GATE_MESSAGES_PER_ADDRESS": NO_LIMIT,
        **more,
    }
    process = subprocess.Popen([sys.executable, "-m", "dure.site.gate"], env=for_child(settings))
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the gate answers."""
    until = time.monotonic() + UP_WITHIN_S
    while True:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=1).close()
        except OSError:
            assert process.poll() is None, "the gate ended"
            assert time.monotonic() < until, "the gate did not answer"
            time.sleep(LOOK_AGAIN_S)
        else:
            return
