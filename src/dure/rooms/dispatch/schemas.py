"""Shapes of the dispatch room's JSON."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field


class ScanIn(Schema):
    """One scan. `client_id` names it: the same again is answered as the first time and changes nothing."""

    client_id: UUID
    code: Annotated[str, Field(min_length=1, max_length=400)]
    step: Literal["pack", "take", "drop", "come_back"]
    hub_id: UUID | None = None
    happened_at: AwareDatetime | None = None


class ScanOut(Schema):
    """What a scan did, or had done already."""

    sscc: str
    short: str
    place: str
    place_words: str
    status: str
    status_words: str
    receiver: str
    area: str
    is_replay: bool


class StopOut(Schema):
    """One stop of a driver's."""

    shipment_id: UUID
    area: str
    receiver: str
    phone: str
    address: str
    note: str
    box_count: int
    is_returning: bool


class TrackedOut(Schema):
    """One step of a public trail."""

    step: str
    step_words: str
    where: str
    at: datetime


class TrackOut(Schema):
    """How a delivery is, without anybody's name."""

    status: str
    status_words: str
    box_count: int
    steps: list[TrackedOut]


class PaperOut(Schema):
    """Delivered parcels, and those whose waybill was never printed."""

    delivered: int
    saved: int
    method: str
