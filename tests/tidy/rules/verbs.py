"""What a room can do and tell: keyword-only, typed, one transaction, tested; and why it says no."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from .entrances import writes
from .house import House, Module
from .rule import room, rule

ERROR_FILES = {Path("src/dure/kernel/errors.py")}


PLAIN_VALUES = {"Money", "UUID", "bool", "bytes", "date", "datetime", "dict", "float", "int", "str"}


def is_verb(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function opens a transaction: by Django's decorator, by the room's own `verb`, or inside."""
    if any(isinstance(statement, ast.FunctionDef) for statement in function.body):
        return False  # a decorator
    return any(getattr(node, "attr", getattr(node, "id", "")) in {"atomic", "verb"} for node in ast.walk(function))


def _may_come_first(argument: ast.arg) -> bool:
    """Whether an argument is the thing a question is about, such as an entry, and not a plain value."""
    annotation = ast.unparse(argument.annotation) if argument.annotation else ""
    return bool(annotation) and not PLAIN_VALUES.intersection(re.findall(r"\w+", annotation)[:1])


@rule(
    room(services='"""Verbs."""\n@atomic\ndef join(person: Person) -> None:\n    """Join."""\n'),
    room(queries='"""Reads."""\ndef people_of(region: str) -> None:\n    """Return them."""\n'),
    room(queries='"""Reads."""\ndef people_of(region: Region, day: Day) -> None:\n    """Return them."""\n'),
)
def verbs_and_queries_take_keywords_only(house: House) -> Iterator[str]:
    """Verbs take keyword-only arguments; questions too, save the one thing they are about. So a call reads as a sentence."""
    for module in house.room_modules("services", "queries"):
        for function in module.public_functions():
            positional = [*function.args.posonlyargs, *function.args.args]
            allowed = not is_verb(function) and len(positional) == 1 and _may_come_first(positional[0])
            if positional and not allowed:
                yield f"{module.path}:{function.lineno} {function.name}: put a `*` before its arguments"


@rule(
    room(
        services='"""Verbs."""\ndef join(*, name: str) -> None:\n    """Join."""\n    Person.objects.create(name=name)\n'
    )
)
def a_verb_is_one_transaction(house: House) -> Iterator[str]:
    """A verb that writes or announces is atomic: all of it happened, or nothing."""
    for module in house.room_modules("services"):
        for function in module.public_functions():
            calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            changes = any(writes(function)) or calls & {"announce", "announce_all"}
            if changes and not is_verb(function):
                yield f"{module.path}:{function.lineno} {function.name} writes outside a transaction"


@rule(room(services='"""Verbs."""\n@atomic\ndef leave(*, name: str) -> None:\n    """Leave."""\n'))
def every_verb_is_tested(house: House) -> Iterator[str]:
    """Each public verb is named in its own room's tests."""
    tests: dict[str, str] = defaultdict(str)
    for module in house.modules:
        if module.room and module.place == "tests":
            tests[module.room] += module.text
    for module in house.room_modules("services"):
        for function in module.public_functions():
            if module.room and is_verb(function) and not re.search(rf"\b{function.name}\b", tests[module.room]):
                yield f"{module.path}:{function.lineno} {function.name} is in no test of its room"


def _refusals(house: House) -> Iterator[tuple[Module, ast.ClassDef, dict[str, ast.expr]]]:
    """Every refusal with what its class body assigns."""
    for module in house.product:
        if module.place == "errors" or module.path in ERROR_FILES:
            for cls in module.classes():
                yield module, cls, dict(_assignments(cls))


def _assignments(cls: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """Names a class body gives values to."""
    for node in cls.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


@rule(
    room(
        errors='"""No."""\nclass Full(Refusal):\n    """Full."""\n    code = "full"\n    sentence = _("No.")\n'
        'class Shut(Refusal):\n    """Shut."""\n    code = "full"\n    sentence = _("No.")\n'
    ),
    room(errors='"""No."""\nclass Full(Refusal):\n    """Full."""\n    sentence = _("No.")\n'),
    room(
        errors='"""No."""\nclass Full(Refusal):\n    """Full."""\n    code = "People-Full"\n    sentence = _("No.")\n'
    ),
)
def refusals_have_codes_of_their_own(house: House) -> Iterator[str]:
    """Every refusal of a room has a snake_case code that no other refusal in the house has, and a sentence."""
    seen: dict[str, str] = {}
    for module, cls, values in _refusals(house):
        where = f"{module.path}:{cls.lineno} {cls.name}"
        code = getattr(values.get("code"), "value", None)
        if code is None:
            if module.room:
                yield f"{where} has no code"
            continue
        if not re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)*", code):
            yield f"{where}: code {code!r} is not snake_case"
        if code in seen:
            yield f"{where}: code {code!r} already belongs to {seen[code]}"
        if "sentence" not in values:
            yield f"{where} has no sentence for the person who reads it"
        seen[code] = where
