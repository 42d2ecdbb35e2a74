"""One track of a broadcast while it goes out: its parts for those who watch now, its segments for all, its waiters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Final

import msgspec

from dure.rooms.stage.studio.archive import Segment, Shelf
from dure.rooms.stage.studio.boxes import NotBoxes, Sample, fragment, spans
from dure.rooms.stage.studio.cutter import Cutter, Pace

PARTS_KEPT: Final = 5
"""Segments, the newest ones, whose parts are still to be had one by one."""
PARTS_FOUND: Final = 3
"""Segments whose parts are read from disk, as many as a playlist lists them of: a player that sees none asks for whole
segments next, and waits two seconds longer for a studio that was killed."""
PATIENCE_S: Final = 6
"""Three segments; longer nobody waits for what does not come."""
Kept = Callable[[str, int, int], None]
"""Told which chunks of a track are on disk: its name, the first and the last number."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a segment that can be had before the segment is whole."""

    data: bytes
    duration: int
    is_independent: bool
    frames: int = 1


@dataclass(slots=True)
class Stretch:
    """From a beginning to the next break: who sends, and what the frames look like."""

    number: int
    run: str
    head: str = ""


@dataclass(slots=True)
class Writing:
    """The segment that is being written."""

    segment: Segment
    file: FileIO
    parts: list[Part] = field(default_factory=list)

    @property
    def duration(self) -> int:
        """How long it is by now."""
        return sum(part.duration for part in self.parts)


class Pen:
    """Writes a track's parts as they are cut: into files, the index, and for a live track into memory."""

    def __init__(self, name: str, scale: int, shelf: Shelf, pace: Pace, *, is_late: bool = False) -> None:
        """Write for the track `name`; the late pen fills up what is missing."""
        self.name = name
        self.scale = scale
        self.shelf = shelf
        self.pace = pace
        self.is_late = is_late
        self.stretch = Stretch(0, "")
        self.cutter = Cutter(self, scale, pace)
        self.writing: Writing | None = None
        self.whole: Callable[[Segment, Sequence[Part]], None] = _nobody
        self.grown: Callable[[], None] = _nothing
        self.number = 0
        self._first = 0
        self._last = -1
        self._fragments = 0

    def begin(self, stretch: Stretch, first: int) -> None:
        """Begin a stretch with chunk number `first`; what is open ends here, and may come again."""
        self.cut_off()
        self.stretch, self._first = stretch, first

    def cut_off(self) -> None:
        """End the segment that is open before its time."""
        self.cutter.drop()
        if self.writing is None:
            return
        if self.is_late:
            writing, self.writing = self.writing, None
            writing.file.close()
            self.shelf.forget(writing.segment)
        else:
            self._close(is_cut=True)

    def finish(self) -> None:
        """End frame, part and segment here, for good."""
        self.cutter.flush()

    def part(self, samples: list[Sample], number: int) -> None:
        """Write a part; begin a segment with the first one."""
        writing = self.writing or self._open(samples[0])
        self._fragments += 1
        data = fragment(self._fragments, samples)
        writing.file.write(data)
        writing.parts.append(Part(data, sum(sample.duration for sample in samples), samples[0].is_key, len(samples)))
        self._last = number
        self.grown()

    def segment_over(self) -> None:
        """Close the segment."""
        self._close(is_cut=False)

    def _open(self, sample: Sample) -> Writing:
        name = f"late-{self.number}.m4s" if self.is_late else f"{self.number}.m4s"
        segment = Segment(
            number=self.number,
            name=name,
            head=self.stretch.head,
            stretch=self.stretch.number,
            begins=sample.begins,
            run=self.stretch.run,
            first=self._first,
            is_independent=sample.is_key,
            is_late=self.is_late,
        )
        self.writing = Writing(segment, self.shelf.file(segment))
        return self.writing

    def _close(self, *, is_cut: bool) -> None:
        writing, self.writing = self.writing, None
        if writing is None:
            return
        writing.file.close()
        segment = msgspec.structs.replace(
            writing.segment,
            last=self._last,
            duration=writing.duration,
            size=sum(len(part.data) for part in writing.parts),
            frames=sum(part.frames for part in writing.parts),
            is_cut=is_cut,
        )
        self.shelf.note(segment)
        self.number += 1
        self._first = self._last + 1
        self.whole(segment, writing.parts)


