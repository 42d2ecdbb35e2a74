"""Reads playlists and segments as RFC 8216bis wants them, and says what is wrong; decodes all to find every hole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path

import av

from dure.rooms.stage.studio.boxes import spans

PART_LEAST = 0.85


@dataclass
class Entry:
    """A segment of a playlist."""

    uri: str
    duration: float
    head: str
    has_break: bool
    date: str
    parts: list[tuple[str, float, bool]] = field(default_factory=list)


@dataclass
class Playlist:
    """A media playlist, read."""

    tags: dict[str, str]
    entries: list[Entry]
    open_parts: list[tuple[str, float, bool]]
    hint: str | None
    is_over: bool


def read(text: str) -> Playlist:
    """Read a media playlist; an assertion says what the standard does not allow."""
    lines = text.splitlines()
    assert lines[0] == "#EXTM3U"
    assert text.endswith("\n")
    found = Playlist({}, [], [], None, is_over=False)
    head, date, duration, has_break = "", "", None, False
    parts: list[tuple[str, float, bool]] = []
    for line in lines[1:]:
        assert not found.is_over, "nothing stands behind ENDLIST"
        tag, _colon, value = line.partition(":")
        if tag == "#EXT-X-MAP":
            head = attribute(value, "URI")
        elif tag == "#EXT-X-PROGRAM-DATE-TIME":
            date = value
        elif tag == "#EXT-X-DISCONTINUITY":
            has_break = True
        elif tag == "#EXT-X-PART":
            parts.append((attribute(value, "URI"), float(attribute(value, "DURATION")), "INDEPENDENT=YES" in value))
        elif tag == "#EXTINF":
            duration = float(value.rstrip(","))
        elif tag == "#EXT-X-PRELOAD-HINT":
            found.hint = attribute(value, "URI")
        elif tag == "#EXT-X-ENDLIST":
            found.is_over = True
        elif line.startswith("#"):
            found.tags[tag] = value
        else:
            assert duration is not None, "a segment needs its duration"
            assert head, "a fragment needs its head"
            found.entries.append(Entry(line, duration, head, has_break, date, parts))
            duration, has_break, parts = None, False, []
    found.open_parts = parts
    return found


def attribute(value: str, name: str) -> str:
    """Return one attribute of a tag."""
    match = re.search(rf'(?:^|,){name}=(?:"([^"]*)"|([^,]*))', value)
    assert match, f"{name} is missing in {value}"
    return match[1] if match[1] is not None else match[2]


def check(playlist: Playlist) -> None:
    """Assert what holds for every playlist."""
    target = int(playlist.tags["#EXT-X-TARGETDURATION"])
    for entry in playlist.entries:
        assert round(entry.duration) <= target, f"{entry.uri} is longer than the target"
    if "#EXT-X-PART-INF" in playlist.tags:
        _check_parts(playlist, target)


def _check_parts(playlist: Playlist, target: int) -> None:
    part_target = float(attribute(playlist.tags["#EXT-X-PART-INF"], "PART-TARGET"))
    control = playlist.tags["#EXT-X-SERVER-CONTROL"]
    assert float(attribute(control, "PART-HOLD-BACK")) >= 3 * part_target - 0.001
    assert float(attribute(control, "HOLD-BACK")) >= 3 * target
    for entry in playlist.entries:
        for _uri, duration, _key in entry.parts:
            assert duration <= part_target
        for (_uri, duration, _key), (_next, _duration, is_independent) in zip(
            entry.parts, entry.parts[1:], strict=False
        ):
            assert duration >= PART_LEAST * part_target or is_independent
        if entry.parts:
            assert abs(sum(duration for _uri, duration, _key in entry.parts) - entry.duration) < 0.01
    assert playlist.is_over or playlist.hint


def decode(folder: Path, entries: Sequence[Entry]) -> list[float]:
    """Decode a track's segments one after the other; return the moments (s) of all frames."""
    moments: list[float] = []
    for head, same in groupby(entries, key=lambda entry: entry.head):
        data = (folder / head).read_bytes() + b"".join((folder / entry.uri).read_bytes() for entry in same)
        with av.open(BytesIO(data)) as container:
            stream = container.streams[0]
            for frame in container.decode(stream):
                assert frame.pts is not None
                assert frame.time_base is not None
                moments.append(float(frame.pts * frame.time_base))
    return moments


def samples(folder: Path, entries: Sequence[Entry]) -> int:
    """Return how many frames the fragments say they hold."""
    return sum(span.samples for entry in entries for span in spans((folder / entry.uri).read_bytes()))


def holes(moments: Sequence[float], longest: float) -> list[tuple[float, float]]:
    """Return where two neighbouring frames stand further apart than they may, or further back than one frame."""
    return [(one, two) for one, two in pairwise(moments) if not -longest < two - one <= longest]
