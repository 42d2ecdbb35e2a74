"""A gate in the test's own loop, and people at raw sockets before it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import uvloop
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from dure.kernel.gate import problems
from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.requests import Request
from dure.kernel.gate.server import Gate

HOST = "127.0.0.1"
PAGES_PORT = 8000
WITHIN_S = 60


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Visitor:
    """Somebody at a raw socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, *, to_head: bool = False) -> Answer:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        size = 0 if to_head else int(headers.get("content-length", 0))
        return Answer(int(first.split(" ")[1]), headers, await self.reader.readexactly(size))

    async def ask(self, data: bytes) -> Answer:
        await self.send(data)
        return await self.answer(to_head=data.startswith(b"HEAD"))

    async def rest(self) -> bytes:
        """Return everything until the gate closes."""
        try:
            return await self.reader.read()
        except ConnectionError:
            return b""

    async def leave(self) -> None:
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


_here: list[Visitor] = []


async def visit(port: int) -> Visitor:
    """Come to the gate; `run` sends everybody home."""
    _here.append(Visitor(*await asyncio.open_connection(HOST, port)))
    return _here[-1]


class Caller(WSListener):
    """Somebody at a WebSocket."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.heard.put_nowait(json.loads(frame.get_payload_as_bytes()))
        elif frame.msg_type == WSMsgType.CLOSE:
            self.heard.put_nowait(WSCloseCode(frame.get_close_code()))
            transport.disconnect()

    def say(self, message: object) -> None:
        self.transport.send(WSMsgType.TEXT, json.dumps(message).encode())

    async def ask(self, message: object) -> Any:
        self.say(message)
        return await self.heard.get()


async def call(port: int, path: str, **headers: str) -> Caller:
    caller = Caller()
    await ws_connect(lambda: caller, f"ws://{HOST}:{port}{path}", extra_headers=headers)
    return caller


class Doors:
    """A few doors: one answers, one waits until it is let, one breaks."""

    def __init__(self) -> None:
        self.waiting: list[Request] = []

    def echo(self, request: Request) -> None:
        request.answer(200, bytes(request.body) or request.query)

    def who(self, request: Request) -> None:
        request.answer(200, request.address.encode())

    def where(self, request: Request) -> None:
        request.answer(200, request.path)

    def wait(self, request: Request) -> None:
        self.waiting.append(request)

    def much(self, request: Request) -> None:
        request.answer(200, b"x" * 1_000_000)

    def broken(self, request: Request) -> None:
        raise RuntimeError("a bug")

    def routes(self) -> Sequence[Route]:
        return [
            Route(b"/echo", {b"POST": self.echo, b"GET": self.echo}, lambda _request: Echo()),
            Route(b"/rooms/", {b"GET": self.where}, room),
            Route(b"/rooms/inner/", {b"GET": self.who}),
            Route(b"/who", {b"GET": self.who}),
            Route(b"/wait", {b"GET": self.wait}),
            Route(b"/much", {b"GET": self.much}),
            Route(b"/broken", {b"GET": self.broken}),
        ]


class Echo(Conversation):
    """Says what it heard; breaks on a false."""

    def heard(self, message: bytes) -> None:
        if message == b"false":
            raise RuntimeError("a bug")
        self.say(message)


def room(request: Request) -> Echo:
    if request.path == b"/rooms/closed":
        raise problems.not_found()
    return Echo()


@asynccontextmanager
async def open_gate(
    routes: Sequence[Route], *, limits: Limits | None = None, public_url: str | None = None
) -> AsyncIterator[tuple[Gate, int]]:
    gate = Gate(routes, origins=Origins(public_url, PAGES_PORT), limits=limits or Limits())
    port = await gate.open(HOST, 0)
    try:
        yield gate, port
    finally:
        await gate.stop()


async def until(is_so: Callable[[], bool]) -> None:
    """Let the others work until it is so."""
    while not is_so():  # noqa: ASYNC110  what is waited for has no event of its own
        await asyncio.sleep(0)


def later(gate: Gate, seconds: float) -> None:
    """Let the gate's clock jump, and let it look around."""
    before = gate._clock
    gate._clock = lambda: before() + seconds
    gate._ticking.cancel()
    gate._tick()


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Tell a story in a loop of its own, and make sure that no task outlives it."""

    async def told() -> None:
        try:
            async with asyncio.timeout(WITHIN_S):
                await story()
        finally:
            while _here:
                await _here.pop().leave()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    uvloop.run(told())
