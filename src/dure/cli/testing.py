"""`dure test`: the tests of the house."""

import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import typer

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout

HOUSES: Final = "browser or faults"
GROUPS: Final = (
    ("tests", "-m", HOUSES),
    ("tests", "src/dure", "--ignore=src/dure/rooms", "-m", f"not ({HOUSES})"),
    ("src/dure/rooms",),
)
"""What runs side by side, the longest first: the tests of running houses, the rooms, and everything else. Each is one
ordinary run with a PostgreSQL of its own, because tests that commit empty the tables for those beside them."""
AT_ONCE: Final = 2
COUNTED: Final = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed)")


def test(context: typer.Context) -> None:
    """Run the tests, two groups side by side; with arguments, pytest's own, as they say: `dure test -k book -x`."""
    root = checkout()
    build_what_changed()
    if context.args:
        raise typer.Exit(subprocess.run(_pytest(*context.args), cwd=root, check=False).returncode)
    began = time.monotonic()
    counts: Counter[str] = Counter()
    codes = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for code, said in pool.map(lambda group: _run(group, root), GROUPS):
            typer.echo(said)
            counts += _counted(said)
            codes.append(code)
    words = ", ".join(f"{counts[word]} {word}" for word in ("failed", "passed", "error", "skipped") if counts[word])
    typer.echo(f"===== {words} in {time.monotonic() - began:.2f}s =====")
    raise typer.Exit(max(codes, key=abs))


def _run(group: tuple[str, ...], root: Path) -> tuple[int, str]:
    """Run a group to its end, telling at once how far it is; return its code and what else it said."""
    run = subprocess.Popen(_pytest(*group), cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert run.stdout is not None
    said = []
    for line in run.stdout:
        if line.endswith("%]\n"):
            typer.echo(line, nl=False)
        else:
            said.append(line)
    return run.wait(), "".join(said)


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def _counted(said: str) -> Counter[str]:
    """Return what the closing line of a run counts."""
    closing = [line for line in said.splitlines() if COUNTED.search(line) and " in " in line][-1:]
    return Counter({word: int(count) for line in closing for count, word in COUNTED.findall(line)})
