"""The ground the order path is hurt on: PostgreSQL on a small disk, NATS, two gates, and who starts again what dies.

PostgreSQL is filled once from a house that stands, so nothing has to migrate. What dies is brought back by the
supervisor's own `Watched`, without its patience for things that die often.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import psycopg

from dure.engine.archive import dump
from dure.engine.nats import EmbeddedNats
from dure.engine.ports import free_port
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.postgres.roles import DATABASE
from dure.engine.program import Program, RunningProgram, answers
from dure.engine.watch import Watched
from dure.rooms.market.gate.database import LOCKS
from tests.browser.house import ROOT, House, wait_until
from tests.faults.cutter import Cutter
from tests.faults.relay import Relay
from tests.faults.small_volume import MayNotMount, Volume, small_volume

VOLUME_MB = 900
LOOK_EVERY_S = 0.05
UP_WITHIN_S = 60
GATES = ("one", "two")
SECRET = "only for a gate that is killed all day"
LEADER = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"


class Impatient(Watched):
    """A child under watch that is started again at once, however often it dies."""

    @property
    def pause_s(self) -> float:
        """How long the next restart waits."""
        return 0.1


@dataclass
class GateProcess:
    """One gate: the process, its way to PostgreSQL, and the file that says how wrong its clock is."""

    name: str
    port: int
    running: RunningProgram
    cutter: Cutter
    relay: Relay
    clock: Path | None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_leader(self) -> bool:
        """Whether one of its connections holds a cell's lock."""
        with psycopg.connect(self.cutter.database_url, connect_timeout=5) as connection:
            leaders = {row[0] for row in connection.execute(LEADER, [LOCKS])}
        return bool(leaders & self.cutter.backends)


@dataclass
class Ground:
    """Everything that runs; `volume` is None where nothing may be mounted, `why_no_…` says what is missing."""

    folder: Path
    postgres: EmbeddedPostgres
    nats: EmbeddedNats
    gates: list[GateProcess]
    environment: Mapping[str, str]
    volume: Volume | None = None
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether everything runs and one of the gates leads."""
        return self.is_led and self.nats.is_running and all(answers(f"{gate.address}/health") for gate in self.gates)

    @property
    def is_led(self) -> bool:
        """Whether one of the gates leads."""
        try:
            return any(gate.is_leader for gate in self.gates)
        except psycopg.Error:
            return False

    @property
    def leader(self) -> GateProcess:
        """The gate that leads."""
        return self._one(is_leader=True)

    @property
    def follower(self) -> GateProcess:
        """A gate that does not."""
        return self._one(is_leader=False)

    def _one(self, *, is_leader: bool) -> GateProcess:
        found = [gate for gate in self.gates if gate.is_leader is is_leader]
        assert found, "nobody leads" if is_leader else "everybody leads"
        return found[0]

    def wait_until_led(self) -> float:
        """Wait until somebody leads; return how many seconds that took."""
        return wait_until(lambda: self.is_led, within_s=UP_WITHIN_S, what="a gate leads", look_every_s=0.02)

    def wait_until_whole(self, within_s: float = UP_WITHIN_S) -> float:
        """Wait until everything runs again; return how many seconds that took."""
        return wait_until(lambda: self.is_whole, within_s=within_s, what="everything runs again", look_every_s=0.05)


@contextmanager
def ground_filled_from(house: House, folder: Path) -> Iterator[Ground]:
    """Keep a ground up for a while, with a copy of a house's database."""
    with ExitStack() as stack:
        missing: dict[str, str] = {}
        volume = _volume(stack, folder, missing)
        database = (volume.folder if volume else folder) / "postgres"
        postgres = stack.enter_context(EmbeddedPostgres(database, log=folder / "postgres.log"))
        nats = stack.enter_context(EmbeddedNats(folder / "nats"))
        copy_database(house, postgres, folder / "dump")
        environment = _environment(house, folder, postgres, nats)
        gates = [_gate(stack, name, folder, environment, missing) for name in GATES]
        ground = Ground(folder, postgres, nats, gates, environment, volume, missing)
        for gate in gates:
            stack.callback(gate.running.stop)
            gate.running.start()
        stack.callback(_keep_logs, folder)
        stack.enter_context(watched(ground))
        ground.wait_until_whole()
        yield ground


