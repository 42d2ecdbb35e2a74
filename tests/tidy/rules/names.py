"""One word, one meaning; no drawers, no leftovers; a test's name is a claim."""

import ast
import re
from collections.abc import Iterator

from dure.cli.rooms import DRAWERS

from .house import House, Module
from .rule import room, rule

# Written so that the pattern is not its own violation.
LEFTOVERS = re.compile(
    r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|\bpd[b]\b|\bbreakpoint[(]|console\.log[(]|\bdebugge[r];|^<{7} |^>{7} ", re.MULTILINE
)
RESERVED = {
    "Account": {"ledger"},
    "Case": {"trust"},
    "Order": {"market"},
    "Customer": set(),
    "Event": set(),
    "Session": set(),
    "Transaction": set(),
    "User": set(),
}
ABBREVIATIONS = {"acct", "amt", "btn", "cfg", "cnt", "ctx", "idx", "impl", "mgr", "qty", "req", "resp", "svc", "usr"}
WORDS_OF_A_CLAIM = 3


@rule({"src/dure/kernel/utils.py": '"""Drawer."""\n'}, {"src/dure/rooms/people/helpers/__init__.py": '"""Drawer."""\n'})
def nothing_is_named_drawer(house: House) -> Iterator[str]:
    """No module is named after nothing: utils, helpers, common, misc, manager, base."""
    for module in house.modules:
        drawers = DRAWERS.intersection({module.path.stem, *module.path.parts[:-1]})
        if drawers:
            yield f"{module.path}: `{drawers.pop()}` says nothing; name it after what it does"


@rule(
    {"src/dure/kernel/later.py": '"""Later."""\n# TO' + "DO: think\n"},
    {"src/dure/ui/frontend/loud.ts": "console." + "log(1)\n"},
    {"src/dure/rooms/people/templates/people/page.html": "{# FIX" + "ME #}\n"},
)
def nothing_is_left_over(house: House) -> Iterator[str]:
    """No notes to oneself, no debugger, no conflict marks."""
    for path, text in house.texts(".py", ".ts", ".css", ".html", ".md", ".sql", ".toml", ".sh", ""):
        for found in LEFTOVERS.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path}:{line} `{found.group().strip()}` is left over: do it, or open an issue"


@rule(room(models='"""Tables."""\nclass Customer:\n    """Who buys."""\n'))
def reserved_words_keep_their_meaning(house: House) -> Iterator[str]:
    """A class is not named by a word that the glossary gives another meaning or another room."""
    for module in house.product:
        for cls in module.classes():
            if cls.name in RESERVED and module.room and module.room not in RESERVED[cls.name]:
                yield f"{module.path}:{cls.lineno} `{cls.name}` means something else here (docs/glossary.md)"


def _defined_names(module: Module) -> Iterator[tuple[int, str]]:
    """Names of functions, classes and arguments, with their lines."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


@rule({"src/dure/kernel/short.py": '"""Short."""\ndef read(cfg: str) -> str:\n    """Return it."""\n    return cfg\n'})
def names_are_words(house: House) -> Iterator[str]:
    """Functions, classes and arguments have no abbreviated parts."""
    for module in house.product:
        for line, name in _defined_names(module):
            short = ABBREVIATIONS.intersection(name.lower().split("_"))
            if short:
                yield f"{module.path}:{line} `{name}`: write `{short.pop()}` out"


@rule({"src/dure/kernel/odd.py": '"""Odd."""\nimport os  # noqa: F4' + "01\n"})
def an_exception_has_its_reason(house: House) -> Iterator[str]:
    """A line of product code that is excepted from a lint rule says why, after the rule's code."""
    for module in house.product:
        for number, line in enumerate(module.text.splitlines(), start=1):
            excepted = re.search(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(.*)$", line)
            if excepted and not re.search(r"[a-z]{3}", excepted.group(1)):
                yield f"{module.path}:{number} is excepted without a reason"


@rule({"src/dure/rooms/people/tests/test_join.py": "def test_join() -> None:\n    pass\n"})
def tests_are_named_by_their_claim(house: House) -> Iterator[str]:
    """A test's name says what is claimed, in at least three words after `test_`."""
    for module in house.modules:
        if not module.path.name.startswith("test_"):
            continue
        for function in module.functions():
            words = function.name.removeprefix("test_").split("_")
            if function.name.startswith("test_") and len(words) < WORDS_OF_A_CLAIM:
                yield f"{module.path}:{function.lineno} {function.name}: what is the claim?"


@rule({"src/dure/rooms/people/tests/test_join.py": "from unittest import mock\n"})
def nothing_of_ours_is_mocked(house: House) -> Iterator[str]:
    """Tests use the real rooms: no mock library is imported anywhere."""
    for module in house.modules:
        for line, name in module.imports():
            if name.startswith(("unittest.mock", "mock.", "pytest_mock")):
                yield f"{module.path}:{line} mocks: use the real thing, or a fake at the outer edge"
