"""Conversations as their parties see them: reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.errors import ConversationNotFound
from dure.rooms.inbox.models import Conversation, Message, MessagePicture, Participant
from dure.rooms.people.queries import memberships, organisations, persons

MESSAGES_SHOWN = 50
CONVERSATIONS_PER_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message as the reader sees it; hidden ones have no text and no pictures."""

    id: UUID
    text: str
    pictures: list[MessagePicture]
    said_at: datetime
    speaker: str
    is_mine: bool
    is_hidden: bool
    is_reported: bool
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation as one party sees it: its last messages, oldest first."""

    id: UUID
    reference: str
    subject: str
    others: str
    messages: list[Said]
    has_older: bool
    unread: int
    is_blocked_by_me: bool
    is_blocked: bool


@dataclass(frozen=True, kw_only=True)
class TalkLine:
    """A conversation in a list: the others, the last words, how many messages are new."""

    id: UUID
    subject: str
    others: str
    last_words: str
    last_said_at: datetime
    unread: int


def place_of(*, by: Actor, conversation_id: UUID) -> Participant:
    """Return the place from which somebody speaks: the organisation acted for, himself, or another of his own.

    ConversationNotFound for who has none.
    """
    if by.person_id is None:
        raise NotSignedIn
    places = list(Participant.objects.filter(conversation_id=conversation_id).order_by("id"))
    acting = [place for place in places if place.organisation_id and place.organisation_id == by.organisation_id]
    own = [place for place in places if place.person_id == by.person_id]
    if acting or own:
        return (acting + own)[0]
    for place in places:
        if place.organisation_id and memberships.standing(
            person_id=by.person_id, organisation_id=place.organisation_id
        ):
            return place
    raise ConversationNotFound


def by_reference(*, reference: str, by: Actor, before: UUID | None = None) -> Talk | None:
    """Return the conversation about one thing as `by` sees it; None while nobody opened it, or it is not his."""
    found = Conversation.objects.filter(reference=reference).first()
    if found is None:
        return None
    try:
        return talk(by=by, conversation_id=found.id, before=before)
    except ConversationNotFound:
        return None


def talk(*, by: Actor, conversation_id: UUID, before: UUID | None = None) -> Talk:
    """Return a conversation of one's own with its last 50 messages (before a message: the 50 before it)."""
    place = place_of(by=by, conversation_id=conversation_id)
    conversation = Conversation.objects.get(id=conversation_id)
    places = {each.id: each for each in Participant.objects.filter(conversation_id=conversation_id)}
    messages = Message.objects.filter(conversation_id=conversation_id).order_by("-id")
    if before is not None:
        messages = messages.filter(id__lt=before)
    shown = list(messages.prefetch_related("pictures")[: MESSAGES_SHOWN + 1])
    names = _names(places.values(), {message.person_id for message in shown})
    return Talk(
        id=conversation.id,
        reference=conversation.reference,
        subject=conversation.subject,
        others=", ".join(names.of(each) for each in places.values() if each.id != place.id),
        messages=[_said(message, place, places, names) for message in reversed(shown[:MESSAGES_SHOWN])],
        has_older=len(shown) > MESSAGES_SHOWN,
        unread=_unread(place).count(),
        is_blocked_by_me=place.blocked_at is not None,
        is_blocked=any(each.blocked_at for each in places.values()),
    )


def talks(*, by: Actor, page: int = 1) -> list[TalkLine]:
    """Return one's own conversations and those of the organisations one belongs to, last said first.

    A page holds 30; one more is returned when another page follows. The number of queries does not grow.
    """
    if by.person_id is None:
        raise NotSignedIn
    start = (page - 1) * CONVERSATIONS_PER_PAGE
    return _lines(_places_of(by.person_id), start=start, count=CONVERSATIONS_PER_PAGE + 1)


def talks_of(*, organisation_id: UUID, count: int) -> list[TalkLine]:
    """Return an organisation's latest conversations, last said first, to who was let in as one of its people."""
    return _lines(Participant.objects.filter(organisation_id=organisation_id), start=0, count=count)


