"""Shapes of films on their way."""

from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.kernel.errors import BadInput
from dure.rooms.stage.models import Sending
from dure.rooms.stage.schemas.shows import Title
from dure.rooms.stage.tus import read_metadata


class SendingIn(Schema):
    """What a film on its way is called, for whom it is, and which picture stands for it."""

    title: Title
    organisation_id: UUID | None = None
    poster_ms: Annotated[int, Field(ge=0, le=60_000)] = 0

    @classmethod
    def read(cls, header: str) -> tuple[dict[str, str], Self]:
        """Return what is told with a film in tus's header, and what of it is said of the clip; BadInput."""
        try:
            told = read_metadata(header)
            return told, cls.model_validate({name: told[name] for name in cls.model_fields if told.get(name)})
        except ValueError as error:
            raise BadInput from error


class SendingOut(Schema):
    """A film on its way: `received` of its `size` bytes are here; whole, it is the clip of the same id."""

    id: UUID
    title: str
    organisation_id: UUID | None
    name: str
    fingerprint: str
    size: int
    received: int

    @classmethod
    def of(cls, sending: Sending) -> Self:
        """Return a sending's shape."""
        return cls(**{name: getattr(sending, name) for name in cls.model_fields})
