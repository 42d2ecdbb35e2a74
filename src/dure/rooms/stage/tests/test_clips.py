"""Clips, takedowns and letting go."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dure.events.stage import ClipAsked, ClipPublished, ReplayWithdrawn
from dure.kernel import clock
from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn
from dure.kernel.http import HOUSE, STRANGER, Actor
from dure.kernel.ids import new_id
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Caption, ChatMessage, Clip, CueShowing, Show, Takedown
from dure.rooms.stage.models.clips import FILM_BYTES_MAX
from dure.rooms.stage.queries import clips as queries
from dure.rooms.stage.queries import replays
from dure.rooms.stage.services import broadcasts, clips, contests, retention, screens, takedowns
from dure.rooms.stage.services.reminders import remind_me

pytestmark = pytest.mark.django_db
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(64)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path
    settings.LIVE_FOLDER = tmp_path / "live"


@pytest.fixture
def replay(show, host, frozen_time):
    """Ten minutes, from the second of which on a cue was on the screen."""
    show = factories.make_show(organisation_id=show.organisation_id, starts_in=timedelta(hours=3))
    frozen_time.move_to(show.starts_at)
    broadcast = factories.go_live(show=show, host=host).broadcast
    frozen_time.tick(minutes=2)
    screens.cue(by=host, show_id=show.id, key="offer:81", title="Pears", facts={"title": "Pears"})
    frozen_time.tick(minutes=8)
    broadcasts.end_show(by=host, show_id=show.id)
    Broadcast.objects.filter(id=broadcast.id).update(has_recording=True, duration_ms=600_000)
    broadcast.refresh_from_db()
    return broadcast


def send(by, **words) -> Clip:
    """Send a film."""
    return clips.send_clip(**{"by": by, "film": BytesIO(MP4), "size": len(MP4), "title": "Song", **words})


def test_chapters_are_what_was_on_the_screen(replay) -> None:
    """From where to where, in milliseconds from the start."""
    found = replays.chapters(broadcast=replay)
    assert [(each.title, each.key, each.at_ms, each.until_ms) for each in found] == [
        ("Pears", "offer:81", 120_000, 600_000)
    ]


def test_a_clip_stands_for_what_was_shown_where_it_begins(replay, host, announced) -> None:
    """Asked for, made, published: then everybody sees it."""
    clip = clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=130_000, to_ms=160_000, title="Pears")
    assert (clip.key, clip.facts, clip.status) == ("offer:81", {"title": "Pears"}, "waiting")
    assert announced(ClipAsked).clip_id == str(clip.id)
    with pytest.raises(errors.ClipNotReady):
        clips.publish_clip(by=host, clip_id=clip.id)
    assert clips.begin_clip(clip_id=clip.id).status == "working"
    clips.clip_made(
        clip_id=clip.id, file="clips/a.mp4", poster="clips/a.jpg", duration_ms=30_000, width=720, height=1280
    )
    assert clips.begin_clip(clip_id=clip.id) is None
    assert list(queries.feed()) == []
    clips.publish_clip(by=host, clip_id=clip.id)
    assert [each.id for each in queries.feed()] == [clip.id]
    assert announced(ClipPublished).key == "offer:81"
    clips.withdraw_clip(by=host, clip_id=clip.id)
    assert list(queries.feed()) == []


def test_a_film_that_is_here_waits_for_the_worker_and_for_nobody_else(viewer, announced, frozen_time) -> None:
    """It is asked for once, begun by the worker, and not shown."""
    kept = default_storage.save("clips/here/sent", ContentFile(MP4))
    clip = clips.waiting_clip(clip=Clip(person_id=viewer.person_id, title="Song", upload=kept))
    found = Clip.objects.get()
    assert (found.id, found.source, found.status, found.upload) == (clip.id, "upload", "waiting", kept)
    assert found.made_at == clock.now()
    assert [each.clip_id for each in announced.all(ClipAsked)] == [str(clip.id)]
    with pytest.raises(errors.ClipNotReady):
        clips.publish_clip(by=viewer, clip_id=clip.id)
    assert list(queries.feed()) == []
    begun = clips.begin_clip(clip_id=clip.id)
    assert begun is not None
    assert begun.status == Clip.Status.WORKING


@pytest.mark.parametrize(("from_ms", "to_ms"), [(0, 60_001), (0, 500), (5_000, 4_000), (-1, 5_000), (590_000, 601_000)])
def test_a_part_lies_within_and_lasts_a_minute_at_most(replay, host, trace, from_ms, to_ms) -> None:
    """Anything else is refused."""
    before = trace()
    with pytest.raises(errors.BadPart):
        clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=from_ms, to_ms=to_ms, title="Pears")
    assert trace() == before


def test_a_clip_may_stand_for_something_else_or_for_nothing(replay, host, trace) -> None:
    """Whatever was on the screen; but only for what is on the show's sheet."""
    part = {"by": host, "broadcast_id": replay.id, "from_ms": 10_000, "to_ms": 20_000, "title": "Pears"}
    assert clips.cut_clip(**part, key="offer:81").facts == {"title": "Pears"}
    assert clips.cut_clip(**{**part, "from_ms": 130_000, "to_ms": 140_000}, key="").key == ""
    assert clips.cut_clip(**part, poster_ms=99_000).poster_ms == 10_000
    before = trace()
    with pytest.raises(errors.CueNotFound):
        clips.cut_clip(**part, key="offer:82")
    assert trace() == before


