"""A phone that films a changing grey and hums: real H.264 and Opus, encoded once for all tests."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

from av import AudioFrame, CodecContext, VideoFrame
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext

from dure.rooms.stage.studio.frames import Chunk, Hello, Kind, Track

FPS = 30
SIZES = {Track.HIGH: (320, 180), Track.LOW: (160, 96), Track.LEAST: (112, 64)}
PACES = {Track.HIGH: FPS, Track.LOW: FPS, Track.LEAST: FPS // 2}
SOUND_RATE = 48_000
PACKET = 960
RUN = "0123456789abcdef"
PHONE_KEY = "k" * 32
WAVE = b"".join(struct.pack("<h", int(8_000 * math.sin(math.tau * 500 * at / SOUND_RATE))) for at in range(PACKET))
BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@cache
def pictures(size: tuple[int, int], count: int, profile: str = "baseline", pace: int = FPS) -> tuple[bytes, ...]:
    """Return pictures as Annex B, a key frame each second; `pace` is how many a second has."""
    context = CodecContext.create("libx264", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, pace), Fraction(pace)
    preset = "ultrafast" if profile == "baseline" else "veryfast"  # the fastest knows nothing but the baseline
    context.options = {"preset": preset, "tune": "zerolatency", "profile": profile, "sc_threshold": "0"}
    context.options |= {"g": str(pace), "keyint_min": str(pace)}
    found = []
    for number in range(count):
        frame = VideoFrame(*size, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([(number * 3) % 255]) * plane.buffer_size)
        frame.pts = number
        found += [bytes(packet) for packet in context.encode(frame)]
    return tuple(found)


@cache
def hums(count: int) -> tuple[bytes, ...]:
    """Return Opus packets of 20 ms."""
    context = CodecContext.create("libopus", "w")
    assert isinstance(context, AudioCodecContext)
    context.sample_rate, context.layout, context.format = SOUND_RATE, "mono", "s16"
    context.bit_rate = 32_000
    context.open()
    found = []
    for number in range(count):
        frame = AudioFrame("s16", "mono", PACKET)
        frame.sample_rate = SOUND_RATE
        frame.pts = number * PACKET
        frame.planes[0].update(WAVE)
        found += [bytes(packet) for packet in context.encode(frame)]
    return tuple(found)


def hello(run: str = RUN, tracks: tuple[str, ...] = ("high", "low", "least", "sound"), **changed: object) -> Hello:
    """Return what a phone says first; its clock shows 1,000 s."""
    facts = {"pass_": "p", "run": run, "phone_key": PHONE_KEY, "clock_us": 1_000_000_000, "tracks": tracks}
    return Hello(**{**facts, **changed})


@dataclass
class Phone:
    """Sends `seconds` of film, chunk by chunk in the order of their moments; remembers all of them."""

    seconds: int
    tracks: tuple[Track, ...] = (Track.HIGH, Track.LOW, Track.LEAST, Track.SOUND)
    begins_us: int = 1_000_000_000
    profile: str = "baseline"
    sent: list[Chunk] = field(default_factory=list)

    def chunks(self) -> Iterator[Chunk]:
        """Yield what it sends."""
        rows = [(at, track, data, key) for track in self.tracks for at, data, key in self._frames(track)]
        rows.sort(key=lambda row: row[0])
        for number, (at, track, data, key) in enumerate(rows):
            kind = Kind.SOUND if track is Track.SOUND else Kind.VIDEO
            chunk = Chunk(kind, track, number, self.begins_us + at, data, is_key=key)
            self.sent.append(chunk)
            yield chunk

    def _frames(self, track: Track) -> Iterator[tuple[int, bytes, bool]]:
        if track is Track.SOUND:
            for number, data in enumerate(hums(self.seconds * SOUND_RATE // PACKET)):
                yield number * PACKET * 1_000_000 // SOUND_RATE, data, True
        else:
            pace = PACES[track]
            for number, data in enumerate(pictures(SIZES[track], self.seconds * pace, self.profile, pace)):
                yield number * 1_000_000 // pace, data, number % pace == 0
