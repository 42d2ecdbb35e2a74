"""`dure check`: runs what it lists, in order, stops or goes on as asked, and never says yes to a failure."""

import io
import sys
from pathlib import Path

import pytest
import typer
from rich.console import Console

from dure.cli.checks import Step, check, run_all, steps

MISUSED = 2


def _step(name: str, *, code: int = 0, is_test: bool = False) -> Step:
    """A step that says its name and ends with a code."""
    program = f"print('this is {name}'); raise SystemExit({code})"
    return Step(
        name=name, promise="it holds", command=(sys.executable, "-c", program), hint=f"mend {name}", is_test=is_test
    )


def _run(chosen: list[Step], root: Path, *, keep_going: bool = False) -> tuple[list[tuple[str, bool]], str]:
    """Run steps; return what passed and what was printed."""
    printed = io.StringIO()
    outcomes = run_all(chosen, root, Console(file=printed, width=200), keep_going=keep_going)
    return [(outcome.step.name, outcome.passed) for outcome in outcomes], printed.getvalue()


def test_stops_at_the_first_failure_and_says_what_to_do(tmp_path: Path) -> None:
    """The failing step's output and hint are shown, later steps do not run."""
    outcomes, printed = _run([_step("one"), _step("two", code=3), _step("three")], tmp_path)

    assert outcomes == [("one", True), ("two", False)]
    assert "this is two" in printed
    assert "mend two" in printed
    assert "this is one" not in printed


def test_goes_on_after_a_failure_when_asked(tmp_path: Path) -> None:
    """`--keep-going` reaches every step, and the failure is not forgotten."""
    outcomes, _ = _run([_step("one", code=1), _step("two")], tmp_path, keep_going=True)

    assert outcomes == [("one", False), ("two", True)]


def test_a_failing_test_step_fails_too(tmp_path: Path) -> None:
    """Steps whose output is shown as they run are judged by the same code."""
    outcomes, _ = _run([_step("tests", code=1, is_test=True)], tmp_path)

    assert outcomes == [("tests", False)]


def test_every_step_has_its_own_name_promise_and_hint() -> None:
    """What fails can be named, understood and mended."""
    names = [step.name for step in steps()]

    assert len(names) == len(set(names))
    assert all(step.promise and step.hint and step.command for step in steps())


def test_tests_come_last_and_cover_the_suite_once() -> None:
    """The four kinds of tests leave nothing out and nothing is run twice."""
    kinds = [step.is_test for step in steps()]
    markers = [step.command[step.command.index("-m", 2) + 1] for step in steps() if "-m" in step.command[2:]]

    assert kinds == sorted(kinds)
    assert markers == ["not browser and not faults", "faults and not browser", "browser"]


def test_an_unknown_step_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name must not look like a passed check."""
    with pytest.raises(typer.Exit) as ended:
        check(only=["lintt"])

    assert ended.value.exit_code == MISUSED
    assert "There is no check named lintt" in capsys.readouterr().out
