"""`dure new-room NAME FLOOR`: a new room in the common shape, entered everywhere a room must be known."""

import keyword
import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from dure.cli.checkout import checkout
from dure.cli.furniture import furniture
from dure.site.floors import FLOOR_OF, FLOORS

ROOMS = Path("src/dure/rooms")
PYPROJECT = Path("pyproject.toml")
FLOORS_FILE = Path("src/dure/site/floors.py")
ARCHITECTURE = Path("docs/architecture.md")
SETTINGS = Path("src/dure/site/settings.py")
URLS = Path("src/dure/site/urls.py")
GROUND = {"cli", "engine", "events", "kernel", "rooms", "site", "ui"}
LABELS_OF_OTHERS = {"account", "admin", "auth", "humanize", "messages", "mfa", "sessions", "socialaccount"}
DRAWERS = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "stuff", "util", "utils"}


class CannotBuild(Exception):
    """The room cannot be built as asked; the message says why. Nothing was written."""


def refuse_bad_request(root: Path, name: str, floor: int) -> None:
    """Raise `CannotBuild` unless a room of this name may be built on this floor of the checkout at `root`."""
    if not re.fullmatch(r"[a-z]{3,20}", name) or keyword.iskeyword(name):
        raise CannotBuild(f"{name!r} is no name for a room: one lower-case English word of 3 to 20 letters.")
    if name in DRAWERS:
        raise CannotBuild(f"{name!r} says nothing; name the room after its subject.")
    if name in GROUND | LABELS_OF_OTHERS:
        raise CannotBuild(f"{name!r} already means something else in the house.")
    if (root / ROOMS / name).exists():
        raise CannotBuild(f"The room {name!r} exists.")
    if not 0 <= floor < len(FLOORS):
        raise CannotBuild(f"There is no floor {floor}; floors are 0 (identity) to {len(FLOORS) - 1} (faces).")
    planned = FLOOR_OF.get(name)
    if planned is not None and planned != floor:
        raise CannotBuild(
            f"{name!r} is planned on floor {planned}; change src/dure/site/floors.py first if that is wrong."
        )


def _changed(text: str, pattern: str, replacement: str, where: Path) -> str:
    """`text` with the one place that fits `pattern` replaced; refuse where there is no such place."""
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    if not count:
        raise CannotBuild(f"{where} has no place for a new room; was its layout changed?")
    return changed


def _declared_in_contract(text: str, name: str, floor: int) -> str:
    """pyproject.toml with the room on its floor, no longer in parentheses."""
    if f"({name})" in text:
        return text.replace(f"({name})", name)
    pattern = rf'^(    "[^"]+)(",\s+# {floor} )'
    return _changed(text, pattern, rf"\1 | {name}\2", PYPROJECT)


def _declared_in_floors(text: str, name: str, floor: int) -> str:
    """site/floors.py with the room in its tuple."""
    if name in FLOOR_OF:
        return text
    return _changed(text, re.escape(_floor_line(FLOORS[floor])), _floor_line((*FLOORS[floor], name)), FLOORS_FILE)


def _floor_line(rooms: tuple[str, ...]) -> str:
    """One floor as it stands in site/floors.py."""
    names = ", ".join(f'"{room}"' for room in rooms)
    return f"    ({names},)," if len(rooms) == 1 else f"    ({names}),"


def _drawn_in_architecture(text: str, name: str, floor: int) -> str:
    """docs/architecture.md with the room on its floor."""
    if name in FLOOR_OF:
        return text
    return _changed(text, rf"^({floor}\s+\w+(?: \| \w+)*)", rf"\1 | {name}", ARCHITECTURE)


def changes(root: Path, name: str, floor: int) -> dict[Path, str]:
    """Every file of the checkout that must know the room, as it will be."""
    places = (PYPROJECT, FLOORS_FILE, ARCHITECTURE, SETTINGS, URLS)
    read = {path: (root / path).read_text(encoding="utf-8") for path in places}
    last_room = r'((?:^    "dure\.rooms\.\w+",\n)+)'
    return {
        PYPROJECT: _declared_in_contract(read[PYPROJECT], name, floor),
        FLOORS_FILE: _declared_in_floors(read[FLOORS_FILE], name, floor),
        ARCHITECTURE: _drawn_in_architecture(read[ARCHITECTURE], name, floor),
        SETTINGS: _changed(read[SETTINGS], last_room, rf'\1    "dure.rooms.{name}",\n', SETTINGS),
        URLS: _changed(
            read[URLS],
            r'^(    path\("", include\("dure\.rooms\.web\.urls"\)\),)',
            rf'    path("{name}/", include("dure.rooms.{name}.urls")),\n\1',
            URLS,
        ),
    }


def build_room(root: Path, name: str, floor: int, purpose: str) -> list[Path]:
    """Build the room and enter it everywhere; return what was written. All or nothing."""
    refuse_bad_request(root, name, floor)
    files = changes(root, name, floor) | {ROOMS / name / path: text for path, text in furniture(name, purpose).items()}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return sorted(files)


def new_room(
    name: Annotated[str, typer.Argument(help="One lower-case English word, such as `market`.")],
    floor: Annotated[int, typer.Argument(help="0 identity, 1 records, 2-3 means, 4 programmes, … 7 faces.")],
    purpose: Annotated[str, typer.Option(help="What the room is for, in one sentence.")] = "",
) -> None:
    """Build a new room in the common shape, with its floor, address, access line, page, translations and test."""
    root = checkout()
    try:
        written = build_room(root, name, floor, purpose or f"The {name} room.")
    except CannotBuild as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(2) from None
    for path in written:
        typer.echo(f"wrote {path}")
    # A fresh Python, because this one has loaded the house as it was before.
    subprocess.run([sys.executable, "-m", "dure.cli.docs", "write"], cwd=root, check=True)
    typer.echo(f"Next: say in {ROOMS / name / '__init__.py'} what the room owns, write a test, then `./dure check`.")


if __name__ == "__main__":
    typer.run(new_room)
