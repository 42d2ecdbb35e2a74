"""What is asked for when goods are to be carried. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who gets the goods, and where; `person_id` where they are a person of the house, who then sees the PIN."""

    name: str
    phone: str = ""
    country: str = "KR"
    region_id: UUID | None = None
    street: str = ""
    detail: str = ""
    postcode: str = ""
    note: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ParcelDraft:
    """One box: what is in it as (name, how much) in finished words, and its weight in grams where it is known."""

    contents: Sequence[tuple[str, str]] = field(default_factory=tuple)
    weight_g: int | None = None


@dataclass(frozen=True, kw_only=True)
class Booking:
    """Goods to be carried from a sender to a receiver; `reference` names them in the words of the room that books.

    `page` is where the receiver looks after the goods (an address of this house); `report_days` for how many days
    after they came a problem may be reported there. `order_number` is what people call the order; the label shows it.
    """

    reference: str
    sender_organisation_id: UUID
    kind: str
    receiver: Receiver
    parcels: Sequence[ParcelDraft]
    hub_id: UUID | None = None
    ready_by: date | None = None
    page: str = ""
    report_days: int | None = None
    order_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a phone says that something happened, and the name it gave to its telling, so that it counts once."""

    client_id: UUID | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProofDraft:
    """What shows that goods were handed over: a PIN, the key of a kept photo, or a signature; the first given counts.

    `strokes` are the lines of a drawn signature: points in thousandths of the drawing's width.
    """

    pin: str = ""
    photo: str = ""
    signed_name: str = ""
    strokes: Sequence[Sequence[tuple[int, int]]] = ()
