"""One broadcast while it goes on: phones join and leave it, their chunks become parts, the late ones the recording."""

import asyncio
import queue
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from dure.rooms.stage.studio.annexb import NotPictures, Picture, codec_of, size_of
from dure.rooms.stage.studio.archive import Shelf, kept, rescue
from dure.rooms.stage.studio.boxes import SOUND_CODEC, SOUND_SCALE, Sample, picture_head
from dure.rooms.stage.studio.cutter import FRAMES_PACE, RECORDED_PACE
from dure.rooms.stage.studio.facts import SCALES, Facts, Look, State, beginning, read_facts, write_facts
from dure.rooms.stage.studio.frames import NAMES, PICTURES, Chunk, FrameRefused, Hello, Kind, Ready, Track
from dure.rooms.stage.studio.line import Line, Pen, Stretch
from dure.rooms.stage.studio.quiet import FRAMES_PATIENCE_US, RECORDED_PATIENCE_US, Quiet
from dure.rooms.stage.studio.recordings import write_replay

if TYPE_CHECKING:
    from dure.rooms.stage.studio.recorded import Recorded
    from dure.rooms.stage.studio.sound import Codec, Sound

BEFORE: Final = timedelta(seconds=10)
"""Of the clock before the first hello."""
CONTINUES_WITHIN_S: Final = 4.0
"""A phone that was away no longer goes on as if nothing had been; the players have that much to play."""
APART_MAX_US: Final = 30_000_000
"""A chunk of now is dated within this of our clock."""
SIDE_MAX: Final = 1_920
Told = Callable[[str, int, int], None]


