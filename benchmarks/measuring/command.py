"""The command line of every benchmark."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from measuring.chart import chart
from measuring.rows import Row


def main(promise: str, measure: Callable[..., Sequence[Row]]) -> None:
    """Measure (`is_quick=` says how much), print, write where asked; exit code 1 when a full run misses a goal."""
    parser = argparse.ArgumentParser(description=promise, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds; ends within a minute")
    parser.add_argument("--json", type=Path, help="write the result there")
    parser.add_argument("--plot", type=Path, help="draw the goals there, as SVG")
    asked = parser.parse_args()
    before = load()
    rows = measure(is_quick=asked.quick)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": before, "load_after": load()}
    print("\n".join([*map(str, rows), f"load {before} before, {load()} after, on {os.cpu_count()} cores"]))
    if asked.json:
        result = {"name": Path(sys.argv[0]).stem, "machine": machine, "rows": [_plain(row) for row in rows]}
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if asked.plot:
        asked.plot.write_text(chart(Path(sys.argv[0]).stem, rows), encoding="utf-8")
    sys.exit(not asked.quick and any(row.holds is False for row in rows))


def load() -> float:
    """Return how many processes wanted a core in the last minute."""
    return round(os.getloadavg()[0], 1)


def _plain(row: Row) -> dict[str, object]:
    """Return a row as JSON holds it; what nobody promised has no goal."""
    return {name: value for name, value in asdict(row).items() if value not in {"", None}}
