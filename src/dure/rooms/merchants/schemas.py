"""Shapes of the room's JSON; amounts in minor units."""

from datetime import date
from uuid import UUID

from ninja import Field, Schema


class SellerOut(Schema):
    """A merchant as buyers see it."""

    organisation_id: UUID
    name: str
    slug: str
    is_approved: bool
    region: str
    is_help_first: bool
    country: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None


class ComingOut(Schema):
    """A seller's money: earned and not sent yet, on its way, when it is sent, and why it waits (empty: it does not)."""

    currency: str
    earned: int
    under_way: int
    pays_on: date
    hold: str


class DeliveryIn(Schema):
    """Delivery terms."""

    delivery_fee: int = Field(ge=0)
    free_delivery_from: int | None = Field(None, ge=0)
