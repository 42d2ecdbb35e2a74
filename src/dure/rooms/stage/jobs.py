"""What the stage does on a clock. Midnight in Seoul is 15:00 UTC."""

from uuid import UUID

from dure.kernel.jobs import every, job
from dure.rooms.stage.queries.replays import is_reachable, marks
from dure.rooms.stage.services import broadcasts, clip_making, recordings, reminders, retention


@job(retries=6)
def keep_recording(*, broadcast_id: str) -> None:
    """Finish what the studio recorded of a show that is over, and note what it is; nothing where nothing came."""
    of = UUID(broadcast_id)
    found = recordings.finished(broadcast_id=of, chapters=marks(broadcast_id=of))
    if found is not None:
        broadcasts.note_recording(
            broadcast_id=of,
            began_at=found.began_at,
            duration_ms=found.duration_ms,
            poster=recordings.still_kept(broadcast_id=of),
        )


@job(retries=6)
def lay_recording(*, broadcast_id: str) -> None:
    """Put the files of a recording where everybody reaches them or nobody, as its row says now."""
    of = UUID(broadcast_id)
    recordings.lay(broadcast_id=of, is_reachable=is_reachable(broadcast_id=of))


@job(retries=3)
def make_clip(*, clip_id: str) -> None:
    """Make a clip ready."""
    clip_making.make_clip(clip_id=UUID(clip_id))


@every("* * * * *")
def tell_due_reminders() -> None:
    """Tell those whose minute has come that a show starts soon."""
    reminders.tell_due()


@every("*/10 * * * *")
def end_abandoned_shows() -> None:
    """End shows whose telephone is gone for good."""
    broadcasts.end_abandoned()


@every("20 18 * * *")
def remove_old_recordings() -> None:
    """Delete recordings whose days are over."""
    retention.remove_old_recordings()


@every("25 18 * * *")
def remove_old_chat() -> None:
    """Delete chat whose days are over."""
    retention.remove_old_chat()


@every("30 18 * * *")
def remove_old_uploads() -> None:
    """Delete films that could not be used."""
    retention.remove_old_uploads()


@every("40 * * * *")
def remove_old_sendings() -> None:
    """Delete films on their way that nobody goes on with."""
    retention.remove_old_sendings()


@every("35 18 * * *")
def remove_taken_down() -> None:
    """Delete the films of what was taken down and nobody may object to any more."""
    retention.remove_taken_down()
