"""What the stage does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.events.stage import ClipAsked, ReplayPublished, ReplayWithdrawn, ShowEnded, ShowStarted
from dure.kernel.reactions import reacts_to
from dure.rooms.stage import jobs
from dure.rooms.stage.services import reminders, retention


@reacts_to(PersonErased)
def forget_viewer(event: PersonErased) -> None:
    """Take who left out of every show."""
    retention.forget_person(person_id=UUID(event.person_id))


@reacts_to(ShowStarted)
def tell_on_air(event: ShowStarted) -> None:
    """Tell those who wait for the show and were not told yet."""
    reminders.tell_on_air(show_id=UUID(event.show_id))


@reacts_to(ShowEnded)
def keep_recording(event: ShowEnded) -> None:
    """Have the recording of what ended finished."""
    jobs.keep_recording.defer(broadcast_id=event.broadcast_id)


@reacts_to(ReplayWithdrawn)
def put_recording_aside(event: ReplayWithdrawn) -> None:
    """Have the files of what nobody may see any more put aside."""
    jobs.lay_recording.defer(broadcast_id=event.broadcast_id)


@reacts_to(ReplayPublished)
def bring_recording_back(event: ReplayPublished) -> None:
    """Have the files of what everybody may see put where they are served."""
    jobs.lay_recording.defer(broadcast_id=event.broadcast_id)


@reacts_to(ClipAsked)
def make_clip(event: ClipAsked) -> None:
    """Have a clip made ready."""
    jobs.make_clip.defer(clip_id=event.clip_id)
