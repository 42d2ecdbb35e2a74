"""Where the points and bars of small charts lie. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[str, float] | tuple[str, float, str]
"""A label, a number, and the number as people read it when that differs."""

WIDTH = 360
FLOOR = 168
ROOM = 138
SPARK = (96, 30)


@dataclass(frozen=True)
class Bar:
    """One bar of a bar chart, in a box of 360 by 192."""

    label: str
    text: str
    x: float
    y: float
    width: float
    height: float
    is_last: bool

    @property
    def middle(self) -> float:
        """The x its words are centred on."""
        return round(self.x + self.width / 2, 1)


def bars(points: Sequence[Point]) -> Iterator[Bar]:
    """Yield the bars of a chart, highest value at full height."""
    step = WIDTH / max(len(points), 1)
    highest = max((point[1] for point in points), default=0) or 1
    for place, point in enumerate(points):
        height = round(max(point[1], 0) / highest * ROOM, 1)
        yield Bar(
            label=point[0],
            text=point[2] if len(point) == 3 else f"{point[1]:g}",  # noqa: PLR2004  the optional third part
            x=round(place * step + step * 0.24, 1),
            y=FLOOR - height,
            width=round(step * 0.52, 1),
            height=height,
            is_last=place == len(points) - 1,
        )


def sparkline_points(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points of a line in a box of 96 by 30, lowest value at the bottom. Needs at least one value."""
    width, height = SPARK
    low, high = min(values), max(values)
    step = (width - 6) / max(len(values) - 1, 1)
    return [
        (3 + place * step, height - 4 - (value - low) / ((high - low) or 1) * (height - 8))
        for place, value in enumerate(values)
    ]
