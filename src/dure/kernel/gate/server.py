"""Listens, keeps count, keeps time, and ends in order."""

import asyncio
import logging
import time
from base64 import b64decode
from collections.abc import Callable, Iterable
from email.utils import formatdate
from functools import lru_cache

from picows.picows import WSCloseCode

from dure.kernel.gate import problems
from dure.kernel.gate.addresses import Counts, address_of
from dure.kernel.gate.connection import Connection
from dure.kernel.gate.conversation import Conversation, converse
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import LOG_LINES_A_SECOND, SLOW_S, STOP_WITHIN_S, Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.requests import Request

log = logging.getLogger("dure.gate")

BACKLOG = 4096
TICK_S = 1.0
STOP_LOOK_EVERY_S = 0.02
FAILED = 500
KEY_BYTES = 16
CORS = b"Access-Control-Allow-Origin: %b\r\nAccess-Control-Expose-Headers: Retry-After\r\nVary: Origin\r\n"
PREFLIGHT = (
    b"Access-Control-Allow-Methods: %b\r\nAccess-Control-Allow-Headers: Content-Type, Range\r\n"
    b"Access-Control-Max-Age: 600\r\n"
)
OPEN = b"Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: Content-Range\r\n"


class Gate:
    """One process's gate: routes, limits, and everybody who is connected."""

    def __init__(self, routes: Iterable[Route], *, origins: Origins, limits: Limits) -> None:
        """Take what is offered; nothing listens before `open`."""
        self._routes = {route.path: route for route in routes}
        self._folders = sorted((path for path in self._routes if path.endswith(b"/")), key=len, reverse=True)
        self._limits = limits
        self._connections: set[Connection] = set()
        self._conversations: set[Conversation] = set()
        self._counts = Counts(limits)
        self._are_ours = lru_cache(maxsize=256)(origins.are_ours)
        self._server: asyncio.Server | None = None
        self._ticking: asyncio.TimerHandle | None = None
        self._clock = time.monotonic
        self._lines = 0
        self.is_stopping = False
        self.now_s = 0.0
        self.date = b""

    # Opening and closing.

    async def open(self, host: str, port: int, *, is_shared: bool = False) -> int:
        """Listen; return the port. A shared port is one that other processes of the gate listen on as well."""
        loop = asyncio.get_running_loop()
        self._clock = loop.time
        self._tick()
        self._server = await loop.create_server(
            lambda: Connection(self), host, port, backlog=BACKLOG, reuse_port=is_shared or None
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Answer what is in flight, refuse what is new, and end: within `STOP_WITHIN_S`."""
        self.is_stopping = True
        for connection in list(self._connections):
            if connection.is_idle:
                connection.close()
        deadline_s = self._clock() + STOP_WITHIN_S
        await self._wait_while(lambda: self._is_busy, deadline_s)
        self._close()
        await self._wait_while(lambda: bool(self.size), deadline_s)

    async def _wait_while(self, is_so: Callable[[], bool], deadline_s: float) -> None:
        while is_so() and self._clock() < deadline_s:  # noqa: ASYNC110  at the end only; no answer pays for an event
            await asyncio.sleep(STOP_LOOK_EVERY_S)

    @property
    def _is_busy(self) -> bool:
        waiting = (conversation.is_waiting for conversation in self._conversations)
        return any(not connection.is_idle for connection in self._connections) or any(waiting)

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for conversation in list(self._conversations):
            conversation.close(WSCloseCode.SERVICE_RESTART)
        for connection in list(self._connections):
            connection.close()
        if self._ticking is not None:
            self._ticking.cancel()

    # Who comes and goes.

    @property
    def size(self) -> int:
        """How many are connected."""
        return len(self._connections) + len(self._conversations)

    def admit(self, connection: Connection) -> bool:
        """Count a connection; say whether it may stay."""
        if self.size >= self._limits.connections:
            return False
        # A proxy's connections are everybody's; whom it speaks for is known with each request.
        if not self._limits.trusted_proxies:
            try:
                self._counts.come(connection.address)
            except GateProblem:
                return False
        self._connections.add(connection)
        return True

    def released(self, connection: Connection) -> None:
        """Forget a connection that ended."""
        if connection in self._connections:
            self._connections.discard(connection)
            if not self._limits.trusted_proxies:
                self._counts.go(connection.address)

    def ended(self, conversation: Conversation) -> None:
        """Forget a conversation that ended."""
        if conversation in self._conversations:
            self._conversations.discard(conversation)
            self._counts.go(conversation.address)

    # What is asked.

    def serve(self, request: Request, peer: str) -> None:
        """Open the door for a request, or say why not."""
        request.began_s = self._clock()
        request.address = address_of(peer, request.headers, self._limits.trusted_proxies)
        try:
            self._serve(request)
        except GateProblem as problem:
            request.refuse(problem)
        except Exception:
            log.exception("%s %s crashed", request.method.decode(), request.path.decode(errors="replace"))
            request.refuse(problems.crashed())

    def _serve(self, request: Request) -> None:
        route = self._route(request.path)
        self._require_order(request, is_open=route is not None and route.is_open)
        if route is None:
            raise problems.not_found()
        door = route.door(request.method)
        if door is not None:
            door(request)
        elif request.method == b"OPTIONS":
            request.answer(204, b"", more=b"Allow: %b\r\n" % route.allowed + PREFLIGHT % route.allowed)
        elif request.method == b"GET" and route.conversation is not None:
            request.refuse(problems.no_upgrade(), more=b"Upgrade: websocket\r\n")
        else:
            request.refuse(problems.wrong_method(), more=b"Allow: %b\r\n" % route.allowed)

    def _route(self, path: bytes) -> Route | None:
        """Return what serves a path: its own route, else that of the nearest folder."""
        route = self._routes.get(path)
        if route is None:
            folder = next((folder for folder in self._folders if path.startswith(folder)), None)
            route = self._routes[folder] if folder is not None else None
        return route

    def _require_order(self, request: Request, *, is_open: bool = False) -> None:
        """Refuse the malformed, the pages of other houses unless all may read, and, while stopping, everybody."""
        if request.spoilt is not None:
            raise request.spoilt
        origin = request.headers.get(b"origin")
        if is_open:
            request.cors = OPEN
        elif origin is not None:
            if not self._are_ours(origin, request.headers.get(b"host", b"")):
                raise problems.not_ours(origin.decode(errors="replace"))
            request.cors = CORS % origin
        if self.is_stopping:
            raise problems.outage(1)

    def converse(self, connection: Connection, request: Request, rest: bytes) -> bool:
        """Turn a connection into the conversation it asks for; False when the request is to be answered instead."""
        route = self._route(request.path)
        if route is None or route.conversation is None or not is_handshake(request):
            return False
        address = address_of(connection.address, request.headers, self._limits.trusted_proxies)
        try:
            self._require_order(request)
            conversation = route.conversation(request)
            self._counts.come(address)
        except GateProblem as problem:
            request.spoilt = problem
            return False
        self._hand_over(connection, conversation, address, request.headers[b"sec-websocket-key"], rest)
        return True

    def _hand_over(
        self, connection: Connection, conversation: Conversation, address: str, key: bytes, rest: bytes
    ) -> None:
        transport = connection.hand_over()
        self.released(connection)
        self._conversations.add(conversation)
        conversation.begin(self, address)
        if transport is not None:
            converse(transport, conversation, key, rest)

    # Time and the log.

    def note(self, request: Request, status: int) -> None:
        """Write a line about an answer that failed or came late; no more than a few a second."""
        took_s = self._clock() - request.began_s
        if status < FAILED and took_s < SLOW_S:
            return
        self._lines += 1
        if self._lines <= LOG_LINES_A_SECOND:
            path = request.path.decode(errors="replace")
            log.info("%s %s %d %.2f s %s", request.method.decode(), path, status, took_s, request.address)

    def _tick(self) -> None:
        """Once a second: look at the clock and at those who are overdue."""
        self._ticking = asyncio.get_running_loop().call_later(TICK_S, self._tick)
        self.now_s = self._clock()
        self.date = b"Date: %b\r\n" % formatdate(usegmt=True).encode()
        if self._lines > LOG_LINES_A_SECOND:
            log.info("%d more answers failed or came late", self._lines - LOG_LINES_A_SECOND)
        self._lines = 0
        for connection in [each for each in self._connections if each.deadline_s < self.now_s]:
            connection.overdue()
        for conversation in list(self._conversations):
            conversation.look()


def is_handshake(request: Request) -> bool:
    """Whether a request opens a WebSocket as RFC 6455 wants it."""
    headers = request.headers
    return (
        request.method == b"GET"
        and headers.get(b"upgrade", b"").lower() == b"websocket"
        and headers.get(b"sec-websocket-version") == b"13"
        and len(_decoded(headers.get(b"sec-websocket-key", b""))) == KEY_BYTES
    )


def _decoded(key: bytes) -> bytes:
    try:
        return b64decode(key, validate=True)
    except ValueError:
        return b""
