"""Making clips ready, in the worker: cut from a recording, or made anew of what was sent.

Films are worked on outside every transaction, in a folder of this machine; what came of it is put into the house's
store and noted by a verb.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from dure.rooms.stage.models import Clip
from dure.rooms.stage.services.clips import begin_clip, clip_made, note_done, refuse_clip
from dure.rooms.stage.services.kept_files import keep, near
from dure.rooms.stage.services.recordings import folder_of
from dure.rooms.stage.studio.clips import (
    CUT_REFUSED,
    ClipFacts,
    ClipRefused,
    Tell,
    cut_from,
    poster_of,
    prepare_clip,
    probe_clip,
)

FILM, POSTER = "film.mp4", "poster.jpg"
GONE = "clip_gone"
MOST_OF_IT = 90
"""Percent: what is left is the poster, and keeping it."""


def make_clip(*, clip_id: UUID) -> Clip | None:
    """Make a waiting clip ready, or note why it cannot be; None when nothing waits under this id.

    It may begin again after a worker died: its files are written anew.
    """
    clip = begin_clip(clip_id=clip_id)
    if clip is None:
        return None
    with TemporaryDirectory(prefix="clip-") as name:
        film, poster = Path(name) / FILM, Path(name) / POSTER
        try:
            facts = _cut(clip, film) if clip.broadcast_id else _prepared(clip, film, partial(_tell, clip.id))
            poster_of(film, min(clip.poster_ms, facts.duration_ms) / 1000, poster)
        except ClipRefused as refused:
            return refuse_clip(clip_id=clip.id, code=refused.code)
        return clip_made(
            clip_id=clip.id,
            file=keep(film, name=f"clips/{clip.id}/{FILM}"),
            poster=keep(poster, name=f"clips/{clip.id}/{POSTER}"),
            duration_ms=facts.duration_ms,
            width=facts.width,
            height=facts.height,
        )


def _tell(clip_id: UUID, done: float) -> None:
    note_done(clip_id=clip_id, percent=round(done * MOST_OF_IT))


def _prepared(clip: Clip, into: Path, tell: Tell) -> ClipFacts:
    """Make what was sent anew."""
    try:
        with near(name=clip.upload) as sent:
            return prepare_clip(sent, into, tell)
    except FileNotFoundError as error:
        raise ClipRefused(GONE) from error


def _cut(clip: Clip, into: Path) -> ClipFacts:
    """Cut a part out of a recording."""
    if clip.broadcast_id is None or clip.from_ms is None or clip.to_ms is None:
        raise ClipRefused(CUT_REFUSED)
    cut_from(folder_of(broadcast_id=clip.broadcast_id), clip.from_ms / 1000, clip.to_ms / 1000, into)
    return probe_clip(into)
