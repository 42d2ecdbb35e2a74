"""`dure test`: the tests of the house."""

import re
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, Final

import typer

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout
from dure.engine.environment import for_child

GROUPS: Final = (
    ("tests", "-m", "browser"),
    ("tests", "src/dure", "--ignore=src/dure/rooms", "-m", "not browser and not faults"),
    ("tests", "-m", "faults and not browser"),
    ("src/dure/rooms", "--ignore=src/dure/rooms/market"),
    ("src/dure/rooms/market",),
)
"""What runs side by side: a running house seen by people, everything else, a running house that is hurt, the rooms in
two parts that take about as long. Each is one ordinary run with a PostgreSQL of its own, because tests that commit
empty the tables for those beside them. The two that run houses come apart, so that the later begins with the demo
world the earlier made."""
AT_ONCE: Final = 2
SLOWEST: Final = ("--durations=15", "--durations-min=3")
"""Each group tells its slowest tests: where a run that grew long can become short again."""
WITHIN_S: Final = 65 * 60
"""A group that has not ended by then shows where each of its threads stands, and is ended: a run always answers."""
LAST_WORDS_S: Final = 20
KEEP_NOTHING: Final = "PYTHONDONTWRITEBYTECODE"
"""Where this is set, each of some two hundred processes that the tests start would translate the house anew (3 s)."""
COUNTED: Final = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed)")


def test(context: typer.Context) -> None:
    """Run the tests, two groups side by side; with arguments, pytest's own, as they say: `dure test -k book -x`."""
    root = checkout()
    build_what_changed()
    if context.args:
        raise typer.Exit(subprocess.run(_pytest(*context.args), cwd=root, check=False).returncode)
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool, TemporaryDirectory(prefix="dure-test-") as folder:
        world, translated = Path(folder, "world"), Path(folder, "translated")
        world.mkdir()
        groups = [(*group, *SLOWEST, *([f"--demo-world={world}"] if "tests" in group else [])) for group in GROUPS]
        runs = pool.map(lambda group: run(group, root, until=began + WITHIN_S, translated=translated), groups)
        codes, counted = zip(*runs, strict=True)
    counts = sum(counted, Counter[str]())
    words = ", ".join(f"{counts[word]} {word}" for word in ("failed", "passed", "error", "skipped") if counts[word])
    typer.echo(f"===== {words} in {time.monotonic() - began:.2f}s =====")
    raise typer.Exit(next((code for code in codes if code), 0))


def run(group: tuple[str, ...], root: Path, *, until: float, translated: Path) -> tuple[int, Counter[str]]:
    """Run a group to its end, telling at once how far it is, then what else it said; return its code and its counts.

    `until` is on the monotonic clock, in seconds: a group that has not ended by then is ended. `translated` is a folder
    where Python keeps what it translated (bytecode), for the group and all it starts, whatever our environment says.
    """
    told = for_child({"PYTHONPYCACHEPREFIX": str(translated)}, without=(KEEP_NOTHING,))
    tests = subprocess.Popen(
        _pytest(*group), cwd=root, env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert tests.stdout is not None
    said: list[str] = []
    # A program that a test left behind may hold the pipe open for ever: nobody waits for its end.
    listener = Thread(target=_listen, args=(tests.stdout, said), daemon=True)
    listener.start()
    try:
        code = tests.wait(max(until - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        tests.send_signal(signal.SIGABRT)  # the fault handler tells where each thread stands
        with suppress(subprocess.TimeoutExpired):
            tests.wait(LAST_WORDS_S)
        tests.kill()
        code = tests.wait()
        said.append(f"'{' '.join(group)}' had not ended in its time.\n")
    listener.join(LAST_WORDS_S)
    typer.echo("".join(said))
    return abs(code), _counted(said)


def _listen(lines: IO[str], said: list[str]) -> None:
    with lines:
        for line in lines:
            if line.endswith("%]\n"):
                typer.echo(line, nl=False)
            else:
                said.append(line)


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-X", "faulthandler", "-m", "pytest", *arguments]


def _counted(said: list[str]) -> Counter[str]:
    """Return what the closing line of a run counts."""
    closing = [line for line in said if COUNTED.search(line) and " in " in line][-1:]
    return Counter({word: int(count) for line in closing for count, word in COUNTED.findall(line)})
