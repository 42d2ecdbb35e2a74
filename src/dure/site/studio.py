"""The studio as a process: pictures come in from phones, and go out to everybody. No Django is loaded here."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from os import getpid

import uvloop

from dure.kernel import clock, tokens
from dure.kernel.gate.doors import Route
from dure.kernel.logs import LineFormatter
from dure.rooms.stage.studio.desk import Desk
from dure.rooms.stage.studio.ingest import Ingest
from dure.rooms.stage.studio.origin import Origin
from dure.rooms.stage.studio.register import PostgresRegister
from dure.rooms.stage.studio.trial import Trial, Trials
from dure.rooms.stage.studio.whip import Whip
from dure.site.config import Config, config
from dure.site.serving import allow_connections, gate_of, health


def main() -> None:
    """Run the studio as this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("dure").setLevel(logging.INFO)
    allow_connections()
    gc.collect()
    gc.freeze()
    uvloop.run(serve(config()))


async def serve(settings: Config) -> None:
    """Answer until SIGTERM or SIGINT; then close what is open, so that the next process can go on, and end."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    key = key_of(settings)
    async with desk_of(settings) as desk:
        ingest = Route(b"/ingest", {}, lambda _request: Ingest(desk, key))
        trials = Trials(key)
        trial = Route(b"/trial", {}, lambda _request: Trial(trials))
        state = health(lambda: {**desk.state(), "connections": gate.size})
        gate = gate_of(settings, [state, ingest, trial, *Whip(desk, key).routes(), *Origin(desk).routes()])
        await gate.open(settings.host, settings.chosen_studio_port)
        await stopping.wait()
        await desk.stop()
        await gate.stop()


@asynccontextmanager
async def desk_of(settings: Config) -> AsyncIterator[Desk]:
    """Open the desk on this installation's folder and database, and look after it."""
    if settings.database_url is None:
        raise SystemExit("The studio has no database: set DURE_DATABASE_URL, or start everything with `dure up`.")
    register = PostgresRegister(
        settings.database_url.get_secret_value(), f"dure studio {socket.gethostname()}-{getpid()}"
    )
    desk = Desk(settings.live_folder, register, clock.now, streams_max=settings.studio_streams)
    tending = asyncio.create_task(desk.tend())
    try:
        yield desk
    finally:
        tending.cancel()
        await register.close()


def key_of(settings: Config) -> bytes:
    """Return the key the pages sign passes with."""
    if settings.secret_key is None:
        raise SystemExit("The studio cannot read what the pages sign: set DURE_SECRET_KEY to the house's secret.")
    return tokens.key_of(settings.secret_key.get_secret_value())


if __name__ == "__main__":
    main()
