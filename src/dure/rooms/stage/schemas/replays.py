"""Shapes of recordings and clips. Parts are milliseconds; facts are those a cue was given."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.stage.models import Broadcast, Clip
from dure.rooms.stage.models.broadcasts import KEY_LENGTH_MAX
from dure.rooms.stage.schemas.shows import Title


class ChapterOut(Schema):
    """A part of a recording, milliseconds from its start."""

    title: str
    key: str
    at_ms: int
    until_ms: int


class ReplayOut(Schema):
    """A recording that everybody may see."""

    broadcast_id: UUID
    show_id: UUID
    title: str
    host: str
    started_at: datetime
    duration_ms: int | None
    is_published: bool
    chapters: list[ChapterOut] = Field(default_factory=list)

    @classmethod
    def of(cls, found: Broadcast) -> Self:
        """Return a recording's shape, without chapters."""
        return cls(
            broadcast_id=found.id,
            show_id=found.show_id,
            title=found.show.title,
            host=found.show.organisation.shown_name,
            started_at=found.started_at,
            duration_ms=found.duration_ms,
            is_published=found.is_replay_shown,
        )


class CutIn(Schema):
    """Which 3 to 60 seconds of a recording become a clip, milliseconds from its start; `poster_ms` from the clip's.

    `key` names what it shows: empty for nothing, left out for what was on the screen when it begins.
    """

    title: Title
    from_ms: Annotated[int, Field(ge=0)]
    to_ms: Annotated[int, Field(gt=0)]
    key: Annotated[str, Field(max_length=KEY_LENGTH_MAX)] | None = None
    poster_ms: Annotated[int, Field(ge=0, le=60_000)] = 0


class ClipOut(Schema):
    """A clip; `film` and `poster` are empty until it is ready."""

    id: UUID
    title: str
    key: str
    facts: dict[str, Any]
    status: str
    done_percent: int
    refusal: str
    duration_ms: int | None
    is_published: bool
    film: str
    poster: str

    @classmethod
    def of(cls, clip: Clip) -> Self:
        """Return a clip's shape."""
        fields = ("id", "title", "key", "facts", "status", "done_percent", "refusal", "duration_ms")
        return cls(
            **{name: getattr(clip, name) for name in fields},
            is_published=clip.is_shown,
            film=f"/live/clips/{clip.id}/film.mp4" if clip.file else "",
            poster=f"/live/clips/{clip.id}/poster.jpg" if clip.poster else "",
        )
