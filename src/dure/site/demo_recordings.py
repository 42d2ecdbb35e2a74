"""The demo world's recordings and clips, made once the house is up: drawn, kept, published and cut by its own verbs."""

from uuid import UUID

from dure.kernel.http import HOUSE
from dure.rooms.stage.models import Broadcast
from dure.rooms.stage.queries.replays import ended_broadcast, marks
from dure.rooms.stage.services import broadcasts, clip_making, clips, recordings
from dure.site.demo_films import CABBAGES, SWEET_POTATOES, film
from dure.site.demo_replays import CLIPS, SECONDS

SCENES = (CABBAGES, SWEET_POTATOES)


def draw_films(broadcast_ids: list[str]) -> None:
    """Give each of these broadcasts, in their order, its film and its clips; those that have a film are left alone."""
    for number, broadcast_id in enumerate(broadcast_ids):
        found = ended_broadcast(broadcast_id=UUID(broadcast_id))
        if found is not None and not found.has_recording:
            _give_film(found, number)


def _give_film(broadcast: Broadcast, number: int) -> None:
    folder = recordings.folder_of(broadcast_id=broadcast.id)
    recordings.removed(broadcast_id=broadcast.id)
    film(
        folder,
        SCENES[number % len(SCENES)],
        broadcast_id=str(broadcast.id),
        show_id=str(broadcast.show_id),
        began_at=broadcast.started_at,
        seconds=SECONDS,
    )
    found = recordings.finished(broadcast_id=broadcast.id, chapters=marks(broadcast_id=broadcast.id))
    if found is None:
        return
    broadcasts.note_recording(
        broadcast_id=broadcast.id,
        began_at=found.began_at,
        duration_ms=found.duration_ms,
        poster=recordings.still_kept(broadcast_id=broadcast.id),
    )
    broadcasts.publish_replay(by=HOUSE, broadcast_id=broadcast.id)
    for title, from_s, to_s in CLIPS[number]:
        clip = clips.cut_clip(
            by=HOUSE, broadcast_id=broadcast.id, from_ms=from_s * 1000, to_ms=to_s * 1000, title=title
        )
        made = clip_making.make_clip(clip_id=clip.id)
        if made is not None and made.file:
            clips.publish_clip(by=HOUSE, clip_id=clip.id)
