"""A WebSocket at the gate, over picows.

The gate reads the head of the request itself and gives picows one it has written anew: so HTTP and WebSocket share a
port, and a browser that says `Connection: keep-alive, Upgrade`, as Firefox does, is understood.
"""

import asyncio
import logging
from typing import ClassVar, Protocol

from picows import WSAutoPingStrategy, WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # picows' own api.py takes it from there too

from dure.kernel.gate.limits import BODY_MAX, DEAF_AFTER_S, PING_AFTER_S

log = logging.getLogger("dure.gate")
# picows tells of every connection and of every malformed frame; neither is worth a line. An adapter, because it
# would make a logger of its own for each connection from a plain one.
_quiet = logging.getLogger("dure.gate.picows")
_quiet.setLevel(logging.CRITICAL)
QUIET = logging.LoggerAdapter(_quiet)
READ_BUFFER = 2048
# Asking picows' enumeration for a member costs 2 µs each time.
TEXT, CLOSE, PONG = WSMsgType.TEXT, WSMsgType.CLOSE, WSMsgType.PONG


class Gate(Protocol):
    """What a conversation needs of the gate it was begun at (`server.Gate`)."""

    now_s: float
    is_stopping: bool

    def ended(self, conversation: "Conversation") -> None:
        """Forget a conversation that ended."""


class Conversation(WSListener):
    """One WebSocket: `heard` is called with each message, `say` answers. A room's own conversation extends it."""

    __slots__ = ("_gate", "_pieces", "_transport", "address", "heard_s", "is_full")

    message_max: ClassVar[int] = BODY_MAX
    """Bytes of one message; a longer one ends the conversation."""

    def __init__(self) -> None:
        """Wait to be begun."""
        self._gate: Gate | None = None
        self._transport: WSTransport | None = None
        self._pieces: bytearray | None = None
        self.address = ""
        self.heard_s = 0.0
        self.is_full = False

    # What a room's conversation may say otherwise.

    def heard(self, message: bytes) -> None:
        """Take one message."""

    def ended(self) -> None:
        """Let go of what was kept for this conversation; nothing can be said any more."""

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still owed; a gate that stops waits for it."""
        return False

    # What it can do.

    @property
    def now_s(self) -> float:
        """The gate's steady clock, to the second."""
        return self._gate.now_s if self._gate else 0.0

    @property
    def is_stopping(self) -> bool:
        """Whether the gate takes on nothing more."""
        return self._gate is None or self._gate.is_stopping

    def say(self, message: bytes) -> None:
        """Send a text message; goes nowhere when the other side has gone."""
        if self._transport is not None:
            self._transport.send(TEXT, message)

    def close(self, code: WSCloseCode = WSCloseCode.OK) -> None:
        """End it, saying why."""
        if self._transport is not None:
            self._transport.send_close(code)
            self._transport.disconnect()

    def begin(self, gate: Gate, address: str) -> None:
        """Belong to a gate."""
        self._gate = gate
        self.address = address
        self.heard_s = gate.now_s

    def look(self) -> None:
        """Ask a silent one whether it is there; end one that does not say so, or does not read."""
        silent_s = self.now_s - self.heard_s
        if self._transport is not None and silent_s > DEAF_AFTER_S:
            self._transport.underlying_transport.abort()
        elif self._transport is not None and silent_s > PING_AFTER_S and not self.is_full:
            self._transport.send_ping()

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002  the signature is picows'
        """Put frames together to messages; a bug of ours ends this conversation only."""
        self.heard_s = self.now_s
        kind = frame.msg_type
        if kind is CLOSE:
            self.close()
            return
        if kind is PONG:
            return
        message = frame.get_payload_as_bytes()
        if self._pieces is not None or not frame.fin:
            whole = self._joined(message, is_last=frame.fin)
            if whole is None:
                return
            message = whole
        try:
            self.heard(message)
        except Exception:
            log.exception("a message could not be answered")
            self.close(WSCloseCode.INTERNAL_ERROR)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002  the signature is picows'
        """Say goodbye to the gate."""
        self._transport = None
        if self._gate is not None:
            self._gate.ended(self)
        self.ended()

    def pause_writing(self) -> None:
        """Hear nothing from one who does not read."""
        self.is_full = True
        if self._transport is not None:
            self._transport.underlying_transport.pause_reading()

    def resume_writing(self) -> None:
        """Hear again."""
        self.is_full = False
        if self._transport is not None:
            self._transport.underlying_transport.resume_reading()

    def _joined(self, piece: bytes, *, is_last: bool) -> bytes | None:
        """Add a piece; return the whole message with the last one."""
        pieces = self._pieces if self._pieces is not None else bytearray()
        pieces += piece
        if len(pieces) > self.message_max:
            self.close(WSCloseCode.MESSAGE_TOO_BIG)
            return None
        self._pieces = None if is_last else pieces
        return bytes(pieces) if is_last else None


def converse(transport: asyncio.Transport, conversation: Conversation, key: bytes, rest: bytes) -> None:
    """Make a socket a WebSocket: `key` is the browser's Sec-WebSocket-Key, `rest` what came after its request."""
    # The sweep asks the silent, so picows does not; it answers pings, and ends a conversation that raises.
    is_client, ends_on_error, asks_the_silent, answers_pings = False, True, False, True
    protocol = WSProtocol(
        None,
        None,
        is_client,
        lambda _request: conversation,
        QUIET,
        ends_on_error,
        None,
        asks_the_silent,
        PING_AFTER_S,
        PING_AFTER_S,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        answers_pings,
        conversation.message_max,
        None,
        READ_BUFFER,
    )
    transport.pause_reading()
    transport.set_protocol(protocol)
    transport.resume_reading()
    protocol.connection_made(transport)
    head = (
        b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n\r\n" % key
    )
    _feed(protocol, head + rest)


def _feed(protocol: WSProtocol, data: bytes) -> None:
    """Let picows read what the gate has read already."""
    while data:
        buffer = protocol.get_buffer(-1)
        size = min(len(buffer), len(data))
        buffer[:size] = data[:size]
        protocol.buffer_updated(size)
        data = data[size:]
