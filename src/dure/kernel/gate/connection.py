"""HTTP/1.1 on one socket: keep-alive, pipelining, limits, and one write an answer.

Requests of one connection are served one after the other, in the order they came. Time is kept by the gate's sweep:
whoever is beyond `deadline_s` is asked to go by `overdue`, so that no request needs a timer of its own.
"""

import asyncio
from typing import Protocol, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from dure.kernel.gate import answers, problems
from dure.kernel.gate.limits import ANSWER_WITHIN_S, BODY_MAX, HEAD_MAX, IDLE_S, REQUEST_WITHIN_S, WAITING_MAX
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.requests import Request

LINGER_S = 2.0
NO_HEADERS: dict[bytes, bytes] = {}


class Gate(Protocol):
    """What a connection needs of the gate it came to (`server.Gate`)."""

    now_s: float
    date: bytes
    is_stopping: bool

    def admit(self, connection: "Connection") -> bool:
        """Let a connection in, unless there are too many already."""

    def released(self, connection: "Connection") -> None:
        """Forget a connection that is over."""

    def serve(self, request: Request, peer: str) -> None:
        """Answer a request."""

    def converse(self, connection: "Connection", request: Request, rest: bytes) -> bool:
        """Begin a conversation, if that is what is asked for here."""

    def note(self, request: Request, status: int) -> None:
        """Write down what failed or took long."""


