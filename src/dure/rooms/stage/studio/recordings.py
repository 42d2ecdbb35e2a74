"""Recordings: the replay of a broadcast, its chapters, and clips cut out of it. Plain functions for jobs.

The segments that went out live are the recording: a replay is a playlist, and a clip a remux.
"""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from dure.rooms.stage.studio.archive import Segment, load, recording, write_whole
from dure.rooms.stage.studio.facts import CHAPTERS, SCALES, Facts, read_chapters, read_facts, write_facts
from dure.rooms.stage.studio.frames import PICTURES
from dure.rooms.stage.studio.playlist import Chapter, Rendition, renditions, replay

REPLAY: Final = "replay.m3u8"
NEAR_S: Final = 0.05
SOUND_BITS: Final = 56_000
BEGINS_SEGMENTS: Final = 8


class NoRecording(Exception):
    """There is nothing of this broadcast."""


class Recorded(msgspec.Struct, frozen=True):
    """What jobs want to know of a broadcast; `began_at` is the moment of its first frame."""

    state: str
    began_at: datetime
    duration_s: float
    size: int
    tracks: tuple[str, ...]


def facts_of(folder: Path) -> Recorded:
    """Return what is recorded in a broadcast's folder; NoRecording where nothing is."""
    facts = _facts(folder)
    found = {name: track_of(folder, name) for name in facts.tracks}
    length = max(
        (sum(each.duration for each in segments) / SCALES[name] for name, segments in found.items()), default=0
    )
    size = sum(each.size for segments in found.values() for each in segments)
    begins_s = min((segments[0].begins / SCALES[name] for name, segments in found.items() if segments), default=0.0)
    began_at = facts.origin + timedelta(seconds=begins_s)
    return Recorded(facts.state, began_at, length, size, tuple(name for name in facts.tracks if found[name]))


def track_of(folder: Path, name: str) -> list[Segment]:
    """Return what the replay plays of one track, in its order."""
    return recording(load(folder / name), int(NEAR_S * SCALES[name]))


def write_replay(folder: Path) -> None:
    """Write the replay's playlists beside the segments, for the studio or any web server; may be done again."""
    facts = _facts(folder)
    chapters = read_chapters(folder)
    found = {name: segments for name in facts.tracks if (segments := track_of(folder, name))}
    for name, segments in found.items():
        write_whole(folder / name / REPLAY, replay(segments, clock=facts.clock(name), chapters=chapters).encode())
    if not found:
        return
    pictures = [
        rendition(name, look.codec, (look.width, look.height), found[name])
        for name in found
        if name != "sound" and (look := facts.looks.get(name))
    ]
    sound = facts.looks["sound"].codec if "sound" in found and "sound" in facts.looks else ""
    text = renditions(pictures, sound_codec=sound, sound_bits_per_s=SOUND_BITS if sound else 0, playlist=REPLAY)
    write_whole(folder / REPLAY, text.encode())


def finish(folder: Path) -> None:
    """End a broadcast that no phone comes back to, and write its replay; harmless when it is over."""
    facts = _facts(folder)
    if facts.state != "ended":
        ends = facts.origin + timedelta(seconds=max((_ends_s(folder, name) for name in facts.tracks), default=0))
        write_facts(folder, msgspec.structs.replace(facts, state="ended", ended_at=ends))
    write_replay(folder)


def write_chapters(folder: Path, chapters: Sequence[Chapter]) -> None:
    """Keep the chapters of a recording, and write its replay anew when it has one."""
    facts = _facts(folder)
    write_whole(folder / CHAPTERS, msgspec.json.encode(sorted(chapters, key=lambda chapter: chapter.at)))
    if facts.state == "ended":
        write_replay(folder)


def remove(folder: Path) -> None:
    """Remove all there is of a broadcast, where it is served and beside it; harmless when there is nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(_hidden(folder), ignore_errors=True)


def rendition(name: str, codec: str, size: tuple[int, int], segments: Sequence[Segment]) -> Rendition:
    """Return what the list of renditions says of a picture, as its segments were measured."""
    scale, whole = SCALES[name], [each for each in segments if each.duration]
    length = max(1, sum(each.duration for each in whole))
    bits = max((each.size * 8 * scale // each.duration for each in whole), default=0)
    mean = sum(each.size for each in whole) * 8 * scale // length
    frames = max((each.frames * scale / each.duration for each in whole), default=0)
    return Rendition(name, codec, size, bits, mean, frames)


def _facts(folder: Path) -> Facts:
    facts = read_facts(folder)
    if facts is None:
        raise NoRecording(folder.name)
    return facts


def _ends_s(folder: Path, name: str) -> float:
    return max((each.ends for each in load(folder / name)), default=0) / SCALES[name]


def withdraw(folder: Path) -> None:
    """Take a recording out of reach, beside the folder that is served; harmless when it is there already."""
    hidden = _hidden(folder)
    if folder.exists() and not hidden.exists():
        hidden.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(hidden)


def restore(folder: Path) -> None:
    """Put a withdrawn recording back; harmless when it is there."""
    hidden = _hidden(folder)
    if hidden.exists() and not folder.exists():
        hidden.rename(folder)


def _hidden(folder: Path) -> Path:
    return folder.parent.with_name(folder.parent.name + "-withdrawn") / folder.name


def first_film(folder: Path) -> bytes | None:
    """Return the beginning of a recording as a film of its own, without sound; None where there is none.

    It is a quarter of a minute long at most.
    """
    for name in PICTURES:
        segments = track_of(folder, name)
        if segments:
            alike = [each for each in segments[:BEGINS_SEGMENTS] if each.head == segments[0].head]
            pieces = [segments[0].head, *(each.name for each in alike)]
            return b"".join((folder / name / piece).read_bytes() for piece in pieces)
    return None
