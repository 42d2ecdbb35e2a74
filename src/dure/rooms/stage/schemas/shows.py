"""Shapes of shows, of going live and of reminders. Moments are ISO 8601 with a zone."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.stage.models import Show
from dure.rooms.stage.models.chat import REASON_LENGTH_MAX
from dure.rooms.stage.models.shows import ABOUT_LENGTH_MAX, TITLE_LENGTH_MAX
from dure.rooms.stage.services.thanks import THANKS_LENGTH_MAX

Title = Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH_MAX)]
Reason = Annotated[str, Field(max_length=REASON_LENGTH_MAX)]


class ShowIn(Schema):
    """What a host says of a show."""

    title: Title
    starts_at: AwareDatetime
    about: Annotated[str, Field(max_length=ABOUT_LENGTH_MAX)] = ""
    kind: Literal["selling", "gathering"] = "selling"
    languages: Annotated[list[Literal["ko", "zh-hans", "en"]], Field(min_length=1, max_length=3)]
    planned_minutes: Annotated[int, Field(ge=10, le=480)] = 60
    is_contest: bool = False
    is_public: bool = True


class ShowOut(Schema):
    """A show as everybody sees it."""

    id: UUID
    organisation_id: UUID
    host: str
    title: str
    about: str
    kind: str
    status: str
    languages: list[str]
    starts_at: datetime
    planned_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    is_contest: bool
    is_public: bool
    sequence: int
    cover: str

    @classmethod
    def of(cls, show: Show) -> Self:
        """Return a show's shape."""
        fields = (name for name in cls.model_fields if name not in {"host", "cover"})
        cover = f"/live/{show.id}/cover/large.webp" if show.cover else ""
        return cls(**{name: getattr(show, name) for name in fields}, host=show.organisation.shown_name, cover=cover)


class WhyIn(Schema):
    """Why something is done."""

    why: Reason = ""


class ReminderIn(Schema):
    """How many minutes before one wants to hear of a show."""

    minutes_before: Annotated[int, Field(ge=5, le=1440)] = 10


class ReminderOut(Schema):
    """A wish to be reminded."""

    show_id: UUID
    minutes_before: int


class ConsentIn(Schema):
    """A host's word that everybody in the picture agrees, as it was shown to them."""

    words: Annotated[str, Field(min_length=1, max_length=2000)]
    is_given: bool
    has_children: bool = False


class PreflightIn(Schema):
    """What a telephone found when it tried camera, microphone and network."""

    has_camera: bool
    has_microphone: bool
    uplink_kbps: Annotated[int, Field(ge=0, le=10_000_000)]


class ThanksIn(Schema):
    """A host's words to those who were there."""

    words: Annotated[str, Field(min_length=1, max_length=THANKS_LENGTH_MAX)]


class ThankedOut(Schema):
    """How many were told now; who was told before is not counted."""

    told: int


class EntranceOut(Schema):
    """A broadcast, and the pass with which one telephone may send its pictures."""

    show_id: UUID
    broadcast_id: UUID
    stage_pass: str
    ingest: str


class CameraOut(Schema):
    """Where a program or camera sends its pictures by WHIP, and the bearer token with which it may until a moment."""

    show_id: UUID
    broadcast_id: UUID
    address: str
    token: str
    holds_until: datetime
