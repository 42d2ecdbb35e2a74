"""Shapes of the inbox's JSON."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.inbox.models.conversations import TEXT_LENGTH_MAX
from dure.rooms.inbox.queries.conversations import Said, Talk, TalkLine


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


class SayIn(Schema):
    """Words for a conversation; the same `client_key` says them once. Pictures may come with them."""

    text: str = Field(default="", max_length=TEXT_LENGTH_MAX)
    client_key: UUID | None = None


class SaidOut(Schema):
    """One message; hidden ones have no text and no pictures. Pictures are addresses."""

    id: UUID
    speaker: str
    text: str
    pictures: list[str]
    said_at: datetime
    is_mine: bool
    is_new: bool
    is_hidden: bool


class TalkOut(Schema):
    """A conversation with its last messages, oldest first; `before` the first of them leafs on."""

    id: UUID
    subject: str
    others: str
    messages: list[SaidOut]
    has_older: bool
    unread: int
    is_blocked: bool

    @classmethod
    def of(cls, talk: Talk) -> Self:
        """Return a conversation as JSON tells it."""
        return cls(
            id=talk.id, subject=talk.subject, others=talk.others, has_older=talk.has_older, unread=talk.unread,
            messages=[_said(talk, each) for each in talk.messages], is_blocked=talk.is_blocked,
        )  # fmt: skip


class TalkLineOut(Schema):
    """A conversation in a list."""

    id: UUID
    subject: str
    others: str
    last_words: str
    last_said_at: datetime
    unread: int

    @classmethod
    def of(cls, line: TalkLine) -> Self:
        """Return a line of the list as JSON tells it."""
        return cls(
            id=line.id, subject=line.subject, others=line.others, last_words=line.last_words,
            last_said_at=line.last_said_at, unread=line.unread,
        )  # fmt: skip


class TalksOut(Schema):
    """Some conversations, last said first, and the next page; null after the last."""

    conversations: list[TalkLineOut]
    next_page: int | None


def _said(talk: Talk, said: Said) -> SaidOut:
    return SaidOut(
        id=said.id, speaker=said.speaker, text=said.text, said_at=said.said_at, is_mine=said.is_mine,
        is_new=said.is_new, is_hidden=said.is_hidden,
        pictures=[f"/api/conversations/{talk.id}/pictures/{each.id}" for each in said.pictures],
    )  # fmt: skip
