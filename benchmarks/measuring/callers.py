"""A crowd at a gate's sockets, in this process: each caller has one thing under way, over HTTP or over a WebSocket."""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias, cast

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

HOST: Final = "127.0.0.1"
HEAD_END: Final = b"\r\n\r\n"
LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
GOOD: Final = (b"HTTP/1.1 200", b"HTTP/1.1 201", b"HTTP/1.1 403")
"""What a call may be answered with; a no, too, is measured."""
Calls: TypeAlias = Iterator[bytes]


@dataclass
class Heard:
    """What was answered, in the order it came: the bytes after the head, and how long each caller waited."""

    answers: list[bytes] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)


class Caller:
    """Sends one thing after another, each when the last was answered; `over` is done when nothing is left."""

    def __init__(self) -> None:
        """Nobody is called yet."""
        self.heard = Heard()
        self.calls: Calls = iter(())
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.asked = 0.0

    def begin(self, calls: Calls, heard: Heard) -> asyncio.Future[None]:
        """Take from what all callers share, until nothing is left; done when this one's last is answered."""
        self.calls, self.heard, self.over = calls, heard, asyncio.get_running_loop().create_future()
        self.ask()
        return self.over

    def ask(self) -> None:
        """Send the next one."""
        call = next(self.calls, None)
        if call is None:
            self.over.set_result(None)
            return
        self.asked = time.perf_counter()
        self.send(call)

    def hear(self, answer: bytes) -> None:
        """Note an answer and go on."""
        self.heard.waits_s.append(time.perf_counter() - self.asked)
        self.heard.answers.append(answer)
        self.ask()

    def lose(self) -> None:
        """Say that the connection ended."""
        if not self.over.done():
            self.over.set_exception(ConnectionError("the gate hung up"))

    def send(self, data: bytes) -> None:
        """Put something on the line."""
        raise NotImplementedError

    def leave(self) -> None:
        """Hang up."""
        raise NotImplementedError


class HttpCaller(Caller, asyncio.Protocol):
    """A connection that is kept."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__()
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop has classes of its own

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's words
        """The gate ended it."""
        self.lose()

    def data_received(self, data: bytes) -> None:
        """Read an answer."""
        self.rest += data
        head, end, body = self.rest.partition(HEAD_END)
        found = LENGTH.search(head)
        if end and found and len(body) >= int(found[1]):
            self.rest = b""
            assert head.startswith(GOOD), head + body
            self.hear(body)

    def send(self, data: bytes) -> None:
        """Send a request."""
        self.transport.write(data)

    def leave(self) -> None:
        """Hang up."""
        self.transport.close()


class SocketCaller(Caller, WSListener):
    """A WebSocket."""

    transport: WSTransport

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the line."""
        self.transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002  picows' words
        """The gate ended it."""
        self.lose()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002  picows' words
        """Read an answer."""
        self.hear(frame.get_payload_as_bytes())

    def send(self, data: bytes) -> None:
        """Send a message."""
        self.transport.send(WSMsgType.TEXT, data)

    def leave(self) -> None:
        """Hang up."""
        self.transport.disconnect()


class Callers:
    """So many callers on lines of their own, opened before anything is measured; use as `with`."""

    def __init__(self, count: int, port: int, *, path: str | None = None) -> None:
        """Say how many; by WebSocket where a path is named, by HTTP otherwise."""
        self.count, self.port, self.path = count, port, path
        self.runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.callers: Sequence[Caller] = ()

    def __enter__(self) -> Self:
        """Connect."""
        self.callers = self.runner.run(self._connect())
        return self

    def __exit__(self, *_exception: object) -> None:
        """Hang up."""
        self.runner.run(self._leave())
        self.runner.close()

    def say(self, each: Sequence[bytes]) -> None:
        """Let each caller say something of his own, and wait for all answers."""
        self.runner.run(self._begin([iter([words]) for words in each], Heard()))

    def call(self, calls: Sequence[bytes]) -> Heard:
        """Let whoever is free take the next call, until all are answered."""
        heard, shared = Heard(), iter(calls)
        self.runner.run(self._begin([shared] * self.count, heard))
        return heard

    async def _begin(self, calls: Sequence[Calls], heard: Heard) -> None:
        await asyncio.gather(*(caller.begin(mine, heard) for caller, mine in zip(self.callers, calls, strict=True)))

    async def _connect(self) -> Sequence[Caller]:
        return [await self._one() for _each in range(self.count)]

    async def _one(self) -> Caller:
        if self.path is None:
            loop = asyncio.get_running_loop()
            _transport, caller = await loop.create_connection(HttpCaller, HOST, self.port)
            return caller
        _line, listener = await ws_connect(SocketCaller, f"ws://{HOST}:{self.port}{self.path}")
        assert isinstance(listener, SocketCaller)
        return listener

    async def _leave(self) -> None:
        for caller in self.callers:
            caller.leave()


def request(method: str, path: str, body: bytes = b"") -> bytes:
    """Return an HTTP request on a connection that is kept."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
