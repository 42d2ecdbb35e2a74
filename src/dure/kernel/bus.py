"""The bus: where announced facts are on NATS, and how a process connects and stays connected."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

log = logging.getLogger("dure.bus")

HISTORY = timedelta(days=30)
"""How long facts stay on the bus, and in the outbox after they went out."""

DUPLICATES = timedelta(minutes=10)
"""How long the bus itself recognises a fact sent twice; `HandledEvent` recognises it for ever after."""

MESSAGE_ID = "Nats-Msg-Id"
CONNECT_WITHIN_S = 5.0


@dataclass(frozen=True)
class Stream:
    """One stream of facts; tests use one of their own."""

    name: str = "DURE_EVENTS"
    prefix: str = "dure.events"

    def subject(self, event_subject: str) -> str:
        """Return the NATS subject of an event's subject."""
        return f"{self.prefix}.{event_subject}"

    def event_subject(self, subject: str) -> str:
        """Return the event's subject of a NATS subject."""
        return subject.removeprefix(f"{self.prefix}.")

    def config(self) -> StreamConfig:
        """Return how the stream keeps its messages."""
        return StreamConfig(
            name=self.name,
            subjects=[f"{self.prefix}.>"],
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            max_age=HISTORY.total_seconds(),
            duplicate_window=DUPLICATES.total_seconds(),
        )


class Lost(ConnectionError):
    """The connection to NATS ended."""


async def connect(url: str, *, name: str, lost: asyncio.Event | None = None) -> Client:
    """Connect, or raise when nobody answers; `lost` is set when the connection ends.

    The client's own reconnecting is off: it leaves pending fetches waiting for a server that forgot them.
    """

    async def closed() -> None:
        if lost is not None:
            lost.set()

    await _answers(url)
    client = Client()
    try:
        async with asyncio.timeout(CONNECT_WITHIN_S):
            with heeding_cancellation():
                await client.connect(
                    url,
                    name=name,
                    allow_reconnect=False,
                    connect_timeout=2,
                    ping_interval=20,
                    error_cb=_note,
                    closed_cb=closed,
                )
    except BaseException:
        await client.close()
        raise
    return client


@contextmanager
def heeding_cancellation() -> Iterator[None]:
    """Raise a cancellation that the client kept to itself: it is lost when an answer comes at the same moment."""
    task = asyncio.current_task()
    before = task.cancelling() if task is not None else 0
    yield
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError


async def _answers(url: str) -> None:
    """Raise OSError when nobody listens: the client itself would go on trying without a word."""
    parts = urlsplit(url)
    async with asyncio.timeout(CONNECT_WITHIN_S):
        _reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 4222)
    writer.close()


async def _note(error: Exception) -> None:
    """Log what the client tells."""
    log.info("nats: %s", str(error) or type(error).__name__)


async def ensure_stream(jetstream: JetStreamContext, stream: Stream) -> bool:
    """Make sure the stream exists with today's settings; return whether it had to be made."""
    try:
        await jetstream.stream_info(stream.name)
    except NotFoundError:
        await jetstream.add_stream(stream.config())
        return True
    await jetstream.update_stream(stream.config())
    return False
