"""The drawings that are files of their own; produce stands in the pages themselves."""

from collections.abc import Mapping

from dure.ui.art.logo import logo_file
from dure.ui.art.logo_png import logo_png

ICON_SIZES = (192, 512)
"""Sizes a home screen asks for."""

MASKABLE_MARK = 0.6
"""How much of a maskable icon the mark fills: the rest may be cut away."""

PLAIN_MARK = 0.8


def drawn_files() -> Mapping[str, bytes]:
    """Return every drawn file by name."""
    plain = {f"icon-{size}.png": logo_png(size, PLAIN_MARK) for size in ICON_SIZES}
    return {
        "logo.svg": logo_file().encode(),
        **plain,
        "icon-maskable-512.png": logo_png(512, MASKABLE_MARK),
        "apple-touch-icon.png": logo_png(180, PLAIN_MARK * 0.9),
    }
