"""What viewers get: playlists that wait, pieces that never change, and nothing else."""

import asyncio
import gzip

import pytest

from dure.kernel.tests.gates import run, visit
from dure.rooms.stage.studio.frames import NAMES
from dure.rooms.stage.studio.origin import USUAL_BITS
from dure.rooms.stage.studio.recordings import SOUND_BITS
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.doors import film, open_studio


async def text(studio, path):
    answer = await studio.get(path)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    return answer.body.decode()


def test_the_list_names_every_rendition_and_the_sound_of_its_own(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            early = await studio.get("master.m3u8")
            assert (early.status, early.json["code"], early.headers["retry-after"]) == (404, "not_shown", "1")
            phone.send(film(studio, 3))
            await phone.synced()
            lines = (await text(studio, "master.m3u8")).splitlines()
            assert lines[:3] == ["#EXTM3U", "#EXT-X-VERSION:9", "#EXT-X-INDEPENDENT-SEGMENTS"]
            streams = [line for line in lines if line.startswith("#EXT-X-STREAM-INF")]
            assert [validator.attribute(line, "RESOLUTION") for line in streams[:3]] == ["112x64", "160x96", "320x180"]
            assert 'CODECS="avc1.42C00D,mp4a.40.2"' in streams[2]
            assert all('AUDIO="sound"' in line for line in streams)
            assert [line for line in lines if not line.startswith("#")] == [
                "least/live.m3u8", "low/live.m3u8", "high/live.m3u8", "sound/live.m3u8",
            ]  # fmt: skip
            assert "high/noll.m3u8" in await text(studio, "plain.m3u8")

    run(story)


def test_the_list_says_what_each_picture_takes_as_it_was_measured(tmp_path):
    """At most and on average, and how many pictures a second; a player short of line counts on it."""

    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 15))
            await phone.synced()
            lines = (await text(studio, "master.m3u8")).splitlines()
            streams = [
                line.partition(":")[2] for line in lines if line.startswith("#EXT-X-STREAM-INF") and "RES" in line
            ]
            paces = [float(validator.attribute(stream, "FRAME-RATE")) for stream in streams]
            assert paces == [15.0, 30.0, 30.0]
            for stream, name in zip(streams, ("least", "low", "high"), strict=True):
                playlist = validator.read(await text(studio, f"{name}/noll.m3u8"))
                sizes = [len((await studio.get(f"{name}/{entry.uri}")).body) * 8 for entry in playlist.entries]
                mean = sum(sizes) / sum(entry.duration for entry in playlist.entries)
                most, average = (int(validator.attribute(stream, key)) for key in ("BANDWIDTH", "AVERAGE-BANDWIDTH"))
                assert average - SOUND_BITS == pytest.approx(mean, rel=0.01)
                assert most >= max(average, USUAL_BITS[name] // 4 + SOUND_BITS)

    run(story)


def test_playlists_come_packed_to_whoever_takes_them_so(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 15))
            await phone.synced()
            plain = await studio.get("low/live.m3u8")
            packed = await studio.get("low/live.m3u8", Accept_Encoding="gzip, deflate, br")
            assert "content-encoding" not in plain.headers
            assert packed.headers["content-encoding"] == "gzip"
            assert gzip.decompress(packed.body) == plain.body
            assert len(packed.body) < len(plain.body) / 3
            assert all("Accept-Encoding" in answer.headers["vary"] for answer in (plain, packed))
            piece = await studio.get("low/0.m4s", Accept_Encoding="gzip")
            assert "content-encoding" not in piece.headers

    run(story)


def test_a_low_latency_playlist_is_as_the_standard_wants_it_and_its_parts_are_there(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 9))
            await phone.synced()
            for track in NAMES.values():
                playlist = validator.read(await text(studio, f"{track}/live.m3u8"))
                validator.check(playlist)
                assert len(playlist.entries) == 4
                entry = playlist.entries[-1]
                whole = (await studio.get(f"{track}/{entry.uri}")).body
                parts = [(await studio.get(f"{track}/{uri}")).body for uri, _duration, _key in entry.parts]
                assert b"".join(parts) == whole
                plain = validator.read(await text(studio, f"{track}/noll.m3u8"))
                validator.check(plain)
                assert [each.uri for each in plain.entries] == [each.uri for each in playlist.entries]

    run(story)


