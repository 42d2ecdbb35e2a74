# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely>=2.0"]
# ///
"""Derive `src/dure/rooms/people/data/korea_map.csv` from @svg-maps/south-korea 2.0.0 (CC BY 4.0).

Run by hand: `uv run tools/derive_korea_map.py south_korea_provinces.svg`. Ulleung and Dokdo are kept however small.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from shapely.geometry import Polygon

OUT = Path(__file__).resolve().parent.parent / "src/dure/rooms/people/data/korea_map.csv"
CODES = {
    "busan": "26000", "daegu": "27000", "daejeon": "30000", "gangwon": "51000", "gwangju": "12000",
    "gyeonggi": "41000", "incheon": "28000", "jeju": "50000", "north-chungcheong": "43000",
    "north-gyeongsang": "47000", "north-jeolla": "52000", "sejong": "36000", "seoul": "11000",
    "south-chungcheong": "44000", "south-gyeongsang": "48000", "south-jeolla": "12000", "ulsan": "31000",
}  # fmt: skip
TOLERANCE = 1.3
SMALLEST_ISLAND = 6.0
EAST_SEA = 430  # east of here only Ulleung lies


def rings(path: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the rings of a path made of relative moves and lines only."""
    x = y = 0.0
    for part in re.split(r"m", path)[1:]:
        numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", part)]
        ring = []
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x, y))
        x, y = ring[0]
        yield ring


def simplified(path: str) -> str:
    """Return the path with fewer points, without islets, in absolute whole units."""
    parts = []
    for ring in rings(path):
        shape = Polygon(ring)
        if shape.area < SMALLEST_ISLAND and ring[0][0] < EAST_SEA:
            continue
        plain = shape if shape.area < SMALLEST_ISLAND else shape.simplify(TOLERANCE)
        points = list(plain.exterior.coords)[:-1]
        parts.append("M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in points) + "Z")
    return "".join(parts)


def main(source: Path) -> None:
    """Write the map, large provinces first, so that cities are drawn above the province around them."""
    text = source.read_text(encoding="utf-8")
    found = re.findall(r'<path\s+id="([^"]+)"\s+aria-label="[^"]+"\s+d="([^"]+)"', text)
    drawn = [(CODES[name], simplified(path)) for name, path in found]
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "path"])
        writer.writerows(sorted(drawn, key=lambda one: -len(one[1])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
