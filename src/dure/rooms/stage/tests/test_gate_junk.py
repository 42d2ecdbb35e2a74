"""People who come to break things: they are cut off, and the room goes on as if nothing had been."""

import asyncio
import os
from base64 import b64encode
from contextlib import suppress
from uuid import uuid4

import pytest
from picows import WSCloseCode, WSMsgType

from dure.kernel.gate.limits import BODY_MAX, Limits
from dure.kernel.tests.gates import HOST, call, until, visit
from dure.rooms.stage.models.chat import ChatMessage
from dure.rooms.stage.tests.live_rooms import change, database, hear, make_show, post, seat_for, tell, words

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

JUNK = 1_000


def handshake(show_id, more=""):
    key = b64encode(os.urandom(16)).decode()
    return (
        f"GET /live/{show_id} HTTP/1.1\r\nHost: gate:8001\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n"
    ).encode()


def junk(number, show):
    """What one of a thousand sends; some of it begins well."""
    kinds = (
        lambda: os.urandom(300),
        lambda: b"GET / HTTP/1.1\r\n" + b"X" * 20_000,
        lambda: handshake(uuid4()),
        lambda: handshake("../../etc/passwd"),
        lambda: handshake(show.id) + os.urandom(200),
        lambda: handshake(show.id) + b"\x81\xff" + (2**62).to_bytes(8) + b"mask",
        lambda: handshake(show.id, "Origin: https://elsewhere.example\r\n"),
        lambda: post(show, "chat", os.urandom(500)),
        lambda: b"",
        lambda: post(show, "chat", words("x" * 500)),
    )
    return kinds[number % len(kinds)]()


async def throw(port, number, show, held):
    reader, writer = await asyncio.open_connection(HOST, port)
    held.append(writer)
    writer.write(junk(number, show))
    with suppress(ConnectionError):
        await reader.read(65_536)


def test_a_thousand_who_send_junk_disturb_nobody(app_role_url):
    show = make_show()

    async def story(house):
        viewer, _welcome = await house.watch(show)
        held: list[asyncio.StreamWriter] = []
        thrown = [asyncio.ensure_future(throw(house.port, number, show, held)) for number in range(JUNK)]
        await until(lambda: len(held) == JUNK)
        answer = await house.say(show, seat_for(show), "still here")
        assert answer.status == 202
        assert (await hear(viewer, "chat"))[0]["text"] == "still here"
        await database(change, show, pinned_text="All is well")
        assert (await hear(viewer, "state"))["pinned"] == "All is well"
        for writer in held:
            writer.transport.abort()
        await asyncio.gather(*thrown)
        await until(lambda: house.live.hub.viewers == 1)
        assert list(house.live.hub.rooms) == [house.live.hub.room(show.id)]

    tell(story, app_role_url, limits=Limits(connections_per_address=2 * JUNK))
    assert ChatMessage.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"chat": [{"text": "I am the host"}]},
        {"state": {"sequence": 99}},
        "hello",
        {"pass": "forged"},
        {"pass": 7},
        None,
    ],
)
def test_a_viewer_who_speaks_is_cut_off_and_not_heard(app_role_url, said):
    show = make_show()

    async def story(house):
        other, _welcome = await house.watch(show)
        viewer, _welcome = await house.watch(show)
        viewer.say(said)
        assert await viewer.heard.get() == WSCloseCode.POLICY_VIOLATION
        await until(lambda: house.live.hub.viewers == 1)
        await house.say(show, seat_for(show), "undisturbed")
        assert [line["text"] for line in await hear(other, "chat")] == ["undisturbed"]

    tell(story, app_role_url)


def test_a_seat_is_shown_once(app_role_url):
    show = make_show()

    async def story(house):
        viewer, _welcome = await house.watch(show)
        viewer.say({"pass": seat_for(show)})
        viewer.say({"pass": seat_for(show)})
        assert await hear(viewer, "none") == WSCloseCode.POLICY_VIOLATION

    tell(story, app_role_url)


def test_frames_that_are_too_large_or_come_in_endless_pieces_are_cut_off(app_role_url):
    show = make_show()

    async def story(house):
        large, _welcome = await house.watch(show)
        large.say("x" * BODY_MAX)
        assert await hear(large, "none") == WSCloseCode.MESSAGE_TOO_BIG
        pieces, _welcome = await house.watch(show)
        for _each in range(3):
            pieces.transport.send(WSMsgType.CONTINUATION, b"x" * (BODY_MAX // 2), False)
        assert await hear(pieces, "none") == WSCloseCode.MESSAGE_TOO_BIG
        binary, _welcome = await house.watch(show)
        binary.transport.send(WSMsgType.BINARY, b"\x00\xff")
        assert await hear(binary, "none") == WSCloseCode.POLICY_VIOLATION

    tell(story, app_role_url)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"pass":"x","text":7,"client_key":"x"}',
        b'{"pass":"x","text":"x","client_key":"00000000-0000-4000-8000-000000000000","role":"host"}',
    ],
)
def test_messages_that_cannot_be_read_are_refused(app_role_url, body):
    show = make_show()

    async def story(house):
        answer = await (await visit(house.port)).ask(post(show, "chat", body))
        assert (answer.status, answer.json["code"]) == (422, "message_malformed")

    tell(story, app_role_url)


def test_a_room_that_is_full_refuses_one_more_and_says_when_to_come_again(app_role_url):
    show = make_show()

    async def story(house):
        await house.watch(show)
        answer = await (await visit(house.port)).ask(handshake(show.id))
        assert (answer.status, answer.json["code"]) == (503, "room_full")
        assert answer.headers["retry-after"] == "5"

    tell(story, app_role_url, viewers_max=1)


def test_asking_for_shows_there_are_not_costs_the_database_one_question(app_role_url):
    nowhere = uuid4()

    async def story(house):
        first = await call(house.port, f"/live/{nowhere}")
        assert await first.heard.get() == {"refused": "show_not_found"}
        reading = house.live._reading
        reading.read = None  # whoever asks again breaks
        answer = await (await visit(house.port)).ask(handshake(nowhere))
        assert (answer.status, answer.json["code"]) == (404, "show_not_found")

    tell(story, app_role_url)


def test_who_does_not_read_is_skipped_and_told_everything_when_he_does(app_role_url):
    show = make_show()

    async def story(house):
        slow = await visit(house.port)
        await slow.ask(handshake(show.id))
        await until(lambda: house.live.hub.viewers == 1)
        [viewer] = house.live.hub.room(show.id).viewers
        quick, _welcome = await house.watch(show)
        viewer.pause_writing()
        await house.say(show, seat_for(show), "while away")
        await hear(quick, "chat")
        await until(lambda: not viewer.is_welcome)
        viewer.resume_writing()
        assert viewer.is_welcome
        while b"while away" not in await slow.reader.read(4096):
            pass

    tell(story, app_role_url)
