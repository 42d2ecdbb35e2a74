"""China's provinces as tiles: where each stands on a board of nine by eight. A board, not a map. Pure."""

TILES: dict[str, tuple[int, int]] = {
    "230000": (8, 0),
    "150000": (5, 1), "110000": (6, 1), "210000": (7, 1), "220000": (8, 1),
    "650000": (1, 2), "620000": (3, 2), "640000": (4, 2), "140000": (5, 2), "130000": (6, 2), "120000": (7, 2),
    "630000": (2, 3), "610000": (4, 3), "410000": (5, 3), "370000": (6, 3),
    "540000": (1, 4), "510000": (3, 4), "500000": (4, 4), "420000": (5, 4), "340000": (6, 4), "320000": (7, 4),
    "310000": (8, 4),
    "530000": (3, 5), "520000": (4, 5), "430000": (5, 5), "360000": (6, 5), "330000": (7, 5),
    "450000": (4, 6), "440000": (5, 6), "350000": (6, 6),
    "460000": (5, 7),
}  # fmt: skip
"""Column and row of each province by its official code."""

SIDE = 60
GAP = 4
BOARD = (9 * SIDE, 8 * SIDE)


def corner(code: str) -> tuple[int, int] | None:
    """Return the upper left corner of a province's tile, None where there is none."""
    if (place := TILES.get(code)) is None:
        return None
    return place[0] * SIDE + GAP // 2, place[1] * SIDE + GAP // 2


def step(count: int, most: int) -> int:
    """Return which of five colours a count gets: 0 for none, 4 for the most."""
    return 0 if not count else 1 + (3 * count - 1) // max(most, 1) if count < most else 4
