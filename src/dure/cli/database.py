"""`dure psql` and `dure migrate`."""

import signal
import subprocess
from typing import Annotated

import typer

from dure.cli.speech import say, succeed
from dure.cli.surroundings import chosen, engines_of, house_of, reachable_engines, secret_key


def psql(
    context: typer.Context,
    owner: Annotated[bool, typer.Option("--owner", help="As the role that owns the tables.")] = False,
) -> None:
    """Open PostgreSQL's own terminal; further arguments are psql's."""
    from dure.engine.postgres.binaries import installed

    with reachable_engines(chosen(), as_owner=owner) as (url, _owner_url):
        process = subprocess.Popen([installed().path("psql"), url, *context.args])
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is psql's
        process.wait()
        signal.signal(signal.SIGINT, before)
    raise typer.Exit(process.returncode)


def migrate() -> None:
    """Bring the tables up to date, as their owner; only what is new."""
    from dure.cli import preparations, programs

    config = chosen()
    house = house_of(config)
    with reachable_engines(config):
        preparations.migrate(house, engines_of(config), programs.environment(config, secret_key(config)), say)
    succeed("The tables are up to date.")
