"""How large a thing may grow before it must be split."""

from collections.abc import Iterator

from .house import House
from .rule import rule

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
BYTES_OF_A_FILE = 1_000_000
BYTES_OF_DATA = 6_000_000


@rule(
    {"src/dure/kernel/long.py": '"""Long."""\n' + "X = 1\n" * LINES_OF_A_FILE},
    {"src/dure/ui/frontend/long.ts": "let x = 1;\n" * (LINES_OF_A_FILE + 1)},
)
def files_are_short(house: House) -> Iterator[str]:
    """No file that people write is longer than 400 lines."""
    for path, text in house.texts(".py", ".ts", ".html", ".css", ".sh"):
        lines = text.count("\n")
        if lines > LINES_OF_A_FILE and "migrations" not in path.parts:
            yield f"{path} has {lines} lines; split it by noun (at most {LINES_OF_A_FILE})"


@rule({"src/dure/kernel/long.py": '"""Long."""\ndef run() -> None:\n' + "    print()\n" * LINES_OF_A_FUNCTION})
def functions_are_short(house: House) -> Iterator[str]:
    """No function is longer than 60 lines."""
    for module in house.modules:
        for function in module.functions():
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                yield f"{module.path}:{function.lineno} {function.name} has {lines} lines; say it in steps"


@rule(
    {"docs/images/huge.svg": "x" * (BYTES_OF_A_FILE + 1)},
    {"src/dure/rooms/people/data/huge.csv": "x" * (BYTES_OF_DATA + 1)},
)
def the_repository_stays_light(house: House) -> Iterator[str]:
    """A file is at most 1 MB, open data carried with its licence at most 6 MB."""
    for path in house.files:
        allowed = BYTES_OF_DATA if "data" in path.parts else BYTES_OF_A_FILE
        size = (house.root / path).stat().st_size
        if size > allowed:
            yield f"{path} weighs {size:,} bytes (at most {allowed:,})"
