"""The mark as a PNG, for home screens that take nothing else. Drawn large with Pillow and scaled down."""

from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

from dure.ui.art.logo import TURNS

PAPER = "#faf5e9"
FINE = 4
"""How much larger it is drawn than kept, for smooth edges."""

CENTRE = 32.0
OUTER = 29.0
INNER = 14.5


def logo_png(size: int, mark: float = 0.86) -> bytes:
    """Return a square PNG; the mark fills this part of it, the rest is paper."""
    big = size * FINE
    image = Image.new("RGB", (big, big), PAPER)
    draw = ImageDraw.Draw(image)
    scale = big * mark / (2 * OUTER)
    for turn, _, fill in TURNS:
        points = [_placed(x, y, turn) for x, y in _blade()]
        draw.polygon([(big / 2 + x * scale, big / 2 + y * scale) for x, y in points], fill=fill)
    kept = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).quantize(64).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _blade() -> list[tuple[float, float]]:
    """Return the outline of one blade around the origin: two half-turns inside, one sixth of the rim outside."""
    tip, tail = (_rim(-30), _rim(30))
    inward = _arc((0, 0), tip, bulge=1)
    outward = [_rim(-30 + step) for step in range(61)]
    back = _arc(tail, (0, 0), bulge=-1)
    return [*inward, *outward, *back]


def _rim(angle: float) -> tuple[float, float]:
    """Return a point of the rim."""
    return OUTER * cos(radians(angle)), OUTER * sin(radians(angle))


def _arc(start: tuple[float, float], end: tuple[float, float], *, bulge: int) -> list[tuple[float, float]]:
    """Return half a circle from start to end, swinging to one side."""
    middle_x, middle_y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    from_x, from_y = start[0] - middle_x, start[1] - middle_y
    turned = ((cos(radians(a)), sin(radians(a) * bulge)) for a in range(0, 181, 3))
    return [(middle_x + from_x * c - from_y * s, middle_y + from_x * s + from_y * c) for c, s in turned]


def _placed(x: float, y: float, turn: float) -> tuple[float, float]:
    """Return a point turned around the origin."""
    c, s = cos(radians(turn)), sin(radians(turn))
    return x * c - y * s, x * s + y * c
