"""`dure bench`: every benchmark can be found, says what it measures, and is listed for people."""

from pathlib import Path

from typer.testing import CliRunner

from dure.cli.bench import benchmarks, promise_of
from dure.cli.main import app

ROOT = Path(__file__).resolve().parents[2]


def test_every_benchmark_is_listed_with_its_promise() -> None:
    """Without a name, the list; nothing is measured."""
    listed = CliRunner().invoke(app, ["bench"])
    assert listed.exit_code == 0
    for name, path in benchmarks(ROOT).items():
        assert f"{name:12} {promise_of(path)}" in listed.output
        assert f"./dure bench {name}" in (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")


def test_an_unknown_benchmark_is_refused() -> None:
    """The list is shown instead."""
    assert CliRunner().invoke(app, ["bench", "nothing-of-the-sort"]).exit_code == 2