class Connection(asyncio.Protocol):
    """One socket that speaks HTTP, until it ends or becomes a WebSocket."""

    __slots__ = (
        "_body",
        "_current",
        "_gate",
        "_head_bytes",
        "_headers",
        "_is_deaf",
        "_is_full",
        "_is_in_head",
        "_is_over",
        "_parser",
        "_transport",
        "_upgrade",
        "_url",
        "_waiting",
        "address",
        "deadline_s",
    )

    def __init__(self, gate: Gate) -> None:
        """Belong to a gate; nothing is known before `connection_made`."""
        self._gate = gate
        self._transport: asyncio.Transport | None = None
        self._parser: HttpRequestParser | None = None
        self._current: Request | None = None
        self._waiting: list[Request] = []
        self._upgrade: Request | None = None
        self._url = b""
        self._headers = NO_HEADERS
        self._body: bytes | bytearray = b""
        self._head_bytes = 0
        self._is_in_head = False
        self._is_deaf = False
        self._is_full = False
        self._is_over = False
        self.address = ""
        self.deadline_s = gate.now_s + IDLE_S

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket, unless there are too many already."""
        self._transport = cast("asyncio.Transport", transport)
        self.address = (transport.get_extra_info("peername") or ("",))[0]
        if self._gate.admit(self):
            self._parser = HttpRequestParser(self)
        else:
            self._refuse_all(problems.too_many(1))

    def data_received(self, data: bytes) -> None:
        """Parse what came; `on_message_complete` serves what is complete."""
        if self._is_deaf or self._parser is None:
            return
        start = 0
        try:
            for start in range(0, len(data), HEAD_MAX):
                self._parse(data[start : start + HEAD_MAX])
        except HttpParserUpgrade as upgrade:
            self._converse(data[start + upgrade.args[0] :])
        except HttpParserError as error:
            reason = error.__context__
            self._refuse_all(reason if isinstance(reason, GateProblem) else problems.not_readable())
        except GateProblem as problem:
            self._refuse_all(problem)

    def pause_writing(self) -> None:
        """Serve no more until the other side has read."""
        self._is_full = True
        self.deadline_s = self._gate.now_s + REQUEST_WITHIN_S
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on serving."""
        self._is_full = False
        self.deadline_s = self._gate.now_s + (IDLE_S if self._current is None else ANSWER_WITHIN_S)
        self._serve_waiting()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the signature is asyncio's
        """Forget everything; an answer still to come goes nowhere."""
        self._gate.released(self)
        self._transport = self._parser = self._current = None
        self._is_over = True
        self._waiting = []

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._url = self._body = b""
        self._headers = {}
        self._head_bytes = 0
        self._is_in_head = True
        if self._current is None:
            self.deadline_s = self._gate.now_s + REQUEST_WITHIN_S

    def on_url(self, piece: bytes) -> None:
        """Take (a piece of) the target."""
        self._url += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that is said twice is a list."""
        name = name.lower()
        if name in self._headers:
            value = self._headers[name] + b", " + value
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        """Refuse at once what says that it is too large."""
        self._is_in_head = False
        # The parser has made sure that it is a number.
        if int(self._headers.get(b"content-length", 0)) > BODY_MAX:
            raise problems.too_large()
        if b"expect" in self._headers and self._transport is not None and self._current is None:
            self._transport.write(answers.CONTINUE)

    def on_body(self, piece: bytes) -> None:
        """Take (a piece of) the body."""
        if not self._body:
            self._body = piece
        else:
            if isinstance(self._body, bytes):
                self._body = bytearray(self._body)
            self._body += piece
        if len(self._body) > BODY_MAX:
            raise problems.too_large()

    def on_message_complete(self) -> None:
        """Serve the request, or let it wait for those before it."""
        parser = cast("HttpRequestParser", self._parser)
        path, _mark, query = self._url.partition(b"?")
        request = Request(self, parser.get_method(), path, query, self._headers)
        request.body = self._body
        request.is_last = not parser.should_keep_alive()
        self._headers, self._body = NO_HEADERS, b""
        if not parser.should_upgrade():
            self._take(request)
        else:
            self._upgrade = request  # HttpParserUpgrade is raised next

    # What the gate and the doors call.

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in flight and nothing half sent."""
        return self._current is None and not self._waiting and not self._is_in_head and not self._body

    def answer(self, request: Request, status: int, body: bytes, content_type: bytes, more: bytes) -> None:
        """Write an answer, then serve what waits."""
        if request.is_answered:
            return
        request.is_answered = True
        self._gate.note(request, status)
        if self._transport is None or request is not self._current:
            return
        is_last = request.is_last or self._gate.is_stopping
        more = b"%b%b%b" % (request.cors, b"Connection: close\r\n" if is_last else b"", more)
        with_body = request.method != b"HEAD"
        self._transport.write(
            answers.encoded(
                status,
                body,
                content_type=content_type,
                cache=request.cache,
                more=more,
                date=self._gate.date,
                with_body=with_body,
            )
        )
        self._current = None
        if is_last:
            self._end()
        else:
            self.deadline_s = self._gate.now_s + (REQUEST_WITHIN_S if self._is_full else IDLE_S)
            if self._waiting:
                self._serve_waiting()

    def overdue(self) -> None:
        """Act on a deadline that has passed: an answer that does not come is an outage, all else just ends."""
        if self._current is not None and not self._is_full:
            self._current.is_last = True
            self._current.refuse(problems.outage())
        elif self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """End it, once what was written has been sent."""
        if self._transport is not None:
            self._transport.close()

    def hand_over(self) -> asyncio.Transport | None:
        """Give the socket away, to be a WebSocket."""
        transport, self._transport, self._parser = self._transport, None, None
        return transport

    # Its own.

    def _parse(self, data: bytes) -> None:
        """Feed the parser, and count what a head that does not end has come to."""
        cast("HttpRequestParser", self._parser).feed_data(data)
        if self._is_in_head:
            self._head_bytes += len(data)
            if self._head_bytes >= HEAD_MAX:
                raise problems.head_too_large()

    def _take(self, request: Request) -> None:
        if self._current is None and not self._is_full:
            self._serve(request)
            return
        self._waiting.append(request)
        if len(self._waiting) >= WAITING_MAX and self._transport is not None:
            self._transport.pause_reading()

    def _serve(self, request: Request) -> None:
        self._current = request
        self.deadline_s = self._gate.now_s + ANSWER_WITHIN_S
        self._gate.serve(request, self.address)

    def _serve_waiting(self) -> None:
        """Serve what waits; a door that answers at once lets the loop, not the stack, go on."""
        waiting, self._waiting = self._waiting, []
        while waiting and self._current is None and not (self._is_full or self._is_over):
            self._serve(waiting.pop(0))
        self._waiting = [] if self._is_over else waiting + self._waiting
        if len(self._waiting) < WAITING_MAX and not self._is_full and self._transport is not None:
            self._transport.resume_reading()

    def _converse(self, rest: bytes) -> None:
        """Become a WebSocket; a request that asks for anything else to be upgraded is answered as it stands."""
        request, self._upgrade = cast("Request", self._upgrade), None
        if self._current is None and self._gate.converse(self, request, rest):
            return
        request.is_last = self._is_deaf = True  # the parser does not tell where its body ends
        self._take(request)

    def _refuse_all(self, problem: GateProblem) -> None:
        """Answer what cannot be read, after what came before it, and hear no more."""
        self._is_deaf = True
        self._is_in_head = False
        request = Request(self, b"", b"", b"", NO_HEADERS)
        request.is_last = True
        request.spoilt = problem
        self._take(request)

    def _end(self) -> None:
        """Say that nothing more comes. Closing while the other side still writes would destroy the answer."""
        self._is_deaf = self._is_over = True
        self._waiting = []
        self.deadline_s = self._gate.now_s + LINGER_S
        if self._transport is None:
            return
        if self._transport.can_write_eof() and not self._transport.is_closing():
            self._transport.write_eof()
        else:
            self._transport.close()
