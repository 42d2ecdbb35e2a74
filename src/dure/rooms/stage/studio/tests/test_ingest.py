"""A phone at the door: who is let in, what is cut off, and how it comes back."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av import AudioFrame, VideoFrame
from av.audio.resampler import AudioResampler
from picows import WSCloseCode, WSMsgType

from dure.kernel import clock, tokens
from dure.kernel.tests.gates import call, run, until
from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.facts import read_facts
from dure.rooms.stage.studio.frames import Chunk, Kind, Track
from dure.rooms.stage.studio.ingest import BURST_BYTES
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.doors import film, open_studio

OTHER_RUN, OTHER_PHONE = "f" * 16, "p" * 32


def test_a_phone_is_let_in_and_told_what_was_kept(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            assert phone.first["join"] == "start"
            chunks = film(studio, 5)
            phone.send(chunks)
            await phone.synced()
            kept = {number for name, first, last in phone.kept if name == "high" for number in range(first, last + 1)}
            assert {chunk.number for chunk in chunks[:400] if chunk.tracks is Track.HIGH} <= kept
            await until(lambda: studio.broadcast_id in studio.house.pictures)

    run(story)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"life": timedelta(seconds=-1)}, "pass_expired"),
        ({"key": tokens.key_of("another house")}, "pass_spoilt"),
        ({"pass_": "a.b.c"}, "pass_spoilt"),
    ],
)
def test_nobody_is_let_in_without_a_pass_of_this_house(tmp_path, changed, code):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone(**changed)
            assert phone.first == {"code": code}
            assert await phone.hear() is WSCloseCode.POLICY_VIOLATION
            assert list(tmp_path.iterdir()) == []

    run(story)


def test_a_pass_is_not_used_by_a_second_phone_while_the_first_is_on_stage(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            first = await studio.phone()
            second = await studio.phone(phone_key=OTHER_PHONE, run=OTHER_RUN)
            assert second.first == {"code": "stage_taken"}
            first.send(film(studio, 1))
            await first.synced()

    run(story)


def test_the_same_phone_comes_back_on_another_connection(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            first = await studio.phone()
            chunks = film(studio, 5)
            first.send(chunks[:300])
            await first.synced()
            again = await studio.phone()
            assert await first.hear() == {"code": "replaced"}
            assert again.first["join"] == "continue"
            assert again.first["heard"]["high"] == max(chunk.number for chunk in chunks[:300] if chunk.tracks == 1)
            again.send(chunks[300:])
            await again.synced()
            again.say(end=True)
            assert await again.hear() == {"over": True}
            for name in frames.NAMES.values():
                playlist = validator.read((tmp_path / str(studio.broadcast_id) / name / "replay.m3u8").read_text())
                validator.check(playlist)
                assert not any(entry.has_break for entry in playlist.entries)

    run(story)


def test_while_the_house_does_not_answer_only_a_phone_that_was_let_in_before_comes_back(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            first = await studio.phone()
            first.hang_up()
            studio.house.is_shut = True
            assert (await studio.phone()).first["ready"]
            stranger = await studio.phone(phone_key=OTHER_PHONE)
            assert stranger.first == {"code": "outage"}
            assert await stranger.hear() is WSCloseCode.TRY_AGAIN_LATER

    run(story)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x01\x01", "frame_truncated"),
        (b"\x07" + bytes(40), "frame_version"),
        (frames.chunk_bytes(Chunk(Kind.VIDEO, Track.LOW, 0, 0, b"x")), "frame_moment"),
        (frames.chunk_bytes(Chunk(Kind.SOUND, Track.SOUND, 0, 0, bytes(frames.SOUND_MAX + 1))), "frame_too_large"),
        (b"{}}", "text_malformed"),
        (b'{"end": "perhaps"}', "text_malformed"),
    ],
)
def test_what_cannot_be_right_ends_the_call_with_a_code(tmp_path, message, code):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            kind = WSMsgType.TEXT if message.startswith(b"{") else WSMsgType.BINARY
            phone.caller.transport.send(kind, message)
            assert await phone.hear() == {"code": code}
            assert await phone.hear() is WSCloseCode.POLICY_VIOLATION

    run(story)


def test_a_message_beyond_all_measure_ends_the_call_at_once(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.caller.transport.send(WSMsgType.BINARY, bytes(frames.MESSAGE_MAX + 1))
            assert await phone.hear() is WSCloseCode.MESSAGE_TOO_BIG

    run(story)


def test_a_chunk_before_the_hello_and_a_second_hello_are_refused(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            caller = await call(studio.port, "/ingest")
            caller.transport.send(WSMsgType.BINARY, bytes(30))
            assert await caller.heard.get() == {"code": "hello_missing"}
            phone = await studio.phone()
            phone.caller.say({"pass": "x"})
            assert await phone.hear() == {"code": "text_malformed"}

    run(story)


def test_a_phone_that_sends_without_measure_is_told_and_then_cut_off(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            large = frames.chunk_bytes(
                Chunk(Kind.VIDEO, Track.LOW, 0, 0, b"\x00\x00\x01\x65" + bytes(frames.VIDEO_MAX - 4))
            )
            now = film(studio, 1)[0].at_us
            large = large[:8] + now.to_bytes(8) + large[16:]
            for _each in range(BURST_BYTES // len(large) + 10):
                phone.caller.transport.send(WSMsgType.BINARY, large)
            heard = [await phone.hear() for _each in range(2)]
            assert {"code": "too_fast"} in heard

    run(story)


@pytest.mark.parametrize(("name", "sound"), [("film.mp4", "aac"), ("film.mkv", "libopus")])
def test_a_phone_that_can_only_record_is_taken_apart(tmp_path, name, sound):
    """As MediaRecorder does: one film, in pieces that end anywhere."""
    film = recording(tmp_path / name, sound)

    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone(way="recorded", tracks=("low", "sound"))
            now = int(clock.now().timestamp() * 1_000_000) - 6_000_000
            for number, start in enumerate(range(0, len(film), 7_000)):
                piece = film[start : start + 7_000]
                phone.send([Chunk(Kind.RECORDED, Track.LOW, number, now, piece, is_key=number == 0)])
            lines = studio.desk.find(studio.broadcast_id).lines
            await until(lambda: len(lines["low"].live) >= 2 and len(lines["sound"].live) >= 2)
            phone.say(end=True)
            await phone.hear()
            for track in ("low", "sound"):
                folder = tmp_path / str(studio.broadcast_id) / track
                playlist = validator.read((folder / "replay.m3u8").read_text())
                validator.check(playlist)
                moments = validator.decode(folder, playlist.entries)
                assert validator.holes(moments, 0.13) == []
                assert moments[-1] - moments[0] > 4.5

    run(story)


def test_a_recording_that_cannot_be_read_ends_the_call(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone(way="recorded", tracks=("low", "sound"))
            now = int(clock.now().timestamp() * 1_000_000)
            junk = [Chunk(Kind.RECORDED, Track.LOW, at, now, bytes(60_000), is_key=not at) for at in range(20)]
            phone.send(junk)
            assert await phone.hear() == {"code": "recording_unreadable"}

    run(story)


def recording(path: Path, sound: str) -> bytes:
    """Return a film of 6 s as a browser's recorder writes it: in fragments, to be read from its beginning on."""
    with av.open(
        str(path), "w", options={"movflags": "frag_keyframe+empty_moov"} if path.suffix == ".mp4" else {}
    ) as film:
        picture = film.add_stream("libx264", rate=10, options={"g": "10", "tune": "zerolatency", "preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 160, 96, "yuv420p"
        voice = film.add_stream(sound, rate=48_000, layout="mono")
        for number in range(60):
            frame = VideoFrame(160, 96, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 4]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            film.mux(picture.encode(frame))
            hum = AudioFrame("s16", "mono", 4_800)
            hum.sample_rate, hum.pts = 48_000, number * 4_800
            hum.planes[0].update(bytes(hum.planes[0].buffer_size))
            for piece in AudioResampler(voice.format, "mono", 48_000, 960 if sound == "libopus" else 1_024).resample(
                hum
            ):
                film.mux(voice.encode(piece))
        for stream in (picture, voice):
            film.mux(stream.encode(None))
    return path.read_bytes()


def test_only_so_many_phones_are_taken(tmp_path):
    async def story():
        async with open_studio(tmp_path, streams_max=1) as studio:
            assert (await studio.phone()).first["ready"]
            studio.broadcast_id = type(studio.broadcast_id)(int=77)
            assert (await studio.phone()).first == {"code": "studio_full"}

    run(story)


def test_what_the_house_ends_is_over_and_its_replay_is_there(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 3))
            await phone.synced()
            studio.house.ended.add(studio.broadcast_id)
            async with asyncio.timeout(2):
                assert await phone.hear() == {"over": True}
            assert (await studio.get("replay.m3u8")).status == 200
            assert 2_900 < studio.house.recordings[studio.broadcast_id] < 3_100

    run(story)


def test_another_phone_has_the_stage_and_the_first_is_told(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            studio.house.phones[studio.broadcast_id] = OTHER_PHONE
            assert await phone.hear() == {"code": "stage_lost"}

    run(story)


def test_a_studio_that_stops_leaves_everything_for_the_next_one(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            chunks = film(studio, 5)
            phone.send(chunks[:450])
            await phone.synced()
            broadcast_id = studio.broadcast_id
        async with open_studio(tmp_path) as studio:
            studio.broadcast_id = broadcast_id
            assert (await studio.get("low/live.m3u8")).status == 200, "viewers go on"
            again = await studio.phone()
            assert again.first["join"] == "skip"
            assert again.first["kept"]["high"][0][0] == 0
            assert read_facts(tmp_path / str(broadcast_id)).stretch == 1

    run(story)
