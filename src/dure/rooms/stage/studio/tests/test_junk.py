"""People who come to the studio to break things: they are cut off, and the broadcast goes on as if nothing had been."""

import asyncio
import os
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from dure.kernel import clock
from dure.kernel.tests.gates import HOST, run, until
from dure.rooms.stage.seats import SeatPass, seat_text
from dure.rooms.stage.stage_passes import TrialPass, trial_text
from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.doors import KEY, Studio, film, open_studio
from dure.rooms.stage.studio.tests.phones import hello

JUNK = 1_000
FILM_S = 5


def handshake(more: str = "") -> bytes:
    """Return what begins a WebSocket at the studio's door."""
    key = b64encode(os.urandom(16)).decode()
    return (
        "GET /ingest HTTP/1.1\r\nHost: studio:8002\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n"
    ).encode()


def framed(payload: bytes, kind: int) -> bytes:
    """Return one masked message; its mask is nothing."""
    return bytes([0x80 | kind, 0x80 | 126]) + len(payload).to_bytes(2) + bytes(4) + payload


def junk(number: int, studio: Studio) -> bytes:
    """What one of a thousand sends; some of it begins well."""
    forged = msgspec.json.encode(hello(pass_="a.b.c"))  # nobody signed it
    kinds = (
        os.urandom(300),
        b"GET / HTTP/1.1\r\n" + b"X" * 20_000,
        handshake() + os.urandom(200),
        handshake() + b"\x82\xff" + (2**62).to_bytes(8) + b"mask",
        handshake() + framed(forged, 1),
        handshake() + framed(b"\x01" * 40, 2),
        handshake("Origin: https://elsewhere.example\r\n"),
        f"GET /hls/{uuid4()}/master.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        f"GET /hls/{studio.broadcast_id}/../../secret HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        b"",
    )
    return kinds[number % len(kinds)]


def _there(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


async def throw(number: int, studio: Studio, held: list[asyncio.StreamWriter]) -> None:
    reader, writer = await asyncio.open_connection(HOST, studio.port)
    held.append(writer)
    writer.write(junk(number, studio))
    with suppress(ConnectionError):
        await reader.read(65_536)


def test_a_thousand_who_send_junk_disturb_no_broadcast(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            chunks = film(studio, FILM_S)
            phone.send(chunks[:200])
            await phone.synced()
            held: list[asyncio.StreamWriter] = []
            thrown = [asyncio.ensure_future(throw(number, studio, held)) for number in range(JUNK)]
            await until(lambda: len(held) == JUNK)
            phone.send(chunks[200:])
            await phone.synced()
            assert (await studio.get("low/live.m3u8")).status == 200
            for writer in held:
                writer.transport.abort()
            await asyncio.gather(*thrown)
            assert studio.desk.state()["streams"] == 1
            phone.say(end=True)
            assert await phone.hear() == {"over": True}
            assert _there(tmp_path) == [str(studio.broadcast_id)]
            for name in frames.NAMES.values():
                folder = tmp_path / str(studio.broadcast_id) / name
                playlist = validator.read((folder / "replay.m3u8").read_text())
                validator.check(playlist)
                moments = validator.decode(folder, playlist.entries)
                assert validator.holes(moments, 0.08) == []
                assert abs(moments[-1] - moments[0] - FILM_S) < 0.25

    run(story)


@pytest.mark.parametrize("whose", ["viewer", "host", "trial"])
def test_no_other_paper_of_the_house_opens_the_stage(tmp_path: Path, whose: str) -> None:
    """A seat in the room, be it the host's own, lets nobody publish; nor does the pass for trying the line."""
    until_ = clock.now() + timedelta(hours=1)
    seat = SeatPass(show_id=uuid4(), name="Ana", role=whose, person_id=uuid4(), until=until_)
    trial = TrialPass(show_id=uuid4(), person_id=uuid4(), until=until_)
    text = trial_text(trial, key=KEY) if whose == "trial" else seat_text(seat, key=KEY)

    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            assert (await studio.phone(pass_=text)).first == {"code": "pass_spoilt"}
            assert studio.desk.state()["streams"] == 0
            assert _there(tmp_path) == []

    run(story)


def test_a_pass_opens_nothing_after_its_broadcast_nor_another_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            used = studio.hello()
            phone.send(film(studio, 1))
            phone.say(end=True)
            assert await phone.hear() == {"over": True}
            studio.house.ended.add(studio.broadcast_id)
            again = await studio.phone(pass_=used.pass_, phone_key="q" * 32, run="1" * 16)
            assert again.first == {"code": "stage_taken"}
            same = await studio.phone(pass_=used.pass_, run="2" * 16)
            assert same.first == {"code": "stage_over"}
            assert studio.desk.state()["streams"] == 0

    run(story)
