"""Starts the house in order, keeps it alive, ends it in order."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

import psutil

from dure.engine.child import end_all
from dure.engine.engines import Engines
from dure.engine.environment import for_child
from dure.engine.errors import EngineError, FolderInUse
from dure.engine.files import read_json
from dure.engine.house import HouseFolder
from dure.engine.lock import FolderLock
from dure.engine.logs import last_lines, rotate
from dure.engine.orphans import end_orphans
from dure.engine.ports import require_free
from dure.engine.program import STOP_WITHIN_S, Program, RunningProgram, answers
from dure.engine.state import ChildState, HouseState
from dure.engine.watch import Watched

LOOK_EVERY_S = 0.2
ROTATE_EVERY_S = 30.0
READY_WITHIN_S = 90.0
LOG_TAIL_LINES = 15
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# A child needs none of these; the owner's role least of all.
WITHHELD = ("DURE_DATABASE_OWNER_URL",)

Report = Callable[[str], None]
Environment = Mapping[str, str]


class StopAsked(BaseException):
    """SIGTERM, SIGINT or SIGHUP arrived."""


@dataclass(frozen=True)
class PortWish:
    """A port the house needs, and how to choose another."""

    host: str
    port: int
    purpose: str
    option: str


@dataclass(frozen=True)
class Plan:
    """Everything one run of the house needs to know."""

    house: HouseFolder
    address: str
    gate_address: str
    studio_address: str
    engines: Engines
    programs: Sequence[Program]
    ports: Sequence[PortWish] = ()
    environment: Environment = field(default_factory=dict)
    # Done after the engines start and before the programs do, such as migrations; given engines and environment.
    preparations: Sequence[Callable[[Engines, Environment, Report], None]] = ()


class Supervisor:
    """One run of the house. `report` is told, in sentences, what happens."""

    def __init__(self, plan: Plan, report: Report) -> None:
        """Take the plan; nothing starts before `run`."""
        self.plan = plan
        self.report = report
        self.watched: list[Watched] = []
        self.state = HouseState(
            pid=os.getpid(),
            created_at=psutil.Process().create_time(),
            address=plan.address,
            gate_address=plan.gate_address,
            studio_address=plan.studio_address,
        )

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, call `when_ready`, keep it alive until a signal asks to stop; then end everything."""
        lock = take_house(self.plan.house, self.state)
        with stop_signals():
            try:
                self._start()
                when_ready()
                self._keep_alive()
            except StopAsked:
                self.report("Stopping")
            finally:
                ignore_stop_signals()
                self._stop(lock)

    def _start(self) -> None:
        house = self.plan.house
        end_orphans(_recorded_children(house))
        self._require_ports()
        self._tell()
        self._start_engines()
        environment = {**self.plan.environment, **self.plan.engines.environment()}
        self.state.environment = {name: value for name, value in environment.items() if name != "DURE_SECRET_KEY"}
        self.state.owner_url = self.plan.engines.owner_url
        self._tell()
        for preparation in self.plan.preparations:
            preparation(self.plan.engines, environment, self.report)
        self._require_ports()
        self._start_programs(for_child(environment, without=WITHHELD))
        self.state.ready = True
        self._tell()

    def _require_ports(self) -> None:
        """Refuse ports that others have.

        Asked again after preparing, which takes minutes: the web server would share its port with another house's
        without a word.
        """
        for wish in self.plan.ports:
            require_free(wish.host, wish.port, purpose=wish.purpose, option=wish.option)

    def _start_engines(self) -> None:
        engines = self.plan.engines
        if engines.postgres:
            self._begin(Watched("postgres", engines.postgres), "Starting PostgreSQL")
        if engines.nats:
            self._begin(Watched("nats", engines.nats), "Starting NATS")

    def _start_programs(self, environment: Environment) -> None:
        for program in self.plan.programs:
            log = self.plan.house.log(program.name)
            rotate(log)
            child = RunningProgram(program, environment=environment, log=log, folder=self.plan.house.path)
            self._begin(Watched(program.name, child), f"Starting {program.name}")
        for watched in self.watched:
            self._wait_until_healthy(watched)

    def _begin(self, watched: Watched, sentence: str) -> None:
        self.report(sentence)
        self.watched.append(watched)
        watched.start()
        self._tell()

    def _wait_until_healthy(self, watched: Watched) -> None:
        child = watched.child
        if not isinstance(child, RunningProgram) or child.program.health is None:
            return
        deadline = time.monotonic() + READY_WITHIN_S
        while not answers(child.program.health, headers=child.program.headers):
            if not child.is_running or time.monotonic() > deadline:
                words = "\n".join(last_lines(child.log, LOG_TAIL_LINES))
                raise EngineError(f"{watched.name} did not come up. The end of {child.log}:", words)
            time.sleep(0.1)

    def _keep_alive(self) -> None:
        rotated_at = time.monotonic()
        while True:
            time.sleep(LOOK_EVERY_S)
            sentences = [sentence for watched in self.watched if (sentence := watched.check())]
            for sentence in sentences:
                self.report(sentence)
            if sentences:
                self._tell()
            if time.monotonic() - rotated_at > ROTATE_EVERY_S:
                rotated_at = time.monotonic()
                self._rotate_logs()

    def _rotate_logs(self) -> None:
        for log in self.plan.house.logs.glob("*.log"):
            rotate(log)

    def _tell(self) -> None:
        self.state.children = [watched.state for watched in self.watched]
        self.state.write(self.plan.house)

    def _stop(self, lock: FolderLock) -> None:
        """End the programs together, then the engines they stood on: within 10 seconds in all."""
        programs = [watched.child for watched in self.watched if isinstance(watched.child, RunningProgram)]
        end_all([program.process for program in programs if program.process], patience_s=STOP_WITHIN_S)
        for watched in reversed(self.watched):
            watched.child.stop()
        self.plan.house.state.unlink(missing_ok=True)
        lock.release()


def take_house(house: HouseFolder, state: HouseState) -> FolderLock:
    """Take the data folder for one run, or raise `FolderInUse` saying where the other one answers."""
    house.prepare()
    try:
        return house.lock().take(f"{state.address} (process {state.pid})")
    except FolderInUse as problem:
        raise FolderInUse(
            f"This house is already running at {problem.holder}.",
            f"Stop it with `dure down`, or start another with --data and --port. Its data: {house.path}",
            holder=problem.holder,
        ) from None


def _recorded_children(house: HouseFolder) -> list[ChildState]:
    """The programs an earlier supervisor wrote down; its engines look after their own leftovers."""
    recorded = read_json(house.state).get("children")
    children = [ChildState(**each) for each in recorded] if isinstance(recorded, list) else []
    return [child for child in children if child.name not in {"postgres", "nats"}]


@contextmanager
def stop_signals() -> Iterator[None]:
    """Inside, the first request to stop is raised as `StopAsked` wherever we are; later ones are ignored."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        ignore_stop_signals()
        raise StopAsked

    before = {number: signal.signal(number, ask) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def ignore_stop_signals() -> None:
    """From here on, impatience does not interrupt the orderly end."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
