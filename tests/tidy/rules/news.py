"""The noticeboard: facts are frozen, plain, named after their room, and announced by nobody else."""

import ast
import re
from collections.abc import Iterator

from .house import House, Module
from .rule import Files, rule

PLAIN = re.compile(r"^(?:str|int|bool|None|tuple\[(?:str|int|bool), \.\.\.\]|[| ]|dict\[str, (?:str|int)\])+$")
HEAD = '"""Facts."""\nfrom dataclasses import dataclass\nfrom typing import ClassVar\n\n'


def _notice(body: str, decorator: str = "@dataclass(frozen=True, kw_only=True)") -> Files:
    """A noticeboard file of the people room with one event."""
    return {"src/dure/events/people.py": f'{HEAD}{decorator}\nclass PersonJoined:\n    """Someone joined."""\n\n{body}'}


SUBJECT = '    subject: ClassVar[str] = "people.person_joined"\n'


def snake(name: str) -> str:
    """`PersonJoined` as `person_joined`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def events(house: House) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Every announced fact of the house with its file."""
    for module in house.product:
        if module.path.parts[2] == "events" and module.path.name != "__init__.py":
            for cls in module.classes():
                yield module, cls


def _fields(cls: ast.ClassDef) -> dict[str, ast.AnnAssign]:
    """Annotated names of a class body."""
    return {
        node.target.id: node
        for node in cls.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


@rule(
    _notice('    subject: ClassVar[str] = "people.joined"\n'),
    _notice("    person_id: str\n"),
    {"src/dure/events/barn.py": f'{HEAD}@dataclass(frozen=True, kw_only=True)\nclass A:\n    """A."""\n\n{SUBJECT}'},
)
def subjects_say_room_and_fact(house: House) -> Iterator[str]:
    """An event's subject is `<room>.<fact_in_snake_case>`, its file is named after the room; so subjects are unique."""
    for module, cls in events(house):
        expected = f"{module.path.stem}.{snake(cls.name)}"
        field = _fields(cls).get("subject")
        actual = getattr(field.value, "value", None) if field else None
        if module.path.stem not in house.rooms:
            yield f"{module.path} belongs to no room"
        if actual != expected:
            yield f"{module.path}:{cls.lineno} {cls.name}: subject is {actual!r}, must be {expected!r}"


@rule(
    _notice(SUBJECT, decorator="@dataclass"),
    _notice(SUBJECT + "    total: Money\n"),
    _notice(SUBJECT + "    def shout(self) -> str:\n        return 'x'\n"),
)
def events_are_plain_frozen_facts(house: House) -> Iterator[str]:
    """An event is a frozen, keyword-only dataclass of plain values without any logic, documented in one sentence."""
    for module, cls in events(house):
        where = f"{module.path}:{cls.lineno} {cls.name}"
        decorators = " ".join(ast.unparse(decorator) for decorator in cls.decorator_list)
        if "frozen=True" not in decorators or "kw_only=True" not in decorators:
            yield f"{where} must be @dataclass(frozen=True, kw_only=True)"
        if any(isinstance(node, ast.FunctionDef) for node in cls.body):
            yield f"{where} has logic; an event is a fact"
        for name, field in _fields(cls).items():
            annotation = ast.unparse(field.annotation)
            if name != "subject" and not PLAIN.match(annotation):
                yield f"{where}.{name}: {annotation} does not travel as plain JSON"


@rule(
    {
        "src/dure/rooms/people/services.py": '"""Verbs."""\nfrom dure.events.ledger import EntryRecorded\n\n'
        '@atomic\ndef join() -> None:\n    """Join."""\n    announce(EntryRecorded())\n',
        "src/dure/rooms/people/tests/test_joining.py": "def test_joins_one_person_once() -> None:\n    join()\n",
    }
)
def a_room_announces_its_own_facts(house: House) -> Iterator[str]:
    """Only the owner announces: verbs of a room import events from that room's file alone."""
    for module in house.room_modules("services"):
        for line, name in module.imports():
            if name.startswith("dure.events.") and name.split(".")[2] != module.room:
                yield f"{module.path}:{line} announces {name}; only its own room may"


@rule(
    {
        "src/dure/rooms/people/reactions.py": '"""Hears."""\n\n@reacts_to(A)\ndef hear(event: A) -> None:\n    """Hear."""\n'
        "    services.join()\n    services.leave()\n"
    }
)
def a_reaction_calls_one_verb(house: House) -> Iterator[str]:
    """A reaction or a job calls at most one verb, so that at least once becomes exactly once."""
    for module in house.room_modules("reactions", "jobs"):
        for function in module.public_functions():
            verbs = [
                ast.unparse(node.func)
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("services.")
            ]
            if len(verbs) > 1:
                yield f"{module.path}:{function.lineno} {function.name} calls {', '.join(verbs)}; make one verb of them"
