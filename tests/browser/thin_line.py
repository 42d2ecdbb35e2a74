"""A way to the studio that carries so many bytes a second and no more, as a telephone's at the edge of a field."""

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Self

from tests.browser.live_stage import HOST

PIECE_BYTES = 2_048
HELD_BYTES = 8_192
"""What the two ends of a connection hold for us; a browser then notices soon that nothing goes."""


class ThinLine:
    """Hands on what comes to its port; `bytes_a_second` may be changed at any time, None is as fast as it goes."""

    def __init__(self, to_port: int, bytes_a_second: int | None) -> None:
        """Nothing listens before it is entered."""
        self.to_port = to_port
        self.bytes_a_second = bytes_a_second
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._ways: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_exception: object) -> None:
        """End every connection."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> None:
        door = socket.create_server((HOST, 0))
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HELD_BYTES)
        self.port = door.getsockname()[1]
        self._server = await asyncio.start_server(self._serve, sock=door, limit=HELD_BYTES)

    async def _close(self) -> None:
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own = asyncio.current_task()
        assert own
        self._ways.add(own)
        with suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection(HOST, self.to_port)
            home = asyncio.ensure_future(self._pour(there, writer, is_thin=False))
            try:
                await self._pour(reader, back, is_thin=True)
            finally:
                home.cancel()
                back.transport.abort()
                writer.transport.abort()
        self._ways.discard(own)

    async def _pour(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_thin: bool) -> None:
        while piece := await reader.read(PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
            if is_thin and self.bytes_a_second:
                await asyncio.sleep(len(piece) / self.bytes_a_second)