def _keep_logs(folder: Path) -> None:
    """Copy the logs to where a failed run can be read."""
    kept = ROOT / ".dure" / "last-test-logs"
    kept.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        shutil.copy(log, kept / f"orders-{log.name}")


def copy_database(house: House, postgres: EmbeddedPostgres, file: Path) -> None:
    """Fill an empty PostgreSQL with what a house has."""
    with dump.one_moment(house.state().owner_url) as (_connection, snapshot):
        dump.copy_out(house.state().owner_url, snapshot, file)
    dump.copy_in(postgres.superuser_url(DATABASE), file)
    file.unlink()


def _volume(stack: ExitStack, folder: Path, missing: dict[str, str]) -> Volume | None:
    try:
        return stack.enter_context(small_volume(folder / "disk", megabytes=VOLUME_MB))
    except MayNotMount as problem:
        missing["disk"] = f"may not mount: {problem}"
        return None


def _environment(house: House, folder: Path, postgres: EmbeddedPostgres, nats: EmbeddedNats) -> dict[str, str]:
    """Return what the programs of the ground are told."""
    return {
        **house.environment(),
        "DURE_DATA": str(folder / "data"),
        "DURE_DATABASE_URL": postgres.app_url,
        "DURE_NATS_URL": nats.url,
        "DURE_SECRET_KEY": SECRET,
        "DURE_GATE_ORDERS_PER_ADDRESS": "1000000",
    }


def _gate(
    stack: ExitStack, name: str, folder: Path, environment: Mapping[str, str], missing: dict[str, str]
) -> GateProcess:
    """Return a gate that is not started yet."""
    port, cutter = free_port(), stack.enter_context(Cutter(environment["DURE_DATABASE_URL"], folder / f"way-{name}"))
    relay = stack.enter_context(Relay(environment["DURE_NATS_URL"]))
    clock, bent = _bent_clock(folder / f"clock-{name}", missing)
    ways = {"DURE_DATABASE_URL": cutter.url, "DURE_NATS_URL": relay.url}
    told = {**environment, "DURE_GATE_PORT": str(port), **ways, **bent}
    program = Program(f"gate-{name}", (sys.executable, "-m", "dure.site.gate"))
    running = RunningProgram(program, environment=told, log=folder / f"gate-{name}.log", folder=ROOT)
    return GateProcess(name, port, running, cutter, relay, clock)


def _module(file: Path) -> ModuleType:
    """Return what the benchmarks have, which are scripts beside the house and no package of it."""
    found = spec_from_file_location(file.stem, file)
    assert found
    assert found.loader
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


shim = _module(ROOT / "benchmarks" / "measuring" / "shim.py")


def _bent_clock(file: Path, missing: dict[str, str]) -> tuple[Path | None, Mapping[str, str]]:
    """Return a file that bends the clock of a process with these variables; None where nothing makes the shim."""
    library = file.with_suffix(".so")
    library.mkdir()
    try:
        built = shim.build(library)
    except (shim.NoCompiler, OSError, subprocess.CalledProcessError) as problem:
        missing["clock"] = str(problem)
        return None, {}
    shim.set_clock(file, seconds=0)
    return file, shim.environment(built, clock_file=file)


@contextmanager
def watched(ground: Ground) -> Iterator[None]:
    """Start again whatever dies, as the supervisor does, from a thread of its own.

    Linux counts the thread that starts a child as its parent, so this one lives as long as the children should.
    """
    children = [Impatient("postgres", ground.postgres), Impatient("nats", ground.nats)]
    children += [Impatient(gate.name, gate.running) for gate in ground.gates]
    stopping = threading.Event()

    def look() -> None:
        while not stopping.is_set():
            for child in children:
                if sentence := child.check():
                    print(f"  {time.strftime('%X')} {sentence[:200]}", flush=True)
            time.sleep(LOOK_EVERY_S)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def kill(pid: int | None) -> None:
    """End a process without a chance to say goodbye."""
    assert pid, "it does not run"
    os.kill(pid, signal.SIGKILL)
