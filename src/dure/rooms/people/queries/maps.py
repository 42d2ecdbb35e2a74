"""Small pictures of a country's provinces with how many regions of each are to be helped first."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dure.rooms.people import tiles
from dure.rooms.people.models import Region
from dure.rooms.people.queries import regions

PROVINCE_OF_DOKDO = "47000"
KOREA_MAP = Path(__file__).resolve().parent.parent / "data/korea_map.csv"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A province on a picture: its outline (an SVG path) or its tile's corner, its count and its colour step."""

    region: Region
    count: int
    step: int
    paths: tuple[str, ...] = ()
    corner: tuple[int, int] | None = None
    mark: str = ""
    has_dokdo: bool = False

    @property
    def middle(self) -> int:
        """The x the tile's word is centred on."""
        return self.corner[0] + tiles.SIDE // 2 - tiles.GAP // 2 if self.corner else 0

    @property
    def baseline(self) -> int:
        """The y the tile's word stands on."""
        return self.corner[1] + tiles.SIDE // 2 + tiles.GAP * 2 if self.corner else 0


@cache
def _outlines() -> tuple[tuple[str, str], ...]:
    """Return (province code, outline) of Korea, large ones first."""
    with KOREA_MAP.open(encoding="utf-8", newline="") as lines:
        return tuple((line["code"], line["path"]) for line in csv.DictReader(lines))


def areas(*, country: Region) -> list[Area]:
    """Return a country's provinces in drawing order, with an outline or a tile where we have one, and a count."""
    counts = regions.help_first_counts(country=country.country)
    provinces = list(regions.children(parent=country))
    order = list(dict.fromkeys(code for code, _path in _outlines())) if country.country == "KR" else []
    provinces.sort(key=lambda one: order.index(one.code) if one.code in order else -1)
    return [_area(one, counts) for one in provinces]


def _area(region: Region, counts: dict[str, int]) -> Area:
    """Return one province's area."""
    count, most = counts.get(region.code, 0), max(counts.values(), default=0)
    short = region.aliases[0] if region.name_language == "zh" and region.aliases else region.iso_code.partition("-")[2]
    is_drawn = region.country == "KR"
    return Area(
        region=region,
        count=count,
        step=tiles.step(count, most),
        paths=tuple(path for code, path in _outlines() if code == region.code) if is_drawn else (),
        corner=None if is_drawn else tiles.corner(region.code),
        mark=short,
        has_dokdo=is_drawn and region.code == PROVINCE_OF_DOKDO,
    )
