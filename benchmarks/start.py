"""Starting the house: a new one against one that has been there, and the memory it takes when nothing happens.

    ./dure bench start [--quick] [--json FILE]

Each round makes a new data folder, starts the house with the demo world, lets it rest, and stops and starts it again.
"""

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REST_S = 5
SECOND_START_S = 6.0
MEMORY_MB = 600.0


def dure(data: Path, *words: str) -> str:
    """Run the command on a data folder and return what it says."""
    command = [sys.executable, "-m", "dure", *words, "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def started(data: Path, port: int) -> float:
    """Start a house and return the seconds until its home page answers."""
    began = time.perf_counter()
    dure(data, "up", "--detach", "--port", str(port))
    return time.perf_counter() - began


def free_port() -> int:
    """Return a port whose neighbour (the gate's) is most likely free too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def one_round() -> tuple[float, float, float]:
    """Return the seconds of the first and of the second start, and the idle memory in MB."""
    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL's own account must walk through
        data, port = Path(folder) / "data", free_port()
        try:
            first = started(data, port)
            dure(data, "down")
            second = started(data, port)
            time.sleep(REST_S)
            memory = float(json.loads(dure(data, "status", "--json"))["memory_mb"])
        finally:
            dure(data, "down")
    return first, second, memory


def row(name: str, values: list[float], unit: str, goal: str = "", *, holds: bool | None = None) -> dict[str, Any]:
    """Return one line of the result."""
    spread = [round(min(values), 2), round(max(values), 2)]
    found: dict[str, Any] = {"id": name, "value": round(statistics.median(values), 2), "unit": unit, "spread": spread}
    return found | ({"goal": goal, "holds": holds} if goal else {})


def measure(rounds: int) -> list[dict[str, Any]]:
    """Return the rows of so many rounds."""
    firsts, seconds, memories = map(list, zip(*(one_round() for _ in range(rounds)), strict=True))
    is_quick = statistics.median(seconds) < SECOND_START_S
    is_small = statistics.median(memories) <= MEMORY_MB
    ratios = [first / second for first, second in zip(firsts, seconds, strict=True)]
    return [
        row("first_start", firsts, "s"),
        row("second_start", seconds, "s", f"<{SECOND_START_S:g}", holds=is_quick),
        row("first_vs_second", ratios, "x"),
        row("idle_memory", memories, "MB", f"<={MEMORY_MB:g}", holds=is_small),
    ]


def main() -> None:
    """Measure, print, write the file if one is named; exit 1 when a full run misses a goal."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    rows = measure(1 if options.quick else 5)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    result = {"name": "start", "machine": machine, "rows": rows}
    for each in rows:
        goal = f"goal {each['goal']}: {'holds' if each['holds'] else 'MISSED'}" if "goal" in each else ""
        print(f"{each['id']:18} {each['value']:8} {each['unit']:3} {each['spread']!s:18} {goal}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.exit(not options.quick and any(each.get("holds") is False for each in rows))


if __name__ == "__main__":
    main()
