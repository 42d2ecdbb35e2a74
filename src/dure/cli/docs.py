"""`python -m dure.cli.docs [write|check]`: the pages of docs/ that are made from the code. Needs no database."""

import difflib
from importlib import import_module
from pathlib import Path

import django
import typer

from dure.cli.checkout import checkout
from dure.engine.environment import export

NOTE = "<!-- Made by `python -m dure.cli.docs write`; edit the code, not this page. -->\n\n"
PAGES = ("access", "api", "events", "map", "settings")

app = typer.Typer(help="Make the pages of docs/ that come from the code, or check that they are fresh.")


def _start_django() -> None:
    """Load the house, so that tables, routes and reactions are known."""
    export({"DJANGO_SETTINGS_MODULE": "dure.site.settings"})
    django.setup()
    import_module("dure.site.urls")


def fresh_pages() -> dict[Path, str]:
    """Return every generated page as it should be, by its path from the checkout's root."""
    _start_django()
    return {
        Path("docs") / f"{name}.md": NOTE + import_module(f"dure.cli.pages.{name}_page").page().rstrip() + "\n"
        for name in PAGES
    }


def stale_pages(root: Path) -> dict[Path, str]:
    """Return the pages whose file differs, each with the difference."""
    found = {}
    for path, fresh in fresh_pages().items():
        kept = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
        if kept != fresh:
            difference = difflib.unified_diff(
                kept.splitlines(), fresh.splitlines(), str(path), "fresh", lineterm="", n=1
            )
            found[path] = "\n".join(difference)
    return found


@app.command()
def write() -> None:
    """Write every page that is made from the code."""
    root = checkout()
    for path, text in fresh_pages().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        typer.echo(f"wrote {path}")


@app.command()
def check() -> None:
    """Fail when a page differs from what the code says."""
    stale = stale_pages(checkout())
    for difference in stale.values():
        typer.echo(difference)
    if stale:
        names = ", ".join(str(path) for path in stale)
        typer.echo(f"Stale: {names}. Run `python -m dure.cli.docs write`.", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
