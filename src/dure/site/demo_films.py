"""Films of the demo world, drawn and played by a program: every picture says DEMO. Nobody was filmed.

A film is made as a telephone would send it, so that the studio's own path makes the recording of it. Loading this loads
PyAV: only the process that draws the films does.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from heapq import merge
from math import exp, sin, tau
from pathlib import Path
from secrets import token_hex
from typing import Final

from av import AudioFrame, CodecContext, VideoFrame
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext
from PIL import Image, ImageDraw, ImageFont

from dure.rooms.stage.studio.broadcast import open_broadcast
from dure.rooms.stage.studio.frames import Chunk, Hello, Kind, Track

SIZE: Final = (360, 640)
FRAMES_PER_S: Final = 12
BITS_PER_S: Final = 180_000
SOUND_RATE: Final = 48_000
SOUND_PACKET: Final = 960
SOUND_BITS_PER_S: Final = 24_000
STEP_S: Final = 0.5
TONES: Final = (220.0, 261.63, 293.66, 329.63, 392.0, 440.0, 523.25)
LOUD: Final = 5_000
SECOND_US: Final = 1_000_000
HORIZON: Final = 300
BOX: Final = (30, 470, 330, 600)
_Frame = tuple[int, Kind, bytes, bool]
"""Its moment (µs), what it is, and whether one can begin with it."""


@dataclass(frozen=True)
class Scene:
    """What a film shows: colours as `#rrggbb`, `tune` as steps of the scale, one each half second, -1 a rest."""

    sky: str
    hill: str
    field: str
    fruit: str
    leaf: str
    is_leafy: bool
    tune: tuple[int, ...]


SWEET_POTATOES: Final = Scene(
    "#cfe3ee", "#5f8a66", "#93b08a", "#9c3f55", "#3f7350", is_leafy=False, tune=(2, 4, 5, 4, 2, -1, 1, 2, 4, 2, 1, 0)
)
CABBAGES: Final = Scene(
    "#f6e7c8", "#8a7d69", "#a8a44a", "#b9d68a", "#5c8f45", is_leafy=True, tune=(0, 2, 3, 2, 4, -1, 3, 2, 0, 1, 2, -1)
)


def film(folder: Path, scene: Scene, *, broadcast_id: str, show_id: str, began_at: datetime, seconds: int) -> None:
    """Let a scene be sent to a broadcast's folder as by a telephone, and end it; the replay is there then."""
    clock = _Clock(began_at)
    hello = Hello(
        pass_="demo", run=token_hex(8), phone_key="d" * 32, clock_us=0, tracks=("low", "sound")  # noqa: S106  no pass is needed in here
    )  # fmt: skip
    broadcast = open_broadcast(folder, broadcast_id=broadcast_id, show_id=show_id, hello=hello, now=clock)
    broadcast.join(hello)
    for number, (at_us, kind, data, is_key) in enumerate(merge(_pictures(scene, seconds), _sounds(scene, seconds))):
        clock.at_us = at_us
        track = Track.LOW if kind is Kind.VIDEO else Track.SOUND
        broadcast.take(Chunk(kind, track, number, at_us, data, is_key=is_key))
    broadcast.end()
    broadcast.close()


class _Clock:
    """The time at which the film is sent."""

    def __init__(self, began_at: datetime) -> None:
        self._began_at = began_at
        self.at_us = 0

    def __call__(self) -> datetime:
        return self._began_at + timedelta(microseconds=self.at_us)


def _pictures(scene: Scene, seconds: int) -> Iterator[_Frame]:
    """Yield the pictures as H.264 with their moments (µs), a key frame each second."""
    writer = CodecContext.create("libx264", "w")
    assert isinstance(writer, VideoCodecContext)
    writer.width, writer.height = SIZE
    writer.pix_fmt, writer.time_base, writer.framerate = "yuv420p", Fraction(1, FRAMES_PER_S), Fraction(FRAMES_PER_S)
    writer.bit_rate = BITS_PER_S
    second = str(FRAMES_PER_S)
    writer.options = {"preset": "veryfast", "tune": "zerolatency", "profile": "baseline", "sc_threshold": "0"}
    writer.options |= {"g": second, "keyint_min": second}
    for number in range(seconds * FRAMES_PER_S):
        picture = VideoFrame.from_image(drawn(scene, number / FRAMES_PER_S, seconds))  # type: ignore[no-untyped-call]
        frame: VideoFrame = picture.reformat(format="yuv420p")
        frame.pts = number
        for packet in writer.encode(frame):
            yield number * SECOND_US // FRAMES_PER_S, Kind.VIDEO, bytes(packet), packet.is_keyframe


