"""Making clips ready, in the worker: cut from a recording, or made anew of what was sent.

Films are worked on outside every transaction; what came of it is noted by a verb.
"""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from dure.rooms.stage.models import Clip
from dure.rooms.stage.services.clips import begin_clip, clip_made, refuse_clip
from dure.rooms.stage.services.recordings import folder_of
from dure.rooms.stage.studio.clips import ClipRefused, poster_of, prepare_clip
from dure.rooms.stage.studio.recordings import NoRecording

FILM, POSTER = "film.mp4", "poster.jpg"
CUT_REFUSED = "clip_not_in_recording"


def make_clip(*, clip_id: UUID) -> Clip | None:
    """Make a waiting clip ready, or note why it cannot be; None when nothing waits under this id.

    It may begin again after a worker died: its files are written anew.
    """
    clip = begin_clip(clip_id=clip_id)
    if clip is None:
        return None
    files = Path(str(settings.MEDIA_ROOT))
    folder = files / "clips" / str(clip.id)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        size = _cut(clip, files, folder / FILM) if clip.broadcast_id else _prepared(clip, files, folder / FILM)
        poster_of(folder / FILM, 0.0, folder / POSTER)
    except ClipRefused as refused:
        return refuse_clip(clip_id=clip.id, code=refused.code)
    duration_ms, width, height = size
    return clip_made(
        clip_id=clip.id,
        file=f"clips/{clip.id}/{FILM}",
        poster=f"clips/{clip.id}/{POSTER}",
        duration_ms=duration_ms,
        width=width,
        height=height,
    )


def _prepared(clip: Clip, files: Path, into: Path) -> tuple[int, int, int]:
    """Make what was sent anew; return its length (ms), width and height."""
    facts = prepare_clip(files / clip.upload, into)
    return facts.duration_ms, facts.width, facts.height


def _cut(clip: Clip, files: Path, into: Path) -> tuple[int, int, int]:
    """Cut a part out of a recording; return its length (ms), its size being the recording's."""
    from dure.rooms.stage.studio.cutting import CutRefused, cut_clip  # noqa: PLC0415  pages need no film library

    if clip.broadcast_id is None or clip.from_ms is None or clip.to_ms is None:
        raise ClipRefused(CUT_REFUSED)
    try:
        folder = folder_of(files=files, broadcast_id=clip.broadcast_id)
        length_s = cut_clip(folder, clip.from_ms / 1000, clip.to_ms / 1000, into)
    except (CutRefused, NoRecording) as refused:
        raise ClipRefused(CUT_REFUSED) from refused
    return round(length_s * 1000), 0, 0
