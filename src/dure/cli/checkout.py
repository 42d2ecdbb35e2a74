"""The checkout this house runs from; an installed wheel has none."""

from pathlib import Path

import typer


def checkout() -> Path:
    """Return the root of the checkout; say so and stop where Dure was installed as a package."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").exists() or not (root / "tests").exists():
        typer.echo("This command needs a checkout of Dure; an installed package has no tests.", err=True)
        raise typer.Exit(2)
    return root
