"""Shapes of giving's JSON. Amounts are strings of whole numbers of the currency's smallest unit."""

from datetime import date
from uuid import UUID

from ninja import Schema


class AmountOut(Schema):
    """An amount of money."""

    amount: str
    currency: str


class FundOut(Schema):
    """A fund, with what it holds in each currency it ever had."""

    id: UUID
    organisation_id: UUID
    charity: str
    name: str
    purpose: str
    status: str
    balances: list[AmountOut]


class FundLineOut(Schema):
    """One line of a fund: `line` is its number in the book; a giver is named only who wants it."""

    line: str
    day: date
    kind: str
    amount: str
    balance_after: str
    giver: str
    paid_to: str
    paid_for: str
    evidence: list[str]


class FundLinesOut(Schema):
    """What a fund holds in one currency, and one page of its lines, newest first."""

    currency: str
    balance: str
    came: str
    went: str
    line_count: int
    page: int
    lines: list[FundLineOut]
