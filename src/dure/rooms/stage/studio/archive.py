"""What one track leaves on disk: heads, segments that never change, and an index with a line for each.

A segment's line is written when it begins and again when it is whole; so after a crash nothing but the last one has to
be looked at, and of that one every fragment that is whole is kept.
"""

import zlib
from collections.abc import Iterable
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Final

import msgspec

from dure.rooms.stage.studio.boxes import NotBoxes, spans

INDEX: Final = "index.jsonl"


class Segment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One segment. `begins` and `duration` are in the track's scale, `first` and `last` the chunks of `run` in it.

    A cut segment ended before its time, and its chunks may come again; a late one holds what came after its moment.
    Older recordings do not say how many frames there are.
    """

    number: int
    name: str
    head: str
    stretch: int
    begins: int
    run: str
    first: int
    last: int = -1
    duration: int = 0
    size: int = 0
    frames: int = 0
    is_independent: bool = True
    is_cut: bool = False
    is_late: bool = False

    @property
    def ends(self) -> int:
        """The moment after its last frame."""
        return self.begins + self.duration


class Shelf:
    """The folder of one track."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made when the first thing is kept."""
        self.folder = folder
        self._index: FileIO | None = None
        self._heads: set[str] = set()

    def keep_head(self, head: bytes) -> str:
        """Keep the head of a track under a name made from its content; return the name."""
        name = f"head-{zlib.crc32(head):08x}.mp4"
        if name not in self._heads:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.folder / name).exists():
                write_whole(self.folder / name, head)
            self._heads.add(name)
        return name

    def note(self, segment: Segment) -> None:
        """Write a segment's line."""
        if self._index is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._index = (self.folder / INDEX).open("ab", buffering=0)
        self._index.write(_WRITER.encode(segment) + b"\n")

    def file(self, segment: Segment) -> FileIO:
        """Begin a segment's file."""
        self.note(segment)
        return (self.folder / segment.name).open("wb", buffering=0)

    def forget(self, segment: Segment) -> None:
        """Take back a segment that was begun."""
        (self.folder / segment.name).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None


def load(folder: Path) -> list[Segment]:
    """Return a track's segments in the order they were begun; one that was left open is ended where it stands."""
    found: dict[str, Segment] = {}
    for line in _lines(folder / INDEX):
        with suppress(msgspec.MsgspecError):
            segment = _READER.decode(line)
            found[segment.name] = segment
    return [whole for segment in found.values() if (whole := segment if segment.size else _rescued(folder, segment))]


def rescue(folder: Path) -> list[Segment]:
    """As `load`, and write down what had been left open: for the one process that goes on with it."""
    found = load(folder)
    if found:
        shelf = Shelf(folder)
        for segment in found:
            if segment.is_cut:
                shelf.note(segment)
        shelf.close()
    return found


def _lines(index: Path) -> Iterable[bytes]:
    try:
        return index.read_bytes().splitlines()
    except FileNotFoundError:
        return ()


def _rescued(folder: Path, segment: Segment) -> Segment | None:
    """End a segment after its last whole fragment; None when there is none, or when it came late and comes again."""
    path = folder / segment.name
    try:
        whole = list(spans(path.read_bytes()))
    except (FileNotFoundError, NotBoxes):
        return None
    if not whole or segment.is_late:
        return None
    return msgspec.structs.replace(
        segment,
        last=segment.first,
        duration=sum(span.duration for span in whole),
        size=sum(span.size for span in whole),
        frames=sum(span.samples for span in whole),
        is_independent=whole[0].is_independent,
        is_cut=True,
    )


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place at once, so that nobody reads half of it."""
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.replace(path)


def kept(segments: Iterable[Segment], run: str) -> list[tuple[int, int]]:
    """Return the chunks of a run that are on disk for good, as ranges."""
    ranges: list[tuple[int, int]] = []
    for first, last in sorted((each.first, each.last) for each in segments if each.run == run and not each.is_cut):
        if last < first:  # silence that nobody sent
            continue
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], max(last, ranges[-1][1])
        else:
            ranges.append((first, last))
    return ranges


def recording(segments: Iterable[Segment], near: int) -> list[Segment]:
    """Return what the replay plays, by its moment: what was cut off gives way to what came late in its place.

    `near` is how far apart two moments may be that are meant to be one, in the track's scale.
    """
    found = sorted(segments, key=lambda each: (each.begins, each.is_cut))
    late = [each for each in found if each.is_late]
    return [each for each in found if not (each.is_cut and _is_covered(each, late, near))]


def _is_covered(segment: Segment, late: Iterable[Segment], near: int) -> bool:
    return any(each.begins <= segment.begins + near and each.ends > segment.begins + near for each in late)


_WRITER = msgspec.json.Encoder()
_READER = msgspec.json.Decoder(Segment)