def test_the_feed_goes_on_where_it_was_left(frozen_time) -> None:
    """By a mark of the last clip; what was published meanwhile moves nothing, and a strange mark begins anew."""
    made = []
    for number in range(5):
        frozen_time.tick(seconds=1)
        made.append(factories.make_clip(title=str(number)))
        Clip.objects.filter(id=made[-1].id).update(published_at=clock.now(), key=f"offer:{number}")
    first = queries.feed_page(count=2)
    assert [each.title for each in first.clips] == ["4", "3"]
    assert first.clips[0].beside == ("offer:4", "offer:3")
    Clip.objects.filter(id=made[4].id).update(published_at=None)
    second = queries.feed_page(before=first.next_before, count=2)
    assert [each.title for each in second.clips] == ["2", "1"]
    last = queries.feed_page(before=second.next_before, count=2)
    assert ([each.title for each in last.clips], last.next_before) == (["0"], "")
    for strange in ("x", "1.2", "9" * 40, f"{10**16}.{'z' * 32}"):
        assert len(queries.feed_page(before=strange, count=9).clips) == 4


def test_what_was_said_in_a_part_goes_with_the_clip(replay, host) -> None:
    """In the clip's own time, which begins at a key frame a moment earlier."""
    began = replay.first_picture_at or replay.started_at
    for second in (100, 131, 159, 161):
        moment = began + timedelta(seconds=second)
        Caption.objects.create(
            show=replay.show, person_id=new_id(), text=str(second), client_key=new_id(), said_at=moment
        )
    clip = clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=130_000, to_ms=160_000, title="Pears")
    clip.duration_ms = 31_000
    assert [(each.text, each.at_ms) for each in queries.captions_of(clip=clip)] == [("131", 2_000), ("159", 30_000)]
    assert queries.captions_of(clip=factories.make_clip()) == []


def test_only_hosts_cut_and_only_from_what_is_kept(replay, host, viewer, stranger_host, trace) -> None:
    """Not viewers, not others, not what has no recording."""
    before = trace()
    for by in (viewer, stranger_host):
        with pytest.raises(errors.NotTheHost):
            clips.cut_clip(by=by, broadcast_id=replay.id, from_ms=0, to_ms=5_000, title="Mine")
    assert trace() == before
    Broadcast.objects.update(withdrawn_at=clock.now())
    with pytest.raises(errors.NoRecording):
        clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=0, to_ms=5_000, title="Mine")
    Broadcast.objects.update(has_recording=False, withdrawn_at=None)
    with pytest.raises(errors.NoRecording):
        clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=0, to_ms=5_000, title="Mine")
    assert not Clip.objects.exists()


def test_a_film_is_sent_and_let_go_when_it_cannot_be_used(viewer, django_capture_on_commit_callbacks) -> None:
    """What was sent lies in the store until it is made or refused."""
    clip = send(viewer)
    assert default_storage.exists(clip.upload)
    with django_capture_on_commit_callbacks(execute=True):
        clips.refuse_clip(clip_id=clip.id, code="clip_too_long")
    assert not default_storage.exists(clip.upload)
    assert Clip.objects.get().refusal == "clip_too_long"


def test_what_is_no_film_or_too_large_is_refused(viewer, farm, trace, tmp_path) -> None:
    """Before anything is kept."""
    before = trace()
    refused = [
        (NotSignedIn, lambda: send(STRANGER)),
        (errors.NotAFilm, lambda: send(viewer, film=BytesIO(b"<html>"))),
        (errors.FilmTooLarge, lambda: send(viewer, size=FILM_BYTES_MAX + 1)),
        (errors.TitleMissing, lambda: send(viewer, title=" ")),
        (NotFound, lambda: send(viewer, organisation_id=farm.id)),
    ]
    for reason, verb in refused:
        with pytest.raises(reason):
            verb()
    assert trace() == before
    assert not list(tmp_path.rglob("sent*"))


def test_anothers_clip_is_nobodys_business(viewer, dee, trace) -> None:
    """It can be neither seen nor published."""
    clip = factories.make_clip(person_id=viewer.person_id)
    before = trace()
    for verb in (
        lambda: clips.publish_clip(by=people.actor_of(dee), clip_id=clip.id),
        lambda: clips.withdraw_clip(by=people.actor_of(dee), clip_id=clip.id),
        lambda: queries.clip_of(clip_id=clip.id, by=people.actor_of(dee)),
    ):
        with pytest.raises(errors.ClipNotFound):
            verb()
    assert trace() == before


