"""Shapes of the inbox's JSON."""

from datetime import datetime
from uuid import UUID

from ninja import Schema


class NotificationOut(Schema):
    """One thing a person was told; `link` is an address of this house."""

    id: UUID
    topic: str
    title: str
    body: str
    link: str
    told_at: datetime
    read_at: datetime | None


class NotificationsOut(Schema):
    """What a person was told, newest first, and how many are new; `older_than` leafs on."""

    unread: int
    notifications: list[NotificationOut]
    older_than: UUID | None


class ReadIn(Schema):
    """Whether it counts as seen."""

    is_read: bool = True
