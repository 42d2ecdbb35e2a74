"""How far a viewer's screen is behind a host's camera, both in real browsers: read from the clock in the picture.

python -m tests.browser.glass_to_glass SECONDS, in a checkout; prints seconds behind, one number for each half second.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import chromium
from tests.browser.live_stage import READ, open_stage

EVERY_MS = 500
SETTLES_MS = 5_000
"""A player that has just begun still looks for its distance."""


def main(seconds: int) -> None:
    """Film, watch, and print."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, open_stage(Path(folder)) as stage:
        phone, viewer = browser.new_page(), browser.new_page()
        stage.film(phone)
        viewer.goto(f"{stage.address}/page/live")
        stage.wait_for_list(viewer)
        viewer.locator("[data-do=play]").click()
        viewer.wait_for_function(f"() => {{ const seen = ({READ})(); return seen && seen.at > 0.2; }}")
        viewer.wait_for_timeout(SETTLES_MS)
        behind = []
        for _each in range(seconds * 1_000 // EVERY_MS):
            viewer.wait_for_timeout(EVERY_MS)
            behind.append(viewer.evaluate(READ)["behind_ms"] / 1_000)
    json.dump(behind, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
