"""Takedowns: who shows it is told, may object, and staff may decide anew; what stays down is deleted in the end."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dure.events.stage import ReplayPublished
from dure.kernel.errors import NotAllowed
from dure.kernel.http import STRANGER, Actor
from dure.rooms.inbox import factories as inbox
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Clip, Objection, Ruling
from dure.rooms.stage.queries.takedowns import decided_lately, objected, waiting
from dure.rooms.stage.services import broadcasts, clips, retention, takedowns
from dure.rooms.stage.services.retention import TAKEN_DOWN_KEPT
from dure.rooms.stage.services.takedowns import OBJECTIONS_MAX
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LIVE_FOLDER = tmp_path / "live"


@pytest.fixture
def staff() -> Actor:
    """Somebody of the house."""
    return Actor(person_id=people.make_staff().id, is_staff=True)


@pytest.fixture
def clip(ana) -> Clip:
    """Ana's own clip, which everybody sees, with its film."""
    made = factories.make_clip(person_id=ana.id, title="My song", is_published=True)
    made.file = default_storage.save(f"clips/{made.id}/film.mp4", ContentFile(b"film"))
    made.save()
    return made


@pytest.fixture
def asker() -> people.Person:
    """Somebody who asks that a film be taken down."""
    return people.make_person(name="Jimin", language="en")


def ask(by=STRANGER, **of):
    """A wish that something be taken down."""
    return takedowns.ask_takedown(by=by, address="192.0.2.7", why="child", words="At second 9", contact="Mum", **of)


def told(person) -> list[str]:
    """The titles of what a person was told, the first first."""
    return [each.title for each in inbox.notifications(person_id=person.id)]


def test_who_shows_it_hears_of_the_wish_and_of_the_decision_and_who_asked_of_the_answer(
    clip, ana, asker, staff
) -> None:
    """With the reasons; never who asked, nor what they wrote."""
    wish = ask(people.actor_of(asker), clip_id=clip.id)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    assert told(ana) == ["Somebody asks that “My song” be taken down", "Our staff took “My song” down"]
    first, second = inbox.notifications(person_id=ana.id)
    assert "My child is in the picture" in first.body
    assert not {"Mum", "At second 9"} & {*first.body.split("."), *second.body.split(".")}
    assert (second.body, second.link) == ("A child is seen", f"/live/takedowns/{wish.id}/")
    assert told(asker) == ["“My song” was taken down, as you asked"]


def test_a_refused_wish_changes_nothing_and_only_who_asked_hears_of_it(clip, ana, asker, staff) -> None:
    """The clip stays as it is."""
    wish = ask(people.actor_of(asker), clip_id=clip.id)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=False, decision="Nobody is seen")
    clip.refresh_from_db()
    assert clip.is_shown
    assert len(told(ana)) == 1
    assert told(asker) == ["“My song” stays"]


def test_who_shows_it_objects_once_at_a_time_and_staff_answer(clip, ana, dee, staff, trace) -> None:
    """An objection stands at the head of the queue; the clip is shown again where staff decide so."""
    owner, wish = people.actor_of(ana), ask(clip_id=clip.id)
    with pytest.raises(errors.NotTakenDown):
        takedowns.object_to(by=owner, takedown_id=wish.id, words="It is my niece")
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    before = trace()
    for refusal, by, words in (
        (errors.TakedownNotFound, people.actor_of(dee), "Let me see it"),
        (errors.TakedownNotFound, STRANGER, "Let me see it"),
        (errors.ReasonMissing, owner, " "),
        (errors.TextTooLong, owner, "x" * 1001),
    ):
        with pytest.raises(refusal):
            takedowns.object_to(by=by, takedown_id=wish.id, words=words)
    assert trace() == before
    takedowns.object_to(by=owner, takedown_id=wish.id, words="It is my niece, and her mother agreed")
    with pytest.raises(errors.ObjectionOpen):
        takedowns.object_to(by=owner, takedown_id=wish.id, words="Again")
    assert [each.takedown for each in objected()] == [wish]
    assert not decided_lately().exists()
    takedowns.decide_anew(by=staff, takedown_id=wish.id, is_granted=False, decision="Her mother agreed")
    clip.refresh_from_db()
    assert clip.is_shown
    assert told(ana)[-1] == "“My song” is shown again"
    assert [each.is_granted for each in Ruling.objects.order_by("id")] == [True, False]
    assert not Objection.objects.filter(answered_at__isnull=True).exists()


def test_staff_look_at_it_a_few_times_and_not_for_ever(clip, ana, staff) -> None:
    """What stays taken down after that stays so; each answer is told."""
    owner, wish = people.actor_of(ana), ask(clip_id=clip.id)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    for _time in range(OBJECTIONS_MAX):
        takedowns.object_to(by=owner, takedown_id=wish.id, words="Please look again")
        takedowns.decide_anew(by=staff, takedown_id=wish.id, is_granted=True, decision="It is a child")
    assert told(ana).count("We looked again: “My song” stays taken down") == OBJECTIONS_MAX
    with pytest.raises(errors.TooManyObjections):
        takedowns.object_to(by=owner, takedown_id=wish.id, words="Once more")


def test_deciding_anew_is_for_staff_and_changes_something(clip, ana, staff, trace) -> None:
    """Not before the first decision, not the same again, not by others."""
    wish = ask(clip_id=clip.id)
    anew = {"takedown_id": wish.id, "is_granted": True, "decision": "Seen"}
    with pytest.raises(errors.TakedownOpen):
        takedowns.decide_anew(by=staff, **anew)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    before = trace()
    for refusal, by, change in (
        (errors.TakedownDecided, staff, {}),
        (errors.ReasonMissing, staff, {"is_granted": False, "decision": " "}),
        (NotAllowed, people.actor_of(ana), {"is_granted": False}),
    ):
        with pytest.raises(refusal):
            takedowns.decide_anew(by=by, **(anew | change))
    assert trace() == before


