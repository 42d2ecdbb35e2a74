"""`dure web`, `dure worker`, `dure gate`, `dure studio`: one process alone, as on a machine of its own."""

import os
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dure.cli.surroundings import chosen, running_house, secret_key
from dure.engine.environment import export
from dure.engine.errors import EngineError

if TYPE_CHECKING:
    from dure.engine.program import Program
    from dure.site.config import Config

PortOption = Annotated[int | None, typer.Option(help="Listen here instead of DURE_PORT.", show_default=False)]


def web(port: PortOption = None) -> None:
    """Run only the pages and the API."""
    from dure.cli import programs

    config = chosen(port=port)
    _become(programs.web(config), config)


def worker() -> None:
    """Run only the worker: reactions, jobs, the relay of news."""
    from dure.cli import programs

    _become(programs.worker(), chosen())


def gate(port: Annotated[int | None, typer.Option(help="Listen here instead of DURE_GATE_PORT.")] = None) -> None:
    """Run only the gate."""
    from dure.cli import programs

    export({"DURE_GATE_PORT": port})
    config = chosen()
    _become(programs.gate(config), config)


def studio(
    port: Annotated[int | None, typer.Option(help="Listen here instead of DURE_STUDIO_PORT.")] = None,
) -> None:
    """Run only the studio."""
    from dure.cli import programs

    export({"DURE_STUDIO_PORT": port})
    config = chosen()
    _become(programs.studio(config), config)


def _become(program: "Program", config: "Config") -> NoReturn:
    """Turn this process into the program, with the same refusals and the same environment as under the supervisor."""
    from dure.cli import programs
    from dure.cli.up import refuse_when_unsafe

    refuse_when_unsafe(config)
    state = running_house(config)
    engines = state.environment if state else {}
    missing = [name for name in ("DURE_DATABASE_URL", "DURE_NATS_URL") if not getattr(config, _field(name))]
    if not engines and missing:
        raise EngineError(
            f"{program.name} has no engines: {' and '.join(missing)} not set, and no house is running here.",
            "Set them to your PostgreSQL and NATS, or start everything with `dure up`.",
        )
    own = programs.environment(config, secret_key(config))
    export({name: value for name, value in engines.items() if name in missing} | own)
    os.execv(program.command[0], program.command)  # noqa: S606 - no shell is the point


def _field(variable: str) -> str:
    return variable.removeprefix("DURE_").lower()
