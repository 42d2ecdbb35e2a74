"""`dure test`: the tests of the house."""

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from typing import IO

import typer

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout

HALVES = (("src/dure/rooms",), ("tests", "src/dure", "--ignore=src/dure/rooms"))
"""What runs side by side: the rooms, and everything else. Each half is one ordinary run with a PostgreSQL of its own,
because the order of tests matters: those that commit empty the tables and come last."""
COUNTED = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|deselected)")


def test(context: typer.Context) -> None:
    """Run the tests, in two halves side by side; with arguments, pytest's own, as they say: `dure test -k book -x`."""
    root = checkout()
    build_what_changed()
    if context.args:
        raise typer.Exit(subprocess.run(_pytest(*context.args), cwd=root, check=False).returncode)
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as kept:
        first, second = (subprocess.Popen(_pytest(*half), cwd=root, stdout=kept if number else subprocess.PIPE,
                                          stderr=subprocess.STDOUT, text=True)
                         for number, half in enumerate(HALVES))  # fmt: skip
        counts = _told(first.stdout) if first.stdout else Counter()
        codes = [first.wait(), second.wait()]
        kept.seek(0)
        counts += _told(kept)
    said = ", ".join(f"{counts[word]} {word}" for word in ("failed", "passed", "error", "skipped") if counts[word])
    typer.echo(f"===== {said} in {time.monotonic() - began:.2f}s =====")
    raise typer.Exit(max(codes, key=abs))


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def _told(lines: IO[str]) -> Counter[str]:
    """Print what a run says; return what its closing line counts."""
    last = ""
    for line in lines:
        sys.stdout.write(line)
        last = line if COUNTED.search(line) and " in " in line else last
    sys.stdout.flush()
    return Counter({word: int(count) for count, word in COUNTED.findall(last)})
