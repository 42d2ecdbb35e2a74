"""Which pledge holds for a line of an order, and what it comes to. Pure.

One pledge holds for a line: that of the product; else that of a campaign (the one that began last); else the shop's.
A sum fixed in another currency than the line's does not hold, and the next one does. A pledge comes out of the
seller's share and is never more than the line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

BP_MAX = 10_000
"""All of it."""

FIXED_MIN = {"KRW": 10, "CNY": 2, "USD": 1}
"""The least sum of each piece that can be pledged: 10 won, 0.02 yuan, a cent."""


class Scope(StrEnum):
    """Of what a pledge is, from most to least exact."""

    PRODUCT = "product"
    CAMPAIGN = "campaign"
    SHOP = "shop"


RANKED = (Scope.PRODUCT, Scope.CAMPAIGN, Scope.SHOP)


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A pledge rule as choosing needs it; either `fixed` of each piece, or `percent_bp` of the line."""

    rule_id: UUID
    organisation_id: UUID
    scope: Scope
    product_id: UUID | None
    fund_id: UUID
    fixed: int | None
    currency: str
    percent_bp: int | None
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PledgeAsk:
    """A line of an order: `amount` in the currency's smallest unit for all its pieces; `key` names it in the answer."""

    key: object
    product_id: UUID | None
    organisation_id: UUID
    quantity: int
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PledgeQuote:
    """What goes to which fund of a line, in the currency of the line; more than nothing."""

    rule_id: UUID
    fund_id: UUID
    amount: int


def quote(ask: PledgeAsk, pledges: Iterable[Pledge], *, at: datetime) -> PledgeQuote | None:
    """Return what is pledged of a line at a moment; None where nothing is."""
    holding = [pledge for pledge in pledges if _holds(pledge, ask, at)]
    if not holding:
        return None
    # Equal ones never stand side by side (the verb sees to it); the id decides all the same, so the answer is one.
    chosen = min(holding, key=lambda each: (RANKED.index(each.scope), -each.starts_at.timestamp(), each.rule_id.int))
    amount = amount_of(chosen, quantity=ask.quantity, amount=ask.amount)
    return PledgeQuote(rule_id=chosen.rule_id, fund_id=chosen.fund_id, amount=amount) if amount else None


def amount_of(pledge: Pledge, *, quantity: int, amount: int) -> int:
    """Return what a pledge comes to for a line: percents are rounded down, and nothing exceeds the line."""
    raw = pledge.fixed * quantity if pledge.fixed is not None else amount * (pledge.percent_bp or 0) // BP_MAX
    return max(0, min(raw, amount))


def overlap(first: Pledge, second: Pledge) -> bool:
    """Whether two pledges of one seller are for the same thing at the same time, so that only one may stand."""
    is_same = (first.organisation_id, first.scope, first.product_id) == (
        second.organisation_id,
        second.scope,
        second.product_id,
    )
    begins_before_end = second.ends_at is None or first.starts_at < second.ends_at
    ends_after_begin = first.ends_at is None or second.starts_at < first.ends_at
    return is_same and begins_before_end and ends_after_begin


def _holds(pledge: Pledge, ask: PledgeAsk, at: datetime) -> bool:
    return (
        pledge.organisation_id == ask.organisation_id
        and (pledge.scope is not Scope.PRODUCT or pledge.product_id == ask.product_id)
        and pledge.starts_at <= at
        and (pledge.ends_at is None or at < pledge.ends_at)
        and (pledge.fixed is None or pledge.currency == ask.currency)
    )
