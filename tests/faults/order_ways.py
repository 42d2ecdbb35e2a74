"""The ways to order: at a gate by HTTP or WebSocket, and by a page's form. Each asks once and says what it heard."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.browser.house import ROOT

PATIENCE_S = 20.0
"""How long one attempt waits for its answer: longer than a gate lets anybody wait."""

AGAIN_S = 0.05

Said = Mapping[str, Any]
Reply = tuple[str, Said]
"""The answer's word or code, and the rest of it."""

NOTHING: Reply = ("nothing", {})
"""The connection broke, or nobody answered in time."""

BROKEN = (OSError, TimeoutError, EOFError, ValueError)


class Way(Protocol):
    """One way to order."""

    async def ask(self, papers: str, order: Said) -> Reply:
        """Ask once."""

    async def close(self) -> None:
        """Let go of the connection."""


class HttpWay:
    """POST /orders over a connection that is kept."""

    def __init__(self, port: int, quotes: Sequence[str]) -> None:
        """Name the gate's port, and what its pages quoted."""
        self.port, self.quotes = port, quotes
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def ask(self, papers: str, order: Said) -> Reply:
        """Ask once."""
        try:
            async with self._turn, asyncio.timeout(PATIENCE_S):
                self._ends = self._ends or await asyncio.open_connection("127.0.0.1", self.port)
                self._ends[1].write(self._letter(papers, order))
                return _word(json.loads(await _answer(self._ends[0])))
        except BROKEN:
            await self.close()
            return NOTHING

    async def close(self) -> None:
        """Let go of the connection."""
        if self._ends:
            self._ends[1].transport.abort()
            self._ends = None

    def _letter(self, papers: str, order: Said) -> bytes:
        body = json.dumps({"pass": papers, "quotes": list(self.quotes), "order": order}).encode()
        head = f"POST /orders HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: text/plain\r\n"
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Return the body of one HTTP answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))


def _word(said: Said) -> Reply:
    return str(said.get("answer") or said.get("code")), said


class _Ear(WSListener):
    """Hears what a gate says on a WebSocket."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes | None] = asyncio.Queue()

    def on_ws_frame(self, _transport: WSTransport, frame: WSFrame) -> None:
        """Keep a message."""
        if frame.msg_type == WSMsgType.TEXT:
            self.heard.put_nowait(frame.get_payload_as_bytes())

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        """Note the end."""
        self.heard.put_nowait(None)


class SocketWay:
    """A WebSocket on which the papers are shown once."""

    def __init__(self, port: int, quotes: Sequence[str]) -> None:
        """Name the gate's port, and what its pages quoted."""
        self.port, self.quotes = port, quotes
        self._ends: tuple[WSTransport, _Ear] | None = None
        self._numbers = count(1)
        self._turn = asyncio.Lock()

    async def ask(self, papers: str, order: Said) -> Reply:
        """Ask once."""
        try:
            async with self._turn, asyncio.timeout(PATIENCE_S):
                transport, ear = self._ends or await self._open(papers)
                number = next(self._numbers)
                _say(transport, {"id": number, "order": order})
                while (said := await _hear(ear)).get("id") != number:
                    pass
                return _word(said)
        except BROKEN:
            await self.close()
            return NOTHING

    async def close(self) -> None:
        """Let go of the connection."""
        if self._ends:
            self._ends[0].disconnect()
            self._ends = None

    async def _open(self, papers: str) -> tuple[WSTransport, _Ear]:
        ear = _Ear()
        transport, _ear = await ws_connect(lambda: ear, f"ws://127.0.0.1:{self.port}/orders")
        self._ends = transport, ear
        _say(transport, {"pass": papers, "quotes": list(self.quotes)})
        said = await _hear(ear)
        if "ready" not in said:
            raise ValueError(said)
        return transport, ear


def _say(transport: WSTransport, message: Said) -> None:
    transport.send(WSMsgType.TEXT, json.dumps(message).encode())


async def _hear(ear: _Ear) -> Said:
    message = await ear.heard.get()
    if message is None:
        raise EOFError
    said: Said = json.loads(message)
    return said


class Clerk:
    """The clerk's process from our side: whatever the house's own rooms are needed for."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """Take the process."""
        self._process = process
        self._numbers = count(1)
        self._waiting: dict[int, Future[Said]] = {}
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    async def wish(self, wish: str, **facts: Any) -> Said:
        """Have a wish fulfilled."""
        number, answer = next(self._numbers), Future[Said]()
        self._waiting[number] = answer
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"id": number, "wish": wish, **facts}).encode() + b"\n")
        self._process.stdin.flush()
        return await asyncio.wrap_future(answer)

    async def insist(self, wish: str, **facts: Any) -> Said:
        """Have a wish fulfilled that may be wished again, until the house is not too busy for it."""
        while True:
            said = await self.wish(wish, **facts)
            if said.get("answer") != "busy":
                return said
            await asyncio.sleep(AGAIN_S)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            said = json.loads(line)
            answer = self._waiting.pop(said["id"])
            with suppress(Exception):  # whoever asked may have given up
                answer.set_result(said)


@contextmanager
def clerk_of(environment: Mapping[str, str], log: Path) -> Iterator[Clerk]:
    """Keep a clerk at work for a while."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.order_clerk"],
            cwd=ROOT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output,
        )  # fmt: skip
        clerk = Clerk(process)
        try:
            yield clerk
        finally:
            assert process.stdin
            process.stdin.close()
            process.kill()
            process.wait()
            clerk._reader.join()
            assert process.stdout
            process.stdout.close()


@dataclass(frozen=True)
class PageWay:
    """The form of a page: the house's own rooms, beside every gate."""

    clerk: Clerk

    async def ask(self, papers: str, order: Said) -> Reply:
        """Ask once."""
        said = await self.clerk.wish("place", order=order, **{"pass": papers})
        return ("order_refused" if said["answer"] == "refused" else str(said["answer"])), said

    async def close(self) -> None:
        """Nothing is kept."""
