"""The inbox's JSON operations: what I was told, and that I have seen it."""

from typing import Annotated
from uuid import UUID

from ninja import Router
from pydantic import Field

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.rooms.inbox.models import Notification
from dure.rooms.inbox.queries import notifications as queries
from dure.rooms.inbox.schemas import NotificationOut, NotificationsOut, ReadIn
from dure.rooms.inbox.services import notifications

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
