"""Stands between a program and PostgreSQL, hands everything on, and cuts the connection in the middle when asked to.

It listens on a socket of its own that is named as PostgreSQL names its own, so a program only needs another `host`.
"""

import asyncio
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlsplit

SOCKET_NAME = ".s.PGSQL.5432"
PIECE_BYTES = 1 << 16
BIND, BATCH_BYTES = b"B", 600
"""A piece that begins so and is longer carries orders; asking for a lock or a sign of life is shorter."""
KEY_DATA = b"K\x00\x00\x00\x0c"
WITHIN_S = 10


class Cut(StrEnum):
    """When a connection ends: half of a batch was handed on; all of it was; the answer came and was not handed back."""

    HALF = "half"
    ASKED = "asked"
    ANSWERED = "answered"


class Cutter:
    """One program's way to PostgreSQL. Runs in a thread of its own; use it with `with`."""

    def __init__(self, database_url: str, folder: Path) -> None:
        """Take PostgreSQL's address (a socket in a folder) and a new folder for the socket to listen on."""
        self.database_url = database_url
        self.folder = folder
        self.backends: set[int] = set()
        self.cuts = 0
        self._armed: Cut | None = None
        self._is_dark = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._ways: dict[asyncio.Task[Any], tuple[asyncio.StreamWriter, ...]] = {}

    @property
    def url(self) -> str:
        """PostgreSQL's address by way of us."""
        return urlsplit(self.database_url)._replace(query=f"host={quote(str(self.folder), safe='')}").geturl()

    def arm(self, cut: Cut) -> None:
        """Cut the next connection that carries orders."""
        self._armed = cut

    def disarm(self) -> None:
        """Cut nothing more."""
        self._armed = None

    def darken(self, is_dark: bool) -> None:  # noqa: FBT001  dark or not is all it says
        """Take no new connection, and hand on nothing more, until it is light again."""
        self._is_dark = is_dark
        if is_dark:
            self._do(self._cut_all())

    def __enter__(self) -> Self:
        """Listen."""
        self.folder.mkdir(mode=0o755)
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
        self._server = await asyncio.start_unix_server(self._serve, self.folder / SOCKET_NAME)

    async def _close(self) -> None:
        assert self._server
        self._server.close()
        await self._cut_all()

    async def _cut_all(self) -> None:
        ways = dict(self._ways)
        for task, ends in ways.items():
            for end in ends:
                end.transport.abort()
            task.cancel()
        if ways:
            await asyncio.wait(ways, timeout=WITHIN_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand one connection on until one of its ends closes."""
        socket = parse_qs(urlsplit(self.database_url).query)["host"][0]
        task = asyncio.current_task()
        assert task
        self._ways[task] = (writer,)
        try:
            if self._is_dark:
                return
            with suppress(OSError):
                there, back = await asyncio.open_unix_connection(f"{socket}/{SOCKET_NAME}")
                self._ways[task] = (writer, back)
                await self._hand_on((reader, writer), (there, back))
        except asyncio.CancelledError:
            pass  # we cut it
        finally:
            for end in self._ways.pop(task):
                end.transport.abort()

    async def _hand_on(self, near: tuple[Any, Any], far: tuple[Any, Any]) -> None:
        """Hand on both directions until one of them ends."""
        line = _Line()
        tasks = [
            asyncio.ensure_future(each)
            for each in (self._ask(line, near[0], far[1]), self._answer(line, far[0], near[1]))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.backends.discard(line.backend)

    async def _ask(self, line: "_Line", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on what the program says; return when it ends or is cut."""
        while piece := await reader.read(PIECE_BYTES):
            if self._armed and piece.startswith(BIND) and len(piece) > BATCH_BYTES:
                line.cut, self._armed = self._armed, None
                self.cuts += 1
            writer.write(piece[: len(piece) // 2] if line.cut is Cut.HALF else piece)
            await writer.drain()
            if line.cut in {Cut.HALF, Cut.ASKED}:
                return

    async def _answer(self, line: "_Line", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on what PostgreSQL says, and note which of its processes it is that says it."""
        while piece := await reader.read(PIECE_BYTES):
            if not line.backend and (place := piece.find(KEY_DATA)) >= 0:
                [line.backend] = struct.unpack_from("!i", piece, place + len(KEY_DATA))
                self.backends.add(line.backend)
            if line.cut is Cut.ANSWERED:
                return
            writer.write(piece)
            await writer.drain()


@dataclass
class _Line:
    """One connection: PostgreSQL's process at its other end, and how it is to be cut."""

    backend: int = 0
    cut: Cut | None = None
