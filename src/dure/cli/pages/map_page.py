"""docs/map.md: which room calls which, drawn from the imports themselves."""

from collections import defaultdict

import grimp
from django.apps import apps
from django.db import models

from dure.cli.pages.tables import table
from dure.site.floors import FLOOR_OF, FLOORS

ROOMS = "dure.rooms"
HEAD = """# The map of the house

Drawn from the imports and the foreign keys. Arrows go down only. What a room announces, and who listens, stands in
[events](events.md).
"""


def _place(module: str) -> tuple[str, str] | None:
    """Room and place of a module: `("ledger", "services")`; None outside the rooms and for tests."""
    match module.split("."):
        case ["dure", "rooms", room, place, *rest] if place != "tests" and "tests" not in rest:
            return room, place
    return None


def arrows() -> dict[tuple[str, str], list[str]]:
    """(caller, called) → which of the called room's modules are imported; tests do not count."""
    graph = grimp.build_graph("dure", cache_dir=None)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for importer in graph.modules:
        here = _place(importer)
        for imported in graph.find_modules_directly_imported_by(importer) if here else ():
            there = _place(imported)
            if here and there and here[0] != there[0]:
                found[here[0], there[0]].add(there[1])
    return {pair: sorted(modules) for pair, modules in sorted(found.items())}


def rooms() -> list[str]:
    """The rooms that are built, by floor from the top, then by name."""
    graph = grimp.build_graph("dure", cache_dir=None)
    names = {module.rsplit(".", 1)[-1] for module in graph.find_children(ROOMS)}
    return sorted(names, key=lambda name: (-FLOOR_OF[name], name))


def _keys() -> list[tuple[str, str]]:
    """Foreign keys from one room's table to another's."""
    return sorted(
        (f"`{model._meta.label}.{field.name}`", f"`{field.related_model._meta.label}`")
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and {model._meta.app_label, field.related_model._meta.app_label} <= FLOOR_OF.keys()
        and model._meta.app_label != field.related_model._meta.app_label
    )


def _drawing(built: list[str], calls: dict[tuple[str, str], list[str]]) -> str:
    """The map as a Mermaid drawing, one box a floor."""
    lines = ["flowchart TD"]
    for number in reversed(range(len(FLOORS))):
        here = [name for name in built if FLOOR_OF[name] == number]
        if here:
            lines += [f'  subgraph floor{number}["floor {number}"]', *(f"    {name}" for name in here), "  end"]
    lines += [f"  {caller} --> {called}" for caller, called in calls]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def page() -> str:
    """Return the map of the house."""
    built, calls = rooms(), arrows()
    rows = [
        (f"`{caller}`", f"`{called}`", ", ".join(f"`{module}`" for module in modules))
        for (caller, called), modules in calls.items()
    ]
    return "\n".join(
        [
            HEAD,
            _drawing(built, calls),
            "## Calls\n",
            table(("room", "calls", "through"), rows),
            "## Foreign keys between rooms\n",
            table(("key", "points to"), _keys()),
        ]
    )
