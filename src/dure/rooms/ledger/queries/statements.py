"""An account's statement: what came and went in one unit over a period, with the balance after each entry."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import EPOCH, first_id_at, made_at, start_of
from dure.rooms.ledger.errors import BadPeriod
from dure.rooms.ledger.models import Account, Unit
from dure.rooms.ledger.queries.accounts import account_of, balance, balances, unit_of

LINES_PER_PAGE = 50
FETCH = 500


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise BadPeriod

    @property
    def ids(self) -> tuple[int, int]:
        """The first id of the period and the first after it."""
        return (
            first_id_at(start_of(self.first, HOUSE_ZONE)),
            first_id_at(start_of(self.last + timedelta(days=1), HOUSE_ZONE)),
        )


@dataclass(frozen=True)
class StatementLine:
    """One entry as the account saw it."""

    cell_id: int
    entry_id: int
    kind: int
    reference: str
    happened_at: datetime
    about: dict[str, str]
    reverses: int | None
    amount: int
    balance_after: int

    @property
    def recorded_at(self) -> datetime:
        """The moment it was recorded."""
        return made_at(self.entry_id)


@dataclass(frozen=True)
class Statement:
    """What an account had before the period, what came and went, and what it had after."""

    account: Account
    unit: Unit
    period: Period
    opening: int
    came: int
    went: int
    line_count: int

    @property
    def closing(self) -> int:
        """What was there at the end of the period."""
        return self.opening + self.came + self.went


def statement(*, account: str, unit: str, period: Period) -> Statement:
    """Return the sums of a statement; UnknownAccount, UnknownUnit or BadPeriod when it cannot be made."""
    owner, counted = account_of(code=account), unit_of(code=unit)
    first, after = period.ids
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS,
            {**_whose(owner, counted), "first": first, "after": after, "end": None},
        )
        since, came, went, line_count = cursor.fetchone()
    return Statement(
        account=owner,
        unit=counted,
        period=period,
        opening=balance(account=account, unit=unit) - since,
        came=came,
        went=went,
        line_count=line_count,
    )


def lines(of: Statement, *, page: int = 1) -> list[StatementLine]:
    """Return one page of 50 lines, newest first."""
    query = _LINES + " ORDER BY entry_id DESC, cell_id LIMIT %(limit)s OFFSET %(offset)s"
    place = {"limit": LINES_PER_PAGE, "offset": (page - 1) * LINES_PER_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(query, {**_place(of), **place})
        return [_line(row) for row in cursor.fetchall()]


def every_line(of: Statement) -> Iterator[StatementLine]:
    """Stream all lines, oldest first; inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINES + " ORDER BY entry_id, cell_id", _place(of))
        while rows := cursor.fetchmany(FETCH):
            yield from map(_line, rows)


def this_year() -> Period:
    """Return the period from the first of January to today."""
    today = clock.today()
    return Period(today.replace(month=1, day=1), today)


def everything() -> Period:
    """Return the period from the beginning of the book to today."""
    return Period(EPOCH.date(), clock.today())


def all_lines_of(*, account: str) -> Iterator[tuple[Unit, StatementLine]]:
    """Return every line an account ever had, unit by unit, oldest first; inside a transaction."""
    for each in balances(account=account):
        of = statement(account=account, unit=each.unit.code, period=everything())
        for line in every_line(of):
            yield each.unit, line


_MOVED = """
WITH moved AS (
    SELECT entry.*, (
        SELECT sum(leg.amount)::bigint
        FROM unnest(entry.accounts, entry.units, entry.amounts) AS leg (account_id, unit, amount)
        WHERE leg.account_id = %(account_id)s AND leg.unit = %(unit)s
    ) AS amount
    FROM ledger_entry AS entry
    WHERE entry.accounts @> ARRAY[%(account_id)s]::bigint[] AND entry.entry_id >= %(first)s
        AND (%(end)s::bigint IS NULL OR entry.entry_id < %(end)s)
)
"""
_SUMS = (
    _MOVED
    + """
SELECT coalesce(sum(amount), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE entry_id < %(after)s AND amount > 0), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE entry_id < %(after)s AND amount < 0), 0)::bigint,
    count(*) FILTER (WHERE entry_id < %(after)s)
FROM moved WHERE amount IS NOT NULL
"""
)
_LINES = (
    _MOVED
    + """
SELECT cell_id, entry_id, kind, reference, happened_at, about, reverses, amount,
    (%(opening)s + sum(amount) OVER (ORDER BY entry_id, cell_id))::bigint
FROM moved WHERE amount IS NOT NULL
"""
)


def _whose(account: Account, unit: Unit) -> dict[str, Any]:
    return {"account_id": account.account_id, "unit": unit.number}


def _place(of: Statement) -> dict[str, Any]:
    first, after = of.period.ids
    return {**_whose(of.account, of.unit), "first": first, "end": after, "opening": of.opening}


def _line(row: tuple[Any, ...]) -> StatementLine:
    cell_id, entry_id, kind, reference, happened_at, about, reverses, amount, balance_after = row
    return StatementLine(
        cell_id=cell_id,
        entry_id=entry_id,
        kind=kind,
        reference=reference,
        happened_at=happened_at,
        about=json.loads(about),
        reverses=reverses,
        amount=amount,
        balance_after=balance_after,
    )