def _lines(mine: QuerySet[Participant], *, start: int, count: int) -> list[TalkLine]:
    """Return some of the conversations in which these places speak."""
    newest = Message.objects.filter(conversation=OuterRef("pk"), hidden_at__isnull=True).order_by("-id")
    found = list(
        Conversation.objects.filter(participants__in=mine, messages__isnull=False)
        .distinct()
        .annotate(last_words=Subquery(newest.values("text")[:1]))
        .order_by("-last_said_at", "-id")[start : start + count]
    )
    places = list(Participant.objects.filter(conversation__in=found).order_by("id"))
    own = {each.id for each in mine.filter(conversation__in=found)}
    names, unread = _names(places, set()), _unread_counts(own)
    return [
        TalkLine(
            id=each.id,
            subject=each.subject,
            others=", ".join(
                names.of(place) for place in places if place.conversation_id == each.id and place.id not in own
            ),
            last_words=each.last_words or "",
            last_said_at=each.last_said_at,
            unread=unread.get(each.id, 0),
        )
        for each in found
    ]


def picture_key(*, by: Actor, conversation_id: UUID, picture_id: UUID) -> str:
    """Return where a picture of one's own conversation lies; ConversationNotFound for others, and for hidden ones."""
    place_of(by=by, conversation_id=conversation_id)
    found = MessagePicture.objects.filter(
        id=picture_id, message__conversation_id=conversation_id, message__hidden_at__isnull=True
    ).first()
    if found is None:
        raise ConversationNotFound
    return found.key


@dataclass(frozen=True)
class _Names:
    persons: dict[UUID, str]
    organisations: dict[UUID, str]

    def of(self, place: Participant) -> str:
        """Return the name of the party in a place."""
        if place.organisation_id:
            return self.organisations.get(place.organisation_id, "")
        return self.persons.get(place.person_id, "") if place.person_id else ""


def _names(places: Iterable[Participant], speakers: set[UUID]) -> _Names:
    known = list(places)
    people = speakers | {place.person_id for place in known if place.person_id}
    houses = {place.organisation_id for place in known if place.organisation_id}
    return _Names(
        persons.names(person_ids=list(people)),
        organisations.names(organisation_ids=list(houses), language=get_language() or ""),
    )


def _said(message: Message, place: Participant, places: dict[UUID, Participant], names: _Names) -> Said:
    speaking = places[message.participant_id]
    person = names.persons.get(message.person_id, "")
    is_hidden = message.hidden_at is not None
    return Said(
        id=message.id,
        text="" if is_hidden else message.text,
        pictures=[] if is_hidden else list(message.pictures.all()),
        said_at=message.said_at,
        speaker=f"{names.of(speaking)} · {person}" if speaking.organisation_id else person,
        is_mine=speaking.id == place.id,
        is_hidden=is_hidden,
        is_reported=message.reported_at is not None,
        is_new=speaking.id != place.id and (place.read_through is None or message.id > place.read_through),
    )


def _places_of(person_id: UUID) -> QuerySet[Participant]:
    houses = [standing.organisation_id for standing in memberships.standings(person_id=person_id)]
    return Participant.objects.filter(Q(person_id=person_id) | Q(organisation_id__in=houses))


def _unread(place: Participant) -> QuerySet[Message]:
    said = Message.objects.filter(conversation_id=place.conversation_id).exclude(participant_id=place.id)
    return said.filter(id__gt=place.read_through) if place.read_through else said


def _unread_counts(own: set[UUID]) -> dict[UUID, int]:
    """Return how many messages of others are new, by conversation, for these places."""
    new = Message.objects.filter(conversation__participants__in=own).exclude(participant__in=own)
    new = new.filter(
        Q(conversation__participants__read_through__isnull=True)
        | Q(id__gt=F("conversation__participants__read_through"))
    )
    rows = new.values("conversation_id").annotate(count=Count("id", distinct=True))
    return {row["conversation_id"]: row["count"] for row in rows}
