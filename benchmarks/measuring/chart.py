"""The goals of a result as a picture: how far each is reached, from the least round to the greatest, 1 is the goal."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from measuring.rows import Row

LINE, NAMES, BARS, NUMBERS, EDGE = 30, 240, 360, 250, 20
REACH_MAX: Final = 2.0
"""Twice as good as promised is drawn as far as bars go."""
STYLE: Final = (
    "text{font:14px sans-serif;fill:#222}.holds{fill:#2f7d4f}.missed{fill:#b3452c}"
    ".spread{stroke:#222;stroke-width:2}.goal{stroke:#222;stroke-dasharray:4 3}"
)


def chart(title: str, rows: Sequence[Row]) -> str:
    """Return an SVG with a bar for each row that has a goal: right of the dashed line it holds."""
    promised = [row for row in rows if row.holds is not None]
    width, height = NAMES + BARS + NUMBERS + 2 * EDGE, (len(promised) + 2) * LINE + EDGE
    line = EDGE + NAMES + BARS / REACH_MAX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}: goals and what was measured</title><style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{EDGE}" y="{LINE}" font-weight="bold">{escape(title)}</text>',
        *(part for place, row in enumerate(promised) for part in _bar(row, (place + 1.5) * LINE)),
        f'<line class="goal" x1="{line}" x2="{line}" y1="{LINE * 1.3}" y2="{height - EDGE}"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bar(row: Row, top: float) -> Iterator[str]:
    """Draw one row: its name, how far it reaches, the spread of its rounds, its numbers."""
    start, middle = EDGE + NAMES, top + LINE / 3
    least, most = sorted(_reach(row, value) for value in row.spread)
    kind = "holds" if row.holds else "missed"
    yield f'<text x="{EDGE}" y="{top + LINE / 2}">{escape(row.id)}</text>'
    yield f'<rect class="{kind}" x="{start}" y="{top}" width="{_reach(row, row.value):.0f}" height="{LINE * 2 // 3}"/>'
    yield f'<line class="spread" x1="{start + least:.0f}" x2="{start + most:.0f}" y1="{middle}" y2="{middle}"/>'
    told = f"{row.value:,g} {row.unit} ({row.goal}{'' if row.holds else ', missed'})"
    yield f'<text x="{start + BARS + EDGE}" y="{top + LINE / 2}">{escape(told)}</text>'


def _reach(row: Row, value: float) -> float:
    """Return how long a value's bar is: what is to be large by its share of the goal, the rest the other way."""
    goal = float(row.goal.lstrip("<>="))
    share = value / goal if row.goal.startswith(">") else goal / value if value else REACH_MAX
    return BARS * min(share, REACH_MAX) / REACH_MAX
