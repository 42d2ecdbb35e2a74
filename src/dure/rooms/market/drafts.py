"""What the intake is asked and what it answers. Pure.

Structs, since each order makes several: they cost a tenth. `gc=False`, since none of them can be part of a cycle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

import msgspec

from dure.rooms.market.packed import RECEIVER, packed

BATCH_MAX = 256
LINES_MAX = 50
"""How many lines of goods an order may have: if each gave to another fund, the entry that shares out still fits."""
QUANTITY_MAX = 100_000
PRICE_MAX = 10**12
NOTE_LENGTH_MAX = 500
NO_FEES: Mapping[UUID, int] = MappingProxyType({})


class Means(StrEnum):
    """How the buyer gets the goods."""

    HOME = "home"
    PICKUP = "pickup"
    HUB = "hub"
    MEET = "meet"
    """Buyer and seller meet: nothing is sent, no address is needed."""


@dataclass(frozen=True, kw_only=True)
class Receiving:
    """How and where the goods reach whom: an address for home, a hub's number for pickup and hub.

    Its two written forms are kept with it: a buyer's pass is read once, and many orders may show it.
    """

    means: Means
    name: str
    phone: str
    country: str = ""
    region_id: UUID | None = None
    street: str = ""
    detail: str = ""
    postcode: str = ""
    note: str = ""
    hub_id: UUID | None = None
    message: str = ""
    """The words of a gift, for the person who unpacks it."""

    @cached_property
    def packed(self) -> str:
        """What an order keeps of it."""
        return packed(RECEIVER, vars(self))

    @cached_property
    def written(self) -> msgspec.Raw:
        """All of it as JSON."""
        return msgspec.Raw(msgspec.json.encode(self))


class LineRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """So many of an offer, at the price (minor units) the buyer saw."""

    offer_id: int
    quantity: int
    unit_price: int


def worth_of(lines: Sequence[LineRequest]) -> int:
    """Return what the goods of an order come to."""
    if len(lines) == 1:  # as most orders have it
        return lines[0].quantity * lines[0].unit_price
    return sum([line.quantity * line.unit_price for line in lines])


class OrderRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An order as its buyer agreed to it. The client key names it: the same key places it once.

    `fees` maps each seller to the delivery fee shown; a seller who delivers for nothing may be left out. `happened_at`
    is for history that is replayed: the book tells that time as the time it happened. A buyer who says no to what the
    sellers promised to give sends `with_pledges` false; then the lines carry no pledge.
    """

    client_key: UUID
    buyer_id: UUID
    currency: str
    lines: tuple[LineRequest, ...]
    receiving: Receiving
    fees: Mapping[UUID, int] = NO_FEES
    gift: int = 0
    gift_fund_id: UUID | None = None
    note: str = ""
    with_pledges: bool = True
    pay_by: datetime | None = None
    happened_at: datetime | None = None


def problem_of(request: OrderRequest) -> str | None:
    """Return the stable code of the first thing wrong with a request, None when it can be answered."""
    if problem := _problem_of_lines(request.lines):
        return problem
    if not 0 <= request.gift <= PRICE_MAX or (request.fees and not _are_amounts(request.fees.values())):
        return "bad_amount"
    if (request.gift > 0) != (request.gift_fund_id is not None):
        return "gift_without_fund"
    if "\0" in request.note:
        return "note_unreadable"
    return "note_too_long" if len(request.note) > NOTE_LENGTH_MAX else None


def _problem_of_lines(lines: Sequence[LineRequest]) -> str | None:
    """Return what is wrong with the lines of an order."""
    if not 1 <= len(lines) <= LINES_MAX:
        return "bad_line_count"
    for line in lines:
        if not 0 < line.quantity <= QUANTITY_MAX or not 0 < line.unit_price <= PRICE_MAX:
            return "bad_quantity"
    return "offer_twice" if len(lines) > 1 and len({line.offer_id for line in lines}) < len(lines) else None


def _are_amounts(fees: Iterable[int]) -> bool:
    return all(0 <= fee <= PRICE_MAX for fee in fees)


class Answer(StrEnum):
    """What became of an order that was asked for."""

    PLACED = "placed"
    REPLAYED = "replayed"
    KEY_REUSED = "key_reused"
    REFUSED = "refused"


class LineAnswer(StrEnum):
    """What stands in the way of a line; FITS when nothing does."""

    FITS = "fits"
    SOLD_OUT = "sold_out"
    PRICE_CHANGED = "price_changed"
    LIMIT_REACHED = "limit_reached"
    CLOSED = "closed"
    NOT_FOUND = "not_found"
    OTHER_CURRENCY = "other_currency"


class LineOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one line: `left` (sold_out, limit_reached) is how many could be had, `price` is today's price."""

    offer_id: int
    answer: LineAnswer
    left: int | None = None
    price: int | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The answer for one order. `order_id` is there when it was placed now or before; `lines` in the order asked.

    An order is all or nothing: when one line does not fit, nothing of it was placed. `fees` carries the delivery
    fees as they are now when those shown were other ones.
    """

    answer: Answer
    order_id: int | None = None
    lines: tuple[LineOutcome, ...] = ()
    fees: Mapping[UUID, int] | None = None

    @property
    def is_placed(self) -> bool:
        """Whether the order stands, placed now or before."""
        return self.answer in {Answer.PLACED, Answer.REPLAYED}