def drawn(scene: Scene, at_s: float, seconds: int) -> Image.Image:
    """Return the picture of a moment: produce rolls over a field into a box that fills."""
    picture = _ground(scene).copy()
    brush = ImageDraw.Draw(picture)
    share = at_s / seconds
    for place in range(int(share * 15) + 1):
        row, column = divmod(place, 5)
        _draw_fruit(brush, scene, 68 + column * 56, 568 - row * 40, 27)
    for number in range(3):
        way = (at_s / 4 + number / 3) % 1
        height = abs(sin(way * tau * 1.5)) * 60 * (1 - way)
        _draw_fruit(brush, scene, -30 + way * 420, 400 + way * 60 - height, 30)
    brush.rectangle((BOX[0], BOX[3] - 30, BOX[2], BOX[3]), fill="#a5763c")
    brush.text(
        (SIZE[0] / 2, 250), f"{int(at_s) // 60}:{int(at_s) % 60:02}", fill="#26211a", font=_font(28), anchor="mm"
    )
    return picture


@cache
def _ground(scene: Scene) -> Image.Image:
    picture = Image.new("RGB", SIZE, scene.sky)
    brush = ImageDraw.Draw(picture)
    brush.ellipse((250, 90, 320, 160), fill="#fff3c4")
    brush.ellipse((-120, 190, 260, 560), fill=scene.hill)
    brush.ellipse((120, 220, 520, 560), fill=scene.hill)
    brush.rectangle((0, HORIZON, *SIZE), fill=scene.field)
    for row in range(6):
        level = HORIZON + 12 + row * row * 9
        brush.line((0, level, SIZE[0], level), fill=scene.leaf, width=2 + row)
    brush.rectangle(BOX, fill="#c99657")
    brush.text((SIZE[0] / 2, 60), "DEMO", fill="#a62f2a", font=_font(64), anchor="mm")
    brush.text((SIZE[0] / 2, 112), "drawn by a program", fill="#26211a", font=_font(20), anchor="mm")
    return picture


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _draw_fruit(brush: ImageDraw.ImageDraw, scene: Scene, x: float, y: float, radius: float) -> None:
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=scene.fruit, outline=scene.leaf, width=2)
    if scene.is_leafy:
        for part in (0.3, 0.6):
            width = radius * part
            brush.arc((x - width, y - radius, x + width, y + radius), 20, 340, fill=scene.leaf, width=2)
    else:
        brush.ellipse((x - radius, y - radius / 2, x + radius, y + radius / 2), fill=scene.fruit)
        brush.arc((x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2), 200, 320, fill="#d9a0a8", width=3)


def _sounds(scene: Scene, seconds: int) -> Iterator[_Frame]:
    """Yield a soft tune as Opus with its moments (µs)."""
    writer = CodecContext.create("libopus", "w")
    assert isinstance(writer, AudioCodecContext)
    writer.sample_rate, writer.layout, writer.format = SOUND_RATE, "mono", "s16"
    writer.bit_rate = SOUND_BITS_PER_S
    writer.open()
    for number in range(seconds * SOUND_RATE // SOUND_PACKET):
        frame = AudioFrame("s16", "mono", SOUND_PACKET)
        frame.sample_rate, frame.pts = SOUND_RATE, number * SOUND_PACKET
        frame.planes[0].update(_wave(scene, number).tobytes())
        for packet in writer.encode(frame):
            yield number * SOUND_PACKET * SECOND_US // SOUND_RATE, Kind.SOUND, bytes(packet), True


def _wave(scene: Scene, number: int) -> "array[int]":
    """Return the samples of one packet: a plucked tone that fades."""
    begins_s = number * SOUND_PACKET / SOUND_RATE
    step = scene.tune[int(begins_s / STEP_S) % len(scene.tune)]
    if step < 0:
        return array("h", bytes(2 * SOUND_PACKET))
    into_s, turn = begins_s % STEP_S, tau * TONES[step] / SOUND_RATE
    loud = LOUD * exp(-5 * into_s) * min(1.0, into_s * 50 + 0.02)
    first = int(into_s * SOUND_RATE)
    return array("h", (int(loud * sin(turn * at)) for at in range(first, first + SOUND_PACKET)))
