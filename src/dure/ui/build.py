"""What the front end's build made: addresses, the list a phone keeps, a version."""

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.templatetags.static import static

BUILD = Path(__file__).resolve().parent / "static" / "ui" / "build"
ENTRY = "src/app.ts"
FIRST_FONT = re.compile(r"dure-batang-[\w-]{8}\.woff2")
"""The display font's first file; the others are fetched where a heading needs them."""


@cache
def _manifest() -> dict[str, dict[str, object]]:
    """Return Vite's manifest."""
    manifest: dict[str, dict[str, object]] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def asset_url(name: str) -> str:
    """Return the address of a built file."""
    return static(f"ui/build/{name}")


@cache
def shell() -> tuple[str, ...]:
    """Return what a page needs to stand: its script, styles, mark, and the font's first file."""
    entry = _manifest()[ENTRY]
    fonts = [name for name in _listed(entry, "assets") if FIRST_FONT.fullmatch(str(name))]
    names = [entry["file"], *_listed(entry, "css"), *fonts, "logo.svg"]
    return tuple(asset_url(str(name)) for name in names)


def _listed(entry: dict[str, object], key: str) -> list[object]:
    """Return one of an entry's lists."""
    found = entry.get(key, [])
    return found if isinstance(found, list) else []


@cache
def version() -> str:
    """Return a short name of this build, which changes whenever a shell file does."""
    return sha256("".join(shell()).encode()).hexdigest()[:12]
