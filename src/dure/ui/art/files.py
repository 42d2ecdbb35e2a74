"""The drawings that are files of their own. Names carry a hash of the content, so browsers may keep them for ever."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from dure.ui.art.logo import logo_file
from dure.ui.art.logo_png import logo_png
from dure.ui.art.produce import sprite

ICON_SIZES = (192, 512)
"""Sizes a home screen asks for."""

MASKABLE_MARK = 0.6
"""How much of a maskable icon the mark fills: the rest may be cut away."""

PLAIN_MARK = 0.8


@cache
def sprite_name() -> str:
    """Return the file name of the produce sprite."""
    return f"produce.{sha256(sprite().encode()).hexdigest()[:8]}.svg"


def drawn_files() -> Mapping[str, bytes]:
    """Return every drawn file by name."""
    plain = {f"icon-{size}.png": logo_png(size, PLAIN_MARK) for size in ICON_SIZES}
    return {
        sprite_name(): sprite().encode(),
        "logo.svg": logo_file().encode(),
        **plain,
        "icon-maskable-512.png": logo_png(512, MASKABLE_MARK),
        "apple-touch-icon.png": logo_png(180, PLAIN_MARK * 0.9),
    }
