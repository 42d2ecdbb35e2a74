"""Clips cut out of a recording: the same pictures and sound in one MP4, from the key frame at or before a moment."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from dure.rooms.stage.studio.archive import Segment
from dure.rooms.stage.studio.facts import SCALES
from dure.rooms.stage.studio.frames import PICTURES
from dure.rooms.stage.studio.recordings import NoRecording, track_of

CLIP_MAX_S: Final = 60.0
KEY_WITHIN_S: Final = 3.0
NEAR_S: Final = 0.02


class CutRefused(Exception):
    """The moments do not lie in the recording, or too far apart."""


def cut_clip(folder: Path, from_s: float, to_s: float, into: Path) -> float:
    """Write seconds `from_s` to `to_s` of a replay as MP4, nothing encoded anew; return how long it is (s).

    It begins with the key frame at or before `from_s`, a second earlier at most. CutRefused for other moments.
    """
    if not 0 <= from_s < to_s or to_s - from_s > CLIP_MAX_S:
        raise CutRefused
    name, zero_s = _track(folder, from_s, to_s)
    begins, ends = zero_s + from_s, zero_s + to_s
    pictures = _packets(folder / name, begins - KEY_WITHIN_S, ends)
    keys = [_moment(packet) for packet in pictures if packet.is_keyframe and _moment(packet) <= begins + NEAR_S]
    if not keys:
        raise CutRefused
    sounds = _packets(folder / "sound", keys[-1], ends)
    draft = into.with_name(into.name + ".new")
    with av.open(str(draft), "w", format="mp4", options={"movflags": "faststart"}) as film:
        _write(film, [[packet for packet in found if _moment(packet) >= keys[-1]] for found in (pictures, sounds)])
    draft.replace(into)
    return ends - keys[-1]


def _track(folder: Path, from_s: float, to_s: float) -> tuple[str, float]:
    """Return the track to cut from, the best one that is of one kind throughout; and when the replay begins."""
    found = {name: segments for name in PICTURES if (segments := track_of(folder, name))}
    if not found:
        raise NoRecording(folder.name)
    for name, segments in found.items():
        zero_s = segments[0].begins / SCALES[name]
        near = _near(segments, SCALES[name], zero_s + from_s - KEY_WITHIN_S, zero_s + to_s)
        if len({segment.head for segment in near}) == 1:
            return name, zero_s
    raise CutRefused


def _near(segments: Iterable[Segment], scale: int, from_s: float, to_s: float) -> list[Segment]:
    return [each for each in segments if each.ends > from_s * scale and each.begins < to_s * scale]


def _packets(folder: Path, from_s: float, to_s: float) -> "list[Packet[Stream]]":
    """Return the packets of a track up to a moment, from the segment on that holds another."""
    near = _near(track_of(folder.parent, folder.name), SCALES[folder.name], from_s, to_s)
    if not near:
        return []
    data = (folder / near[0].head).read_bytes() + b"".join((folder / each.name).read_bytes() for each in near)
    film = av.open(BytesIO(data), "r")
    return [packet for packet in film.demux(film.streams[0]) if packet.dts is not None and _moment(packet) < to_s]


def _write(film: OutputContainer, tracks: "list[list[Packet[Stream]]]") -> None:
    """Write some tracks into one film, by their moments, the first frame at zero."""
    zero_s = min(_moment(packets[0]) for packets in tracks if packets)
    rows = [
        (_moment(packet), packet, new)
        for packets in tracks
        if packets
        for new in [film.add_stream_from_template(packets[0].stream)]
        for packet in packets
    ]
    for _at, packet, new in sorted(rows, key=lambda row: row[0]):
        shift = round(zero_s / packet.time_base)
        packet.pts, packet.dts = (packet.pts or 0) - shift, (packet.dts or 0) - shift
        packet.stream = new
        film.mux(packet)


def _moment(packet: "Packet[Stream]") -> float:
    return float((packet.dts or 0) * packet.time_base)