def test_a_player_that_waits_is_answered_when_its_part_is_there(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            chunks = film(studio, 5)
            phone.send(chunks[:250])
            await phone.synced()
            playlist = validator.read(await text(studio, "high/live.m3u8"))
            number, part = (int(word) for word in playlist.hint.split(".")[:2])
            waiting = asyncio.ensure_future(studio.get(f"high/live.m3u8?_HLS_msn={number}&_HLS_part={part}"))
            piece = asyncio.ensure_future(studio.get(f"high/{playlist.hint}"))
            await studio.get("master.m3u8")
            assert not waiting.done()
            assert not piece.done()
            phone.send(chunks[250:])
            answer = await waiting
            assert answer.headers["cache-control"] == "public, max-age=6"
            assert f'URI="{playlist.hint}"' in answer.body.decode()
            assert (await piece).status == 200
            assert (await piece).headers["cache-control"] == "public, max-age=31536000, immutable"

    run(story)


def test_nonsense_is_refused_and_what_is_not_there_is_not_found(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 3))
            await phone.synced()
            for path, status in (
                ("high/live.m3u8?_HLS_msn=900", 400),
                ("high/live.m3u8?_HLS_part=1", 400),
                ("high/live.m3u8?_HLS_msn=x", 400),
                ("high/9.m4s", 404),
                ("high/1.m4s", 404),  # it is being written
                ("high/0.99.m4s", 404),
                ("high/late-0.m4s", 404),
                ("replay.m3u8", 404),
                ("broadcast.json", 404),
                ("high/index.jsonl", 404),
            ):
                assert (await studio.get(path)).status == status, path

    run(story)


def test_pieces_are_had_by_range_by_head_and_from_any_page(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 3))
            await phone.synced()
            whole = await studio.get("low/0.m4s", Origin="https://elsewhere.example")
            assert whole.headers["access-control-allow-origin"] == "*"
            assert whole.headers["accept-ranges"] == "bytes"
            piece = await studio.get("low/0.m4s", Range="bytes=10-19")
            assert (piece.status, piece.body) == (206, whole.body[10:20])
            assert piece.headers["content-range"] == f"bytes 10-19/{len(whole.body)}"
            assert (await studio.get("low/0.m4s", Range="bytes=9999999-")).status == 416
            head = await studio.get("low/0.m4s", method="HEAD")
            assert head.headers["content-length"] == str(len(whole.body))
            asked = await studio.get("low/0.m4s", method="OPTIONS", Origin="https://elsewhere.example")
            assert (asked.status, asked.headers["access-control-allow-headers"]) == (204, "Content-Type, Range")
            assert (await studio.get("low/0.m4s", method="POST")).status == 405

    run(story)


def test_sound_alone_can_be_heard(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 5))
            await phone.synced()
            playlist = validator.read(await text(studio, "audio.m3u8"))
            assert playlist.entries[0].uri == "sound/0.m4s"
            assert playlist.entries[0].head.startswith("sound/head-")
            phone.say(end=True)
            await phone.hear()
            assert validator.read(await text(studio, "audio.m3u8")).is_over

    run(story)


def test_many_who_wait_disturb_nobody(tmp_path):
    async def story():
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            phone.send(film(studio, 3))
            await phone.synced()
            idle = [await visit(studio.port) for _each in range(200)]
            asked = f"GET /hls/{studio.broadcast_id}/high/live.m3u8?_HLS_msn=2 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            for visitor in idle:
                await visitor.send(asked)
            assert (await studio.get("high/0.m4s")).status == 200
            phone.say(end=True)
            answers = await asyncio.gather(*(visitor.answer() for visitor in idle))
            assert all(answer.status == 200 and b"ENDLIST" in answer.body for answer in answers)

    run(story)
