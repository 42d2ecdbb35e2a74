"""What the stage does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.events.stage import ClipAsked, ShowEnded
from dure.kernel.reactions import reacts_to
from dure.rooms.stage import jobs
from dure.rooms.stage.services import retention


@reacts_to(PersonErased)
def forget_viewer(event: PersonErased) -> None:
    """Take who left out of every show."""
    retention.forget_person(person_id=UUID(event.person_id))


@reacts_to(ShowEnded)
def keep_recording(event: ShowEnded) -> None:
    """Have the recording of what ended finished."""
    jobs.keep_recording.defer(broadcast_id=event.broadcast_id)


@reacts_to(ClipAsked)
def make_clip(event: ClipAsked) -> None:
    """Have a clip made ready."""
    jobs.make_clip.defer(clip_id=event.clip_id)
