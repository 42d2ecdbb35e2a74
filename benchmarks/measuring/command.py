"""The command line of every benchmark."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from measuring.rows import Row


def main(promise: str, measure: Callable[..., Sequence[Row]]) -> None:
    """Measure (`is_quick=` says how much), print, write where asked; exit code 1 when a full run misses a goal."""
    parser = argparse.ArgumentParser(description=promise, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds; ends within a minute")
    parser.add_argument("--json", type=Path, help="write the result there")
    asked = parser.parse_args()
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    rows = measure(is_quick=asked.quick)
    print("\n".join(map(str, rows)))
    if asked.json:
        result = {"name": Path(sys.argv[0]).stem, "machine": machine, "rows": [_plain(row) for row in rows]}
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.exit(not asked.quick and any(row.holds is False for row in rows))


def _plain(row: Row) -> dict[str, object]:
    """Return a row as JSON holds it; what nobody promised has no goal."""
    return {name: value for name, value in asdict(row).items() if value not in {"", None}}
