"""What a phone and the studio say to each other over one WebSocket. Pure; `docs/live-wire.md` explains it.

A text message is JSON. A binary message is one chunk: a head of 20 bytes, then one encoded frame. Chunks of a run (one
page on one phone) have one row of numbers over all tracks, so that what was not kept can be named and sent again.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

VERSION: Final = 1
HEAD: Final = struct.Struct(">BBBBIqI")
"""Version, kind, tracks, flags, number, moment on the phone's clock (µs), duration (µs, 0 when not known)."""
VIDEO_MAX: Final = 1024 * 1024
SOUND_MAX: Final = 8 * 1024
RECORDED_MAX: Final = 2 * 1024 * 1024
MESSAGE_MAX: Final = HEAD.size + RECORDED_MAX
TEXT_MAX: Final = 16 * 1024
MOMENT_MAX_US: Final = 1 << 53
DURATION_MAX_US: Final = 10_000_000
RUN: Final = r"^[0-9a-f]{16}$"
PHONE_KEY: Final = r"^[A-Za-z0-9_-]{32,64}$"


class FrameRefused(Exception):
    """A message was cut off; `code` says why, in words a program can compare."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class Kind(IntEnum):
    """What a chunk holds."""

    VIDEO = 1
    """One H.264 picture, Annex B; a key frame begins with its parameter sets."""
    SOUND = 2
    """One Opus packet."""
    RECORDED = 3
    """A piece of what MediaRecorder writes (MP4 or Matroska)."""


class Track(IntFlag):
    """The tracks a chunk belongs to. A phone short of uplink sends a smaller picture for the larger ones as well."""

    HIGH = 1
    LOW = 2
    SOUND = 4
    LEAST = 8


class Flag(IntFlag):
    """What else there is to know of a chunk."""

    KEY = 1
    LATE = 2
    """Of a time without network: for the recording, not for those who watch now."""


NAMES: Final = {Track.HIGH: "high", Track.LOW: "low", Track.LEAST: "least", Track.SOUND: "sound"}
PICTURES: Final = ("high", "low", "least")
"""The best first."""
_SIZES: Final = {Kind.VIDEO: VIDEO_MAX, Kind.SOUND: SOUND_MAX, Kind.RECORDED: RECORDED_MAX}
_TRACKS: Final = {
    Kind.VIDEO: {
        Track.HIGH,
        Track.LOW,
        Track.LEAST,
        Track.HIGH | Track.LOW,
        Track.LOW | Track.LEAST,
        Track.HIGH | Track.LOW | Track.LEAST,
    },
    Kind.SOUND: {Track.SOUND},
    Kind.RECORDED: {Track.LOW},
}
_KINDS: Final = {int(kind): kind for kind in Kind}
_FLAGS_ALL: Final = int(Flag.KEY | Flag.LATE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One encoded frame as it came."""

    kind: Kind
    tracks: Track
    number: int
    at_us: int
    data: bytes
    is_key: bool = False
    is_late: bool = False
    duration_us: int = 0


def read_chunk(message: bytes) -> Chunk:
    """Return the chunk a binary message holds, or raise FrameRefused."""
    if len(message) <= HEAD.size:
        raise FrameRefused("frame_truncated")
    version, kind, tracks, flags, number, at_us, duration_us = HEAD.unpack_from(message)
    if version != VERSION:
        raise FrameRefused("frame_version")
    found = _KINDS.get(kind)
    if found is None or tracks not in _TRACKS[found] or flags & ~_FLAGS_ALL:
        raise FrameRefused("frame_malformed")
    if not 0 <= at_us < MOMENT_MAX_US or duration_us > DURATION_MAX_US:
        raise FrameRefused("frame_moment")
    if len(message) - HEAD.size > _SIZES[found]:
        raise FrameRefused("frame_too_large")
    is_key, is_late = bool(flags & Flag.KEY), bool(flags & Flag.LATE)
    data = message[HEAD.size :]
    return Chunk(found, Track(tracks), number, at_us, data, is_key, is_late, duration_us)


def chunk_bytes(chunk: Chunk) -> bytes:
    """Return a chunk as a phone sends it."""
    flags = (Flag.KEY if chunk.is_key else 0) | (Flag.LATE if chunk.is_late else 0)
    head = HEAD.pack(VERSION, chunk.kind, chunk.tracks, flags, chunk.number, chunk.at_us, chunk.duration_us)
    return head + chunk.data


Way = Literal["frames", "recorded"]
Name = Literal["high", "low", "least", "sound"]


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phone's first words.

    `phone_key` is its own secret, `run` names the page it sends from, and `clock_us` is now on the clock that its
    chunks are dated with.
    """

    pass_: Annotated[str, Meta(max_length=2_048)] = msgspec.field(name="pass")
    run: Annotated[str, Meta(pattern=RUN)]
    phone_key: Annotated[str, Meta(pattern=PHONE_KEY)]
    clock_us: Annotated[int, Meta(ge=0, lt=MOMENT_MAX_US)]
    way: Way = "frames"
    tracks: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=4)] = ("low", "sound")


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phone's later words: one of them at a time."""

    end: bool = False
    """The broadcast is over."""
    caught_up: bool = False
    """All that was late has been sent."""
    ping: int | None = None
    """To be said back: how the phone measures its way to us."""


class Ready(msgspec.Struct, frozen=True):
    """The answer to a hello. `join` says how to go on; `kept` and `heard` what need not be sent again.

    `start`: nothing was sent before. `continue`: send what was not heard, in order. `skip`: the others have moved on;
    begin with a fresh key frame, and send what was not kept as late. `tracks` are those of the phone's that are taken:
    a broadcast keeps the tracks it began with.
    """

    join: Literal["start", "continue", "skip"]
    kept: dict[str, list[tuple[int, int]]]
    heard: dict[str, int]
    tracks: tuple[str, ...] = ()
    ready: bool = True


def read_hello(message: bytes) -> Hello:
    """Return a phone's hello, or raise FrameRefused."""
    if len(message) > TEXT_MAX:
        raise FrameRefused("frame_too_large")
    try:
        return _HELLOS.decode(message)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FrameRefused("hello_malformed") from error


def read_said(message: bytes) -> Said:
    """Return what a phone said after its hello, or raise FrameRefused."""
    if len(message) > TEXT_MAX:
        raise FrameRefused("frame_too_large")
    try:
        return _SAID.decode(message)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FrameRefused("text_malformed") from error


def is_text(message: bytes) -> bool:
    """Whether a message is JSON; a chunk begins with its version instead."""
    return message[:1] == b"{"


_HELLOS = msgspec.json.Decoder(Hello)
_SAID = msgspec.json.Decoder(Said)
