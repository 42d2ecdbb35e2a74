"""What is known of a broadcast besides its tracks: one small file in its folder, written whole each time it changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

import msgspec

from dure.rooms.stage.studio.archive import write_whole
from dure.rooms.stage.studio.boxes import SOUND_SCALE, VIDEO_SCALE
from dure.rooms.stage.studio.frames import PICTURES, Way
from dure.rooms.stage.studio.playlist import Chapter, Clock

FILE: Final = "broadcast.json"
CHAPTERS: Final = "chapters.json"
State = Literal["live", "away", "ended"]
SCALES: Final = {**dict.fromkeys(PICTURES, VIDEO_SCALE), "sound": SOUND_SCALE}


class Look(msgspec.Struct, frozen=True):
    """What a list of renditions must say of a track."""

    codec: str
    width: int = 0
    height: int = 0


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A broadcast. `origin` is when its clock began; `shifts` takes each run's clock to ours (µs)."""

    broadcast_id: str
    show_id: str
    origin: datetime
    state: State = "live"
    stretch: int = 0
    way: Way = "frames"
    tracks: tuple[str, ...] = ()
    looks: dict[str, Look] = {}
    shifts: dict[str, int] = {}
    ended_at: datetime | None = None

    def clock(self, track: str) -> Clock:
        """Return what a track's ticks mean."""
        return Clock(SCALES[track], self.origin)


def read_facts(folder: Path) -> Facts | None:
    """Return a broadcast's facts; None where there is none."""
    try:
        return _READER.decode((folder / FILE).read_bytes())
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def write_facts(folder: Path, facts: Facts) -> None:
    """Keep a broadcast's facts."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, msgspec.json.encode(facts))


def read_chapters(folder: Path) -> list[Chapter]:
    """Return the chapters of a recording; none where nobody has written any."""
    try:
        return msgspec.json.decode((folder / CHAPTERS).read_bytes(), type=list[Chapter])
    except (FileNotFoundError, msgspec.MsgspecError):
        return []


def beginning(now: datetime, before: timedelta) -> datetime:
    """Return when a broadcast's clock begins: a little before now, so that no frame is older; to the millisecond."""
    moment = (now - before).astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)


_READER = msgspec.json.Decoder(Facts)
