"""The studio's own work, of one core: cutting what twenty phones send, a replay, and clips.

Each sends three pictures and sound. The chunks are encoded before anything is measured, and handed over as the socket
would: read from bytes, then cut, the sound encoded as AAC, and all of it written to disk. What the sockets themselves
cost is not in these rows.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from uuid import uuid4

from av import AudioFrame, CodecContext, VideoFrame
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext
from measuring import Row
from measuring.rows import row

from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.broadcast import Broadcast, open_broadcast
from dure.rooms.stage.studio.clips import prepare_clip
from dure.rooms.stage.studio.cutting import cut_clip
from dure.rooms.stage.studio.frames import Chunk, Hello, Kind, Track

PHONES = 20
RATE, PACKET = 48_000, 960
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
BEGAN_US = 1_000_000_000
SECONDS = {True: 6, False: 20}
ROUNDS = {True: 1, False: 3}


@dataclass(frozen=True)
class Shot:
    """One of the pictures that a phone sends."""

    track: Track
    size: tuple[int, int]
    bits_per_s: int
    fps: int


SHOTS = (
    Shot(Track.HIGH, (1280, 720), 1_800_000, 30),
    Shot(Track.LOW, (640, 360), 500_000, 30),
    Shot(Track.LEAST, (426, 240), 180_000, 15),
)


@dataclass
class Clock:
    """A clock that goes as the film does."""

    now: datetime = BEGAN

    def __call__(self) -> datetime:
        """Return now."""
        return self.now


def media_rows(*, is_quick: bool) -> list[Row]:
    """Measure the studio's work and return the rows."""
    messages = film(SECONDS[is_quick])
    rounds = [one_round(messages, SECONDS[is_quick]) for _each in range(ROUNDS[is_quick])]
    cores, replays, cuts, wraps = zip(*rounds, strict=True)
    return [
        row("media_core_20_phones", cores, "% core", at_most=50),
        row("media_replay_after_end", replays, "s", at_most=2),
        row("media_clip_cut", cuts, "s", at_most=0.5),
        # A child process opens what strangers send; starting it is most of this.
        row("media_clip_sent_ready", wraps, "s"),
    ]


def one_round(messages: list[tuple[int, bytes]], seconds: int) -> tuple[float, float, float, float]:
    """Return: of one core for all phones (%), the replay (s), a clip cut and a clip sent (s)."""
    with tempfile.TemporaryDirectory() as place:
        time_now = Clock()
        phones = [begin(Path(place) / str(number), time_now) for number in range(PHONES)]
        began = time.process_time()
        for at_us, message in messages:
            time_now.now = BEGAN + timedelta(microseconds=at_us)
            for phone in phones:
                phone.take(frames.read_chunk(message))
        core = (time.process_time() - began) / seconds * 100
        first, *others = phones
        replay_s = spent(first.end)
        clip = Path(place) / "clip.mp4"
        cut_s = spent(lambda: cut_clip(first.folder, 1, min(31, seconds - 1), clip))
        sent_s = spent(lambda: prepare_clip(clip, Path(place) / "ready.mp4"))
        for phone in others:
            phone.close()
    return core, replay_s, cut_s, sent_s


def spent(work: Callable[[], object]) -> float:
    """Return how long something takes, seconds of the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def begin(folder: Path, now: Clock) -> Broadcast:
    """Let a phone in."""
    hello = Hello(
        pass_="", run="0" * 16, phone_key="0" * 32, clock_us=BEGAN_US, tracks=("high", "low", "least", "sound")
    )
    found = open_broadcast(folder, broadcast_id=str(uuid4()), show_id=str(uuid4()), hello=hello, now=now)
    found.join(hello)
    return found


def film(seconds: int) -> list[tuple[int, bytes]]:
    """Return what a phone sends, as its messages, with their moments (µs)."""
    pictures = (
        (at * 1_000_000 // each.fps, Kind.VIDEO, each.track, data, at % each.fps == 0)
        for each in SHOTS
        for at, data in shot(each, seconds)
    )
    sounds = ((at * 1_000_000 // RATE, Kind.SOUND, Track.SOUND, data, True) for at, data in hum(seconds))
    rows = sorted((*pictures, *sounds), key=lambda each: each[0])
    chunk = Chunk(Kind.VIDEO, Track.HIGH, 0, 0, b"")
    return [
        (
            at_us,
            frames.chunk_bytes(
                replace(chunk, kind=kind, tracks=track, number=at, at_us=BEGAN_US + at_us, data=data, is_key=is_key)
            ),
        )
        for at, (at_us, kind, track, data, is_key) in enumerate(rows)
    ]


def shot(picture: Shot, seconds: int) -> Iterator[tuple[int, bytes]]:
    """Yield pictures with enough noise in them to fill their rate."""
    context = CodecContext.create("libx264", "w")
    assert isinstance(context, VideoCodecContext)
    (width, height), fps = picture.size, picture.fps
    context.width, context.height = width, height
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, fps), Fraction(fps)
    context.bit_rate = picture.bits_per_s
    context.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline", "g": str(fps)}
    noise = Random(1).randbytes(width * height * 2)  # noqa: S311  noise, the same each time
    for number in range(seconds * fps):
        frame = VideoFrame(width, height, "yuv420p")
        for plane in frame.planes:
            start = number * 4_096 % width
            plane.update(noise[start : start + plane.buffer_size])
        frame.pts = number
        for packet in context.encode(frame):
            yield number, bytes(packet)


def hum(seconds: int) -> Iterator[tuple[int, bytes]]:
    """Yield Opus packets of 20 ms."""
    context = CodecContext.create("libopus", "w")
    assert isinstance(context, AudioCodecContext)
    context.sample_rate, context.layout, context.format = RATE, "mono", "s16"
    context.open()
    for number in range(seconds * RATE // PACKET):
        frame = AudioFrame("s16", "mono", PACKET)
        frame.sample_rate, frame.pts = RATE, number * PACKET
        frame.planes[0].update(Random(number).randbytes(PACKET * 2))  # noqa: S311
        for packet in context.encode(frame):
            yield number * PACKET, bytes(packet)
