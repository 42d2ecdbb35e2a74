"""Every kind of produce we can draw, by name."""

from collections.abc import Callable, Mapping
from functools import cache
from zlib import crc32

from dure.ui.art import fruit, pantry, vegetables
from dure.ui.art.patchwork import patchwork

KINDS: Mapping[str, Callable[[], str]] = {
    "apple": fruit.apple,
    "cabbage": vegetables.cabbage,
    "chilli": vegetables.chilli,
    "dried-pollack": pantry.dried_pollack,
    "egg": pantry.egg,
    "garlic": vegetables.garlic,
    "grape": fruit.grape,
    "honey": pantry.honey,
    "mushroom": vegetables.mushroom,
    "peach": fruit.peach,
    "pear": fruit.pear,
    "persimmon": fruit.persimmon,
    "potato": vegetables.potato,
    "pumpkin": vegetables.pumpkin,
    "radish": vegetables.radish,
    "rice": pantry.rice,
    "seaweed": pantry.seaweed,
    "soybean": pantry.soybean,
    "spring-onion": vegetables.spring_onion,
    "strawberry": fruit.strawberry,
    "sweet-potato": vegetables.sweet_potato,
    "tangerine": fruit.tangerine,
    "tomato": vegetables.tomato,
}

CLOTHS = 8
"""How many different cloths lie behind produce."""


@cache
def sprite() -> str:
    """Return one SVG file holding a `<symbol>` of every kind; pages refer to it and browsers keep it."""
    symbols = "".join(f'<symbol id="{kind}" viewBox="0 0 120 120">{draw()}</symbol>' for kind, draw in KINDS.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def tile(kind: str, seed: str, href: str, size: tuple[int, int] = (160, 160)) -> str:
    """Return the inside of a tile: the kind, drawn from the sprite at `href`, on its own patchwork."""
    width, height = size
    side = round(min(width, height) * 0.86)
    left, top = (width - side) // 2, (height - side) // 2
    drawn = f'<use href="{href}#{kind}" x="{left}" y="{top}" width="{side}" height="{side}"/>'
    # A few cloths for all tiles: a page full of them repeats itself, and what repeats itself travels light.
    cloth = crc32(f"{kind}{seed}".encode()) % CLOTHS
    return patchwork(str(cloth), width, height) + drawn
