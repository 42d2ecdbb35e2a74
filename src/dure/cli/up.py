"""`dure up` and `dure down`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.speech import console, say, succeed
from dure.cli.surroundings import DataOption, chosen, engines_of, house_of, running_house, secret_key
from dure.engine.errors import EngineError, FolderInUse

if TYPE_CHECKING:
    from dure.engine.house import HouseFolder
    from dure.engine.state import HouseState
    from dure.engine.supervisor import Plan
    from dure.site.config import Config

UNSAFE = 2
ALREADY_RUNNING = 3
DETACH_WITHIN_S = 900.0
HOME_WITHIN_S = 30.0
LOG_TAIL_LINES = 15
STOP_WITHIN_S = 15.0


def up(
    port: Annotated[
        int | None, typer.Option(help="Port of the pages; gate and studio take the next two.", show_default=False)
    ] = None,
    data: DataOption = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Return once the home page answers.")] = False,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Fill a new house with the demo world.")] = True,
) -> None:
    """Start the house: PostgreSQL, NATS, web, worker, gate and studio."""
    config = chosen(data=data, port=port)
    refuse_when_running(config)
    refuse_when_unsafe(config)
    build()
    if detach:
        start_detached(config, demo=demo)
    else:
        run(config, demo=demo)


def refuse_when_running(config: "Config") -> None:
    """Say where the house already runs, and stop."""
    state = running_house(config)
    if state:
        say(f"This house is already running at {state.address} (process {state.pid}). Nothing was changed.")
        say(f"Stop it with `dure down`, or start another with --data and --port. Its data: {config.folder}")
        raise typer.Exit(ALREADY_RUNNING)


def refuse_when_unsafe(config: "Config") -> None:
    """List every reason why this house must not open to the world, and stop."""
    from dure.site.production import refusals

    reasons = refusals(config, has_demo_world=house_of(config).demo_mark.exists())
    if reasons:
        console().print("[bold red]✗[/] Dure does not start in production mode like this:")
        for reason in reasons:
            console().print(f"  [red]•[/] {reason}")
        raise typer.Exit(UNSAFE)


def build() -> None:
    """Build what a checkout lacks; an installed package has it all."""
    from dure.cli.build import build_what_changed

    build_what_changed()


def plan_of(config: "Config", *, demo: bool) -> "Plan":
    """Put together what the supervisor needs."""
    from dure.cli import preparations, programs
    from dure.engine.supervisor import Plan, PortWish
    from dure.site.config import Mode

    house = house_of(config)
    house.prepare()
    steps = [partial(preparations.migrate, house)]
    if demo and config.mode is Mode.DEMO:
        steps.append(partial(preparations.build_demo_world, house))
    if config.mode is Mode.PRODUCTION:
        steps.append(partial(preparations.refuse_demo_people, house))
    children = [programs.web(config), *programs.gates(config), programs.studio(config)]
    if find_spec("dure.site.worker"):
        children.append(programs.worker())
    return Plan(
        house=house,
        address=config.address,
        gate_address=config.gate_address,
        studio_address=config.studio_address,
        engines=engines_of(config),
        programs=children,
        ports=(
            PortWish(config.host, config.port, "the pages", "--port or DURE_PORT"),
            PortWish(config.host, config.chosen_gate_port, "the gate", "DURE_GATE_PORT"),
            PortWish(config.host, config.chosen_studio_port, "the studio", "DURE_STUDIO_PORT"),
        ),
        environment=programs.environment(config, secret_key(config)),
        preparations=steps,
    )


def run(config: "Config", *, demo: bool) -> None:
    """Run the house in this process until it is asked to stop."""
    from dure.engine.supervisor import Supervisor

    began = time.monotonic()
    plan = plan_of(config, demo=demo)
    status = console().status("Starting") if console().is_terminal else nullcontext()

    def ready() -> None:
        if console().is_terminal:
            status.stop()  # type: ignore[union-attr]
        announce(config, time.monotonic() - began)
        console().print("[dim]Ctrl-C stops the house.[/]")

    with status:
        try:
            Supervisor(plan, say).run(ready)
        except FolderInUse as problem:
            say(problem.what)
            say(problem.remedy)
            raise typer.Exit(ALREADY_RUNNING) from None
    succeed("Stopped")


def announce(config: "Config", seconds: float) -> None:
    """Tell where the house answers and how to come in."""
    succeed(f"Dure is ready at {config.public_url or config.address} ({seconds:.1f} s)")
    mark = house_of(config).demo_mark
    if mark.exists() and mark.read_text().strip():
        console().print(f"  {mark.read_text().strip()}", markup=False)


def start_detached(config: "Config", *, demo: bool) -> None:
    """Start a supervisor that outlives this command; return once the home page answers."""
    from dure.cli.programs import proxy_headers
    from dure.engine.program import answers

    began = time.monotonic()
    house = house_of(config)
    house.prepare()
    log = house.log("supervisor")
    offset = log.stat().st_size if log.exists() else 0
    supervisor = _spawn_supervisor(house, demo=demo)
    with console().status("Starting"):
        _wait_for(lambda: _is_ready(config, supervisor.pid), supervisor, DETACH_WITHIN_S, house, offset)
        home = partial(answers, config.address, headers=proxy_headers(config))
        _wait_for(home, supervisor, HOME_WITHIN_S, house, offset)
    announce(config, time.monotonic() - began)
    console().print("[dim]`dure status` shows its processes, `dure down` stops it.[/]")


def _wait_for(
    is_so: Callable[[], bool], supervisor: subprocess.Popen[bytes], within_s: float, house: "HouseFolder", offset: int
) -> None:
    """Wait until it is so; explain and stop when the supervisor ends or the time is over."""
    from dure.engine.logs import last_lines

    deadline = time.monotonic() + within_s
    while not is_so():
        if supervisor.poll() is not None:
            _explain(house, offset)
            raise typer.Exit(supervisor.returncode or 1)
        if time.monotonic() > deadline:
            supervisor.terminate()
            supervisor.wait(STOP_WITHIN_S)
            words = "\n".join(last_lines(house.log("web"), LOG_TAIL_LINES))
            raise EngineError("The home page does not answer; the house was stopped. The web process said:", words)
        time.sleep(0.1)


def _spawn_supervisor(house: "HouseFolder", *, demo: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dure", "up", "--demo" if demo else "--no-demo"]
    with house.log("supervisor").open("ab") as output:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", start_new_session=True
        )


def _is_ready(config: "Config", pid: int) -> bool:
    state = running_house(config)
    return state is not None and state.pid == pid and state.ready


def _explain(house: "HouseFolder", offset: int) -> None:
    with house.log("supervisor").open("rb") as log:
        log.seek(offset)
        console().print(log.read().decode(errors="replace").strip(), markup=False)


def down(data: DataOption = None) -> None:
    """Stop the house that runs on this data folder."""
    config = chosen(data=data)
    state = running_house(config)
    if state is None:
        say(f"No house is running on {config.folder}.")
        return
    stop(state)
    succeed("Stopped")


def stop(state: "HouseState") -> None:
    """Ask the supervisor to stop and wait until it has gone."""
    from dure.engine.state import is_alive

    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_S
    while is_alive(state.pid, state.created_at):
        if time.monotonic() > deadline:
            raise EngineError(
                f"Process {state.pid} is still there after {STOP_WITHIN_S:.0f} s.", f"kill -9 {state.pid}"
            )
        time.sleep(0.05)
