"""Where the studio keeps what a telephone sent, and finishing it once the show is over: files, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from dure.rooms.stage.studio.facts import read_facts
from dure.rooms.stage.studio.playlist import Chapter
from dure.rooms.stage.studio.recordings import NoRecording, facts_of, finish, write_chapters


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What was recorded: when its clock began, and how long it lasts."""

    began_at: datetime
    duration_ms: int


def folder_of(*, files: Path, broadcast_id: UUID) -> Path:
    """Return where the studio keeps a broadcast below the house's files."""
    return files / "live" / str(broadcast_id)


def finished(*, folder: Path, chapters: Sequence[tuple[datetime, str, str]]) -> Recording | None:
    """End a recording, write its chapters (moment, title, key) into it, and say what it is; None where nothing came.

    It may be done again: what is finished already stays as it is.
    """
    try:
        finish(folder)
        write_chapters(folder, [Chapter(*each) for each in chapters])
        found = facts_of(folder)
    except NoRecording:
        return None
    facts = read_facts(folder)
    if facts is None or not found.duration_s:
        return None
    return Recording(began_at=facts.origin, duration_ms=round(found.duration_s * 1000))
