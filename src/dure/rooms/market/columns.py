"""How orders go to the database and what it says of them: the one statement, its columns, its answers. Pure.

    reply = await connection.execute(CALL, columns_of(requests, bills, ids, cell_id=1, at=now)).fetchone()
    outcomes = outcomes_of(requests, bills, reply)

The statement is a transaction by itself. Every column is a number, a moment or a text, so it costs a driver nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from dure.rooms.ledger import chart
from dure.rooms.market.drafts import Answer, LineAnswer, LineOutcome, OrderRequest, Outcome, worth_of
from dure.rooms.market.packed import WORDS, packed
from dure.rooms.market.quotes import UNKNOWN, Bill
from dure.rooms.market.rules import PAY_WITHIN

ATTEMPTS_MAX: Final = 8
"""How often a batch is tried before whoever asked is told to come again."""

DAY_CLOSED: Final = "DU002"
"""The ids lie in a closed day; the detail of the error is the moment (ISO) from which the book is open."""

AGAIN: Final = frozenset({"23505", "40001", "40P01", DAY_CLOSED})
"""Somebody else took a key or a number first, or two waited for each other: the next attempt sees their orders."""

ANSWERS: Final = (Answer.PLACED, Answer.REPLAYED, Answer.KEY_REUSED, Answer.REFUSED)
LINE_ANSWERS: Final = (
    LineAnswer.FITS,
    LineAnswer.SOLD_OUT,
    LineAnswer.PRICE_CHANGED,
    LineAnswer.LIMIT_REACHED,
    LineAnswer.CLOSED,
    LineAnswer.NOT_FOUND,
    LineAnswer.OTHER_CURRENCY,
)

Thing = TypeVar("Thing")
_JSON: Final = msgspec.json.Encoder()

Reply = Sequence[Any]
"""A row of CALL: answers and numbers of the orders; answers, lefts and prices of the lines. Mostly only numbers."""

_TYPES: Final = (
    *("int", "timestamptz", "timestamptz"),
    *("bigint[]", "uuid[]", "uuid[]", "bigint[]", "boolean[]", "text[]", "int[]", "bigint[]", "bigint[]", "bigint[]"),
    *("uuid[]", "timestamptz[]", "text[]", "text[]", "timestamptz[]"),
    *("bigint[]", "int[]", "smallint[]", "int[]", "int[]", "bigint[]", "int[]", "bigint[]", "uuid[]", "uuid[]"),
    *("int[]", "text[]"),
    *("int[]", "smallint[]", "uuid[]", "bigint[]"),
    *("text", "text"),
)
CALL: Final = (
    "SELECT answers, numbers, line_answers, line_lefts, line_nows FROM market_place_orders("  # noqa: S608  our own words
    + ", ".join(f"%s::{kind}" for kind in _TYPES)
    + ")"
)
"""The statement that places orders, in one transaction of its own; parameters are what `columns_of` returns."""


def columns_of(
    requests: Sequence[OrderRequest], bills: Sequence[Bill], ids: Sequence[int], *, cell_id: int, at: datetime
) -> list[Any]:
    """Return the parameters of CALL for up to 256 orders; `ids` are fresh numbers, one for each, rising."""
    return [
        *(cell_id, at, at + PAY_WITHIN, _numbers(ids)),
        *_orders(requests, bills),
        *_lines(requests, bills),
        *_fees(bills),
        *(chart.orders_due(), chart.orders_promised()),
    ]


def _orders(requests: Sequence[OrderRequest], bills: Sequence[Bill]) -> list[str]:
    """Return the orders as columns. Lists, not generators, all the way: they cost half."""
    currencies = _places([request.currency for request in requests])
    return [
        _uuids([request.buyer_id for request in requests]),
        _uuids([request.client_key for request in requests]),
        _numbers([content_hash(request) for request in requests]),
        _array(["t" if bill.is_barred else "f" for bill in bills]),
        _array([_quoted(currency) for currency in currencies]),
        _numbers([currencies[request.currency] for request in requests]),
        _numbers([worth_of(request.lines) for request in requests]),
        _numbers([sum(request.fees.values()) if request.fees else 0 for request in requests]),
        _numbers([request.gift for request in requests]),
        _sparse([request.gift_fund_id for request in requests]),
        _sparse([request.pay_by for request in requests]),
        _array([_quoted(request.receiving.packed) for request in requests]),
        _array([_quoted(request.note) for request in requests]),
        _sparse([request.happened_at for request in requests]),
    ]


def _lines(requests: Sequence[OrderRequest], bills: Sequence[Bill]) -> list[str]:
    """Return the offers, and the lines of goods of all orders as columns."""
    asked = [line for request in requests for line in request.lines]
    terms = [line for bill in bills for line in bill.lines]
    offers = _places([line.offer_id for line in asked])
    abouts = _places([line.about for line in terms])
    return [
        _numbers(offers),
        _numbers([place for place, bill in enumerate(bills, 1) for _line in bill.lines]),
        _numbers([number for bill in bills for number in range(1, len(bill.lines) + 1)]),
        _numbers([offers[line.offer_id] for line in asked]),
        _numbers([line.quantity for line in asked]),
        _numbers([line.unit_price for line in asked]),
        _numbers([line.commission_bp for line in terms]),
        _numbers([line.pledge for line in terms]),
        _sparse([line.fund_id for line in terms]),
        _uuids([line.product_id for line in terms]),
        _numbers([abouts[line.about] for line in terms]),
        _array([_words(about) for about in abouts]),
    ]


def _fees(bills: Sequence[Bill]) -> list[str]:
    """Return the delivery lines of all orders as columns."""
    rows = [
        (place, len(bill.lines) + number, seller_id, fee)
        for place, bill in enumerate(bills, 1)
        if bill.agreed_fees
        for number, (seller_id, fee) in enumerate(bill.agreed_fees, 1)
    ]
    return [
        _numbers([row[0] for row in rows]),
        _numbers([row[1] for row in rows]),
        _uuids([row[2] for row in rows]),
        _numbers([row[3] for row in rows]),
    ]


def outcomes_of(requests: Sequence[OrderRequest], bills: Sequence[Bill], reply: Reply) -> list[Outcome]:
    """Put a row of CALL in words: an outcome for each order, in the order asked."""
    answers, numbers, *of_lines = reply
    if answers is None:
        return [Outcome(answer=Answer.PLACED, order_id=number) for number in numbers]
    outcomes, start = [], 0
    for answer, number, request, bill in zip(answers, numbers, requests, bills, strict=True):
        said = ANSWERS[answer]
        end = start + len(request.lines)
        if said is Answer.REFUSED:
            outcomes.append(_refusal(request, bill, [column[start:end] for column in of_lines]))
        else:
            outcomes.append(Outcome(answer=said, order_id=number))
        start = end
    return outcomes


def _refusal(request: OrderRequest, bill: Bill, of_lines: Sequence[Sequence[int | None]]) -> Outcome:
    """Return the outcome of an order that was refused, with a reason for each line that stands in the way."""
    lines = tuple(
        LineOutcome(offer_id=asked.offer_id, answer=LineAnswer.NOT_FOUND)
        if terms is UNKNOWN
        else LineOutcome(offer_id=asked.offer_id, answer=LINE_ANSWERS[answer or 0], left=left, price=price)
        for asked, terms, answer, left, price in zip(request.lines, bill.lines, *of_lines, strict=True)
    )
    return Outcome(answer=Answer.REFUSED, lines=lines, fees=bill.fees if bill.are_fees_changed else None)


def content_hash(request: OrderRequest) -> int:
    """Return what tells a repeated request from another one under the same key: 64 bits of everything agreed to."""
    agreed = (
        request.buyer_id, request.currency, [(line.offer_id, line.quantity, line.unit_price) for line in request.lines],
        request.receiving.written, sorted(request.fees.items()) if request.fees else (), request.with_pledges,
        request.gift, request.gift_fund_id, request.note,
    )  # fmt: skip
    digest = hashlib.blake2b(_JSON.encode(agreed), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@lru_cache(maxsize=4096)
def _words(about: str) -> str:
    """Return what a line keeps of its offer; thousands of lines keep the same."""
    return _quoted(packed(WORDS, msgspec.json.decode(about)))


def _places(values: Iterable[Thing]) -> dict[Thing, int]:
    """Return each thing once, with its place from 1."""
    return {value: place for place, value in enumerate(dict.fromkeys(values), 1)}


def _array(written: Iterable[str]) -> str:
    """Return an array as PostgreSQL reads it."""
    return f"{{{','.join(written)}}}"


def _numbers(values: Iterable[int]) -> str:
    """Return an array of whole numbers."""
    return _array(map(str, values))


def _uuids(values: Sequence[UUID]) -> str:
    """Return an array of UUIDs."""
    return _array([f"{value.int:032x}" for value in values])


def _sparse(values: Sequence[UUID | datetime | None]) -> str:
    """Return an array of what is mostly missing; an empty one, which says the same, when all of it is."""
    if not any(values):
        return "{}"
    return _array(["NULL" if value is None else f'"{value}"' for value in values])


def _quoted(text: str) -> str:
    """Return a text as an element of an array."""
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
