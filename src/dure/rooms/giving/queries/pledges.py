"""What sellers pledge: reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from dure.kernel.questions import Question, ask
from dure.rooms.giving.models import PledgeRule
from dure.rooms.giving.pledging import Pledge, PledgeAsk, PledgeQuote, Scope, quote

PLEDGES: Final = """
SELECT rule.id AS rule_id, rule.organisation_id, rule.scope, rule.product_id, rule.fund_id, rule.fixed, rule.currency,
    rule.percent_bp, rule.starts_at, rule.ends_at
FROM giving_pledgerule AS rule JOIN giving_fund AS fund ON fund.id = rule.fund_id
WHERE rule.organisation_id IN (ORGANISATIONS) AND fund.status = 'open' AND rule.starts_at <= %(pledged_until)s
    AND (rule.ends_at IS NULL OR rule.ends_at > %(pledged_from)s)
"""


class PledgeRow(msgspec.Struct, frozen=True):
    """A pledge rule as the database tells it."""

    rule_id: UUID
    organisation_id: UUID
    scope: str
    product_id: UUID | None
    fund_id: UUID
    fixed: int | None
    currency: str
    percent_bp: int | None
    starts_at: datetime
    ends_at: datetime | None


def pledges_for(*, asks: Sequence[PledgeAsk], at: datetime) -> dict[Any, PledgeQuote]:
    """Return what is pledged of each line at a moment, by the line's key; lines of which nothing is are left out.

    One query for any number of lines. Funds that take no gifts get none.
    """
    pledges = pledges_of(organisation_ids={each.organisation_id for each in asks}, at=at, until=at)
    return quotes_of(asks=asks, pledges=pledges, at=at)


def quotes_of(
    *, asks: Sequence[PledgeAsk], pledges: Mapping[UUID, Sequence[Pledge]], at: datetime
) -> dict[Any, PledgeQuote]:
    """Return what known rules, by seller, give of each line at a moment, by the line's key."""
    quotes = {each.key: quote(each, pledges.get(each.organisation_id, ()), at=at) for each in asks}
    return {key: found for key, found in quotes.items() if found is not None}


def pledges_of(*, organisation_ids: Collection[UUID], at: datetime, until: datetime) -> dict[UUID, list[Pledge]]:
    """Return in one query what sellers pledge at any time between two moments; funds that take no gifts get none."""
    question = pledges_among(organisations="SELECT unnest(%(organisation_ids)s::uuid[])")
    told = ask(question, organisation_ids=list(organisation_ids), pledged_from=at, pledged_until=until)
    return by_seller(told.of(question))


@cache
def pledges_among(*, organisations: str) -> Question[PledgeRow]:
    """Return the question for the rules of the sellers a SELECT names between `pledged_from` and `pledged_until`."""
    return Question("pledges", PLEDGES.replace("ORGANISATIONS", organisations), PledgeRow)


def by_seller(rows: Iterable[PledgeRow]) -> dict[UUID, list[Pledge]]:
    """Return what was told of rules, by the seller."""
    found: dict[UUID, list[Pledge]] = {}
    for row in rows:
        pledge = Pledge(**{**msgspec.structs.asdict(row), "scope": Scope(row.scope)})
        found.setdefault(row.organisation_id, []).append(pledge)
    return found


def standing_at(*, at: datetime) -> QuerySet[PledgeRule]:
    """Return the rules that hold at a moment."""
    return PledgeRule.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


def rules_of(*, organisation_id: UUID, at: datetime) -> list[PledgeRule]:
    """Return a seller's rules that hold now or will, with fund and campaign, newest first."""
    found = PledgeRule.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), organisation_id=organisation_id)
    return list(found.select_related("fund", "campaign").order_by("-id"))


def as_pledges(rules: Iterable[PledgeRule]) -> list[Pledge]:
    """Return rules as choosing needs them."""
    return [as_pledge(rule) for rule in rules]


def as_pledge(rule: PledgeRule) -> Pledge:
    """Return one rule as choosing needs it."""
    return Pledge(
        rule_id=rule.id,
        organisation_id=rule.organisation_id,
        scope=Scope(rule.scope),
        product_id=rule.product_id,
        fund_id=rule.fund_id,
        fixed=rule.fixed,
        currency=rule.currency,
        percent_bp=rule.percent_bp,
        starts_at=rule.starts_at,
        ends_at=rule.ends_at,
    )
