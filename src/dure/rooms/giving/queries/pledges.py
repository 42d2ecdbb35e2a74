"""What sellers pledge: reads."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dure.rooms.giving.models import Fund, PledgeRule
from dure.rooms.giving.pledging import Pledge, PledgeAsk, PledgeQuote, Scope, quote


def pledges_for(*, asks: Sequence[PledgeAsk], at: datetime) -> dict[Any, PledgeQuote]:
    """Return what is pledged of each line at a moment, by the line's key; lines of which nothing is are left out.

    One query for any number of lines. Funds that take no gifts get none.
    """
    by_seller = pledges_of(organisation_ids={ask.organisation_id for ask in asks}, at=at, until=at)
    quotes = {ask.key: quote(ask, by_seller.get(ask.organisation_id, ()), at=at) for ask in asks}
    return {key: found for key, found in quotes.items() if found is not None}


def pledges_of(*, organisation_ids: Collection[UUID], at: datetime, until: datetime) -> dict[UUID, list[Pledge]]:
    """Return in one query what sellers pledge at any time between two moments; funds that take no gifts get none."""
    rules = PledgeRule.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=until)
    found: dict[UUID, list[Pledge]] = {}
    for rule in rules.filter(organisation_id__in=organisation_ids, fund__status=Fund.Status.OPEN):
        found.setdefault(rule.organisation_id, []).append(as_pledge(rule))
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
