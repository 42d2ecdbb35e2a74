"""Fragmented MP4 (ISO 14496-12, CMAF): the head of a track, its fragments, and how they are read back. Pure.

Written here because a part of low-latency HLS must be cut exactly where we say, at the moment we say; a general muxer
waits for what comes next. One track a file: picture and sound are renditions of their own.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

VIDEO_SCALE: Final = 90_000
SOUND_SCALE: Final = 48_000
SOUND_CODEC: Final = "mp4a.40.2"
TRACK: Final = 1
MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
KEY_FLAGS: Final = 0x02000000
OTHER_FLAGS: Final = 0x01010000
DATA_OFFSET, DURATION, SIZE, FLAGS, COMPOSITION = 0x1, 0x100, 0x200, 0x400, 0x800
BASE_IS_MOOF: Final = 0x20000
BOX_HEAD: Final = 8
UNDETERMINED: Final = 0x55C4
"""The language `und`, as boxes pack it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame as a fragment holds it; times in the track's own scale."""

    data: bytes
    begins: int
    duration: int
    is_key: bool = True
    shown_after: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """What one fragment covers, read back from its bytes."""

    begins: int
    duration: int
    samples: int
    is_independent: bool
    size: int


class NotBoxes(ValueError):
    """The bytes are no boxes of ours."""


def _box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + BOX_HEAD, name) + body


def _full(name: bytes, version: int, flags: int, *content: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags), *content)


def picture_head(parameters: bytes, picture_parameters: bytes, size: tuple[int, int]) -> bytes:
    """Return the head (ftyp, moov) of a picture track in `VIDEO_SCALE`, from H.264 parameter sets and its size."""
    width, height = size
    configuration = _box(
        b"avcC",
        bytes((1, *parameters[1:4], 0xFF, 0xE1)),
        struct.pack(">H", len(parameters)),
        parameters,
        struct.pack(">BH", 1, len(picture_parameters)),
        picture_parameters,
    )
    entry = _box(
        b"avc1",
        struct.pack(">6xH16x2H2I4xH32x2H", 1, width, height, 0x480000, 0x480000, 1, 24, 0xFFFF),
        configuration,
    )
    return _head(entry, _full(b"vmhd", 0, 1, bytes(8)), b"vide", VIDEO_SCALE, size)


def sound_head(configuration: bytes, rate: int, channels: int) -> bytes:
    """Return the head of an AAC track in its sample rate; `configuration` is its AudioSpecificConfig."""
    specific = _descriptor(5, configuration)
    decoder = _descriptor(4, struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + specific)
    stream = _descriptor(3, struct.pack(">HB", TRACK, 0) + decoder + _descriptor(6, b"\x02"))
    entry = _box(
        b"mp4a",
        struct.pack(">6xH8x2H4xI", 1, channels, 16, rate << 16),
        _full(b"esds", 0, 0, stream),
    )
    return _head(entry, _full(b"smhd", 0, 0, bytes(4)), b"soun", rate, (0, 0))


def _descriptor(tag: int, content: bytes) -> bytes:
    """An MPEG-4 descriptor; ours are short, so its length is one byte."""
    return bytes((tag, len(content))) + content


def _head(entry: bytes, media_head: bytes, handler: bytes, scale: int, size: tuple[int, int]) -> bytes:
    width, height = size
    is_sound = handler == b"soun"
    tables = _box(
        b"stbl",
        _full(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        *(_full(name, 0, 0, bytes(4)) for name in (b"stts", b"stsc")),
        _full(b"stsz", 0, 0, bytes(8)),
        _full(b"stco", 0, 0, bytes(4)),
    )
    reference = _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1)))
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, 0, struct.pack(">8xI4x2H", scale, UNDETERMINED, 0)),
        _full(b"hdlr", 0, 0, struct.pack(">4x4s12x", handler), b"Dure\x00"),
        _box(b"minf", media_head, reference, tables),
    )
    track_head = struct.pack(">8xI4x4x8x2hh2x", TRACK, 0, int(is_sound), 0x100 if is_sound else 0)
    track = _box(
        b"trak",
        _full(b"tkhd", 0, 3, track_head, MATRIX, struct.pack(">2I", width << 16, height << 16)),
        media,
    )
    movie_head = struct.pack(">8x2IIH10x", 1_000, 0, 0x10000, 0x100) + MATRIX + bytes(24) + struct.pack(">I", TRACK + 1)
    extends = _box(b"mvex", _full(b"trex", 0, 0, struct.pack(">5I", TRACK, 1, 0, 0, 0)))
    movie = _box(b"moov", _full(b"mvhd", 0, 0, movie_head), track, extends)
    return _box(b"ftyp", b"iso6", bytes(4), b"iso6cmfcmp41") + movie


def fragment(number: int, samples: Sequence[Sample]) -> bytes:
    """Return one fragment (moof, mdat) of some samples that follow each other; `number` counts fragments."""
    run = b"".join(
        struct.pack(
            ">3Ii",
            sample.duration,
            len(sample.data),
            KEY_FLAGS if sample.is_key else OTHER_FLAGS,
            sample.shown_after,
        )
        for sample in samples
    )
    head = _moof(number, samples[0].begins, len(samples), run, 0)
    head = _moof(number, samples[0].begins, len(samples), run, len(head) + BOX_HEAD)
    return head + _box(b"mdat", *(sample.data for sample in samples))


def _moof(number: int, begins: int, count: int, run: bytes, offset: int) -> bytes:
    return _box(
        b"moof",
        _full(b"mfhd", 0, 0, struct.pack(">I", number)),
        _box(
            b"traf",
            _full(b"tfhd", 0, BASE_IS_MOOF, struct.pack(">I", TRACK)),
            _full(b"tfdt", 1, 0, struct.pack(">Q", begins)),
            _full(
                b"trun", 1, DATA_OFFSET | DURATION | SIZE | FLAGS | COMPOSITION, struct.pack(">Ii", count, offset), run
            ),
        ),
    )


def boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of each whole box, and stop before one that is cut off."""
    start = 0
    while start + BOX_HEAD <= len(data):
        size, name = struct.unpack_from(">I4s", data, start)
        if size < BOX_HEAD:
            raise NotBoxes
        if start + size > len(data):
            return
        yield name, start, start + size
        start += size


def spans(data: bytes) -> Iterator[Span]:
    """Yield what each whole fragment of a segment covers; one that is cut off at the end is left out."""
    head: bytes | None = None
    begins = 0
    for name, start, end in boxes(data):
        if name == b"moof":
            head, begins = data[start:end], start
        elif name == b"mdat" and head is not None:
            yield _span(head, end - begins)
            head = None


def _span(moof: bytes, size: int) -> Span:
    """Read a moof of ours: its boxes stand where `fragment` puts them."""
    moment, run = moof.find(b"tfdt"), moof.find(b"trun")
    if moment == -1 or run == -1:
        raise NotBoxes
    (begins,) = struct.unpack_from(">Q", moof, moment + 8)
    (count,) = struct.unpack_from(">I", moof, run + 8)
    rows = [struct.unpack_from(">3Ii", moof, run + 16 + 16 * index) for index in range(count)]
    return Span(begins, sum(row[0] for row in rows), count, rows[0][2] == KEY_FLAGS, size)