def test_a_recording_comes_back_with_its_clips_but_what_another_wish_hides_stays_hidden(
    show, host, staff, announced
) -> None:
    """A clip of it that was complained of by itself stays down; a recording its hosts withdrew stays withdrawn."""
    film = factories.make_replay(show=show, host=host)
    broadcasts.publish_replay(by=host, broadcast_id=film.id)
    cut, other = (
        clips.cut_clip(by=host, broadcast_id=film.id, from_ms=0, to_ms=9000, title=title) for title in ("A", "B")
    )
    of_clip, of_film = ask(clip_id=cut.id), ask(broadcast_id=film.id)
    for wish in (of_clip, of_film):
        takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    assert Clip.objects.filter(is_taken_down=True).count() == 2
    takedowns.decide_anew(by=staff, takedown_id=of_film.id, is_granted=False, decision="Her mother agreed")
    film.refresh_from_db()
    assert film.is_replay_shown
    assert announced.all(ReplayPublished)[-1].broadcast_id == str(film.id)
    assert list(Clip.objects.filter(is_taken_down=True)) == [cut]
    assert not Clip.objects.get(id=other.id).is_taken_down
    broadcasts.withdraw_replay(by=host, broadcast_id=film.id)
    takedowns.decide_anew(by=staff, takedown_id=of_film.id, is_granted=True, decision="A child after all")
    takedowns.decide_anew(by=staff, takedown_id=of_film.id, is_granted=False, decision="No")
    film.refresh_from_db()
    assert not film.is_replay_shown


def test_what_stays_down_is_deleted_after_its_days_and_an_objection_keeps_it(clip, ana, staff, frozen_time) -> None:
    """The film is gone from the store; not a day earlier."""
    wish = ask(clip_id=clip.id)
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    frozen_time.tick(days=TAKEN_DOWN_KEPT.days - 1)
    assert retention.remove_taken_down() == 0
    takedowns.object_to(by=people.actor_of(ana), takedown_id=wish.id, words="Please look again")
    frozen_time.tick(days=9)
    assert retention.remove_taken_down() == 0
    assert default_storage.exists(clip.file)
    takedowns.decide_anew(by=staff, takedown_id=wish.id, is_granted=True, decision="It is a child")
    frozen_time.tick(days=TAKEN_DOWN_KEPT.days + 1)
    assert retention.remove_taken_down() == 1
    assert retention.remove_taken_down() == 0


def test_the_files_of_what_is_deleted_are_gone(
    clip, show, host, staff, frozen_time, django_capture_on_commit_callbacks
) -> None:
    """Clips and recordings alike."""
    film = factories.make_replay(show=show, host=host)
    for wish in (ask(clip_id=clip.id), ask(broadcast_id=film.id)):
        takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    frozen_time.tick(days=TAKEN_DOWN_KEPT.days + 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.remove_taken_down() == 2
    assert not default_storage.exists(clip.file)
    film.refresh_from_db()
    assert (film.has_recording, film.removed_at is None) == (False, False)


def test_pages_say_what_became_of_it_to_those_it_concerns(clip, ana, dee, staff) -> None:
    """Its makers see decision and form; others read that it was taken down; the film is withheld from them."""
    wish = ask(clip_id=clip.id)
    owner, other, page = browser_of(ana), browser_of(dee), f"/live/takedowns/{wish.id}/"
    assert "Our staff look at it." in owner.get(page).text
    assert other.get(page).status_code == 404
    takedowns.decide_takedown(by=staff, takedown_id=wish.id, is_granted=True, decision="A child is seen")
    shown = owner.get(page).text
    assert "A child is seen" in shown
    assert "At second 9" not in shown
    for address in (f"/live/clips/{clip.id}/", f"/live/clips/{clip.id}/film.mp4"):
        reply = other.get(address)
        assert reply.status_code == 404
        assert "Our staff took this clip down." in reply.text
    assert owner.post(f"{page}objection/", {"words": ""}).status_code == 422
    assert other.post(f"{page}objection/", {"words": "Me too"}).status_code == 404
    assert not Objection.objects.exists()
    assert "look at it again" in owner.post(f"{page}objection/", {"words": "She agreed"}, follow=True).text


def test_staff_see_objections_new_wishes_and_what_they_decided_lately(clip, show, host) -> None:
    """A decision without reasons is said in its own form, and nothing is decided."""
    film = factories.make_replay(show=show, host=host)
    office = people.office_of(people.make_staff(), language="en")
    wish, other = ask(clip_id=clip.id), ask(broadcast_id=film.id)
    address = f"/live/takedowns/{wish.id}/decision/"
    reply = office.post(address, {"is_granted": "yes", "decision": "", "as": "first"})
    assert reply.status_code == 422
    assert list(waiting()) == [wish, other]
    office.post(address, {"is_granted": "yes", "decision": "A child is seen", "as": "first"})
    assert [each for each, _form in office.get("/live/takedowns/").context["decided"]] == [wish]
    twice = office.post(address, {"is_granted": "yes", "decision": "A child is seen", "as": "first"})
    assert twice.status_code == errors.TakedownDecided.status
    office.post(address, {"is_granted": "no", "decision": "No child", "as": "anew"})
    clip.refresh_from_db()
    assert clip.is_shown
    assert not Broadcast.objects.get().is_taken_down
