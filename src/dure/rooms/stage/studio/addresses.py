"""The addresses below `/hls/`, taken apart: strict, because they name files. Pure."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qs
from uuid import UUID

Name = Literal["master", "plain", "audio", "replay", "live", "noll", "head", "segment", "late", "part", "poster"]
LISTS: Final = {"master.m3u8": "master", "plain.m3u8": "plain", "audio.m3u8": "audio", "replay.m3u8": "replay"}
DIGITS_MAX: Final = 9
NUMBER: Final = r"(?:0|[1-9]\d{0,8})"
_ADDRESS: Final = re.compile(
    rf"/hls/(?P<broadcast>[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/"
    rf"(?:(?P<list>(?P<which>master|plain|audio|replay)\.m3u8)|(?P<poster>poster\.jpg)"
    rf"|(?P<track>high|low|least|sound)/(?P<file>(?P<playlist>live|noll|replay)\.m3u8"
    rf"|(?P<head>head-[0-9a-f]{{8}}\.mp4)|(?P<late>late-{NUMBER}\.m4s)"
    rf"|(?P<segment>{NUMBER})(?:\.(?P<part>{NUMBER}))?\.m4s))"
)
_RANGE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked for: a thing of a broadcast, or of one of its tracks."""

    broadcast_id: UUID
    what: Name
    track: str = ""
    file: str = ""
    segment: int = 0
    part: int = 0


def read_address(path: str) -> Address | None:
    """Return what a path names; None when it names nothing."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    broadcast_id, track, file = UUID(found["broadcast"]), found["track"] or "", found["file"] or ""
    what: Name
    if found["poster"]:
        return Address(broadcast_id, "poster", file="poster.jpg")
    if found["part"] is not None:
        return Address(broadcast_id, "part", track, file, int(found["segment"]), int(found["part"]))
    if found["segment"] is not None:
        return Address(broadcast_id, "segment", track, file, int(found["segment"]))
    what = found["which"] or found["playlist"] or ("head" if found["head"] else "late")  # type: ignore[assignment]  # the pattern says so
    return Address(broadcast_id, what, track, file)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a low-latency player waits for: a segment, or a part of it."""

    segment: int
    part: int | None


def read_wish(query: bytes) -> Wish | None:
    """Return what a playlist is to hold before it is answered, None for whatever there is; ValueError for nonsense."""
    if not query:
        return None
    asked = parse_qs(query.decode("latin-1"))
    segment, part = asked.get("_HLS_msn"), asked.get("_HLS_part")
    if segment is None:
        if part is not None:
            raise ValueError
        return None
    written = (segment[0], part[0] if part else "0")
    if not all(text.isdecimal() and len(text) <= DIGITS_MAX for text in written):
        raise ValueError
    return Wish(int(written[0]), int(written[1]) if part else None)


def read_range(header: str, size: int) -> slice | None:
    """Return which bytes of `size` a Range header names; None to ignore it; ValueError when there are no such bytes."""
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None or not (found[1] or found[2]):
        return None
    start = int(found[1]) if found[1] else max(0, size - int(found[2]))
    end = min(size, int(found[2]) + 1) if found[1] and found[2] else size
    if start >= end:
        raise ValueError
    return slice(start, end)


def asked_piece(header: str, *, size: int) -> slice | None:
    """Return the bytes that a Range header names, None for all; an empty piece where there are no such bytes."""
    try:
        return read_range(header, size)
    except ValueError:
        return slice(size, size)
