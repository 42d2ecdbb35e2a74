"""Which file may know what: pure files know nothing, the web framework stays at the entrances."""

import ast
from collections.abc import Iterator

from .house import House, Module
from .rule import room, rule
from .shape import FOLDERS, TOUCHES_DJANGO

OUTSIDE_WORLD = (
    "allauth",
    "django",
    "http.client",
    "nats",
    "ninja",
    "os",
    "pathlib",
    "procrastinate",
    "psycopg",
    "shutil",
    "socket",
    "subprocess",
    "urllib.request",
)
ONLY_WORDS = ("django.utils.translation", "django.utils.functional.Promise")
ENTRANCES = {"adapters", "admin", "api", "context_processors", "forms", "gate", "middleware", "studio", "urls", "views"}
MONEY_WORDS = {"amount", "balance", "fee", "minor", "money", "price", "total"}


def _is_within(name: str, packages: tuple[str, ...]) -> bool:
    """Whether an imported name is one of these packages or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _pure_modules(house: House) -> Iterator[Module]:
    """A room's modules that are not part of the common shape, and are therefore pure."""
    for module in house.product:
        if module.room and module.place not in TOUCHES_DJANGO | FOLDERS | {"__init__"}:
            yield module


@rule(
    room(ranking='"""Ranks."""\nfrom django.db import models\n'),
    room(ranking='"""Ranks."""\nfrom dure.rooms.people import services\n'),
    room(ranking='"""Ranks."""\nWORDS = open("words").read()\n'),
)
def other_files_of_a_room_are_pure(house: House) -> Iterator[str]:
    """A room's own extra files import no Django, no I/O and no verbs; they can be read and tested alone."""
    for module in _pure_modules(house):
        for line, name in module.imports():
            inside = (
                name.startswith("dure.rooms.")
                and name.split(".")[3:4] != []
                and name.split(".")[3] in TOUCHES_DJANGO - {"errors"}  # a refusal is words and a code
            )
            if (_is_within(name, OUTSIDE_WORLD) and not _is_within(name, ONLY_WORDS)) or inside:
                yield f"{module.path}:{line} imports {name}; a file beside the common shape is pure"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
                yield f"{module.path}:{node.lineno} opens a file; a file beside the common shape is pure"


@rule(room(services='"""Verbs."""\nfrom django.http import HttpRequest\n'))
def the_web_framework_stays_at_the_entrances(house: House) -> Iterator[str]:
    """In a room only entrances import django.http, django.shortcuts and django.template."""
    for module in house.product:
        if module.room is None or module.place in ENTRANCES | {"templatetags"}:
            continue
        for line, name in module.imports():
            if _is_within(name, ("django.http", "django.shortcuts", "django.template", "django.urls")):
                yield f"{module.path}:{line} imports {name}; only entrances know there is a web"


@rule(
    room(services='"""Verbs."""\nimport nats\n'), {"src/dure/ui/news.py": '"""News."""\nfrom nats.aio import client\n'}
)
def the_bus_is_known_below_only(house: House) -> Iterator[str]:
    """NATS is imported in the kernel, the engine and the site, nowhere else (a room's gate.py is part of the site)."""
    for module in house.product:
        if module.path.parts[2] in {"kernel", "engine", "site"} or module.place in {"gate", "studio"}:
            continue
        for line, name in module.imports():
            if _is_within(name, ("nats",)):
                yield f"{module.path}:{line} imports {name}; announce an event instead"


@rule({"src/dure/engine/ports.py": '"""Ports."""\nfrom django.conf import settings\n'})
def the_engine_knows_no_django(house: House) -> Iterator[str]:
    """The engine runs before Django exists."""
    for module in house.product:
        if module.path.parts[2] == "engine":
            for line, name in module.imports():
                if _is_within(name, ("django",)):
                    yield f"{module.path}:{line} imports {name}; the engine knows no Django"


@rule(
    room(models='"""Tables."""\nfrom django.db import models\nprice = models.FloatField()\n'),
    room(fees='"""Fees."""\ndef fee(price_minor: float) -> int:\n    """Return it."""\n    return 1\n'),
)
def money_is_never_a_float(house: House) -> Iterator[str]:
    """No FloatField for money, and no argument or field named after money that is annotated float."""
    for module in house.product:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and "FloatField" in ast.dump(node):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                name = getattr(target, "id", "")
            elif isinstance(node, ast.arg | ast.AnnAssign) and getattr(node.annotation, "id", "") == "float":
                name = node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", "")
            else:
                continue
            if MONEY_WORDS.intersection(name.split("_")):
                yield f"{module.path}:{node.lineno} `{name}` is a float; money is whole minor units"
