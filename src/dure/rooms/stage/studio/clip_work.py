"""The child that opens what strangers send: `python -m … probe|wrap|encode|poster|still|cut FILE …`.

It answers in JSON, a line at a time: how far it is (`{"done": 0.4}`), and what came of it last.
"""

import json
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Final

import av
import msgspec
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from PIL import ImageStat
from PIL.Image import Image

from dure.rooms.stage.studio.clips import (
    BITS_KEPT,
    CUT_REFUSED,
    SECONDS_MAX,
    SIDE_KEPT,
    SIDE_MAX,
    ClipFacts,
    ClipRefused,
    limit,
)
from dure.rooms.stage.studio.cutting import CutRefused, cut_clip
from dure.rooms.stage.studio.recordings import NoRecording

MUXERS = "mov,mp4,m4a,3gp,3g2,mj2"
FORMATS = {MUXERS, "matroska,webm"}
PICTURE_BITS, SOUND_BITS = 1_800_000, 96_000
SOUND_RATE = 48_000
POSTER_SIDE = 720
SECOND_US = 1_000_000
TOLD_EVERY = 0.03
STILLS_LOOKED_AT = 12
CONTRAST_LEAST, LIGHT_LEAST = 24, 28
"""Of 255: what is below is a cap on the lens, or the night."""


def probe(path: Path) -> object:
    """Return the facts of a file."""
    with open_film(path) as film:
        return msgspec.to_builtins(facts_of(film, path))


def open_film(path: Path) -> InputContainer:
    """Open a film, of the kinds we take only: no playlist that would make us fetch something else."""
    film = av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": "mov,matroska"})
    if film.format.name not in FORMATS:
        raise ClipRefused("clip_unreadable")
    return film


def facts_of(film: InputContainer, path: Path) -> ClipFacts:
    """Return the facts of an open film; ClipRefused when it has no picture, or is too long or too large."""
    if not film.streams.video:
        raise ClipRefused("clip_no_picture")
    picture = film.streams.video[0]
    sound = film.streams.audio[0].codec_context.name if film.streams.audio else ""
    duration_s = (film.duration or 0) / SECOND_US
    if not 0 < duration_s <= SECONDS_MAX:
        raise ClipRefused("clip_too_long" if duration_s else "clip_unreadable")
    width, height = picture.width, picture.height
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        raise ClipRefused("clip_picture_size")
    bits = int(path.stat().st_size * 8 / duration_s)
    is_h264 = picture.codec_context.name == "h264" and picture.codec_context.pix_fmt in {"yuv420p", "yuvj420p"}
    is_ready = is_h264 and sound in {"aac", ""} and min(width, height) <= SIDE_KEPT and bits <= BITS_KEPT
    return ClipFacts(picture.codec_context.name, sound, width, height, int(duration_s * 1_000), bits, is_ready)


def wrap(path: Path, into: str) -> object:
    """Write the same pictures and sound into a new file, with the index first and nothing else in it."""
    with open_film(path) as film, new_film(into) as made:
        streams = [*film.streams.video[:1], *film.streams.audio[:1]]
        copies = {stream.index: made.add_stream_from_template(stream) for stream in streams}
        for packet in film.demux(streams):
            if packet.dts is None:
                continue
            packet.stream = copies[packet.stream.index]
            made.mux(packet)
    return probe(Path(into))


def encode(path: Path, into: str) -> object:
    """Write pictures and sound anew: H.264 and AAC, 720 lines at most."""
    with open_film(path) as film, new_film(into) as made:
        facts_of(film, path)
        picture = film.streams.video[0]
        picture.thread_type = "AUTO"
        width, height = smaller(picture)
        rate = min(picture.average_rate or Fraction(30), Fraction(30))
        new = made.add_stream("libx264", rate=rate, options={"preset": "veryfast", "profile": "main"})
        new.width, new.height, new.pix_fmt, new.bit_rate = width, height, "yuv420p", PICTURE_BITS
        sounds = film.streams.audio[:1]
        voice = made.add_stream("aac", rate=SOUND_RATE, layout="stereo") if sounds else None
        if voice is not None:
            voice.bit_rate = SOUND_BITS
        teller = Teller((film.duration or 0) / SECOND_US)
        for frame in film.decode([picture, *sounds]):
            if isinstance(frame, av.VideoFrame):
                made.mux(new.encode(frame.reformat(width, height, "yuv420p")))
                teller.at(frame.time or 0.0)
            elif isinstance(frame, av.AudioFrame) and voice is not None:
                made.mux(voice.encode(frame))
        made.mux(new.encode(None))
        if voice is not None:
            made.mux(voice.encode(None))
    return probe(Path(into))