def test_what_is_granted_is_gone_at_once_with_its_clips(replay, host, announced) -> None:
    """Anybody asks; staff decide with reasons; the host cannot bring it back."""
    broadcasts.publish_replay(by=host, broadcast_id=replay.id)
    clip = clips.cut_clip(by=host, broadcast_id=replay.id, from_ms=0, to_ms=5_000, title="Pears")
    clips.clip_made(clip_id=clip.id, file="a", poster="b", duration_ms=5_000)
    clips.publish_clip(by=host, clip_id=clip.id)
    wish = takedowns.ask_takedown(by=STRANGER, address="192.0.2.7", why="child", broadcast_id=replay.id)
    staff = Actor(person_id=people.make_staff().id, is_staff=True)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    assert not replays.replays().exists()
    assert not queries.feed().exists()
    assert announced(ReplayWithdrawn).is_taken_down
    with pytest.raises(errors.ReplayTakenDown):
        broadcasts.publish_replay(by=host, broadcast_id=replay.id)
    with pytest.raises(errors.ReplayTakenDown):
        clips.publish_clip(by=host, clip_id=clip.id)
    with pytest.raises(errors.TakedownDecided):
        takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=False, decision="No")


def test_wishes_are_refused_without_reason_target_or_right(replay, host, viewer, trace) -> None:
    """And a wish that is refused leaves the recording where it is."""
    before = trace()
    ask = {"by": viewer, "address": "", "broadcast_id": replay.id}
    refused = [
        (BadInput, lambda: takedowns.ask_takedown(**ask, why="boring")),
        (errors.ReasonMissing, lambda: takedowns.ask_takedown(**ask, why="other")),
        (errors.ClipNotFound, lambda: takedowns.ask_takedown(by=viewer, address="", why="me", clip_id=replay.id)),
        (errors.TextTooLong, lambda: takedowns.ask_takedown(**ask, why="me", words="x" * 1001)),
    ]
    for reason, verb in refused:
        with pytest.raises(reason):
            verb()
    assert trace() == before
    wish = takedowns.ask_takedown(**ask, why="me", words="At minute two")
    with pytest.raises(NotAllowed):
        takedowns.decide_takedown(by=host, takedown_id=wish.id, is_granted=False, decision="Mine")
    staff = Actor(is_staff=True)
    with pytest.raises(errors.ReasonMissing):
        takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision=" ")
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=False, decision="Nobody is seen")
    assert (Takedown.objects.get().status, Broadcast.objects.get().is_taken_down) == ("refused", False)


def test_recordings_and_chat_go_after_their_days(
    replay, frozen_time, settings, django_capture_on_commit_callbacks, tmp_path
) -> None:
    """The files go with the commit; what is younger stays."""
    factories.say(show=replay.show)
    for folder in ("live", "live-withdrawn"):
        (tmp_path / folder / str(replay.id)).mkdir(parents=True)
        (tmp_path / folder / str(replay.id) / "1.m4s").write_bytes(b"x")
    frozen_time.tick(days=settings.LIVE_CHAT_KEPT.days - 1)
    assert (retention.remove_old_chat(), retention.remove_old_recordings()) == (0, 0)
    frozen_time.tick(days=2)
    assert (retention.remove_old_chat(), retention.remove_old_recordings()) == (1, 0)
    assert not ChatMessage.objects.exists()
    frozen_time.tick(days=settings.LIVE_RECORDINGS_KEPT.days)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.remove_old_recordings() == 1
    assert retention.remove_old_recordings() == 0
    assert not list(tmp_path.rglob("*.m4s"))
    assert not Broadcast.objects.get().is_replay_shown


def test_who_leaves_is_taken_out_of_every_show(farm, viewer, dee) -> None:
    """What they said, wished, entered and sent is gone."""
    show = factories.make_show(organisation_id=farm.id, kind="gathering", is_contest=True)
    remind_me(by=viewer, show_id=show.id)
    factories.say(show=show, person_id=viewer.person_id)
    entry = contests.enter(by=viewer, show_id=show.id, title="Arirang")
    contests.open_voting(by=HOUSE, show_id=show.id)
    contests.vote(by=people.actor_of(dee), show_id=show.id, entry_id=entry.id)
    send(viewer)
    retention.forget_person(person_id=viewer.person_id)
    retention.forget_person(person_id=viewer.person_id)
    entry.refresh_from_db()
    assert (entry.title, entry.withdrawn_at is None) == (retention.GONE_NAME, False)
    assert not ChatMessage.objects.exists()
    assert Clip.objects.get().removed_at is not None
    assert Show.objects.get(id=show.id).reminders.count() == show.votes.count() == CueShowing.objects.count() == 0