def parts_of(path: Path) -> list[Part]:
    """Return the parts of a segment as it lies on disk; none where it is gone."""
    parts: list[Part] = []
    begins = 0
    try:
        data = path.read_bytes()
        for span in spans(data):
            fragment_data = data[begins : begins + span.size]
            parts.append(Part(fragment_data, span.duration, span.is_independent, span.samples))
            begins += span.size
    except (FileNotFoundError, NotBoxes):
        return []
    return parts


def _nobody(_segment: Segment, _parts: Sequence[Part]) -> None:
    """Nobody listens."""


def _nothing() -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked for what is not there yet."""

    segment: int
    part: int | None
    then: Callable[[], None]
    until: int


class Line:
    """One track: all its segments, the parts of the newest, the pen that writes on, and those who wait for more."""

    def __init__(self, name: str, scale: int, shelf: Shelf, pace: Pace, found: Sequence[Segment], kept: Kept) -> None:
        """Go on from what was found on disk."""
        self.name = name
        self.scale = scale
        self.shelf = shelf
        self.pace = pace
        self.live = [segment for segment in found if not segment.is_late]
        self.late = [segment for segment in found if segment.is_late]
        self.parts: dict[int, Sequence[Part]] = {
            each.number: parts_of(shelf.folder / each.name) for each in self.live[-PARTS_FOUND:]
        }
        self.pen = Pen(name, scale, shelf, pace)
        self.late_pen = Pen(name, scale, shelf, pace, is_late=True)
        self.pen.number = max((each.number for each in self.live), default=-1) + 1
        self.late_pen.number = max((each.number for each in self.late), default=-1) + 1
        self.pen.whole, self.pen.grown = self._whole, self._wake
        self.late_pen.whole = self._came_late
        self.codec = ""
        self.size = (0, 0)
        self.heard: dict[str, int] = {}
        self._kept = kept
        self._waiting: list[Waiting] = []
        self._seconds = 0

    @property
    def segments(self) -> list[Segment]:
        """All segments, in no order."""
        return [*self.live, *self.late]

    @property
    def next_part(self) -> tuple[int, int]:
        """Segment and part that will come next."""
        writing = self.pen.writing
        return self.pen.number, len(writing.parts) if writing else 0

    def has(self, segment: int, part: int | None) -> bool:
        """Whether a part, or a whole segment when no part is named, is there."""
        number, count = self.next_part
        return segment < number or (part is not None and segment == number and part < count)

    def wait(self, segment: int, part: int | None, then: Callable[[], None]) -> None:
        """Call `then` once a part (or a whole segment) is there, or the broadcast is over."""
        self._waiting.append(Waiting(segment, part, then, self._seconds + PATIENCE_S))

    def look(self) -> None:
        """Let go, once a second, those who have waited too long."""
        self._seconds += 1
        self._let_go(lambda each: each.until <= self._seconds)

    def release(self) -> None:
        """Let go all who wait."""
        self._let_go(lambda _each: True)

    def part_data(self, segment: int, part: int) -> bytes | None:
        """Return a part that is still to be had one by one."""
        writing = self.pen.writing
        parts = writing.parts if writing and segment == self.pen.number else self.parts.get(segment, ())
        return parts[part].data if part < len(parts) else None

    def _whole(self, segment: Segment, parts: Sequence[Part]) -> None:
        self.live.append(segment)
        self.parts[segment.number] = parts
        self.parts.pop(segment.number - PARTS_KEPT, None)
        if not segment.is_cut and segment.first <= segment.last:
            self._kept(self.name, segment.first, segment.last)
        self._wake()

    def _came_late(self, segment: Segment, _parts: Sequence[Part]) -> None:
        self.late.append(segment)
        self._kept(self.name, segment.first, segment.last)

    def _wake(self) -> None:
        self._let_go(lambda each: self.has(each.segment, each.part))

    def _let_go(self, which: Callable[["Waiting"], bool]) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if which(each):
                each.then()
            else:
                self._waiting.append(each)
