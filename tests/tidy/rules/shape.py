"""Every room has the same shape, a floor, a purpose and tests."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from .house import House
from .rule import room, rule

TOUCHES_DJANGO = {
    "adapters",  # what a third-party app asks of us, such as allauth's hooks
    "admin",
    "api",
    "apps",
    "context_processors",
    "errors",
    "factories",
    "forms",
    "gate",
    "studio",
    "jobs",
    "middleware",
    "models",
    "providers",  # companies outside, such as those that take payments, behind one interface of ours
    "queries",
    "reactions",
    "schemas",
    "services",
    "urls",
    "validators",
    "views",
}
FOLDERS = {
    "data",
    "locale",
    "management",
    "migrations",
    "papers",
    "sql",
    "static",
    "templates",
    "templatetags",
    "tests",
}


def floors_declared(house: House) -> list[list[str]]:
    """The rooms' floors as pyproject.toml declares them, lowest first, without the parentheses of unbuilt rooms."""
    tools: Any = house.declarations["tool"]
    contracts = tools["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract.get("containers") == ["dure.rooms"])
    return [re.findall(r"\w+", layer) for layer in reversed(layers)]


@rule(
    {"src/dure/rooms/people/__init__.py": ""},
    {"src/dure/rooms/people/__init__.py": '"""Who and where."""\nimport os\n'},
)
def a_room_says_what_it_is_for(house: House) -> Iterator[str]:
    """A room's __init__.py is a docstring and nothing else."""
    for module in house.product:
        if module.room and module.path.parts[4:] == ("__init__.py",):
            if ast.get_docstring(module.tree) is None:
                yield f"{module.path} does not say what the room is for"
            if len(module.tree.body) > 1:
                yield f"{module.path} does more than say what the room is for"


@rule(
    {"src/dure/rooms/people/stuffing/__init__.py": '"""What?"""\n'},
    {"src/dure/rooms/people/orders.html": "<p></p>"},
)
def a_room_has_the_common_shape(house: House) -> Iterator[str]:
    """Beside the known files and folders a room holds only pure modules, no loose templates and no other packages."""
    for path in house.files:
        if path.parts[:3] != ("src", "dure", "rooms") or len(path.parts) < 5:
            continue
        first = path.parts[4]
        is_folder = len(path.parts) > 5
        if is_folder and first not in FOLDERS | TOUCHES_DJANGO:
            yield f"{path}: `{first}/` is not part of a room's common shape"
        if not is_folder and path.suffix != ".py":
            yield f"{path}: put it in templates/, static/, sql/ or data/"


@rule({"src/dure/rooms/people/tests/test_joining.py": ""})
def every_room_has_tests(house: House) -> Iterator[str]:
    """A room without a single test is a rumour."""
    for name in house.rooms:
        tests = [
            module
            for module in house.modules
            if module.room == name and module.place == "tests" and module.path.name.startswith("test_")
        ]
        if not any(function.name.startswith("test_") for module in tests for function in module.functions()):
            yield f"src/dure/rooms/{name} has no test"


@rule(
    {"src/dure/rooms/barn/__init__.py": '"""A room without a floor."""\n', "src/dure/rooms/barn/tests/test_a.py": ""},
    {"src/dure/site/floors.py": 'FLOORS = (("people", "ledger"),)\n'},
    {"docs/architecture.md": "# The house\n\nfloor | rooms\n"},
)
def floors_agree_in_every_place(house: House) -> Iterator[str]:
    """pyproject.toml, site/floors.py and docs/architecture.md name the same rooms on the same floors."""
    declared = floors_declared(house)
    for name in set(house.rooms) - set(chain.from_iterable(declared)):
        yield f"src/dure/rooms/{name} has no floor in pyproject.toml; use `./dure new-room`"
    if _floors_installed(house) != declared:
        yield "src/dure/site/floors.py and the contract in pyproject.toml name different floors"
    drawn = house.text(Path("docs/architecture.md"))
    for number, names in enumerate(declared):
        line = next((line for line in drawn.splitlines() if re.match(rf"\s*{number}\s", line)), "")
        missing = set(names) - set(re.findall(r"\w+", line))
        if missing:
            yield f"docs/architecture.md does not show {', '.join(sorted(missing))} on floor {number}"


def _floors_installed(house: House) -> list[list[str]]:
    """The floors as the installed house knows them."""
    for node in ast.parse(house.text(Path("src/dure/site/floors.py"))).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            return [list(names) for names in ast.literal_eval(node.value)]
    return []


@rule(room(models='"""Tables."""\nfrom django.db import models\nclass Place(models.Model):\n    """A."""\n'))
def tables_have_migrations(house: House) -> Iterator[str]:
    """A room with tables has migrations, and max_migration.txt names the last one, so parallel work shows as a conflict."""
    for name in house.rooms:
        folder = Path("src/dure/rooms") / name / "migrations"
        migrations = sorted(path.stem for path in house.files if path.parent == folder and path.stem[:4].isdigit())
        has_tables = any(
            isinstance(base, ast.Attribute) and base.attr == "Model"
            for module in house.room_modules("models")
            if module.room == name
            for cls in module.classes()
            for base in cls.bases
        )
        if has_tables and not migrations:
            yield f"{folder} is missing: run makemigrations"
        if migrations and _last_migration_named(house, folder) != migrations[-1]:
            yield f"{folder}/max_migration.txt must say {migrations[-1]}"


def _last_migration_named(house: House, folder: Path) -> str:
    """What max_migration.txt says, nothing where it is absent."""
    path = folder / "max_migration.txt"
    return house.text(path).strip() if path in house.files else ""
