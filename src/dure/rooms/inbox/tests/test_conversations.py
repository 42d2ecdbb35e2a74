"""Conversations: opened once, spoken in by their parties only, counted per party."""

from io import BytesIO
from uuid import uuid4

import pytest

from dure.kernel.errors import NotAllowed, NotSignedIn, Refusal, TooMany
from dure.kernel.http import HOUSE, STRANGER, Actor
from dure.kernel.ids import new_id
from dure.kernel.pictures import NotAPicture
from dure.kernel.testing import QueryCount, StoppedClock, photo
from dure.rooms.inbox import errors
from dure.rooms.inbox.models import Conversation, Message, MessagePicture, Notification, Participant
from dure.rooms.inbox.parties import Party
from dure.rooms.inbox.queries import about_me
from dure.rooms.inbox.queries import conversations as queries
from dure.rooms.inbox.services import departures
from dure.rooms.inbox.services.conversations import (
    block,
    hide,
    mark_seen,
    open_conversation,
    report,
    say,
    show_again,
    unblock,
)
from dure.rooms.people import factories
from dure.rooms.people.factories import actor_of

pytestmark = pytest.mark.django_db


def said(talk: Conversation) -> int:
    """How many messages there are."""
    return Message.objects.filter(conversation=talk).count()


def test_a_reference_opens_one_conversation(talk: Conversation, ana, chi) -> None:
    """Opening again returns it, and lets who is missing join."""
    again = open_conversation(
        reference="order:1", subject="Other", parties=[Party(person_id=ana.id), Party(person_id=chi.id)]
    )
    assert (again.id, again.subject) == (talk.id, "Cabbages")
    assert Participant.objects.filter(conversation=talk).count() == 3
    with pytest.raises(ValueError, match="party"):
        Party(person_id=ana.id, organisation_id=uuid4())


def test_what_is_said_reaches_the_other_side(talk: Conversation, ana, bo, farm) -> None:
    """A person speaks to an organisation; its members are told once for each stretch they have not read."""
    say(by=actor_of(ana), conversation_id=talk.id, text="When?")
    say(by=actor_of(ana), conversation_id=talk.id, text="Hello?")
    assert list(Notification.objects.values_list("person_id", "body")) == [(bo.id, "When?")]
    seen = queries.by_reference(reference="order:1", by=actor_of(bo))
    assert seen is not None
    assert ([each.text for each in seen.messages], seen.unread) == (["When?", "Hello?"], 2)
    mark_seen(by=actor_of(bo), conversation_id=talk.id)
    assert Notification.objects.get().is_read
    say(by=actor_of(bo, farm), conversation_id=talk.id, text="Friday")
    mine = queries.talk(by=actor_of(ana), conversation_id=talk.id)
    assert (mine.unread, mine.messages[-1].speaker, mine.others) == (1, f"Dawn Field · {bo.name}", "Dawn Field")


def test_the_same_form_says_it_once(talk: Conversation, ana) -> None:
    """A double click is one message; other words under the same key are refused."""
    key = new_id()
    first = say(by=actor_of(ana), conversation_id=talk.id, text="Hi", client_key=key)
    assert say(by=actor_of(ana), conversation_id=talk.id, text="Hi", client_key=key) == first
    with pytest.raises(errors.MessageKeyReused):
        say(by=actor_of(ana), conversation_id=talk.id, text="Ho", client_key=key)
    assert said(talk) == 1


