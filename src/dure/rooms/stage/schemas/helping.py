"""Shapes of helpers and second hosts, and of the links that ask them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class HelperIn(Schema):
    """Who helps."""

    person_id: UUID


class HelperLinkIn(Schema):
    """For whom a link is: a helper, who keeps order, or a second host, who films with a telephone of their own."""

    role: Literal["helper", "cohost"] = "helper"


class HelperLinkOut(Schema):
    """A link that makes the first who follows it a helper or second host; told only now."""

    id: UUID
    link: str
    role: str
    expires_at: datetime


class AcceptingIn(Schema):
    """The secret at the end of a link, and for a second host the word that all in the picture agree."""

    secret: Annotated[str, Field(max_length=100)]
    words: Annotated[str, Field(max_length=2_000)] = ""
    is_given: bool = False
    has_children: bool = False


class PlaceOut(Schema):
    """A helper's or second host's place in a show."""

    show_id: UUID
    person_id: UUID
    role: str
    keeps_order: bool


class LettingIn(Schema):
    """Whether a second host may keep order and change what is on the screen."""

    is_let: bool


class OfferIn(Schema):
    """Whether who films asks the others to take the picture."""

    is_offered: bool = True
