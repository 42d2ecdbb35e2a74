"""Shapes of the till's JSON."""

from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.market.drafts import LINES_MAX
from dure.rooms.market.models import TillMeans
from dure.rooms.market.schemas.orders import LineIn


class TillSaleIn(Schema):
    """A sale at a counter. `client_key` names it: told twice, it sold once."""

    client_key: UUID
    means: TillMeans
    lines: list[LineIn] = Field(min_length=1, max_length=LINES_MAX)
    sold_at: AwareDatetime


class TillSaleOut(Schema):
    """What became of a sale; `missing` is how many of the goods the book did not have any more."""

    client_key: UUID
    order_id: str
    total: str
    currency: str
    missing: int
