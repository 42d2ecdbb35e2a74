"""`dure test`: the tests of the house."""

import subprocess
import sys

import typer

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout

SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
"""How the whole suite runs: files shared out over the cores, each with a PostgreSQL and a NATS of its own."""


def test(context: typer.Context) -> None:
    """Run the tests on every core; with arguments, pytest's own, just as they say: `dure test -k book -x`."""
    root = checkout()
    build_what_changed()
    arguments = context.args or SIDE_BY_SIDE
    ended = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=root, check=False)
    raise typer.Exit(ended.returncode)
