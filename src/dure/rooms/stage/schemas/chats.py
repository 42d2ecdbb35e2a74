"""Shapes of keeping order in the chat."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.stage.schemas.shows import Reason


class FreezeIn(Schema):
    """Whether the chat is closed to viewers."""

    is_frozen: bool


class SlowModeIn(Schema):
    """Seconds between two messages of one viewer."""

    seconds: Annotated[int, Field(ge=0, le=600)]


class MuteIn(Schema):
    """Whom to mute, for how long, and why."""

    person_id: UUID
    minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    reason: Reason = ""


class BanIn(Schema):
    """Whom to ban, from this show or all of the host's, and why."""

    person_id: UUID
    reason: Reason = ""
    is_everywhere: bool = False


class RestrictionOut(Schema):
    """A restriction in force."""

    id: UUID
    person_id: UUID
    kind: str
    until: datetime | None
    is_everywhere: bool


class ReportIn(Schema):
    """Why a message should not stand."""

    reason: Reason = ""


class WordsIn(Schema):
    """Words that may not be said."""

    words: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=200)]
