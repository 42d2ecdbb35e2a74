"""`dure`: every command of the house, in the order people need them."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup

from dure.engine.errors import EngineError

LIVING, WORKING, PARTS = "Living in it", "Working on it", "One part alone"
# (module, function, name, panel). A module that this installation lacks is left out: a package has no tests.
COMMANDS = (
    ("up", "up", "up", LIVING),
    ("up", "down", "down", LIVING),
    ("status", "status", "status", LIVING),
    ("logs", "logs", "logs", LIVING),
    ("doctor", "doctor", "doctor", LIVING),
    ("archive", "backup", "backup", LIVING),
    ("archive", "restore", "restore", LIVING),
    ("proxy", "proxy_config", "proxy-config", LIVING),
    ("testing", "test", "test", WORKING),
    ("checks", "check", "check", WORKING),
    ("bench", "bench", "bench", WORKING),
    ("rooms", "new_room", "new-room", WORKING),
    ("build", "build", "build", WORKING),
    ("database", "psql", "psql", WORKING),
    ("database", "migrate", "migrate", WORKING),
    ("django", "shell", "shell", WORKING),
    ("django", "manage", "manage", WORKING),
    ("django", "demo", "demo", WORKING),
    ("parts", "web", "web", PARTS),
    ("parts", "worker", "worker", PARTS),
    ("parts", "gate", "gate", PARTS),
    ("parts", "studio", "studio", PARTS),
)
GROUPS = (
    ("book", "book", LIVING),
    ("market", "market", LIVING),
    ("produce", "import", LIVING),
    ("replay", "replay", WORKING),
)
PASSED_ON = {"test", "manage", "psql"}  # their arguments belong to another program


class House(TyperGroup):
    """Turns what went wrong around engines into two sentences and an exit code."""

    def invoke(self, context: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except EngineError as problem:
            from dure.cli.speech import complain

            complain(problem)
            raise typer.Exit(problem.exit_code) from None


app = typer.Typer(
    cls=House,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Dure (두레): one open platform for farms, giving and relief. Start with `dure up`.",
)


@app.callback(invoke_without_command=True)
def _dure(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    """Choose a command."""
    if version:
        from dure.cli.versions import own_version

        typer.echo(own_version())
        raise typer.Exit


def _add_commands() -> None:
    for module, function, name, panel in COMMANDS:
        if find_spec(f"dure.cli.{module}"):
            settings = {"ignore_unknown_options": True, "allow_extra_args": True} if name in PASSED_ON else None
            verb = getattr(import_module(f"dure.cli.{module}"), function)
            app.command(name, rich_help_panel=panel, context_settings=settings, add_help_option=not settings)(verb)
    for module, name, panel in GROUPS:
        if find_spec(f"dure.cli.{module}"):
            app.add_typer(import_module(f"dure.cli.{module}").app, name=name, rich_help_panel=panel)


_add_commands()
