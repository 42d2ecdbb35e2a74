"""What others make of our streams: FFmpeg opens each by its address as `ffprobe` and `ffplay` do, and plays it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import UUID

import av
import pytest
from av.error import FFmpegError
from av.video.stream import VideoStream

from dure.kernel.tests.gates import HOST, run
from dure.rooms.stage.studio.frames import Chunk, Kind, Track
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.doors import PhoneCall, Studio, film, open_studio
from dure.rooms.stage.studio.tests.phones import FPS, SIZES
from dure.rooms.stage.studio.tests.test_ingest import recording

SECONDS = 9
PIECE = 7_000
PROFILES = {"baseline": "Constrained Baseline", "main": "Main", "high": "High"}
PICTURES = set(SIZES.values())


@dataclass
class Played:
    """What a player found behind an address: of each stream codec, profile and size, and the moment of each frame."""

    streams: dict[int, tuple[str, str, tuple[int, int] | None]] = field(default_factory=dict)
    moments: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def sizes(self) -> set[tuple[int, int]]:
        return {size for _codec, _profile, size in self.streams.values() if size}

    @property
    def codecs(self) -> set[str]:
        return {codec for codec, _profile, _size in self.streams.values()}

    def assert_smooth(self, seconds: float) -> None:
        """Every stream was played to its end, without a hole."""
        assert self.moments.keys() == self.streams.keys()
        for index, moments in self.moments.items():
            longest = 0.2 if self.streams[index][2] else 0.03
            assert validator.holes(moments, longest) == [], self.streams[index]
            assert abs(moments[-1] - moments[0] - seconds) < 0.4, self.streams[index]


def play(address: str, opened: Event) -> Played:
    """Play what is behind an address until it ends; whatever cannot be decoded is an error."""
    played = Played()
    with av.open(address, timeout=(20, 20), options={"live_start_index": "0"}) as container:
        for stream in container.streams:
            size = (stream.width, stream.height) if isinstance(stream, VideoStream) else None
            played.streams[stream.index] = stream.codec_context.name, str(stream.profile), size
            stream.codec_context.options = {"err_detect": "explode"}
        opened.set()
        for packet in container.demux():
            for frame in packet.decode():
                assert frame.time is not None
                played.moments[packet.stream.index].append(frame.time)
    return played


async def played(studio: Studio, name: str, opened: Event | None = None) -> Played:
    """Play one of the broadcast's lists in a thread, as somebody outside does."""
    address = f"http://{HOST}:{studio.port}/hls/{studio.broadcast_id}/{name}"
    return await asyncio.to_thread(play, address, opened or Event())


async def end(phone: PhoneCall) -> None:
    phone.say(end=True)
    assert await phone.hear() == {"over": True}


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_is_played_while_it_goes_out_and_afterwards(tmp_path: Path, profile: str) -> None:
    """Low latency, plain, sound alone, and the replay; who began to play before the end gets the end as well."""

    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone()
            chunks = film(studio, SECONDS, profile)
            phone.send(chunks[: len(chunks) * 2 // 3])
            await phone.synced()
            names = ("master.m3u8", "plain.m3u8", "high/live.m3u8", "audio.m3u8")
            opened = [Event() for _name in names]
            watching = {
                name: asyncio.ensure_future(played(studio, name, event))
                for name, event in zip(names, opened, strict=True)
            }
            for event in opened:
                assert await asyncio.to_thread(event.wait, 20)
            phone.send(chunks[len(chunks) * 2 // 3 :])
            await end(phone)
            found = {name: await task for name, task in watching.items()}
            found["replay.m3u8"] = await played(studio, "replay.m3u8")
            for each in found.values():
                each.assert_smooth(SECONDS)
            for name in ("master.m3u8", "plain.m3u8", "replay.m3u8"):
                assert found[name].sizes == PICTURES
                assert found[name].codecs == {"h264", "aac"}
            assert found["audio.m3u8"].codecs == {"aac"}
            assert found["high/live.m3u8"].sizes == {SIZES[Track.HIGH]}
            [(_codec, named, _size)] = found["high/live.m3u8"].streams.values()
            assert named == PROFILES[profile]
            [frames] = found["high/live.m3u8"].moments.values()
            assert len(frames) == SECONDS * FPS

    run(story)


@pytest.mark.parametrize(("name", "sound"), [("film.mp4", "aac"), ("film.mkv", "libopus")])
def test_what_a_phone_could_only_record_is_played_as_well(tmp_path: Path, name: str, sound: str) -> None:
    data = recording(tmp_path / name, sound)

    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            phone = await studio.phone(way="recorded", tracks=("low", "sound"))
            began = film(studio, 1)[0].at_us - 5_000_000
            for number, start in enumerate(range(0, len(data), PIECE)):
                piece = data[start : start + PIECE]
                phone.send([Chunk(Kind.RECORDED, Track.LOW, number, began, piece, is_key=not number)])
            await phone.synced()
            lines = studio.desk.find(studio.broadcast_id).lines
            while min(len(lines[each].live) for each in ("low", "sound")) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await end(phone)
            found = await played(studio, "replay.m3u8")
            assert found.codecs == {"h264", "aac"}
            assert found.sizes == {(160, 96)}
            for moments in found.moments.values():
                assert moments[-1] - moments[0] > 4.5

    run(story)


def test_what_is_no_broadcast_is_no_film(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_studio(tmp_path) as studio:
            studio.broadcast_id = UUID(int=5)
            with pytest.raises(FFmpegError):
                await played(studio, "master.m3u8")

    run(story)
