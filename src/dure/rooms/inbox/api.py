"""The inbox's JSON operations: what I was told, that I have seen it, and conversations."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import Field

from dure.kernel.api import answers_file
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.pictures import picture_answer
from dure.rooms.inbox.models import Notification
from dure.rooms.inbox.queries import conversations as talks
from dure.rooms.inbox.queries import notifications as queries
from dure.rooms.inbox.schemas import (
    NotificationOut,
    NotificationsOut,
    ReadIn,
    SayIn,
    TalkLineOut,
    TalkOut,
    TalksOut,
)
from dure.rooms.inbox.services import conversations, notifications

router = Router(tags=["inbox"])


@router.get("/me/notifications", response=NotificationsOut, operation_id="my_notifications")
def my_notifications(
    request: DureRequest, before: UUID | None = None, limit: Annotated[int, Field(ge=1, le=100)] = 30
) -> NotificationsOut:
    """What I was told, newest first; `before` a notification leafs on. `unread` counts to 100."""
    if request.actor.person_id is None:
        raise NotSignedIn
    found = queries.newest(person_id=request.actor.person_id, before=before, count=limit)
    return NotificationsOut(
        unread=queries.unread_count(person_id=request.actor.person_id),
        notifications=[_notification(each) for each in found[:limit]],
        older_than=found[limit - 1].id if len(found) > limit else None,
    )


@router.post(
    "/me/notifications/{uuid:notification_id}/reading", response=NotificationOut, operation_id="mark_notification_read"
)
def mark_notification_read(request: DureRequest, notification_id: UUID, read: ReadIn) -> NotificationOut:
    """Mark one as seen, or as new again."""
    mark = notifications.mark_read if read.is_read else notifications.mark_unread
    return _notification(mark(by=request.actor, notification_id=notification_id))


@router.get("/me/conversations", response=TalksOut, operation_id="my_conversations")
def my_conversations(request: DureRequest, page: Annotated[int, Field(ge=1, le=10_000)] = 1) -> TalksOut:
    """My conversations and those of my organisations, last said first, 30 a page."""
    found = talks.talks(by=request.actor, page=page)
    shown = found[: talks.CONVERSATIONS_PER_PAGE]
    return TalksOut(
        conversations=[TalkLineOut.of(line) for line in shown],
        next_page=page + 1 if len(found) > len(shown) else None,
    )


@router.get("/conversations/{uuid:conversation_id}", response=TalkOut, operation_id="talk")
def talk(request: DureRequest, conversation_id: UUID, before: UUID | None = None) -> TalkOut:
    """One of my conversations with its last 50 messages; `before` one of them, those before it."""
    return TalkOut.of(talks.talk(by=request.actor, conversation_id=conversation_id, before=before))


@router.post("/conversations/{uuid:conversation_id}/messages", response={201: TalkOut}, operation_id="say")
def say(
    request: DureRequest,
    conversation_id: UUID,
    said: Form[SayIn],
    pictures: File[list[UploadedFile]] = [],  # noqa: B006  only read
) -> Status[TalkOut]:
    """Say something in one of my conversations; the same `client_key` says it once."""
    conversations.say(
        by=request.actor,
        conversation_id=conversation_id,
        text=said.text,
        pictures=pictures,
        client_key=said.client_key,
    )
    return Status(201, TalkOut.of(talks.talk(by=request.actor, conversation_id=conversation_id)))


@router.put("/conversations/{uuid:conversation_id}/seen", response=TalkOut, operation_id="mark_seen")
def mark_seen(request: DureRequest, conversation_id: UUID) -> TalkOut:
    """Note that I have read everything said so far."""
    conversations.mark_seen(by=request.actor, conversation_id=conversation_id)
    return TalkOut.of(talks.talk(by=request.actor, conversation_id=conversation_id))


@router.get(
    "/conversations/{uuid:conversation_id}/pictures/{uuid:picture_id}",
    operation_id="message_picture",
    openapi_extra=answers_file("image/webp"),
)
def message_picture(request: DureRequest, conversation_id: UUID, picture_id: UUID) -> FileResponse:
    """A picture of a message, for the parties only."""
    key = talks.picture_key(by=request.actor, conversation_id=conversation_id, picture_id=picture_id)
    return picture_answer(key=key, name="large.webp", is_public=False)


def _notification(note: Notification) -> NotificationOut:
    return NotificationOut(
        id=note.id,
        topic=note.topic,
        title=note.title,
        body=note.body,
        link=note.link,
        told_at=note.told_at,
        read_at=note.read_at,
    )
