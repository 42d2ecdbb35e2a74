"""What comes in at the doors, strictly typed, and the order it stands for. Numbers and money are strings of digits."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel.numbers import ID_MAX
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import NO_FEES, LineRequest, OrderRequest, worth_of
from dure.rooms.market.gate.refusals import Malformed
from dure.rooms.market.passes import Pass

DIGITS_MAX: Final = len(str(ID_MAX))


class LineAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """So many of an offer, at the price (minor units) the page showed."""

    offer: str
    count: int
    price: str


class OrderAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An order: `key` names it, `fees` maps each seller to the fee the page showed.

    `live` names the show it was bought in, `shown` whether those who watch may be told; neither changes the order.
    """

    key: UUID
    lines: tuple[LineAsked, ...]
    fees: dict[UUID, str] = {}
    gift: str = "0"
    gift_fund: UUID | None = None
    note: str = ""
    live: UUID | None = None
    shown: bool = False


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The body of POST /orders."""

    order: OrderAsked
    pass_: str = msgspec.field(name="pass")
    quotes: tuple[str, ...] = ()
    ticket: str | None = None


class QueueLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of POST /queue."""

    pass_: str = msgspec.field(name="pass")
    ticket: str | None = None
    cell: int = HOME_CELL


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One message on the WebSocket: papers, an order or a place in the row, each answered under `id`; or a ping."""

    id: int = 0
    pass_: str | None = msgspec.field(name="pass", default=None)
    quotes: tuple[str, ...] | None = None
    order: OrderAsked | None = None
    ticket: str | None = None
    queue: int | None = None
    """The cell before whose row its sender wants to stand."""
    ping: int | None = None


def request_of(asked: OrderAsked, papers: Pass) -> OrderRequest:
    """Return the order somebody with this pass asks for; Malformed where a number is none."""
    return OrderRequest(
        client_key=asked.key,
        buyer_id=papers.buyer_id,
        currency=papers.currency,
        lines=tuple([LineRequest(offer_id=_number(line.offer), quantity=line.count, unit_price=_number(line.price))
                     for line in asked.lines]),
        receiving=papers.receiving,
        fees=_fees(asked.fees) if asked.fees else NO_FEES,
        gift=_number(asked.gift),
        gift_fund_id=asked.gift_fund,
        note=asked.note,
        with_pledges=papers.with_pledges,
    )  # fmt: skip


def total_of(request: OrderRequest) -> int:
    """Return what an order comes to, as its page showed it."""
    fees = sum(request.fees.values()) if request.fees else 0
    return worth_of(request.lines) + fees + request.gift


def _fees(fees: Mapping[UUID, str]) -> dict[UUID, int]:
    return {seller_id: _number(fee) for seller_id, fee in fees.items()}


@lru_cache(maxsize=4096)
def _number(text: str) -> int:
    """Return the number a string of plain digits stands for; a crowd names the same few offers and prices."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX) or (number := int(text)) > ID_MAX:
        raise Malformed("not_a_number")
    return number
