"""The gate's HTTP: what it answers, what it refuses, how it ends."""

import asyncio
import random

import pytest

from dure.kernel import errors, refusals
from dure.kernel.gate import problems
from dure.kernel.gate.limits import BODY_MAX, HEAD_MAX, Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.rates import Buckets
from dure.kernel.tests.gates import Doors, later, open_gate, run, until, visit

GET = b"GET /echo?%d HTTP/1.1\r\nHost: x\r\n\r\n"


def get(path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: gate:8001", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_one_connection_serves_request_after_request():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            for number in range(3):
                answer = await visitor.ask(GET % number)
                assert (answer.status, answer.body) == (200, b"%d" % number)
                assert answer.headers["cache-control"] == "no-store"
                assert "connection" not in answer.headers
            answer = await visitor.ask(get("/echo", method="POST", body=b"hello"))
            assert answer.body == b"hello"

    run(story)


def test_requests_sent_ahead_are_answered_in_their_order():
    """A hundred at once, the first of which waits; nobody is answered before it."""

    async def story():
        doors = Doors()
        async with open_gate(doors.routes()) as (_gate, port):
            visitor = await visit(port)
            await visitor.send(get("/wait") + b"".join(GET % number for number in range(100)))
            await until(lambda: bool(doors.waiting))
            doors.waiting[0].answer(200, b"first")
            assert (await visitor.answer()).body == b"first"
            assert [(await visitor.answer()).body for _each in range(100)] == [b"%d" % n for n in range(100)]

    run(story)


def test_a_request_may_come_in_any_pieces():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            for byte in get("/echo", method="POST", body=b"in pieces"):
                await visitor.send(bytes([byte]))
                await asyncio.sleep(0)
            assert (await visitor.answer()).body == b"in pieces"
            chunked = get("/echo", "Transfer-Encoding: chunked", method="POST") + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            assert (await visitor.ask(chunked)).body == b"abcde"
            expecting = get("/echo", "Expect: 100-continue", "Content-Length: 2", method="POST")
            assert (await visitor.ask(expecting)).status == 100
            assert (await visitor.ask(b"ok")).body == b"ok"

    run(story)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (get("/nothing"), 404, "not_found"),
        (get("/echo", method="DELETE"), 405, "wrong_method"),
        (get("/broken"), 500, "crashed"),
        (get("/echo", "Origin: https://elsewhere.example"), 403, "not_allowed"),
        (get("/echo", f"Content-Length: {BODY_MAX + 1}", method="POST"), 413, "too_large"),
        (get("/echo", f"X-Long: {'x' * 2 * HEAD_MAX}"), 431, "too_large"),
        (b"hello\r\n\r\n", 400, "not_readable"),
        (get("/echo", "Content-Length: 5", "Content-Length: 6", method="POST"), 400, "not_readable"),
        (get("/echo", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST"), 400, "not_readable"),
        (b"GET /echo HTTP/3.0\r\n\r\n", 400, "not_readable"),
    ],
)
def test_what_it_refuses(asked, status, code):
    """Every refusal is a problem document with the pages' members, and nothing is cached."""

    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            answer = await (await visit(port)).ask(asked)
            assert (answer.status, answer.json["code"], answer.json["status"]) == (status, code, status)
            assert list(answer.json)[:5] == ["type", "title", "status", "detail", "code"]
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["cache-control"] == "no-store"
            assert (answer.headers.get("allow") == "GET, HEAD, OPTIONS, POST") == (status == 405)

    run(story)


def test_after_what_cannot_be_read_the_connection_ends_and_the_gate_goes_on():
    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            visitor = await visit(port)
            await visitor.send(GET % 1 + b"\x00\x01 nonsense\r\n\r\n" + GET % 2)
            assert (await visitor.answer()).body == b"1"
            answer = await visitor.answer()
            assert (answer.status, answer.headers["connection"]) == (400, "close")
            assert await visitor.rest() == b""
            await visitor.leave()
            assert (await (await visit(port)).ask(GET % 3)).body == b"3"
            assert gate.size <= 2

    run(story)


def test_a_body_in_chunks_has_the_same_limit():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            await visitor.send(get("/echo", "Transfer-Encoding: chunked", method="POST"))
            chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
            await visitor.send(chunk * (BODY_MAX // 0x1000 + 1))
            assert (await visitor.answer()).status == 413

    run(story)


def test_head_asks_for_the_head_alone_and_old_clients_are_let_go():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            answer = await visitor.ask(b"HEAD /echo?four HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (answer.status, answer.headers["content-length"], answer.body) == (200, "4", b"")
            answer = await visitor.ask(b"GET /echo?old HTTP/1.0\r\n\r\n")
            assert (answer.body, answer.headers["connection"]) == (b"old", "close")
            assert await visitor.rest() == b""
            visitor = await visit(port)
            await visitor.send(get("/echo?last", "Connection: close") + GET % 5)
            assert (await visitor.answer()).body == b"last"
            assert await visitor.rest() == b""

    run(story)


def test_pages_of_this_house_may_ask_from_their_own_port():
    async def story():
        async with open_gate(Doors().routes()) as (_gate, port):
            visitor = await visit(port)
            answer = await visitor.ask(get("/echo", "Origin: http://gate:8000"))
            assert answer.headers["access-control-allow-origin"] == "http://gate:8000"
            assert answer.headers["vary"] == "Origin"
            assert answer.headers["access-control-expose-headers"] == "Retry-After"
            answer = await visitor.ask(get("/echo", "Origin: http://gate:8000", method="OPTIONS"))
            assert (answer.status, answer.body) == (204, b"")
            assert "POST" in answer.headers["access-control-allow-methods"]
            assert answer.headers["access-control-allow-headers"] == "Content-Type, Range"

    run(story)


@pytest.mark.parametrize(
    ("public", "origin", "host", "ours"),
    [
        (None, b"http://localhost:8000", b"localhost:8001", True),
        (None, b"http://[::1]:8000", b"[::1]:8001", True),
        (None, b"http://localhost:8002", b"localhost:8001", False),
        (None, b"http://evil.example:8000", b"localhost:8001", False),
        (None, b"null", b"localhost:8001", False),
        ("https://Dure.example/", b"https://dure.example", b"dure.example", True),
        ("https://dure.example", b"http://dure.example", b"dure.example", False),
        ("https://dure.example", b"https://dure.example.evil.example", b"dure.example", False),
    ],
)
def test_whose_pages_are_ours(public, origin, host, ours):
    assert Origins(public, 8000).are_ours(origin, host) is ours


@pytest.mark.parametrize(
    ("proxies", "named", "counted"),
    [(0, "9.9.9.9", "127.0.0.1"), (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"), (2, "6.6.6.6, 9.9.9.9", "6.6.6.6"),
     (3, "6.6.6.6, 9.9.9.9", "127.0.0.1")],
)  # fmt: skip
def test_the_address_is_the_one_a_trusted_proxy_names(proxies, named, counted):
    async def story():
        async with open_gate(Doors().routes(), limits=Limits(trusted_proxies=proxies)) as (_gate, port):
            answer = await (await visit(port)).ask(get("/who", f"X-Forwarded-For: {named}"))
            assert answer.body.decode() == counted

    run(story)


@pytest.mark.parametrize("limits", [Limits(connections=2), Limits(connections_per_address=2)])
def test_one_connection_too_many_is_refused_and_a_place_comes_free(limits):
    async def story():
        async with open_gate(Doors().routes(), limits=limits) as (gate, port):
            first, second = await visit(port), await visit(port)
            assert [(await each.ask(GET % 1)).status for each in (first, second)] == [200, 200]
            third = await visit(port)
            assert (await third.answer()).status == 429
            await third.leave()
            await first.leave()
            await until(lambda: gate.size <= 1)
            assert (await (await visit(port)).ask(GET % 2)).status == 200

    run(story)


def test_who_is_slow_or_silent_is_let_go_of():
    """A request that never ends, a door that never answers, a connection nobody uses: each has its time."""

    async def story():
        doors = Doors()
        async with open_gate(doors.routes()) as (gate, port):
            slow, silent, waiting = [await visit(port) for _each in range(3)]
            await slow.send(b"GET /echo HTTP/1.1\r\nHost")
            await waiting.send(get("/wait"))
            assert (await silent.ask(GET % 1)).status == 200
            await until(lambda: bool(doors.waiting))
            later(gate, 11)
            assert await slow.rest() == b""
            later(gate, 20)
            assert (await waiting.answer()).status == 503
            doors.waiting[0].answer(200, b"too late")
            assert (await silent.ask(GET % 2)).status == 200
            later(gate, 76)
            assert await silent.rest() == b""

    run(story)


def test_who_does_not_read_is_not_served_more():
    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            greedy = await visit(port)
            greedy.reader._transport.pause_reading()  # type: ignore[attr-defined]
            await greedy.send(get("/much") * 100)
            await until(lambda: any(connection._is_full for connection in gate._connections))
            (connection,) = gate._connections
            # What it owes lies in two buffers, not in a hundred answers.
            assert connection._transport.get_write_buffer_size() < 3_000_000
            later(gate, 11)
            await until(lambda: not gate.size)

    run(story)


def test_stopping_answers_what_is_in_flight_and_refuses_the_rest():
    async def story():
        doors = Doors()
        async with open_gate(doors.routes()) as (gate, port):
            busy, idle, late = [await visit(port) for _each in range(3)]
            await idle.ask(GET % 1)
            await busy.send(get("/wait"))
            await late.send(b"GET /echo HTTP/1.1\r\n")
            await until(lambda: bool(doors.waiting) and any(each._is_in_head for each in gate._connections))
            stopping = asyncio.create_task(gate.stop())
            assert await idle.rest() == b""
            refused = [await late.ask(b"Host: x\r\n\r\n"), await (await visit(port)).ask(GET % 2)]
            assert [(each.status, each.headers["connection"]) for each in refused] == [(503, "close")] * 2
            assert refused[0].json["code"] == "outage"
            doors.waiting[0].answer(200, b"done")
            answer = await busy.answer()
            assert (answer.body, answer.headers["connection"]) == (b"done", "close")
            await stopping
            with pytest.raises(OSError, match="Connect"):
                await visit(port)

    run(story)


@pytest.mark.parametrize("seed", range(4))
def test_nonsense_neither_ends_the_gate_nor_leaves_anything_behind(seed):
    """Random bytes, requests cut anywhere and altered anywhere; after all of it the gate answers as before."""
    chance = random.Random(seed)
    whole = get("/echo", "Upgrade: websocket", "Connection: Upgrade") + get("/echo", method="POST", body=b"x" * 300)

    def nonsense() -> bytes:
        data = bytearray(chance.choice([whole, chance.randbytes(400), get("/wait") + GET % 7]))
        for _each in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data[: chance.randrange(1, len(data) + 1)])

    async def story():
        async with open_gate(Doors().routes()) as (gate, port):
            for _round in range(100):
                visitor = await visit(port)
                await visitor.send(nonsense())
                if chance.random() < 0.5:
                    await asyncio.sleep(0)
                await visitor.leave()
            assert (await (await visit(port)).ask(GET % 9)).body == b"9"
            await until(lambda: gate.size <= 1)

    run(story)


def test_a_bucket_holds_a_minutes_worth_and_fills_evenly():
    buckets = Buckets()
    assert [buckets.take("ana", 6, 100.0) for _each in range(6)] == [0] * 6
    assert buckets.take("ana", 6, 100.0) == 10
    assert buckets.take("bo", 6, 100.0) == 0
    assert [buckets.take("ana", 6, moment) for moment in (109.0, 110.0, 110.0)] == [1, 0, 10]
    buckets.forget_full(140.0)
    assert len(buckets) == 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (problems.not_readable(), refusals.NotReadable()),
        (problems.not_ours("x"), errors.NotAllowed()),
        (problems.not_found(), errors.NotFound()),
        (problems.wrong_method(), refusals.WrongMethod()),
        (problems.too_large(), refusals.TooLarge()),
        (problems.too_many(1), errors.TooMany()),
        (problems.crashed(), refusals.Crashed()),
        (problems.outage(), errors.Outage()),
    ],
)
def test_gate_and_pages_say_the_same(ours, theirs, settings):
    """Without Django the words stand twice; here they are held together."""
    settings.LANGUAGE_CODE = "en"
    written = refusals.document(theirs)
    assert ours.members() == {**written, **ours.facts}
