"""Shapes of wishes to take something down."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class TakedownIn(Schema):
    """Why something should be taken down."""

    why: Literal["me", "child", "rights", "harm", "other"]
    words: Annotated[str, Field(max_length=1000)] = ""
    contact: Annotated[str, Field(max_length=120)] = ""


class TakedownOut(Schema):
    """A wish, and what became of it."""

    id: UUID
    status: str
