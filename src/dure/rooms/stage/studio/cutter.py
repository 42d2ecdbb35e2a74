"""Cuts one track into parts and segments: where, is decided by its key frames and its own clock alone. Pure.

So two pictures of one phone, whose key frames stand at the same moments, are cut alike without knowing each other.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol

from dure.rooms.stage.studio.boxes import Sample

EARLY: Final = 0.05
"""Of a segment's length: a key frame may end it so much early."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things are, in seconds: a part at most, a segment as wished, and a segment at most (rounded)."""

    part_s: float = 0.334
    segment_s: float = 2.0
    target_s: int = 2


FRAMES_PACE: Final = Pace()
RECORDED_PACE: Final = Pace(target_s=4)
"""A recorder sets its key frames where it likes."""


class Sink(Protocol):
    """Where the parts go."""

    def part(self, samples: list[Sample], number: int) -> None:
        """Take the samples of a part; `number` is that of the last chunk in it."""

    def segment_over(self) -> None:
        """Take note that the parts since the last call are one segment."""


@dataclass(slots=True)
class Cutter:
    """Takes frames in their order; `scale` is ticks a second."""

    sink: Sink
    scale: int
    pace: Pace = FRAMES_PACE
    _waiting: tuple[Sample, int] | None = None
    _part: list[Sample] = field(default_factory=list)
    _part_length: int = 0
    _segment_length: int = 0
    _number: int = 0
    _length: int = 0

    def add(self, sample: Sample, number: int) -> None:
        """Take a frame, made of chunk `number`; its duration is how long after it the next one begins."""
        if self._waiting is not None:
            before, before_number = self._waiting
            if sample.begins <= before.begins:
                sample = _moved(sample, before.begins + 1)
            self._place(before, sample.begins - before.begins, before_number)
            self._cut(sample)
        elif not sample.is_key:
            return
        self._waiting = sample, number

    def flush(self) -> None:
        """End the last frame, part and segment here."""
        if self._waiting is not None:
            before, number = self._waiting
            self._waiting = None
            self._place(before, before.duration or self._length or self.scale // 30, number)
        self._end_segment()

    def drop(self) -> None:
        """Forget what no part has taken yet."""
        self._waiting = None
        self._part, self._part_length, self._segment_length = [], 0, 0

    def _place(self, sample: Sample, duration: int, number: int) -> None:
        self._part.append(Sample(sample.data, sample.begins, duration, sample.is_key, sample.shown_after))
        self._part_length += duration
        self._segment_length += duration
        self._number, self._length = number, duration
        # One more of the same length would not fit: so nobody has to wait for it.
        if self._part_length + duration > self.pace.part_s * self.scale:
            self._end_part()

    def _cut(self, coming: Sample) -> None:
        """End the segment before a frame that can begin one, or when it would become too long."""
        wished = self.pace.segment_s * (1 - EARLY) * self.scale
        longest = (self.pace.target_s + 0.45) * self.scale
        is_full = coming.is_key and self._segment_length >= wished
        if is_full or self._segment_length + self._length > longest:
            self._end_segment()

    def _end_part(self) -> None:
        if self._part:
            samples, self._part, self._part_length = self._part, [], 0
            self.sink.part(samples, self._number)

    def _end_segment(self) -> None:
        self._end_part()
        if self._segment_length:
            self._segment_length = 0
            self.sink.segment_over()


def _moved(sample: Sample, begins: int) -> Sample:
    return Sample(sample.data, begins, sample.duration, sample.is_key, sample.shown_after)
