"""The gate as a process: the rooms' doors on one port, and `/health`. No Django is loaded here."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from os import getpid
from uuid import UUID

import uvloop

from dure.kernel import tokens
from dure.kernel.gate.tasks import keep_running
from dure.kernel.logs import LineFormatter
from dure.rooms.market.gate.doors import Doors
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.onstage import OnStage, Sold
from dure.rooms.stage.gate.doors import Doors as LiveDoors
from dure.rooms.stage.gate.goods import Bought
from dure.rooms.stage.gate.live import Live
from dure.site.config import Config, config
from dure.site.serving import allow_connections, gate_of, health

GARBAGE_AFTER = (20_000, 20, 50)


def main() -> None:
    """Run the gate as this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("dure").setLevel(logging.INFO)
    allow_connections()
    look_for_garbage_seldom()
    uvloop.run(serve(config()))


def look_for_garbage_seldom() -> None:
    """Leave what was imported out of every search for cycles, and search after many orders, not after a few.

    An order leaves no cycle behind; looking through all that is remembered for others would cost it a tenth more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)


async def serve(settings: Config) -> None:
    """Answer until SIGTERM or SIGINT; then answer what is in flight, and end."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with (
        intake_of(settings) as intake,
        live_of(settings) as live,
        on_stage_of(settings, live) as on_stage,
        doors_of(settings, intake, on_stage) as doors,
        live_doors_of(settings, live) as live_doors,
    ):
        routes = [health(lambda: {**intake.state(), "live": live.state(), "connections": gate.size})]
        gate = gate_of(settings, [*routes, *doors.routes(), *live_doors.routes()])
        await gate.open(settings.host, settings.chosen_gate_port, is_shared=settings.gate_workers > 1)
        await stopping.wait()
        await gate.stop()


def intake_of(settings: Config) -> Intake:
    """Return the market's intake on this installation's database and NATS."""
    return Intake(database_url=database_of(settings), nats_url=nats_of(settings), name=process_name())


def live_of(settings: Config) -> Live:
    """Return the live rooms on this installation's database and NATS."""
    return Live(
        database_url=database_of(settings),
        nats_url=nats_of(settings),
        name=process_name(),
        viewers_max=settings.gate_viewers,
    )


def database_of(settings: Config) -> str:
    """Return PostgreSQL's address; the process ends where there is none."""
    if settings.database_url is None:
        raise SystemExit("The gate has no database: set DURE_DATABASE_URL, or start everything with `dure up`.")
    return settings.database_url.get_secret_value()


def nats_of(settings: Config) -> str | None:
    """Return NATS' address, None where there is none."""
    return settings.nats_url.get_secret_value() if settings.nats_url else None


def process_name() -> str:
    """Return what other gates know this process by."""
    return f"{socket.gethostname()}-{getpid()}"


def key_of(settings: Config) -> bytes:
    """Return the key the pages sign with; the process ends where there is none."""
    if settings.secret_key is None:
        raise SystemExit("The gate cannot read what the pages sign: set DURE_SECRET_KEY to the house's secret.")
    return tokens.key_of(settings.secret_key.get_secret_value())


@asynccontextmanager
async def on_stage_of(settings: Config, live: Live) -> AsyncIterator[OnStage]:
    """Tell the live rooms what is left of what they show, and who bought: neither room knows the other."""

    async def tell_bought(show_id: UUID, bought: Sequence[Sold]) -> None:
        await live.buy(show_id, [Bought(each.who, each.count, each.key) for each in bought])

    on_stage = OnStage(
        database_url=database_of(settings), watched=live.watched, tell_facts=live.renew, tell_bought=tell_bought
    )
    looking = asyncio.create_task(keep_running(on_stage.run))
    try:
        yield on_stage
    finally:
        looking.cancel()
        await on_stage.close()


@asynccontextmanager
async def doors_of(settings: Config, intake: Intake, on_stage: OnStage) -> AsyncIterator[Doors]:
    """Open the market's doors, and look after those who wait before them."""
    doors = Doors(
        intake,
        key=key_of(settings),
        orders_per_address=settings.gate_orders_per_address,
        bought=on_stage.bought,
    )
    tending = asyncio.create_task(doors.tend())
    try:
        yield doors
    finally:
        tending.cancel()


@asynccontextmanager
async def live_doors_of(settings: Config, live: Live) -> AsyncIterator[LiveDoors]:
    """Open the live rooms' doors."""
    doors = LiveDoors(live, key=key_of(settings), messages_per_address=settings.gate_messages_per_address)
    tending = asyncio.create_task(doors.tend())
    try:
        yield doors
    finally:
        tending.cancel()


if __name__ == "__main__":
    main()
