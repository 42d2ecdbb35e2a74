"""The line icons (Lucide), as far as our pages name them; the build writes them into one small file."""

import json
from functools import cache
from pathlib import Path

UI = Path(__file__).resolve().parent
BUILT = UI / "static" / "ui" / "build" / "icons.json"
SOURCE = UI / "frontend" / "node_modules" / "@iconify-json" / "lucide" / "icons.json"


@cache
def _built() -> dict[str, str]:
    """Return the built icons: the inside of an SVG of 24 by 24, by name."""
    icons: dict[str, str] = json.loads(BUILT.read_text(encoding="utf-8")) if BUILT.exists() else {}
    return icons


@cache
def _source() -> dict[str, str]:
    """Return all icons where the front end's packages are installed, so that a new name works before the next build."""
    if not SOURCE.exists():
        return {}
    book = json.loads(SOURCE.read_text(encoding="utf-8"))
    icons = {name: icon["body"] for name, icon in book["icons"].items()}
    return icons | {name: icons[alias["parent"]] for name, alias in book["aliases"].items() if alias["parent"] in icons}


def icon_body(name: str) -> str:
    """Return the inside of an icon's SVG; KeyError for a name that neither the build nor Lucide knows."""
    found = _built().get(name) or _source().get(name)
    if found is None:
        message = f"no icon {name!r}: is it a Lucide name, written literally in a template or in Python?"
        raise KeyError(message)
    return found


def icon_names() -> tuple[str, ...]:
    """Return the names of the built icons."""
    return tuple(_built())
