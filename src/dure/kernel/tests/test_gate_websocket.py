"""The gate's WebSocket: on the same port, with the same order."""

import os
from base64 import b64encode

import pytest
from picows import WSCloseCode, WSMsgType

from dure.kernel.gate.limits import BODY_MAX, Limits
from dure.kernel.tests.gates import Doors, call, later, open_gate, run, until, visit

HANDSHAKE = (
    b"GET /echo HTTP/1.1\r\nHost: gate:8001\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n%b\r\n"
)


def handshake(more: bytes = b"") -> bytes:
    return HANDSHAKE % (b64encode(os.urandom(16)), more)


def frame(payload: bytes, *, kind: int = 1, is_last: bool = True) -> bytes:
    """A masked frame of a browser, the mask being zero."""
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
    return bytes([(0x80 if is_last else 0) | kind]) + size + bytes(4) + payload


def test_http_and_websocket_share_a_connection_and_a_port():
    """First HTTP on it, then the WebSocket; messages sent with the handshake are heard."""

    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            visitor = await visit(port)
            assert (await visitor.ask(b"GET /echo?1 HTTP/1.1\r\nHost: x\r\n\r\n")).body == b"1"
            answer = await visitor.ask(handshake(b"Origin: http://gate:8000\r\n") + frame(b'"early"'))
            assert answer.status == 101
            assert await visitor.reader.readexactly(9) == b"\x81\x07" + b'"early"'
            assert gate.size == 1
            await visitor.leave()
            await until(lambda: not gate.size)

    run(story)


def test_messages_in_frames_of_any_shape():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            await visitor.ask(handshake())
            pieces = frame(b'"in ', is_last=False) + frame(b"?", kind=9) + frame(b'pieces"', kind=0)
            for byte in pieces:
                await visitor.send(bytes([byte]))
            assert await visitor.reader.readexactly(3) == b"\x8a\x01?"
            assert await visitor.reader.readexactly(13) == b"\x81\x0b" + b'"in pieces"'

    run(story)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (handshake(b"Origin: https://elsewhere.example\r\n"), 403),
        (handshake().replace(b"/echo", b"/who"), 200),
        (handshake().replace(b"/echo", b"/nothing"), 404),
        (handshake().replace(b"Version: 13", b"Version: 12"), 200),
        (handshake().replace(b"GET", b"POST"), 200),
        (handshake().replace(b"WebSocket\r", b"h2c\r"), 200),
        (HANDSHAKE % (b"short", b""), 200),
    ],
)
def test_an_upgrade_that_is_not_to_be_is_answered_as_it_stands(asked, status):
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            answer = await visitor.ask(asked)
            assert (answer.status, answer.headers["connection"]) == (status, "close")
            assert await visitor.rest() == b""

    run(story)


def test_what_is_too_large_or_breaks_ends_this_conversation_only():
    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            other = await call(port, "/echo")
            large, broken, many = [await call(port, "/echo") for _each in range(3)]
            large.say("x" * BODY_MAX)
            assert await large.heard.get() == WSCloseCode.MESSAGE_TOO_BIG
            assert await broken.ask(False) == WSCloseCode.INTERNAL_ERROR
            for _each in range(3):
                many.transport.send(WSMsgType.CONTINUATION, b"x" * (BODY_MAX // 2), False)
            assert await many.heard.get() == WSCloseCode.MESSAGE_TOO_BIG
            assert await other.ask({"still": "here"}) == {"still": "here"}
            await until(lambda: gate.size <= 1)

    run(story)


def test_too_many_conversations_of_one_address():
    async def story():
        limits = Limits(connections_per_address=1, trusted_proxies=1)
        async with open_gate(Doors().routes(), limits=limits) as (_gate, port):
            await call(port, "/echo", **{"X-Forwarded-For": "1.1.1.1"})
            await call(port, "/echo", **{"X-Forwarded-For": "2.2.2.2"})
            answer = await (await visit(port)).ask(handshake(b"X-Forwarded-For: 1.1.1.1\r\n"))
            assert (answer.status, answer.json["code"]) == (429, "too_many")

    run(story)


def test_the_silent_are_asked_and_the_dead_are_let_go_of():
    """A browser answers a ping by itself; who does not is gone."""

    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            dead = await visit(port)
            await dead.ask(handshake())
            alive = await call(port, "/echo")
            await alive.ask("hello")
            later(gate, 31)
            assert await dead.reader.readexactly(2) == b"\x89\x00"
            await alive.ask("hello again")
            later(gate, 40)
            assert await dead.rest() == b""
            assert await alive.ask("hello still") == "hello still"

    run(story)


def test_stopping_says_goodbye():
    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            caller = await call(port, "/echo")
            await caller.ask("hello")
            await gate.stop()
            assert await caller.heard.get() == WSCloseCode.SERVICE_RESTART

    run(story)


def test_a_folder_serves_what_lies_below_it():
    """The nearest one; what has a route of its own is not its business, nor is what only begins like it."""

    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            for path, status, body in (
                (b"/rooms/4/chairs", 200, b"/rooms/4/chairs"),
                (b"/rooms/inner/x", 200, b"127.0.0.1"),
                (b"/rooms", 404, None),
            ):
                answer = await visitor.ask(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path)
                assert answer.status == status
                assert body in {None, answer.body}
            assert await (await call(port, "/rooms/4")).ask("hello") == "hello"
            refused = await visitor.ask(handshake().replace(b"/echo", b"/rooms/closed"))
            assert (refused.status, refused.json["code"]) == (404, "not_found")

    run(story)
