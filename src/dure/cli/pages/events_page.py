"""docs/events.md: every fact the house announces, its fields, and who listens."""

import dataclasses
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_origin

import dure.events
from dure.cli.pages.tables import first_sentence, table
from dure.kernel.reactions import REACTIONS

HEAD = """# What the house announces

A fact is written in the same transaction as the act it tells of, carried by NATS under its subject, and heard at
least once by each listener, who acts on it exactly once.
"""


def events() -> Iterator[tuple[str, type[Any]]]:
    """Every announced fact with its room, by room and in the order of its file."""
    for module in sorted(pkgutil.iter_modules(dure.events.__path__), key=lambda found: found.name):
        board = import_module(f"dure.events.{module.name}")
        classes = (cls for _, cls in inspect.getmembers(board, inspect.isclass))
        own = (cls for cls in classes if cls.__module__ == board.__name__ and dataclasses.is_dataclass(cls))
        for cls in sorted(own, key=lambda cls: inspect.getsourcelines(cls)[1]):
            yield module.name, cls


def listeners() -> dict[str, list[str]]:
    """Subject → the reactions that hear it, as `room.reaction`."""
    heard: dict[str, list[str]] = defaultdict(list)
    for reaction in REACTIONS.values():
        heard[reaction.event.subject].append(reaction.name)
    return {subject: sorted(names) for subject, names in heard.items()}


def _type_of(field: dataclasses.Field[Any]) -> str:
    """A field's type as it stands in the code."""
    kind: Any = field.type
    return kind.__name__ if isinstance(kind, type) and get_origin(kind) is None else str(kind)


def _section(cls: type[Any], heard_by: list[str]) -> str:
    """One fact: what it means, its fields, who listens."""
    fields = [(f"`{field.name}`", f"`{_type_of(field)}`") for field in dataclasses.fields(cls)]
    listening = ", ".join(f"`{name}`" for name in heard_by) or "nobody yet"
    return (
        f"### {cls.__name__}\n\n{first_sentence(cls.__doc__)}\n\nSubject `{cls.subject}`. Heard by: {listening}.\n\n"
        + table(("field", "type"), fields)
    )


def page() -> str:
    """Return the page of announced facts."""
    heard = listeners()
    parts = [HEAD]
    room_before = None
    for room, cls in events():
        if room != room_before:
            parts.append(f"## {room}\n")
            room_before = room
        parts.append(_section(cls, heard.get(cls.subject, [])))
    return "\n".join(parts)
