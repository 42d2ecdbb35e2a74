"""What the studio recorded is noted, clips are made ready or refused, and what is of no use is let go."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.stage import errors, factories, jobs
from dure.rooms.stage.models import Broadcast, Clip
from dure.rooms.stage.services import broadcasts, clips, retention
from dure.rooms.stage.services.clip_making import CUT_REFUSED, make_clip

pytestmark = pytest.mark.django_db
NO_FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(64)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path


def test_what_was_recorded_is_noted_once_the_show_is_over(show, host) -> None:
    """Not while it is on air; where nothing came, nothing is noted."""
    broadcast = factories.go_live(show=show, host=host).broadcast
    facts = {"broadcast_id": broadcast.id, "began_at": broadcast.started_at, "duration_ms": 90_000}
    with pytest.raises(errors.BroadcastNotFound):
        broadcasts.note_recording(**facts)
    broadcasts.end_show(by=host, show_id=show.id)
    jobs.keep_recording(broadcast_id=str(broadcast.id))
    assert not Broadcast.objects.get().has_recording
    broadcasts.note_recording(**facts)
    assert Broadcast.objects.get().duration_ms == 90_000


def test_a_file_that_is_no_film_is_refused_with_a_code(viewer) -> None:
    """It looked like one from outside; nothing of it is ever shown, and it goes after a week."""
    clip = clips.send_clip(by=viewer, film=BytesIO(NO_FILM), size=len(NO_FILM), title="Song")
    made = make_clip(clip_id=clip.id)
    assert made is not None
    assert made.status == Clip.Status.REFUSED
    assert made.refusal.startswith("clip_")
    with pytest.raises(errors.ClipNotReady):
        clips.publish_clip(by=viewer, clip_id=clip.id)
    Clip.objects.update(made_at=clock.now() - timedelta(days=8))
    assert (retention.remove_old_uploads(), retention.remove_old_uploads()) == (1, 0)
    assert make_clip(clip_id=new_id()) is None


def test_a_part_of_what_is_gone_is_refused(show, host) -> None:
    """The recording's files are not there any more."""
    broadcast = factories.make_replay(show=show, host=host)
    clip = clips.cut_clip(by=host, broadcast_id=broadcast.id, from_ms=0, to_ms=5_000, title="Pears")
    jobs.make_clip(clip_id=str(clip.id))
    clip.refresh_from_db()
    assert (clip.status, clip.refusal) == (Clip.Status.REFUSED, CUT_REFUSED)
    assert not default_storage.exists(f"clips/{clip.id}/film.mp4")
