"""`dure manage`, `dure shell`, `dure demo`: Django inside this process."""

import sys

import typer

from dure.cli.speech import succeed
from dure.cli.surroundings import chosen, house_of, reachable_engines
from dure.engine.environment import export
from dure.engine.files import write_private

SETTINGS = {"DJANGO_SETTINGS_MODULE": "dure.site.settings"}
AS_OWNER = {"migrate", "grants", "sqlmigrate", "flush"}


def manage(context: typer.Context) -> None:
    """Run any Django management command, such as `dure manage createsuperuser`."""
    with reachable_engines(chosen(), as_owner=bool(AS_OWNER & set(context.args[:1]))):
        _django(*context.args)


def shell() -> None:
    """Open a Python shell with every model imported."""
    with reachable_engines(chosen()):
        _django("shell")


def _django(*arguments: str) -> None:
    export(SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dure manage", *arguments])


def demo() -> None:
    """Fill this house with the demo world; what is already there is left as it is."""
    config = chosen()
    mark = house_of(config).demo_mark
    with reachable_engines(config):
        export(SETTINGS)
        import django

        django.setup()
        from dure.site.demo import build_demo_world

        # Marked before it is built: a world half built is not for production either.
        if not mark.exists():
            write_private(mark, "")
        invitation = build_demo_world()
        write_private(mark, f"{invitation or 'demo world'}\n")
    succeed("The demo world is ready.")
    if isinstance(invitation, str):
        sys.stdout.write(f"{invitation}\n")
