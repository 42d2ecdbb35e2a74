"""Conversations: opened by the rooms above, spoken in by their parties."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.limits import limit
from dure.kernel.pictures import keep, prepare
from dure.rooms.inbox.errors import (
    Blocked,
    ConversationNotFound,
    MessageKeyReused,
    MessageNotFound,
    NothingSaid,
    TooLong,
    TooManyPictures,
)
from dure.rooms.inbox.models import Conversation, Message, MessagePicture, Participant
from dure.rooms.inbox.models.conversations import PICTURES_MAX, TEXT_LENGTH_MAX
from dure.rooms.inbox.parties import Party
from dure.rooms.inbox.queries import conversations
from dure.rooms.inbox.services import notifications

SAID_A_MINUTE, SAID_A_DAY = 10, 300
MINUTE_S, DAY_S = 60, 24 * 60 * 60
REASON_LENGTH_MAX = 300


@transaction.atomic
def open_conversation(*, reference: str, subject: str | Promise, parties: Sequence[Party]) -> Conversation:
    """Open the conversation about one thing, or return the one that is open; parties who are not in it yet join."""
    now = clock.now()
    found, _is_new = Conversation.objects.get_or_create(
        reference=reference,
        defaults={"subject": str(subject)[:200], "opened_at": now, "last_said_at": now},
    )
    Participant.objects.bulk_create(
        [
            Participant(conversation=found, person_id=party.person_id, organisation_id=party.organisation_id)
            for party in parties
        ],
        ignore_conflicts=True,
    )
    return found


@transaction.atomic
def say(
    *,
    by: Actor,
    conversation_id: UUID,
    text: str,
    pictures: Sequence[IO[bytes]] = (),
    client_key: UUID | None = None,
) -> Message:
    """Say something in a conversation of one's own; the others are told. The same `client_key` again says it once.

    Refused: NothingSaid, TooLong, TooManyPictures, Blocked, TooMany (ten a minute), ConversationNotFound.
    """
    place = conversations.place_of(by=by, conversation_id=conversation_id)
    words = _words(text, pictures)
    if client_key and (known := _said_before(place, client_key, words)):
        return known
    others = list(Participant.objects.filter(conversation_id=conversation_id).exclude(id=place.id))
    if place.blocked_at or any(other.blocked_at for other in others):
        raise Blocked
    limit(f"inbox:say:{by.person_id}", times=SAID_A_MINUTE, per_s=MINUTE_S)
    limit(f"inbox:say:{by.person_id}", times=SAID_A_DAY, per_s=DAY_S)
    said = _write(by, place, words, client_key)
    _keep_pictures(said, pictures)
    _settle_notifications(by, conversation_id)
    for other in others:
        _tell(other, said)
    return said


@transaction.atomic
def mark_seen(*, by: Actor, conversation_id: UUID) -> None:
    """Note that a party has read everything said so far."""
    place = conversations.place_of(by=by, conversation_id=conversation_id)
    _settle_notifications(by, conversation_id)
    newest = Message.objects.filter(conversation_id=conversation_id).order_by("-id").first()
    if newest is None or place.read_through == newest.id:
        return
    Participant.objects.filter(id=place.id).update(read_through=newest.id)


@transaction.atomic
def block(*, by: Actor, conversation_id: UUID) -> None:
    """Hear no more in this conversation: nobody can write until it is taken back."""
    place = conversations.place_of(by=by, conversation_id=conversation_id)
    Participant.objects.filter(id=place.id, blocked_at__isnull=True).update(blocked_at=clock.now())


@transaction.atomic
def unblock(*, by: Actor, conversation_id: UUID) -> None:
    """Take `block` back, for one's own side."""
    place = conversations.place_of(by=by, conversation_id=conversation_id)
    Participant.objects.filter(id=place.id).update(blocked_at=None)


