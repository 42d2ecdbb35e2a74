"""The one way to place an order: a page's single order and a gate's batch call the same function of the database."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg
from django.db import DatabaseError, connection, transaction

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.queries.accounts import ids_of, units_of
from dure.rooms.ledger.services.accounts import open_account
from dure.rooms.market import errors
from dure.rooms.market.drafts import (
    BATCH_MAX,
    Answer,
    LineAnswer,
    LineOutcome,
    OrderRequest,
    Outcome,
    problem_of,
)
from dure.rooms.market.rules import PAY_WITHIN
from dure.rooms.market.services.terms import Terms, terms_of

ATTEMPTS_MAX: Final = 8
DAY_CLOSED: Final = "DU002"
AGAIN: Final = {"23505", "40001", "40P01", DAY_CLOSED}
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


def place_orders(*, requests: Sequence[OrderRequest], cell_id: int = HOME_CELL) -> list[Outcome]:
    """Place up to 256 orders as if one after the other, each wholly or not at all; answer them in the order asked.

    A known client key with the same content is answered with the order it placed before. OrderMalformed when one
    cannot be read (then none was placed): who collects orders of many people asks `drafts.problem_of` first.
    """
    if len(requests) > BATCH_MAX:
        raise errors.OrderBatchTooLarge(max=BATCH_MAX)
    if not requests:
        return []
    for request in requests:
        if problem := problem_of(request):
            raise errors.OrderMalformed(reason=problem)
    terms = terms_of(requests=requests, cell_id=cell_id)
    return _answer(requests, terms, _try_to_place(requests, terms, cell_id))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the database says: per order and per line."""

    answers: list[int]
    numbers: list[int | None]
    line_answers: list[int]
    line_lefts: list[int | None]
    line_nows: list[int | None]


def _try_to_place(requests: Sequence[OrderRequest], terms: Terms, cell_id: int) -> Reply:
    """Call the database's function, again when somebody else was first; IntakeBusy when that happens too often."""
    moment = clock.now()
    for _attempt in range(ATTEMPTS_MAX):
        try:
            return _place(requests, terms, cell_id, at=moment)
        except DatabaseError as error:
            cause = error.__cause__
            if not isinstance(cause, psycopg.Error) or cause.sqlstate not in AGAIN:
                raise
            SEQUENCER.change_writer()
            if cause.sqlstate == DAY_CLOSED:
                moment = max(moment, datetime.fromisoformat(cause.diag.message_detail or ""))
    raise errors.IntakeBusy


@transaction.atomic
def _place(requests: Sequence[OrderRequest], terms: Terms, cell_id: int, *, at: datetime) -> Reply:
    """Place the orders in one transaction."""
    columns: list[Any] = [cell_id, clock.now(), *_orders(requests, terms, at), *_lines(requests, terms), *_fees(terms)]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [*columns, *_accounts()])
        return Reply(*cursor.fetchone())


_JSON: Final = "ARRAY(SELECT jsonb_array_elements(%s::jsonb))"
"""A column of JSON comes as one text: in an array of texts every quotation mark would be masked once more."""

