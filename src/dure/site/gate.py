"""The gate as a process: the rooms' doors on one port, and `/health`. No Django is loaded here."""

import asyncio
import gc
import logging
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from os import getpid
from uuid import UUID

import msgspec
import uvloop

from dure.kernel import tokens
from dure.kernel.gate.answers import TEXT
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.requests import Request
from dure.kernel.gate.server import Gate
from dure.kernel.gate.tasks import keep_running
from dure.kernel.logs import LineFormatter
from dure.rooms.market.gate.doors import Doors
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.onstage import OnStage, Sold
from dure.rooms.stage.gate.doors import Doors as LiveDoors
from dure.rooms.stage.gate.goods import Bought
from dure.rooms.stage.gate.live import Live
from dure.site.config import Config, config

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


def allow_connections() -> None:
    """Let this process have as many sockets as the system lets it; shells give 1,024 by default."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Where there is no limit to name, as on a Mac, the default is left as it is.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


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


def gate_of(settings: Config, routes: Sequence[Route]) -> Gate:
    """Return the gate of an installation."""
    return Gate(
        routes,
        origins=Origins(settings.public_url, settings.port),
        limits=Limits(
            connections=settings.gate_connections,
            connections_per_address=settings.gate_connections_per_address,
            trusted_proxies=settings.trusted_proxies,
        ),
    )


def health(state: Callable[[], object]) -> Route:
    """`ok` while this process serves; `?detail` says how it does, as JSON, to those on this side of the proxy."""

    def answer(request: Request) -> None:
        if request.query == b"detail" and b"x-forwarded-for" not in request.headers:
            request.answer(200, msgspec.json.encode(state()))
        else:
            request.answer(200, b"ok", content_type=TEXT)

    return Route(b"/health", {b"GET": answer})


if __name__ == "__main__":
    main()
