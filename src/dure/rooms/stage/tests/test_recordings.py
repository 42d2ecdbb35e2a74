"""What the studio recorded is noted, clips are made ready or refused, and what is of no use is let go."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from PIL import Image

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.stage import errors, factories, jobs
from dure.rooms.stage.models import Broadcast, Clip
from dure.rooms.stage.queries import clip_files, replays
from dure.rooms.stage.services import broadcasts, clips, kept_files, recordings, retention, screens, takedowns
from dure.rooms.stage.services import clips as clip_services
from dure.rooms.stage.services.clip_making import make_clip
from dure.rooms.stage.studio.broadcast import open_broadcast
from dure.rooms.stage.studio.clips import CUT_REFUSED
from dure.rooms.stage.studio.frames import Track
from dure.rooms.stage.studio.tests.phones import Phone, Time, hello

pytestmark = pytest.mark.django_db
NO_FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(64)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path
    settings.LIVE_FOLDER = tmp_path / "live"


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


@pytest.fixture
def filmed(show, host, frozen_time) -> Broadcast:
    """A show of four seconds that was filmed, and is noted with its poster."""
    frozen_time.move_to(show.starts_at)
    broadcast = factories.go_live(show=show, host=host).broadcast
    screens.cue(by=host, show_id=show.id, key="offer:81", title="Pears", facts={"title": "Pears"})
    time = Time()
    time.now = broadcast.started_at
    folder = recordings.folder_of(broadcast_id=broadcast.id)
    words = hello(tracks=("low", "sound"))
    going = open_broadcast(folder, broadcast_id=str(broadcast.id), show_id=str(show.id), hello=words, now=time)
    going.join(words)
    begins = next(iter(Phone(1, tracks=(Track.LOW, Track.SOUND)).chunks())).at_us
    for chunk in Phone(4, tracks=(Track.LOW, Track.SOUND)).chunks():
        time.now = broadcast.started_at + timedelta(microseconds=chunk.at_us - begins)
        going.take(chunk)
    going.end()
    going.close()
    frozen_time.tick(seconds=4)
    broadcasts.end_show(by=host, show_id=show.id)
    jobs.keep_recording(broadcast_id=str(broadcast.id))
    broadcast.refresh_from_db()
    return broadcast


def test_a_recording_has_a_poster_chapters_from_its_first_frame_and_clips(filmed, host, client) -> None:
    """The clock of a recording begins with its first picture, not with the telephone's greeting."""
    assert abs(filmed.first_picture_at - filmed.started_at) < timedelta(milliseconds=2)
    assert [(each.at_ms, each.at) for each in replays.chapters(broadcast=filmed)] == [(0, "0:00")]
    clip = clips.cut_clip(by=host, broadcast_id=filmed.id, from_ms=500, to_ms=3_600, title="Pears", poster_ms=2_500)
    jobs.make_clip(clip_id=str(clip.id))
    clip.refresh_from_db()
    assert (clip.status, clip.width, clip.height) == (Clip.Status.READY, 160, 96)
    broadcasts.publish_replay(by=host, broadcast_id=filmed.id)
    clips.publish_clip(by=host, clip_id=clip.id)
    for address in (f"/live/replays/{filmed.id}/poster.jpg", f"/live/clips/{clip.id}/poster.jpg"):
        answer = client.get(address)
        with Image.open(BytesIO(b"".join(answer.streaming_content))) as picture:
            assert picture.size == (160, 96)
    assert f"/live/replays/{filmed.id}/poster.jpg" in client.get("/live/past/").content.decode()


def test_a_film_is_answered_in_the_pieces_that_are_asked_for(filmed, host, client) -> None:
    """And never as anything but a film."""
    clip = clips.cut_clip(by=host, broadcast_id=filmed.id, from_ms=0, to_ms=3_500, title="Pears")
    jobs.make_clip(clip_id=str(clip.id))
    clips.publish_clip(by=host, clip_id=clip.id)
    address = f"/live/clips/{clip.id}/film.mp4"
    whole = client.get(address)
    film = b"".join(whole.streaming_content)
    assert (whole["Content-Type"], whole["X-Content-Type-Options"], film[4:8]) == ("video/mp4", "nosniff", b"ftyp")
    piece = client.get(address, headers={"range": "bytes=4-7"})
    assert (piece.status_code, b"".join(piece.streaming_content)) == (206, b"ftyp")
    assert piece["Content-Range"] == f"bytes 4-7/{len(film)}"
    assert client.get(address, headers={"range": f"bytes={len(film)}-"}).status_code == 416


def test_what_is_withdrawn_or_taken_down_is_out_of_the_studios_reach(filmed, host) -> None:
    """Until it is published again; for good where staff decided so."""
    folder = recordings.folder_of(broadcast_id=filmed.id)

    def lies_there() -> bool:
        jobs.lay_recording(broadcast_id=str(filmed.id))
        return (folder / "replay.m3u8").exists()

    broadcasts.publish_replay(by=host, broadcast_id=filmed.id)
    assert lies_there()
    broadcasts.withdraw_replay(by=host, broadcast_id=filmed.id)
    assert not lies_there()
    broadcasts.publish_replay(by=host, broadcast_id=filmed.id)
    assert lies_there()
    wish = takedowns.ask_takedown(by=host, address="", why="me", broadcast_id=filmed.id)
    staff = Actor(is_staff=True)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="Somebody is seen")
    assert not lies_there()


def test_a_store_that_is_far_away_keeps_clips_too(filmed, host, monkeypatch) -> None:
    """The store gives no paths: films are worked on in a folder of this machine, and put into the store."""
    far = FarStore()
    for module in (kept_files, clip_services, clip_files):
        monkeypatch.setattr(module, "default_storage", far)
    sent = clips.cut_clip(by=host, broadcast_id=filmed.id, from_ms=0, to_ms=3_500, title="Pears")
    jobs.make_clip(clip_id=str(sent.id))
    with far.open(f"clips/{sent.id}/film.mp4") as film:
        content = film.read()
    again = clips.send_clip(by=host, film=BytesIO(content), size=len(content), title="Pears again")
    jobs.make_clip(clip_id=str(again.id))
    again.refresh_from_db()
    assert (again.refusal, again.status) == ("", Clip.Status.READY)
    wanted = {f"clips/{each.id}/{name}" for each in (sent, again) for name in ("film.mp4", "poster.jpg")}
    assert wanted <= set(far.kept)


class FarStore(Storage):
    """A store without files of this machine."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.kept: dict[str, bytes] = {}

    def _save(self, name: str, content: "File[bytes]") -> str:
        self.kept[name] = content.read()
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        del mode
        return File(BytesIO(self.kept[name]), name)

    def exists(self, name: str) -> bool:
        """Whether something is kept under a name."""
        return name in self.kept

    def delete(self, name: str) -> None:
        """Forget what is kept under a name."""
        self.kept.pop(name, None)