class Teller:
    """Says now and then how far a film is."""

    def __init__(self, length_s: float) -> None:
        """Of a film of this length."""
        self._length_s = length_s
        self._told = 0.0

    def at(self, moment_s: float) -> None:
        """Say it, when it is worth saying."""
        done = min(1.0, moment_s / self._length_s) if self._length_s else 0.0
        if done >= self._told + TOLD_EVERY:
            self._told = done
            say({"done": round(done, 2)})


def smaller(picture: VideoStream) -> tuple[int, int]:
    """Return the size to encode: the shorter side at most `SIDE_KEPT`, both even."""
    scale = min(1.0, SIDE_KEPT / min(picture.width, picture.height))
    return max(2, round(picture.width * scale / 2) * 2), max(2, round(picture.height * scale / 2) * 2)


def poster(path: Path, into: str, at_s: str) -> object:
    """Write one picture."""
    with open_film(path) as film:
        picture = film.streams.video[0]
        picture.codec_context.skip_frame = "NONKEY"
        film.seek(int(float(at_s) * SECOND_US), backward=True)
        keep_still(next(iter(film.decode(picture))).to_image(), into)  # type: ignore[no-untyped-call]
    return {}


def still(path: Path, into: str) -> object:
    """Write the first picture that shows something; where none does, the one that shows most."""
    with open_film(path) as film:
        picture = film.streams.video[0]
        picture.codec_context.skip_frame = "NONKEY"
        best: tuple[float, Image] | None = None
        for frame in islice(film.decode(picture), STILLS_LOOKED_AT):
            image: Image = frame.to_image()  # type: ignore[no-untyped-call]
            light = ImageStat.Stat(image.convert("L"))
            contrast = light.stddev[0]
            if best is None or contrast > best[0]:
                best = contrast, image
            if contrast >= CONTRAST_LEAST and light.mean[0] >= LIGHT_LEAST:
                break
        if best is None:
            raise ClipRefused("clip_no_picture")
        keep_still(best[1], into)
    return {}


def keep_still(image: Image, into: str) -> None:
    """Write a picture, no larger than it is shown."""
    image.thumbnail((POSTER_SIDE, POSTER_SIDE))
    image.save(into, quality=80)


def cut(recording: Path, into: str, from_s: str, to_s: str) -> object:
    """Write a part of a recording."""
    try:
        cut_clip(recording, float(from_s), float(to_s), Path(into))
    except (CutRefused, NoRecording) as refused:
        raise ClipRefused(CUT_REFUSED) from refused
    return {}


def new_film(into: str) -> OutputContainer:
    """Begin an MP4 whose index stands first, so that it plays while it is fetched."""
    return av.open(into, "w", format="mp4", options={"movflags": "faststart"})


WORK: Final[Mapping[str, Callable[..., object]]] = {
    "probe": probe, "wrap": wrap, "encode": encode, "poster": poster, "still": still, "cut": cut
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Do one piece of work, and say what came of it."""
    limit()
    what, path, *more = arguments
    try:
        said = WORK[what](Path(path), *more)
    except ClipRefused as refused:
        said = {"code": refused.code}
    except (FFmpegError, ValueError, OverflowError, MemoryError):
        said = {"code": "clip_unreadable"}
    say(said)


def say(said: object) -> None:
    """Answer with a line."""
    print(json.dumps(said), flush=True)  # noqa: T201  this is how it answers


if __name__ == "__main__":
    main(sys.argv[1:])
