"""The live room's rows: how many watch a core, how soon they see, and what a viewer costs beside a plain broadcast."""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, cast
from uuid import UUID

from measuring import Row, ratios, row
from measuring.callers import HOST
from measuring.gate import free_port, gate
from measuring.house import POSTGRES
from measuring.processes import worked_s  # isort: split

import nats
from django.db.models import F

from dure.engine.nats import EmbeddedNats
from dure.kernel import clock
from dure.rooms.people import factories as people
from dure.rooms.stage.models import Show
from dure.rooms.stage.snapshots import CHANGED
from watching.crowds import Crowd, crowd, end, program, ready
from watching.speakers import seats, speak, stamped
from watching.viewers import Heard

SETTLE_S: Final = 1.5
CATCH_UP_S: Final = 15.0
CENT: Final = 100
LOSS: Final = "The crowd could not be held."


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured: viewers and messages a second of the great crowd, and of the rounds beside a broadcast."""

    viewers: int
    per_second: int
    seconds: float
    changes: int
    beside: int
    beside_per_second: int
    beside_seconds: float
    rounds: int


FULL: Final = Plan(
    viewers=10_000, per_second=100, seconds=20, changes=20,
    beside=1_000, beside_per_second=50, beside_seconds=6, rounds=5,
)  # fmt: skip
QUICK: Final = Plan(
    viewers=1_000, per_second=100, seconds=4, changes=5, beside=1_000, beside_per_second=50, beside_seconds=2, rounds=2
)


@dataclass(frozen=True)
class Ours:
    """Our gate with a show on air: its process, its port, NATS, and seats of those who speak."""

    pid: int
    port: int
    nats_url: str
    show_id: UUID
    passes: Sequence[str]

    @property
    def address(self) -> str:
        """Where its viewers come."""
        return f"ws://{HOST}:{self.port}/live/{self.show_id}"


@dataclass(frozen=True)
class Measured:
    """One part: what the server worked, what was heard, how many messages were said."""

    server_s: float
    wall_s: float
    heard: Heard
    said: int

    @property
    def viewer_us(self) -> float:
        """The microseconds the server worked for one viewer and one message said."""
        return 1e6 * self.server_s / (self.said * len(self.heard.sequences))


def room_rows(*, is_quick: bool) -> list[Row]:
    """Measure live rooms and return the rows, what is promised first."""
    plan = QUICK if is_quick else FULL
    with our_gate() as ours:
        great = great_crowd(ours, plan)
        beside = beside_a_broadcast(ours, plan)
    return [*great, *beside]


@contextmanager
def our_gate() -> Iterator[Ours]:
    """Start NATS and a gate, and put a show on air."""
    now = clock.now()
    facts = {"status": "live", "started_at": now, "starts_at": now, "scheduled_at": now, "languages": ["ko"]}
    show = Show.objects.create(organisation=people.make_organisation(), title="사과", **facts)
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        EmbeddedNats(Path(folder) / "nats") as bus,
        gate(POSTGRES.owner_url, DURE_NATS_URL=bus.url) as (pid, port),
    ):
        yield Ours(pid, port, bus.url, show.id, seats(show.id, 600))


def great_crowd(ours: Ours, plan: Plan) -> list[Row]:
    """Let as many watch as are promised for a core, while many speak and the screen changes."""
    with crowd(ours.address, plan.viewers) as watching:
        chat = part(ours.pid, watching, lambda: asyncio.run(said_to(ours, plan.per_second, plan.seconds)))
        changes = part(ours.pid, watching, lambda: asyncio.run(changed(ours, plan.changes)))
        stale = stale_after(watching, sequence_of(ours.show_id))
    viewers, waits = len(chat.heard.sequences), chat.heard.waits_s
    return [
        row("room_viewers", [viewers], "viewers", at_least=plan.viewers),
        row("room_chat_ms_p99", [percentile_ms(waits, 99)], "ms", at_most=1_500),
        row("room_state_ms_p99", [percentile_ms(changes.heard.state_waits_s, 99)], "ms", at_most=500),
        row("room_lost_states", [stale], "viewers", at_most=0),
        row("room_core", [CENT * chat.server_s / chat.wall_s], "% of core", at_most=100),
        row("room_cut_off", [chat.heard.lost + changes.heard.lost], "viewers", at_most=0),
        row("room_chat_ms_p50", [percentile_ms(waits, 50)], "ms"),
        row("room_state_ms_p50", [percentile_ms(changes.heard.state_waits_s, 50)], "ms"),
        row("room_lines_shown_a_second", [chat.heard.lines / viewers / chat.wall_s], "lines"),
        row("room_deliveries_a_second", [chat.heard.lines / chat.wall_s], "lines"),
        row("room_viewer_us", [chat.viewer_us], "µs"),
    ]


def stale_after(watching: Crowd, sequence: int) -> int:
    """Return how many see an older state still, when everybody has had time to read."""
    until = time.monotonic() + CATCH_UP_S
    while (stale := sum(each != sequence for each in watching.heard().sequences)) and time.monotonic() < until:
        time.sleep(SETTLE_S)
    return stale


def beside_a_broadcast(ours: Ours, plan: Plan) -> list[Row]:
    """Let ours and a plain broadcast serve the same crowd and the same messages, in turns."""
    port = free_port()
    plain = program("plain", str(port))
    found: dict[str, list[Measured]] = {"ours": [], "plain": []}

    def say() -> int:
        return asyncio.run(said_to(ours, plan.beside_per_second, plan.beside_seconds))

    def tell() -> int:
        return broadcast(cast("IO[str]", plain.stdin), plan)

    try:
        ready(plain)
        with crowd(ours.address, plan.beside) as there, crowd(f"ws://{HOST}:{port}/", plan.beside) as here:
            for number in range(plan.rounds):
                found["ours"].append(part(ours.pid, there, say))
                found["plain"].append(part(plain.pid, here, tell))
                print(f"round {number + 1} of {plan.rounds}, load {os.getloadavg()[0]:.1f}", flush=True)
    finally:
        end(plain)
    mine, theirs = ([each.viewer_us for each in found[name]] for name in ("ours", "plain"))
    return [
        row("room_plain_vs_ours_cpu", ratios(theirs, mine), "x", at_least=3),
        row("room_beside_viewer_us", mine, "µs"),
        row("room_plain_viewer_us", theirs, "µs"),
        row("room_beside_ms_p99", [percentile_ms(each.heard.waits_s, 99) for each in found["ours"]], "ms"),
        row("room_plain_ms_p99", [percentile_ms(each.heard.waits_s, 99) for each in found["plain"]], "ms"),
    ]


def part(pid: int, watching: Crowd, work: Callable[[], int]) -> Measured:
    """Let something be said, and return what that cost and what was heard."""
    time.sleep(SETTLE_S)
    watching.heard()
    began, worked = time.monotonic(), worked_s(pid)
    said = work()
    time.sleep(SETTLE_S)
    wall_s, server_s = time.monotonic() - began, worked_s(pid) - worked
    return Measured(server_s, wall_s - SETTLE_S, watching.heard(), said)


async def said_to(ours: Ours, per_second: int, seconds: float) -> int:
    """Speak in our show; every message must be kept."""
    said = await speak(ours.port, ours.show_id, ours.passes, per_second=per_second, seconds=seconds)
    assert said.refused == 0, f"{said.refused} messages were refused"
    return said.kept


def broadcast(told: IO[str], plan: Plan) -> int:
    """Have the plain broadcast tell the same messages."""
    began, count = time.monotonic(), int(plan.beside_per_second * plan.beside_seconds)
    for number in range(count):
        time.sleep(max(began + number / plan.beside_per_second - time.monotonic(), 0))
        told.write(f'{{"chat":[{{"id":"{number}","who":"이웃","role":"viewer","text":"{stamped()}"}}]}}\n')
        told.flush()
    return count


async def changed(ours: Ours, count: int) -> int:
    """Change the screen some times, as a verb of the house does: the row first, then a hint."""
    client = await nats.connect(ours.nats_url)
    for _change in range(count):
        await asyncio.to_thread(change, ours.show_id)
        await client.publish(f"{CHANGED}{ours.show_id}", b"%d" % await asyncio.to_thread(sequence_of, ours.show_id))
        await client.flush()
        await asyncio.sleep(0.4)
    await client.close()
    return count


def change(show_id: UUID) -> None:
    """Pin a message that carries its moment."""
    Show.objects.filter(pk=show_id).update(sequence=F("sequence") + 1, pinned_text=stamped())


def sequence_of(show_id: UUID) -> int:
    """Return the number of a show's last change."""
    return Show.objects.values_list("sequence", flat=True).get(pk=show_id)


def percentile_ms(waits_s: Sequence[float], percent: int) -> float:
    """Return how many milliseconds so many of a hundred waited at most."""
    assert waits_s, LOSS
    return 1e3 * statistics.quantiles(waits_s, n=CENT)[percent - 1]
