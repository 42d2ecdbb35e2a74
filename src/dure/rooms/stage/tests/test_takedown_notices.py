"""What a wish to take something down tells: to who shows it never who asked, to who asked only what was decided."""

import pytest

from dure.kernel import clock
from dure.kernel.errors import NotAllowed
from dure.kernel.http import STRANGER, Actor
from dure.rooms.inbox import factories as inbox
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Clip, Ruling, Takedown
from dure.rooms.stage.services import takedowns
from dure.rooms.stage.services.takedown_notices import tell_asked, tell_decided

pytestmark = pytest.mark.django_db

ASKED, GONE = "Somebody asks that “My song” be taken down", "Our staff took “My song” down"


@pytest.fixture
def clip(ana) -> Clip:
    """Ana's own clip."""
    return factories.make_clip(person_id=ana.id, title="My song", is_published=True)


@pytest.fixture
def asker() -> people.Person:
    """Somebody who asks that it be taken down."""
    return people.make_person(name="Jimin", language="en")


def wish_of(person=None, **of) -> Takedown:
    """A wish, as it is kept."""
    return Takedown.objects.create(
        why="child", words="At second 9", contact="Mum, 010-1", person_id=person and person.id, asked_at=clock.now(),
        **of,
    )  # fmt: skip


def ruling(wish, *, is_granted, words="We looked at it") -> Ruling:
    """A decision, as it is kept."""
    return Ruling.objects.create(takedown=wish, is_granted=is_granted, words=words, decided_at=clock.now())


def told(person) -> list[str]:
    """The titles of what a person was told, the first first."""
    return [each.title for each in inbox.notifications(person_id=person.id)]


def test_who_shows_it_reads_why_and_never_who_asked(clip, ana, asker, chi) -> None:
    """Neither a name nor what they wrote nor how to reach them; who asked, and others, hear nothing; once."""
    wish = wish_of(asker, clip=clip)
    for _time in range(2):
        tell_asked(wish=wish)
    assert (told(ana), told(asker), told(chi)) == ([ASKED], [], [])
    (note,) = inbox.notifications()
    assert "My child is in the picture" in note.body
    assert note.link == f"/live/takedowns/{wish.id}/"
    for hidden in (asker.name, str(asker.id), "At second 9", "Mum", "010-1"):
        assert hidden not in f"{note.title} {note.body} {note.link}"


def test_of_a_recording_all_people_of_the_host_hear_save_who_asked(show, host, farm, bo, ana, chi) -> None:
    """One of the farm may wish it away too, and stays unnamed among them."""
    people.make_member(farm, ana)
    mina = people.make_member(farm, people.make_person(name="Mina", language="en")).person
    film = factories.make_replay(show=show, host=host)
    tell_asked(wish=wish_of(ana, broadcast=film))
    assert told(mina) == [f"Somebody asks that “{show.title}” be taken down"]
    assert len(told(bo)) == 1
    assert (told(ana), told(chi)) == ([], [])
    for note in inbox.notifications():
        assert ana.name not in f"{note.title} {note.body}"


def test_both_sides_hear_that_it_was_taken_down_and_why(clip, ana, asker, chi) -> None:
    """Each once, and each with a way to what is theirs to see."""
    wish = wish_of(asker, clip=clip)
    made = ruling(wish, is_granted=True, words="A child is seen")
    for _time in range(2):
        tell_decided(ruling=made, was_granted=False, is_answer=False)
    assert (told(ana), told(asker), told(chi)) == ([GONE], ["“My song” was taken down, as you asked"], [])
    found = {each.person_id: (each.body, each.link) for each in inbox.notifications()}
    assert found == {
        ana.id: ("A child is seen", f"/live/takedowns/{wish.id}/"),
        asker.id: ("A child is seen", "/live/"),
    }


def test_of_a_wish_that_is_refused_only_who_asked_hears(clip, ana, asker) -> None:
    """For who shows it nothing changes; where nobody is known to have asked, nobody is told."""
    tell_decided(ruling=ruling(wish_of(asker, clip=clip), is_granted=False), was_granted=False, is_answer=False)
    assert (told(ana), told(asker)) == ([], ["“My song” stays"])
    tell_decided(ruling=ruling(wish_of(clip=clip), is_granted=False), was_granted=False, is_answer=False)
    assert len(inbox.notifications()) == 1


@pytest.mark.parametrize(
    ("is_granted", "words"),
    [(True, "We looked again: “My song” stays taken down"), (False, "“My song” is shown again")],
)
def test_an_objection_is_answered_to_who_made_it_either_way(clip, ana, asker, is_granted, words) -> None:
    """Also where it stays as it was."""
    wish = wish_of(asker, clip=clip)
    tell_decided(ruling=ruling(wish, is_granted=is_granted), was_granted=True, is_answer=True)
    assert told(ana) == [words]
    assert len(told(asker)) == 1


def test_who_wishes_away_what_they_show_themselves_hears_of_it_once(clip, ana) -> None:
    """As who shows it; they are not told of their own wish."""
    wish = wish_of(ana, clip=clip)
    tell_asked(wish=wish)
    assert told(ana) == []
    tell_decided(ruling=ruling(wish, is_granted=True), was_granted=False, is_answer=False)
    assert told(ana) == [GONE]


def test_what_is_refused_is_told_to_nobody(clip, ana, asker, trace) -> None:
    """A wish without a reason, a decision by who is not of the house, or without words, or one too many."""
    wish = wish_of(asker, clip=clip)
    staff = Actor(person_id=people.make_staff().id, is_staff=True)
    decision = {"takedown_id": wish.id, "is_granted": True, "decision": "Seen"}
    asked = {"by": STRANGER, "address": "192.0.2.7", "clip_id": clip.id}
    before = trace()
    for refusal, verb in (
        (errors.ReasonMissing, lambda: takedowns.ask_takedown(**asked, why="other")),
        (errors.TextTooLong, lambda: takedowns.ask_takedown(**asked, why="me", words="x" * 1001)),
        (NotAllowed, lambda: takedowns.decide_takedown(by=people.actor_of(ana), **decision)),
        (errors.ReasonMissing, lambda: takedowns.decide_takedown(by=staff, **(decision | {"decision": " "}))),
        (errors.TakedownOpen, lambda: takedowns.decide_anew(by=staff, **decision)),
    ):
        with pytest.raises(refusal):
            verb()
    assert trace() == before
    assert inbox.notifications() == []