@transaction.atomic
def report(*, by: Actor, message_id: UUID, reason: str) -> Message:
    """Ask the house's staff to look at a message of the other side; the first report stands."""
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        raise MessageNotFound
    try:
        place = conversations.place_of(by=by, conversation_id=message.conversation_id)
    except ConversationNotFound as error:
        raise MessageNotFound from error
    if place.id == message.participant_id:
        raise NotAllowed
    if message.reported_at is None:
        message.reported_at, message.reported_by = clock.now(), by.person_id
        message.report_reason = reason.strip()[:REASON_LENGTH_MAX]
        message.save(update_fields=["reported_at", "reported_by", "report_reason"])
    return message


@transaction.atomic
def hide(*, by: Actor, message_id: UUID) -> Message:
    """Take a message's words and pictures from everybody's sight; staff only. The row stays as evidence."""
    if not by.is_staff:
        raise NotAllowed
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        raise MessageNotFound
    if message.hidden_at is None:
        message.hidden_at, message.hidden_by = clock.now(), by.person_id
        message.save(update_fields=["hidden_at", "hidden_by"])
    return message


@transaction.atomic
def show_again(*, by: Actor, message_id: UUID) -> Message:
    """Take `hide` back and settle the report; staff only."""
    if not by.is_staff:
        raise NotAllowed
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        raise MessageNotFound
    message.hidden_at = message.hidden_by = message.reported_at = message.reported_by = None
    message.save(update_fields=["hidden_at", "hidden_by", "reported_at", "reported_by"])
    return message


def _words(text: str, pictures: Sequence[IO[bytes]]) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words and not pictures:
        raise NothingSaid
    if len(words) > TEXT_LENGTH_MAX:
        raise TooLong(max=TEXT_LENGTH_MAX)
    if len(pictures) > PICTURES_MAX:
        raise TooManyPictures(max=PICTURES_MAX)
    return words


def _said_before(place: Participant, client_key: UUID, words: str) -> Message | None:
    known = Message.objects.filter(conversation_id=place.conversation_id, client_key=client_key).first()
    if known is not None and (known.participant_id, known.text) != (place.id, words):
        raise MessageKeyReused
    return known


def _write(by: Actor, place: Participant, words: str, client_key: UUID | None) -> Message:
    """Write the message; whoever speaks has read what was said before."""
    if by.person_id is None:
        raise NotSignedIn
    # One after the other, so that the order of ids is the order of speaking.
    conversation = Conversation.objects.select_for_update().get(id=place.conversation_id)
    said = Message.objects.create(
        id=new_id(),
        conversation=conversation,
        participant=place,
        person_id=by.person_id,
        text=words,
        client_key=client_key,
        said_at=clock.now(),
    )
    conversation.last_said_at = said.said_at
    conversation.save(update_fields=["last_said_at"])
    Participant.objects.filter(id=place.id).update(read_through=said.id)
    return said


def _settle_notifications(by: Actor, conversation_id: UUID) -> None:
    """Whoever reads or answers has seen what he was told about it."""
    if by.person_id is not None:
        notifications.mark_read_by_key(people=[by.person_id], key_start=f"conversation:{conversation_id}:")


def _tell(other: Participant, said: Message) -> None:
    """Tell the other side, once for each stretch of messages it has not read."""
    tell: Callable[..., int] | None = None
    if other.person_id:
        tell = partial(notifications.notify, people=[other.person_id])
    elif other.organisation_id:
        tell = partial(notifications.notify_organisation, organisation_id=other.organisation_id)
    if tell:
        tell(
            topic="messages",
            title=said.conversation.subject,
            body=said.text or _("A picture"),
            link=f"/inbox/conversations/{said.conversation_id}/",
            key=f"conversation:{said.conversation_id}:{other.read_through or 'first'}",
        )


def _keep_pictures(said: Message, pictures: Sequence[IO[bytes]]) -> None:
    """Keep a message's pictures, checked and without what a camera writes into them."""
    for position, file in enumerate(pictures, start=1):
        picture = prepare(file)
        key = keep(picture, folder="messages")
        MessagePicture.objects.create(
            message=said, position=position, key=key, width=picture.width, height=picture.height
        )
