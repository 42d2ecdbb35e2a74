"""Every kind of goods we can draw, by name."""

from collections.abc import Callable, Mapping
from functools import cache
from types import FunctionType, ModuleType
from zlib import crc32

from dure.ui.art import (
    berries,
    citrus,
    drinks,
    fruit,
    grains,
    greens,
    household,
    larder,
    melons,
    pantry,
    roots,
    sea,
    vegetables,
)
from dure.ui.art.patchwork import patchwork

SHEETS = (fruit, berries, citrus, melons, vegetables, greens, roots, grains, pantry, sea, larder, drinks, household)
"""Where the drawings are: a function without arguments each, whose name is the kind's."""

CLOTHS = 8
"""How many different cloths lie behind produce."""

SIDE = 120
"""Width and height of a drawing's box."""


def _drawings(sheet: ModuleType) -> dict[str, Callable[[], str]]:
    """Return what is drawn in a module, by the kind's name."""
    drawn_here = (each for each in vars(sheet).values() if isinstance(each, FunctionType))
    return {
        each.__name__.replace("_", "-"): each
        for each in drawn_here
        if each.__module__ == sheet.__name__ and each.__code__.co_argcount == 0 and not each.__name__.startswith("_")
    }


KINDS: Mapping[str, Callable[[], str]] = dict(
    sorted((name, draw) for sheet in SHEETS for name, draw in _drawings(sheet).items())
)


@cache
def drawn(kind: str) -> str:
    """Return a kind's drawing, for a box of 120 by 120. It stands in the page itself: what it repeats travels light."""
    return KINDS[kind]()


def placed(kind: str, x: float, y: float, side: float) -> str:
    """Return a kind's drawing at a place, so many units wide."""
    return f'<g transform="translate({x:g} {y:g}) scale({side / SIDE:.3g})">{drawn(kind)}</g>'


def tile(kind: str, seed: str, size: tuple[int, int] = (160, 160)) -> str:
    """Return the inside of a tile: the kind on a patchwork of its own."""
    width, height = size
    side = round(min(width, height) * 0.86)
    # A few cloths for all tiles: a page full of them repeats itself, and what repeats itself travels light.
    cloth = crc32(f"{kind}{seed}".encode()) % CLOTHS
    return patchwork(str(cloth), width, height) + placed(kind, (width - side) / 2, (height - side) / 2, side)
