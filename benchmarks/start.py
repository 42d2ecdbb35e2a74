"""Starting the house: a new one against one that has been there, and the memory it takes when nothing happens.

    ./dure bench start [--quick] [--json FILE]

Each round makes a new data folder, starts the house with the demo world, lets it rest, and stops and starts it again.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from measuring import Row, main, ratios, row, seconds

ROOT = Path(__file__).resolve().parent.parent
REST_S = 5


def dure(data: Path, *words: str) -> str:
    """Run the command on a data folder and return what it says."""
    command = [sys.executable, "-m", "dure", *words, "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    """Return a port whose neighbour (the gate's) is most likely free too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def one_round() -> tuple[float, float, float]:
    """Return the seconds of the first and of the second start, and the idle memory in MB."""
    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL's own account must walk through
        data = Path(folder) / "data"
        start = partial(dure, data, "up", "--detach", "--port", str(free_port()))
        try:
            first = seconds(start)
            dure(data, "down")
            second = seconds(start)
            time.sleep(REST_S)
            memory = float(json.loads(dure(data, "status", "--json"))["memory_mb"])
        finally:
            dure(data, "down")
    return first, second, memory


def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    rounds = [one_round() for _round in range(1 if is_quick else 5)]
    firsts, again, memories = map(list, zip(*rounds, strict=True))
    return [
        row("first_start", firsts, "s"),
        row("second_start", again, "s", at_most=6),
        row("first_vs_second", ratios(firsts, again), "x"),
        row("idle_memory", memories, "MB", at_most=600),
    ]


if __name__ == "__main__":
    main(__doc__, measure)