_COLUMNS: Final = (
    *("bigint[]", "uuid[]", "uuid[]", "bigint[]", "boolean[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "uuid[]"),
    *("timestamptz[]", _JSON, "text[]", "timestamptz[]", "smallint[]"),
    *("int[]", "smallint[]", "bigint[]", "int[]", "bigint[]", "int[]", "bigint[]", "uuid[]", "uuid[]", _JSON),
    *("int[]", "smallint[]", "uuid[]", "bigint[]"),
    *("bigint", "bigint"),
)
_PLACE: Final = (
    "SELECT answers, numbers, line_answers, line_lefts, line_nows FROM market_place_orders(%s, %s, "  # noqa: S608  our own words
    + ", ".join(column if column is _JSON else f"%s::{column}" for column in _COLUMNS)
    + ")"
)


def _orders(requests: Sequence[OrderRequest], terms: Terms, at: datetime) -> list[Any]:
    """Return the orders as columns."""
    units = {code: unit.number for code, unit in units_of(codes={request.currency for request in requests}).items()}
    last_moment = clock.now() + PAY_WITHIN
    return [
        SEQUENCER.take(len(requests), at=at),
        [request.buyer_id for request in requests],
        [request.client_key for request in requests],
        [content_hash(request) for request in requests],
        [bill.is_barred for bill in terms.bills],
        [request.currency for request in requests],
        [sum(line.quantity * line.unit_price for line in request.lines) for request in requests],
        [sum(request.fees.values()) for request in requests],
        [request.gift for request in requests],
        [request.gift_fund_id for request in requests],
        [request.pay_by or last_moment for request in requests],
        _list_of(_written(request.receiving) for request in requests),
        [request.note for request in requests],
        [request.happened_at for request in requests],
        [units[request.currency] for request in requests],
    ]


def _lines(requests: Sequence[OrderRequest], terms: Terms) -> list[Any]:
    """Return the lines of goods of all orders as columns."""
    rows = [
        (
            *(place, number, line.offer_id, line.quantity, line.unit_price),
            *(found.commission_bp, found.pledge, found.fund_id, found.product_id, found.about),
        )
        for place, (request, bill) in enumerate(zip(requests, terms.bills, strict=True), start=1)
        for number, (line, found) in enumerate(zip(request.lines, bill.lines, strict=True), start=1)
    ]
    *columns, abouts = map(list, zip(*rows, strict=True))
    return [*columns, _list_of(abouts)]


def _fees(terms: Terms) -> list[list[Any]]:
    """Return the delivery lines of all orders as columns."""
    rows = [
        (place, len(bill.lines) + number, seller_id, fee)
        for place, bill in enumerate(terms.bills, start=1)
        for number, (seller_id, fee) in enumerate(bill.asked_fees, start=1)
    ]
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]


def _answer(requests: Sequence[OrderRequest], terms: Terms, reply: Reply) -> list[Outcome]:
    """Put the database's reply in words."""
    outcomes, start = [], 0
    for place, (request, bill) in enumerate(zip(requests, terms.bills, strict=True)):
        answer = ANSWERS[reply.answers[place]]
        lines = tuple(
            _line_outcome(bill.is_line_barred(number), line.offer_id, reply, start + number)
            for number, line in enumerate(request.lines)
        )
        start += len(request.lines)
        is_refused = answer is Answer.REFUSED
        fees = bill.fees if is_refused and bill.are_fees_changed else None
        outcomes.append(
            Outcome(answer=answer, order_id=reply.numbers[place], lines=lines if is_refused else (), fees=fees)
        )
    return outcomes


def _line_outcome(is_barred: bool, offer_id: int, reply: Reply, place: int) -> LineOutcome:  # noqa: FBT001  a step of `_answer`
    answer = LINE_ANSWERS[reply.line_answers[place]]
    if is_barred and answer is not LineAnswer.NOT_FOUND:
        return LineOutcome(offer_id=offer_id, answer=LineAnswer.CLOSED)
    return LineOutcome(offer_id=offer_id, answer=answer, left=reply.line_lefts[place], price=reply.line_nows[place])


def content_hash(request: OrderRequest) -> int:
    """Return what tells a repeated request from another one under the same key: 64 bits of everything agreed to."""
    agreed = (
        request.buyer_id, request.currency, [(line.offer_id, line.quantity, line.unit_price) for line in request.lines],
        request.receiving, sorted(request.fees.items()), request.with_pledges, request.gift,
        request.gift_fund_id, request.note,
    )  # fmt: skip
    digest = hashlib.blake2b(msgspec.json.encode(agreed), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _written(value: object) -> str:
    """Return a value as JSON text without what is empty."""
    plain: Mapping[str, object] = msgspec.to_builtins(value)
    return msgspec.json.encode({name: part for name, part in plain.items() if part}).decode()


def _list_of(written: Iterable[str]) -> str:
    """Return JSON texts as one list."""
    return f"[{','.join(written)}]"


def _accounts() -> list[int]:
    """Return the numbers of the two accounts every order stands in. Opened before any level is locked, and once."""
    codes = [chart.orders_due(), chart.orders_promised()]
    known = ids_of(codes=codes)
    return [known.get(code) or open_account(code=code).account_id for code in codes]
