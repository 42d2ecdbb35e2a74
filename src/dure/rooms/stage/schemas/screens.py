"""Shapes of the run-sheet and of what is on the screen; facts are those a cue was given."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.stage.models.shows import PINNED_LENGTH_MAX, TITLE_LENGTH_MAX
from dure.rooms.stage.schemas.shows import Title

Facts = dict[str, str | int | bool | None]


class CueIn(Schema):
    """What goes onto the screen: a line by its id, or what it stands for with title and facts."""

    cue_id: UUID | None = None
    key: Annotated[str, Field(max_length=80)] = ""
    title: Annotated[str, Field(max_length=TITLE_LENGTH_MAX)] = ""
    facts: Facts | None = None


class LineIn(Schema):
    """A line of the run-sheet."""

    title: Title
    key: Annotated[str, Field(max_length=80)] = ""
    facts: Facts = Field(default_factory=dict)


class MoveIn(Schema):
    """One place up or down."""

    up: bool


class ScreenOut(Schema):
    """What is on the screen now; a higher sequence is newer."""

    sequence: int
    state: dict[str, Any]


class PinIn(Schema):
    """The sentence above the chat; empty takes it away."""

    text: Annotated[str, Field(max_length=PINNED_LENGTH_MAX)] = ""
