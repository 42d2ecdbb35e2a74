"""`dure logs`: what the processes say."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.surroundings import DataOption, chosen, house_of

if TYPE_CHECKING:
    from pathlib import Path

LOOK_EVERY_S = 0.3


NameArgument = Annotated[
    str | None, typer.Argument(help="postgres, nats, web, worker, gate, studio, supervisor; all if absent.")
]


def logs(
    name: NameArgument = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines arrive.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the latest lines first.")] = 30,
    data: DataOption = None,
) -> None:
    """Print what the processes have written, oldest first."""
    from dure.engine.logs import last_lines

    folder = house_of(chosen(data=data)).logs
    files = sorted(folder.glob(f"{name or '*'}.log"))
    if not files:
        known = ", ".join(sorted(file.stem for file in folder.glob("*.log"))) or "none yet"
        typer.echo(f"There is no log {f'named {name} ' if name else ''}in {folder}. There are: {known}", err=True)
        raise typer.Exit(1)
    for file in files:
        for line in last_lines(file, lines):
            _print(file, line, named=len(files) > 1)
    if follow:
        _follow(files)


def _print(file: "Path", line: str, *, named: bool) -> None:
    typer.echo(f"{file.stem:<10} {line}" if named else line)


def _follow(files: "list[Path]") -> None:
    """Print new lines until interrupted; a log cut by rotation is read from its start."""
    positions = {file: file.stat().st_size for file in files}
    try:
        while True:
            for file in files:
                size = file.stat().st_size
                start = positions[file] if size >= positions[file] else 0
                positions[file] = start + _print_from(file, start, named=len(files) > 1)
            time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        return


def _print_from(file: "Path", start: int, *, named: bool) -> int:
    """Print the whole lines after `start`; return how many bytes they are."""
    with file.open("rb") as log:
        log.seek(start)
        whole, newline, _begun = log.read().rpartition(b"\n")
    for line in whole.decode(errors="replace").splitlines():
        _print(file, line, named=named)
    return len(whole) + len(newline)