@pytest.mark.parametrize(
    ("text", "pictures", "reason"),
    [
        (" \n", [], errors.NothingSaid),
        ("x" * 2001, [], errors.TooLong),
        ("x", [photo() for _ in range(5)], errors.TooManyPictures),
        ("x", [BytesIO(b"no picture")], NotAPicture),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    talk: Conversation, ana, text: str, pictures: list[BytesIO], reason: type[Refusal]
) -> None:
    """No message, no picture, nobody told."""
    with pytest.raises(reason):
        say(by=actor_of(ana), conversation_id=talk.id, text=text, pictures=pictures)
    assert (said(talk), MessagePicture.objects.count(), Notification.objects.count()) == (0, 0, 0)


def test_strangers_find_nothing(talk: Conversation, chi) -> None:
    """Neither to read nor to write, block or report; staff neither."""
    for by in (actor_of(chi), Actor(person_id=chi.id, is_staff=True)):
        for act in (
            lambda by=by: say(by=by, conversation_id=talk.id, text="x"),
            lambda by=by: queries.talk(by=by, conversation_id=talk.id),
            lambda by=by: block(by=by, conversation_id=talk.id),
        ):
            with pytest.raises(errors.ConversationNotFound):
                act()
    assert queries.by_reference(reference="order:1", by=actor_of(chi)) is None
    with pytest.raises(NotSignedIn):
        say(by=STRANGER, conversation_id=talk.id, text="x")
    assert said(talk) == 0


def test_ten_a_minute_are_enough(talk: Conversation, ana, frozen_time: StoppedClock) -> None:
    """The eleventh waits for the next minute."""
    for number in range(10):
        say(by=actor_of(ana), conversation_id=talk.id, text=str(number))
    with pytest.raises(TooMany):
        say(by=actor_of(ana), conversation_id=talk.id, text="again")
    assert said(talk) == 10
    frozen_time.tick(minutes=1)
    say(by=actor_of(ana), conversation_id=talk.id, text="again")


def test_a_blocked_conversation_is_silent_until_it_is_taken_back(talk: Conversation, ana, bo) -> None:
    """Either side may end it, and only that side opens it again."""
    block(by=actor_of(ana), conversation_id=talk.id)
    unblock(by=actor_of(bo), conversation_id=talk.id)
    for person in (ana, bo):
        with pytest.raises(errors.Blocked):
            say(by=actor_of(person), conversation_id=talk.id, text="x")
    assert said(talk) == 0
    unblock(by=actor_of(ana), conversation_id=talk.id)
    say(by=actor_of(bo), conversation_id=talk.id, text="x")


def test_a_report_lets_staff_hide_and_show_again(talk: Conversation, ana, bo) -> None:
    """Only the other side reports; hidden words are seen by nobody, and come back when staff say so."""
    bad = say(by=actor_of(bo), conversation_id=talk.id, text="Rude")
    with pytest.raises(NotAllowed):
        report(by=actor_of(bo), message_id=bad.id, reason="")
    assert report(by=actor_of(ana), message_id=bad.id, reason="Rude").report_reason == "Rude"
    with pytest.raises(NotAllowed):
        hide(by=actor_of(ana), message_id=bad.id)
    hide(by=HOUSE, message_id=bad.id)
    seen = queries.talk(by=actor_of(ana), conversation_id=talk.id).messages[0]
    assert (seen.text, seen.is_hidden, seen.is_reported) == ("", True, True)
    show_again(by=HOUSE, message_id=bad.id)
    assert queries.talk(by=actor_of(ana), conversation_id=talk.id).messages[0].text == "Rude"


def test_pictures_are_kept_for_the_parties_only(
    talk: Conversation, ana, bo, chi, settings: object, tmp_path: object
) -> None:
    """Of a hidden message they are gone too."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    sent = say(by=actor_of(ana), conversation_id=talk.id, text="", pictures=[photo()])
    picture = MessagePicture.objects.get()
    asked = {"conversation_id": talk.id, "picture_id": picture.id}
    assert queries.picture_key(by=actor_of(bo), **asked) == picture.key
    with pytest.raises(errors.ConversationNotFound):
        queries.picture_key(by=actor_of(chi), **asked)
    hide(by=HOUSE, message_id=sent.id)
    with pytest.raises(errors.ConversationNotFound):
        queries.picture_key(by=actor_of(bo), **asked)


def test_the_list_asks_as_often_for_many(ana, bo, farm, query_count: QueryCount, frozen_time: StoppedClock) -> None:
    """Three conversations or thirty, with unread counts, last said first."""

    def open_some(start: int, stop: int) -> None:
        for number in range(start, stop):
            frozen_time.tick(minutes=1)
            found = open_conversation(
                reference=f"order:{number}",
                subject=f"{number}",
                parties=[Party(person_id=ana.id), Party(organisation_id=farm.id)],
            )
            say(by=actor_of(bo), conversation_id=found.id, text=f"news {number}")

    open_some(0, 3)
    few = query_count(lambda: queries.talks(by=actor_of(ana)))
    open_some(3, 30)
    assert query_count(lambda: queries.talks(by=actor_of(ana))) == few
    found = queries.talks(by=actor_of(ana))
    assert [(each.subject, each.unread, each.last_words) for each in found[:2]] == [
        ("29", 1, "news 29"),
        ("28", 1, "news 28"),
    ]


def test_who_leaves_is_forgotten(talk: Conversation, ana, bo) -> None:
    """Words and notifications go; that something was said stays. Before, it is all in the person's own file."""
    say(by=actor_of(ana), conversation_id=talk.id, text="My address is 1 Field Way")
    say(by=actor_of(bo), conversation_id=talk.id, text="Thanks")
    assert [row["text"] for row in about_me.messages_of(person_id=ana.id)] == ["My address is 1 Field Way"]
    assert len(list(about_me.notifications_of(person_id=ana.id))) == 1
    departures.forget_person(person_id=ana.id)
    assert not Notification.objects.filter(person_id=ana.id).exists()
    words = [(each.text, each.is_hidden) for each in queries.talk(by=actor_of(bo), conversation_id=talk.id).messages]
    assert words == [("", True), ("Thanks", False)]


def test_members_of_an_organisation_share_its_place(talk: Conversation, ana, farm) -> None:
    """What one member read is read for the farm."""
    first, second = (factories.make_member(farm).person for _ in range(2))
    say(by=actor_of(ana), conversation_id=talk.id, text="Hi")
    mark_seen(by=actor_of(first), conversation_id=talk.id)
    assert queries.talk(by=actor_of(second), conversation_id=talk.id).unread == 0
