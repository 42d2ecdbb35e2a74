"""`dure bench`: measure what is claimed. Each claim is one file of `benchmarks/`."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from dure.cli.checkout import checkout


def bench(
    name: Annotated[str, typer.Argument(help="Which one; without a name, the list of them.")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Fewer and smaller rounds: within a minute.")] = False,
    json: Annotated[Path | None, typer.Option("--json", help="Also write the result there.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Also draw its goals there, as SVG.")] = None,
) -> None:
    """Measure a claim on this machine; exit code 1 when a goal is missed in a full run."""
    root = checkout()
    known = benchmarks(root)
    if name not in known:
        typer.echo("\n".join(f"{each:12} {promise_of(path)}" for each, path in known.items()), err=bool(name))
        raise typer.Exit(2 if name else 0)
    files = {"--json": json, "--plot": plot}
    written = [word for name, path in files.items() if path for word in (name, str(path.absolute()))]
    options = [*(["--quick"] if quick else []), *written]
    ended = subprocess.run([sys.executable, str(known[name]), *options], cwd=root, check=False)
    raise typer.Exit(ended.returncode)


def benchmarks(root: Path) -> dict[str, Path]:
    """Return the benchmarks of a checkout by name, in the order of the alphabet."""
    return {path.stem: path for path in sorted((root / "benchmarks").glob("*.py"))}


def promise_of(path: Path) -> str:
    """Return the first sentence of a benchmark: what it measures, against what."""
    return path.read_text(encoding="utf-8").removeprefix('"""').partition("\n")[0]
