"""Stands between a gate and NATS and hands everything on, unless it is dark: then nobody comes through."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

PIECE_BYTES = 1 << 16
WITHIN_S = 10
HOST = "127.0.0.1"


class Relay:
    """One program's way to NATS. Runs in a thread of its own; use it with `with`."""

    def __init__(self, nats_url: str) -> None:
        """Take NATS' address; ours is free."""
        self.nats_url = nats_url
        self.port = 0
        self._is_dark = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """NATS' address by way of us."""
        parts = urlsplit(self.nats_url)
        name = f"{parts.netloc.rpartition('@')[0]}@" if parts.username else ""
        return parts._replace(netloc=f"{name}{HOST}:{self.port}").geturl()

    def darken(self, is_dark: bool) -> None:  # noqa: FBT001  dark or not is all it says
        """End every connection and take no new one, until it is light again."""
        self._is_dark = is_dark
        if is_dark:
            self._do(self._cut_all())

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_exception: object) -> None:
        """End every connection."""
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WITHIN_S)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(WITHIN_S)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._server
        self._server.close()
        await self._cut_all()

    async def _cut_all(self) -> None:
        ways = set(self._ways)
        for way in ways:
            way.cancel()
        if ways:
            await asyncio.wait(ways, timeout=WITHIN_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand one connection on until one of its ends closes."""
        task, ends = asyncio.current_task(), [writer]
        assert task
        self._ways.add(task)
        try:
            if self._is_dark:
                return
            parts = urlsplit(self.nats_url)
            with suppress(OSError):
                there, back = await asyncio.open_connection(parts.hostname, parts.port)
                ends.append(back)
                await _hand_on((reader, back), (there, writer))
        except asyncio.CancelledError:
            pass  # we cut it
        finally:
            self._ways.discard(task)
            for end in ends:
                end.transport.abort()


async def _hand_on(*ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    """Hand on both directions until one of them ends."""
    tasks = [asyncio.ensure_future(_pour(*way)) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(PIECE_BYTES):
        writer.write(piece)
        await writer.drain()
