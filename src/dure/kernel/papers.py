"""Papers: PDF from typst templates, set inside the process; neither the network nor the machine's fonts are asked.

A template lies in its room, `papers/<name>.typ`, and begins with `#import "/base.typ": *`, which brings the house's
look and `data`, what the caller handed over. Texts in `data` are finished words in the reader's language, sums and
dates too. A picture handed over as "proof.webp" is `picture("proof.webp", width: 4cm)` in the template.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import typst
from django.utils.translation import get_language

from dure.kernel import clock

TYPESETTING: Final = Path(__file__).resolve().parent / "typesetting"
FONTS: Final = TYPESETTING / "fonts"
NOWHERE: Final = TYPESETTING / "no-packages"
"""Where typst would look for packages of others; nothing is there, so a template that asks for one fails at once."""

NO_PICTURES: Final[Mapping[str, bytes]] = MappingProxyType({})


class FontsMissing(RuntimeError):
    """The build has not put the fonts in place; papers would come out empty."""


def pdf(*, template: Path, data: Mapping[str, object], pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """Return the PDF a template makes of `data` (JSON-able; lazy texts and ids become words) in the active language."""
    return _set(template, data, pictures, "pdf")[0]


def page_pictures(
    *, template: Path, data: Mapping[str, object], pictures: Mapping[str, bytes] = NO_PICTURES
) -> list[bytes]:
    """Return the same paper as PNG, a picture a page (144 dots per inch)."""
    return _set(template, data, pictures, "png")


def _set(
    template: Path, data: Mapping[str, object], pictures: Mapping[str, bytes], form: Literal["pdf", "png"]
) -> list[bytes]:
    """Return what typst makes; a mistake in a template is a bug and raises."""
    files = {"main": template.read_bytes(), "/base.typ": (TYPESETTING / "base.typ").read_bytes()}
    made: bytes | list[bytes] = typst.compile(
        files,  # type: ignore[call-overload]  # its own help tells of files in memory, its types forget the bytes
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=form,
        sys_inputs={
            "data": json.dumps(data, default=str),
            "pictures": json.dumps({name: list(content) for name, content in pictures.items()}),
            "language": get_language() or "en",
        },
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
        timestamp=int(clock.now().timestamp()),
    )
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts, read once in a process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if not fonts.families():
        raise FontsMissing(f"no fonts in {FONTS}: run `./dure build`")
    return fonts
