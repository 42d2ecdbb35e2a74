"""From the camera's glass to the screen's: how far behind a viewer sees, with a real browser at both ends."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import quantiles

from measuring import Row
from measuring.rows import row

ROOT = Path(__file__).parents[2]
SECONDS = {True: 10, False: 60}


def glass_rows(*, is_quick: bool) -> list[Row]:
    """Film and watch for a while and return the rows; none where this machine has no Chromium."""
    words = [sys.executable, "-m", "tests.browser.glass_to_glass", str(SECONDS[is_quick])]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    if told.returncode:
        sys.stderr.write(f"Not measured from glass to glass:\n{told.stderr[-500:]}\n")
        return []
    parts = quantiles(json.loads(told.stdout), n=20)
    return [
        row("glass_to_glass_p50", [parts[9]], "s", at_most=2),
        row("glass_to_glass_p95", [parts[18]], "s", at_most=3),
    ]
