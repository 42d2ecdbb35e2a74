"""Where the studio keeps what a telephone sent, and what is done with it once the show is over: files, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings

from dure.rooms.stage.services.kept_files import keep
from dure.rooms.stage.studio import recordings
from dure.rooms.stage.studio.clips import ClipRefused, still_of
from dure.rooms.stage.studio.playlist import Chapter
from dure.rooms.stage.studio.recordings import NoRecording


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What was recorded: when its clock began, and how long it lasts."""

    began_at: datetime
    duration_ms: int


def folder_of(*, broadcast_id: UUID) -> Path:
    """Return where the studio keeps a broadcast: on its own machine, wherever other files are kept."""
    return Path(settings.LIVE_FOLDER) / str(broadcast_id)


def finished(*, broadcast_id: UUID, chapters: Sequence[tuple[datetime, str, str]]) -> Recording | None:
    """End a recording, write its chapters (moment, title, key) into it, and say what it is; None where nothing came.

    It may be done again: what is finished already stays as it is.
    """
    folder = folder_of(broadcast_id=broadcast_id)
    try:
        recordings.finish(folder)
        recordings.write_chapters(folder, [Chapter(*each) for each in chapters])
        found = recordings.facts_of(folder)
    except NoRecording:
        return None
    if not found.duration_s:
        return None
    return Recording(began_at=found.began_at, duration_ms=round(found.duration_s * 1000))


def still_kept(*, broadcast_id: UUID) -> str:
    """Keep the first good picture of a recording and return its name in the store; empty where there is no picture."""
    film = recordings.first_film(folder_of(broadcast_id=broadcast_id))
    if film is None:
        return ""
    with TemporaryDirectory(prefix="still-") as folder:
        begins, still = Path(folder) / "film.mp4", Path(folder) / "still.jpg"
        begins.write_bytes(film)
        try:
            still_of(begins, still)
        except ClipRefused:
            return ""
        return keep(still, name=f"posters/{broadcast_id}.jpg")


def lay(*, broadcast_id: UUID, is_reachable: bool) -> None:
    """Put a recording's files where the studio serves them, or aside where nobody reaches them; harmless twice."""
    folder = folder_of(broadcast_id=broadcast_id)
    if is_reachable:
        recordings.restore(folder)
    else:
        recordings.withdraw(folder)


def removed(*, broadcast_id: UUID) -> None:
    """Remove a recording's files."""
    recordings.remove(folder_of(broadcast_id=broadcast_id))
