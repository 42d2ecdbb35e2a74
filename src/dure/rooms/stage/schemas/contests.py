"""Shapes of contests, entries and votes."""

from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.stage.models import Entry
from dure.rooms.stage.schemas.shows import Title


class EntryIn(Schema):
    """What somebody brings to a contest."""

    title: Title
    words: Annotated[str, Field(max_length=500)] = ""
    clip_id: UUID | None = None


class EntryOut(Schema):
    """An entry; its votes are told once the voting is closed."""

    id: UUID
    title: str
    words: str
    who: str
    votes: int | None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return an entry's shape."""
        return cls(
            id=entry.id,
            title=entry.title,
            words=entry.words,
            who=entry.person.display_name,
            votes=getattr(entry, "count", None),
        )


class ContestOut(Schema):
    """A contest as one person sees it."""

    is_voting: bool
    is_closed: bool
    votes: int
    chosen: UUID | None
    entries: list[EntryOut]


class VoteIn(Schema):
    """Which entry is chosen."""

    entry_id: UUID
