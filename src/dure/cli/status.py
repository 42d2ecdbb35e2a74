"""`dure status`: what runs, for how long, with how much memory."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.speech import console, say
from dure.cli.surroundings import DataOption, chosen, running_house
from dure.cli.versions import versions

if TYPE_CHECKING:
    from dure.engine.state import HouseState

MEMORY_LIMIT_MB = 600
NOT_RUNNING = 3


@dataclass(frozen=True)
class Line:
    """One process with its memory (PSS, its children included) in megabytes."""

    name: str
    pid: int | None
    uptime_s: float
    restarts: int
    memory_mb: float


def status(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the processes of the running house, their memory and their addresses."""
    config = chosen(data=data)
    state = running_house(config)
    if state is None:
        typer.echo('{"running": false}') if as_json else say(f"No house is running on {config.folder}.")
        raise typer.Exit(NOT_RUNNING)
    lines = lines_of(state)
    if as_json:
        import json

        typer.echo(json.dumps(_as_facts(state, lines, str(config.folder)), indent=2))
    else:
        _print(state, lines, str(config.folder))


def lines_of(state: "HouseState") -> list[Line]:
    """Return one line a process, the supervisor first (without its children)."""
    from dure.engine.memory import own_bytes, used_bytes

    now = time.time()
    supervisor = Line("supervisor", state.pid, now - state.created_at, 0, own_bytes(state.pid) / 1e6)
    children = [
        Line(child.name, child.pid, now - child.started_at, child.restarts, used_bytes(child.pid) / 1e6)
        if child.pid and child.is_running
        else Line(child.name, None, 0.0, child.restarts, 0.0)
        for child in state.children
    ]
    return [supervisor, *children]


def _as_facts(state: "HouseState", lines: list[Line], folder: str) -> dict[str, object]:
    return {
        "running": True,
        "ready": state.ready,
        "address": state.address,
        "gate": state.gate_address,
        "studio": state.studio_address,
        "data": folder,
        "memory_mb": round(sum(line.memory_mb for line in lines), 1),
        "memory_limit_mb": MEMORY_LIMIT_MB,
        "processes": [vars(line) | {"memory_mb": round(line.memory_mb, 1)} for line in lines],
        "versions": versions(),
    }


def _print(state: "HouseState", lines: list[Line], folder: str) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("process", "number", "running for", "restarts", "memory"):
        table.add_column(heading, justify="left" if heading == "process" else "right")
    for line in lines:
        number = str(line.pid) if line.pid else "[red]down[/]"
        table.add_row(line.name, number, _spoken(line.uptime_s), str(line.restarts), f"{line.memory_mb:.0f} MB")
    total = sum(line.memory_mb for line in lines)
    colour = "green" if total <= MEMORY_LIMIT_MB else "red"
    table.add_row("together", "", "", "", f"[{colour}]{total:.0f} of {MEMORY_LIMIT_MB} MB[/]")
    console().print(table)
    addresses = {"pages": state.address, "gate": state.gate_address, "studio": state.studio_address, "data": folder}
    console().print("   ".join(f"{name} {address}" for name, address in addresses.items()))
    console().print("[dim]" + " · ".join(f"{name} {version}" for name, version in versions().items()) + "[/]")


def _spoken(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)[:12] or f"{rest} s"
