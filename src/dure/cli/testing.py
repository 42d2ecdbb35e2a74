"""`dure test`: the tests of the house."""

import subprocess
import sys

import typer

from dure.cli.build import build_what_changed
from dure.cli.checkout import checkout


def test(context: typer.Context) -> None:
    """Run the tests; every argument is pytest's, such as `dure test -k book -x`."""
    root = checkout()
    build_what_changed()
    ended = subprocess.run([sys.executable, "-m", "pytest", *context.args], cwd=root, check=False)
    raise typer.Exit(ended.returncode)
