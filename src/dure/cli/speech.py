"""How the command line speaks: sentences, one mark in front, what to do after a failure."""

import sys
from functools import cache
from typing import TYPE_CHECKING

from dure.engine.errors import EngineError

if TYPE_CHECKING:
    from rich.console import Console


@cache
def console() -> "Console":
    """The terminal, or a plain file when there is none."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


@cache
def _complaints() -> "Console":
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Tell what happens, one line."""
    console().print(f"[dim]•[/] {_plain(sentence)}")


def succeed(sentence: str) -> None:
    """Tell what was done, one line."""
    console().print(f"[green]✓[/] {_plain(sentence)}")


def complain(problem: EngineError) -> None:
    """Tell what went wrong, then what to do."""
    _complaints().print(f"[bold red]✗[/] {_plain(problem.what)}")
    if problem.remedy:
        _complaints().print(_plain(problem.remedy), style="yellow")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