class Broadcast:
    """One broadcast; `now` gives our clock (UTC), `told` hears which chunks of which track are on disk."""

    def __init__(self, folder: Path, facts: Facts, now: Callable[[], datetime]) -> None:
        """Go on with what is in the folder; `facts` are written there when a phone joins."""
        self.folder = folder
        self.facts = facts
        self.told: Told = _nobody
        self.failed: Callable[[str], None] = _no_matter
        self._recorded: Recorded | None = None
        self._sound_kind: tuple[Codec, bytes] = ("opus", b"")
        self._now = now
        self._left_at: datetime | None = None
        self._is_fresh = True
        self._run = ""
        self._way = facts.way
        self._stand_in: dict[str, str] = {}
        self._sounds: dict[bool, Sound] = {}
        self._quiet = Quiet(FRAMES_PATIENCE_US)
        self._late_heard: dict[str, int] = {}
        pace = RECORDED_PACE if facts.way == "recorded" else FRAMES_PACE
        self.lines = {
            name: Line(name, SCALES[name], Shelf(folder / name), pace, rescue(folder / name), self._kept)
            for name in facts.tracks
        }
        for name, look in facts.looks.items():
            self.lines[name].codec, self.lines[name].size = look.codec, (look.width, look.height)

    # Phones come and go.

    def join(self, hello: Hello) -> Ready:
        """Let a phone (back) in; the answer tells it how to go on. FrameRefused when none of its pictures is known."""
        taken = tuple(name for name in self.facts.tracks if name in hello.tracks)
        if set(taken) <= {"sound"}:
            raise FrameRefused("other_tracks")
        if self.facts.state == "ended" and hello.run not in self.facts.shifts:
            raise FrameRefused("stage_over")
        continues = hello.run == self._run and not self._is_fresh and self._away_s() <= CONTINUES_WITHIN_S
        is_first = not any(line.segments or line.pen.writing for line in self.lines.values())
        if not continues and self.facts.state != "ended":
            self._begin_stretch(hello, is_first=is_first)
        self._is_fresh, self._left_at, self._run, self._way = False, None, hello.run, hello.way
        self._stand_in = stand_in(self.facts.tracks, taken)
        return Ready(
            "continue" if continues else "start" if is_first else "skip",
            {name: kept(line.segments, hello.run) for name, line in self.lines.items()},
            {name: line.heard.get(hello.run, -1) for name, line in self.lines.items()} if continues else {},
            taken,
        )

    def leave(self) -> None:
        """Note that the phone has gone; what it began stays open for a moment."""
        self._left_at = self._now()
        self._drop_recorded()
        for line in self.lines.values():
            line.late_pen.cut_off()
        self._sounds.pop(True, None)
        self._late_heard.clear()
        if self.facts.state == "live":
            self._change(state="away")

    def rest(self) -> None:
        """Close the segments of a phone that has been away for too long to go on with them."""
        if self._left_at is not None and self._away_s() > CONTINUES_WITHIN_S:
            for line in self.lines.values():
                line.pen.cut_off()

    def end(self) -> None:
        """End it: the last segments are closed, the replay is written, nobody waits any more. Harmless when over."""
        if self.facts.state == "ended":
            return
        for line in self.lines.values():
            self._finish(line, line.pen)
            self._finish(line, line.late_pen)
        self._sounds.clear()
        self._change(state="ended", ended_at=self._now())
        write_replay(self.folder)
        for line in self.lines.values():
            line.shelf.close()
            line.release()

    def close(self) -> None:
        """Let go of files, as this process ends: what is open is whole up to its last part."""
        self._drop_recorded()
        for line in self.lines.values():
            line.late_pen.cut_off()
            line.pen.cut_off()
            line.shelf.close()
            line.release()

    @property
    def duration_s(self) -> float:
        """How long its recording is by now."""
        return max((sum(each.duration for each in line.live) / line.scale for line in self.lines.values()), default=0.0)

    @property
    def is_shown(self) -> bool:
        """Whether every track that was announced can be played."""
        return all(line.codec and line.next_part > (0, 0) for line in self.lines.values())

    # Chunks.

    def take(self, chunk: Chunk) -> None:
        """Take one chunk; FrameRefused for one that cannot be right."""
        if (chunk.kind is Kind.RECORDED) != (self._way == "recorded"):
            raise FrameRefused("other_way")
        if chunk.kind is Kind.RECORDED:
            self._take_recorded(chunk)
        else:
            self._take_frame(chunk)

    def _take_frame(self, chunk: Chunk) -> None:
        at_us = chunk.at_us + self.facts.shifts[self._run] - int(self.facts.origin.timestamp() * 1_000_000)
        self._require_moment(chunk, at_us)
        sent = [NAMES[track] for track in Track if track in chunk.tracks]
        names = [name for name in self.lines if name in sent or self._stand_in.get(name) in sent]
        if self.facts.state == "ended" and not chunk.is_late:
            return
        if chunk.kind is Kind.SOUND:
            for name in names:
                self._take_sound(self.lines[name], chunk, at_us)
            return
        try:
            picture = Picture(chunk.data)
        except NotPictures as error:
            raise FrameRefused("not_pictures") from error
        for name in names:
            self._take_picture(self.lines[name], chunk, picture, at_us)
        if not chunk.is_late and "sound" in self.lines:
            self._keep_quiet(self.lines["sound"], at_us)

    def _take_recorded(self, chunk: Chunk) -> None:
        """Hand a piece of a recording to the thread that takes it apart; a key piece begins a new recording."""
        from dure.rooms.stage.studio.recorded import Recorded  # noqa: PLC0415  it loads PyAV

        if chunk.is_key:
            self._drop_recorded()
            loop = asyncio.get_running_loop()
            run = self._run

            def taken(frame: Chunk, codec: "Codec", configuration: bytes) -> None:
                loop.call_soon_threadsafe(self._take_out, run, frame, codec, configuration)

            def failed(code: str) -> None:
                loop.call_soon_threadsafe(self.failed, code)

            self._recorded = Recorded(chunk.at_us, taken, failed)
        if self._recorded is None:
            raise FrameRefused("recording_unreadable")
        try:
            self._recorded.feed(chunk.data)
        except queue.Full:
            raise FrameRefused("too_fast") from None

    def _take_out(self, run: str, frame: Chunk, codec: "Codec", configuration: bytes) -> None:
        """Take a frame out of a recording, unless its phone has gone."""
        if run != self._run or self._recorded is None:
            return
        self._sound_kind = codec, configuration
        try:
            self._take_frame(frame)
        except FrameRefused as problem:
            self.failed(problem.code)

    def _drop_recorded(self) -> None:
        if self._recorded is not None:
            self._recorded.close()
            self._recorded = None

    def caught_up(self) -> None:
        """Close what came late: there is no more of it."""
        for line in self.lines.values():
            self._finish(line, line.late_pen)
        self._sounds.pop(True, None)
        self._late_heard.clear()
        if self.facts.state == "ended":
            write_replay(self.folder)
            for line in self.lines.values():
                line.shelf.close()

    def _require_moment(self, chunk: Chunk, at_us: int) -> None:
        now_us = int((self._now() - self.facts.origin).total_seconds() * 1_000_000)
        oldest = 0 if chunk.is_late or self._way == "recorded" else now_us - APART_MAX_US
        if not max(0, oldest) <= at_us <= now_us + APART_MAX_US:
            raise FrameRefused("frame_moment")

    def _is_new(self, line: Line, chunk: Chunk) -> bool:
        """Whether a chunk has not come before; numbers only grow, among the live ones and among the late ones."""
        heard = self._late_heard if chunk.is_late else line.heard
        key = line.name if chunk.is_late else self._run
        if chunk.number <= heard.get(key, -1):
            return False
        is_first = key not in heard
        heard[key] = chunk.number
        pen = line.late_pen if chunk.is_late else line.pen
        if is_first or pen.stretch.run != self._run:
            head = pen.stretch.head
            pen.begin(Stretch(self.facts.stretch, self._run, head), chunk.number)
        return True

    def _take_picture(self, line: Line, chunk: Chunk, picture: Picture, at_us: int) -> None:
        if not self._is_new(line, chunk):
            return
        pen = line.late_pen if chunk.is_late else line.pen
        if picture.is_key and picture.parameters:
            self._look_at(line, pen, picture)
        if not pen.stretch.head:
            return
        ticks = at_us * line.scale // 1_000_000
        duration = chunk.duration_us * line.scale // 1_000_000
        pen.cutter.add(Sample(picture.data, ticks, duration, picture.is_key), chunk.number)

    def _look_at(self, line: Line, pen: Pen, picture: Picture) -> None:
        """Keep the head that a key frame's parameter sets make; a new one begins a segment of its own."""
        try:
            size, codec = size_of(picture.parameters), codec_of(picture.parameters)
        except NotPictures as error:
            raise FrameRefused("not_pictures") from error
        if not all(0 < side <= SIDE_MAX for side in size) or not picture.picture_parameters:
            raise FrameRefused("picture_size")
        head = line.shelf.keep_head(picture_head(picture.parameters, picture.picture_parameters, size))
        if pen.stretch.head and pen.stretch.head != head:
            pen.finish()
        pen.stretch.head = head
        if not line.codec:
            line.codec, line.size = codec, size
            self._change(looks={**self.facts.looks, line.name: Look(codec, *size)})

    def _take_sound(self, line: Line, chunk: Chunk, at_us: int) -> None:
        if not self._is_new(line, chunk):
            return
        pen = line.late_pen if chunk.is_late else line.pen
        if not chunk.is_late:
            self._quiet.heard(at_us + chunk.duration_us)
        sound = self._sounds.get(chunk.is_late) or self._open_sound(line, pen, is_late=chunk.is_late)
        for sample, number in sound.take(chunk.data, at_us * SOUND_SCALE // 1_000_000, chunk.number):
            pen.cutter.add(sample, number)

    def _keep_quiet(self, line: Line, at_us: int) -> None:
        """Put silence where a sound should be that does not come, so that nobody's player waits for it."""
        missing = self._quiet.seen(at_us)
        if missing is None:
            return
        if self._run not in line.heard:
            line.heard[self._run] = -1
            line.pen.begin(Stretch(self.facts.stretch, self._run), 0)
        sound = self._sounds.get(False) or self._open_sound(line, line.pen, is_late=False)
        begins, until = (each * SOUND_SCALE // 1_000_000 for each in missing)
        for sample, number in sound.quiet(begins, until):
            line.pen.cutter.add(sample, number)

    def _open_sound(self, line: Line, pen: Pen, *, is_late: bool) -> "Sound":
        from dure.rooms.stage.studio.sound import Sound  # noqa: PLC0415  PyAV is 60 MB; a studio at rest has none

        sound = self._sounds[is_late] = Sound(*self._sound_kind)
        pen.stretch.head = line.shelf.keep_head(sound.head)
        if not line.codec:
            line.codec = SOUND_CODEC
            self._change(looks={**self.facts.looks, line.name: Look(SOUND_CODEC)})
        return sound

    # Its own.

    def _finish(self, line: Line, pen: Pen) -> None:
        """Close a track's last segment for good, with the sound that is still in the codec."""
        sound = self._sounds.get(pen.is_late) if line.name == "sound" else None
        for sample, number in sound.finish() if sound else ():
            pen.cutter.add(sample, number)
        pen.finish()

    def _begin_stretch(self, hello: Hello, *, is_first: bool) -> None:
        """End what is open, and let the new one begin with its own clock, unless it is a run we know."""
        shifts = dict(self.facts.shifts)
        shifts.setdefault(hello.run, int(self._now().timestamp() * 1_000_000) - hello.clock_us)
        self._change(state="live", shifts=shifts, stretch=self.facts.stretch + (not is_first))
        self._sounds.clear()
        self._quiet = Quiet(RECORDED_PATIENCE_US if hello.way == "recorded" else FRAMES_PATIENCE_US)
        for line in self.lines.values():
            line.pen.cut_off()
            line.heard.pop(hello.run, None)
            line.pen.stretch = Stretch(self.facts.stretch, "")

    def _away_s(self) -> float:
        return (self._now() - self._left_at).total_seconds() if self._left_at is not None else 0.0

    def _kept(self, name: str, first: int, last: int) -> None:
        self.told(name, first, last)

    def _change(self, **changed: object) -> None:
        self.facts = msgspec.structs.replace(self.facts, **changed)
        write_facts(self.folder, self.facts)

    @property
    def state(self) -> State:
        """Whether it goes on, waits for its phone, or is over."""
        return self.facts.state


def open_broadcast(
    folder: Path, *, broadcast_id: str, show_id: str, hello: Hello, now: Callable[[], datetime]
) -> Broadcast:
    """Return a broadcast to join: the one in the folder, or a new one with the tracks a phone announces."""
    facts = read_facts(folder) or Facts(
        broadcast_id=broadcast_id,
        show_id=show_id,
        origin=beginning(now(), BEFORE),
        way=hello.way,
        tracks=tuple(name for name in SCALES if name in hello.tracks),
    )
    return Broadcast(folder, facts, now)


def stand_in(announced: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """Return which of a phone's pictures also goes out as one it does not have: the small one before the others."""
    found = next((name for name in ("low", "least", "high") if name in taken), "")
    return {name: found for name in PICTURES if name in announced and name not in taken}


def _no_matter(_code: str) -> None:
    """Nobody listens."""


def _nobody(_name: str, _first: int, _last: int) -> None:
    """Nobody listens."""
