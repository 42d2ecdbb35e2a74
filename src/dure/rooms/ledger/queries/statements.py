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
from dure.rooms.ledger.chart import Kind, rule_of
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
            _moved(owner) + _SUMS,
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


def came_by_kind(*, account: str, unit: str, period: Period, kind: Kind) -> tuple[int, int]:
    """Return how many entries of one kind brought something in a period, and how much; 0 for an unknown account."""
    owner = Account.objects.filter(code=account).first()
    if owner is None:
        return 0, 0
    first, after = period.ids
    place = {**_whose(owner, unit_of(code=unit)), "first": first, "end": after, "kind": int(kind)}
    with connection.cursor() as cursor:
        cursor.execute(_moved(owner) + _OF_KIND, place)
        count, amount = cursor.fetchone()
    return int(count), int(amount)


def lines(of: Statement, *, page: int = 1) -> list[StatementLine]:
    """Return one page of 50 lines, newest first."""
    place = {"limit": LINES_PER_PAGE, "offset": (page - 1) * LINES_PER_PAGE, "closing": of.closing}
    with connection.cursor() as cursor:
        cursor.execute(_moved(of.account) + _PAGE, {**_place(of), **place})
        return [_line(row) for row in cursor.fetchall()]


def every_line(of: Statement) -> Iterator[StatementLine]:
    """Stream all lines, oldest first; inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_moved(of.account) + _EVERY, _place(of))
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


_FROM_LINES = """
WITH moved AS NOT MATERIALIZED (
    SELECT cell_id, entry_id, amount FROM ledger_line
    WHERE account_id = %(account_id)s AND unit = %(unit)s AND entry_id >= %(first)s
        AND (%(end)s::bigint IS NULL OR entry_id < %(end)s)
)
"""
_FROM_ENTRIES = """
WITH moved AS MATERIALIZED (
    SELECT entry.cell_id, entry.entry_id, part.amount
    FROM ledger_entry AS entry, LATERAL (
        SELECT sum(leg.amount)::bigint AS amount
        FROM unnest(entry.accounts, entry.units, entry.amounts) AS leg (account_id, unit, amount)
        WHERE leg.account_id = %(account_id)s AND leg.unit = %(unit)s
    ) AS part
    WHERE {whose} AND entry.entry_id >= %(first)s
        AND (%(end)s::bigint IS NULL OR entry.entry_id < %(end)s) AND part.amount IS NOT NULL
)
"""
_INDEXED = "entry.leg_accounts @> ARRAY[%(account_id)s]::bigint[]"
_EVERY_ONE = "entry.accounts @> ARRAY[%(account_id)s]::bigint[]"
"""The index of accounts does not know orders' entries. Most of the book is theirs, so it is read through instead."""
_SUMS = """
SELECT coalesce(sum(amount), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE entry_id < %(after)s AND amount > 0), 0)::bigint,
    coalesce(sum(amount) FILTER (WHERE entry_id < %(after)s AND amount < 0), 0)::bigint,
    count(*) FILTER (WHERE entry_id < %(after)s)
FROM moved
"""
# The balance after a page's first line is the closing one less what came and went on the pages before it.
_PAGE = """
, page AS MATERIALIZED (
    SELECT * FROM moved ORDER BY entry_id DESC, cell_id DESC LIMIT %(limit)s OFFSET %(offset)s
), newer AS (
    SELECT coalesce(sum(amount), 0) AS amount
    FROM (SELECT amount FROM moved ORDER BY entry_id DESC, cell_id DESC LIMIT %(offset)s) AS skipped
)
SELECT page.cell_id, page.entry_id, kind, reference, happened_at, about, reverses, page.amount,
    (%(closing)s - newer.amount + page.amount
        - sum(page.amount) OVER (ORDER BY page.entry_id DESC, page.cell_id DESC))::bigint
FROM page CROSS JOIN newer JOIN ledger_entry AS entry
    ON entry.cell_id = page.cell_id AND entry.entry_id = page.entry_id
ORDER BY page.entry_id DESC, page.cell_id DESC
"""
_OF_KIND = """
SELECT count(*), coalesce(sum(moved.amount), 0)::bigint FROM moved JOIN ledger_entry AS entry USING (cell_id, entry_id)
WHERE entry.kind = %(kind)s AND moved.amount > 0
"""
_EVERY = """
SELECT cell_id, entry_id, kind, reference, happened_at, about, reverses, moved.amount,
    (%(opening)s + sum(moved.amount) OVER (ORDER BY entry_id, cell_id))::bigint
FROM moved JOIN ledger_entry USING (cell_id, entry_id)
ORDER BY entry_id, cell_id
"""


def _moved(account: Account) -> str:
    """Return where an account's lines are read from: its own narrow ones if it keeps them, else the entries."""
    if account.has_lines:
        return _FROM_LINES
    rule = rule_of(account.code)
    return _FROM_ENTRIES.format(whose=_EVERY_ONE if rule is not None and rule.has_orders else _INDEXED)


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
