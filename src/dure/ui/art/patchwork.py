"""조각보: a cloth of many pieces, sewn from what is left over. Its colours come from the theme."""

from random import Random

Piece = tuple[int, int, int, int]
"""x, y, width, height."""

COLOURS = 6
SMALLEST = 34
SEAM = 3


def patchwork(seed: str, width: int = 160, height: int = 160, depth: int = 3) -> str:
    """Return pieces of cloth with their running stitches; the same seed sews the same cloth."""
    chance = Random(seed)  # noqa: S311  a pattern, not a secret
    pieces = _cut(chance, (0, 0, width, height), depth)
    return "".join(_cloth(chance, pieces)) + "".join(_seams(pieces, width, height))


def _cut(chance: Random, piece: Piece, depth: int) -> list[Piece]:
    """Cut a piece in two, and those again, mostly along the longer side."""
    x, y, width, height = piece
    if depth == 0 or (width < SMALLEST and height < SMALLEST):
        return [piece]
    upright = (width >= height) ^ (chance.random() < 0.18)
    cut = round((width if upright else height) * chance.uniform(0.34, 0.66))
    first = (x, y, cut, height) if upright else (x, y, width, cut)
    second = (x + cut, y, width - cut, height) if upright else (x, y + cut, width, height - cut)
    return _cut(chance, first, depth - 1) + _cut(chance, second, depth - 1)


def _cloth(chance: Random, pieces: list[Piece]) -> list[str]:
    """Dye every piece, never two in a row alike."""
    dyed, before = [], 0
    for x, y, width, height in pieces:
        before = chance.choice([colour for colour in range(1, COLOURS + 1) if colour != before])
        dyed.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" class="patch-{before}"/>')
    return dyed


def _seams(pieces: list[Piece], right: int, bottom: int) -> list[str]:
    """Stitch the edges that touch another piece."""
    upright = [f"M{x + width} {y + SEAM}V{y + height - SEAM}" for x, y, width, height in pieces if x + width < right]
    level = [f"M{x + SEAM} {y + height}H{x + width - SEAM}" for x, y, width, height in pieces if y + height < bottom]
    return [f'<path d="{"".join(upright + level)}" class="stitch"/>']
