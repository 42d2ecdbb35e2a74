"""What sellers pledge: set in two taps, ended at once, one at a time for the same thing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language

from dure.events.giving import PledgeEnded, PledgeSet
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.outbox import announce
from dure.rooms.giving.errors import (
    BadDates,
    BadPledge,
    CampaignNotFound,
    CampaignOver,
    FundClosed,
    PledgeNotFound,
    PledgeOver,
    PledgeOverlaps,
    PledgeTooSmall,
)
from dure.rooms.giving.models import Campaign, Fund, PledgeRule
from dure.rooms.giving.pledging import BP_MAX, FIXED_MIN, Scope, overlap
from dure.rooms.giving.queries.pledges import as_pledge, rules_of
from dure.rooms.giving.services.funds import locked
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

LEEWAY = timedelta(minutes=5)
"""A beginning so little in the past is now: forms take a moment to be filled in."""


@transaction.atomic
def set_pledge(
    *,
    by: Actor,
    organisation_id: UUID,
    fund_id: UUID | None = None,
    fixed: Money | None = None,
    percent_bp: int | None = None,
    product_id: UUID | None = None,
    campaign_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> PledgeRule:
    """Pledge a sum of each piece, or a part of the price: of one product, during a campaign, or of the whole shop.

    A campaign brings its fund and dates. Refused: BadPledge, PledgeTooSmall, BadDates, FundClosed, PledgeOverlaps …
    """
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    _check_amount(fixed, percent_bp)
    campaign = _campaign(campaign_id)
    if campaign and (product_id or fund_id not in {None, campaign.fund_id}):
        raise BadPledge
    chosen_fund = campaign.fund_id if campaign else fund_id
    if chosen_fund is None:
        raise BadPledge
    begins, ends = _dates(starts_at, ends_at, campaign)
    fund = locked(fund_id=chosen_fund)
    if fund.status != Fund.Status.OPEN:
        raise FundClosed
    rule = PledgeRule(
        id=new_id(),
        organisation_id=organisation_id,
        scope=(Scope.PRODUCT if product_id else Scope.CAMPAIGN if campaign else Scope.SHOP).value,
        product_id=product_id,
        campaign=campaign,
        fund=fund,
        fixed=fixed.minor if fixed else None,
        currency=fixed.currency if fixed else "",
        percent_bp=percent_bp,
        starts_at=begins,
        ends_at=ends,
        set_by=by.person_id,
    )
    _stand_alone(rule)
    rule.save()
    announce(PledgeSet(rule_id=str(rule.id), organisation_id=str(organisation_id), fund_id=str(fund.id)))
    return rule


@transaction.atomic
def end_pledge(*, by: Actor, organisation_id: UUID, rule_id: UUID) -> PledgeRule:
    """End a pledge now; what was ordered before keeps it. One that has not begun never holds."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    rule = PledgeRule.objects.select_for_update().filter(id=rule_id, organisation_id=organisation_id).first()
    if rule is None:
        raise PledgeNotFound
    moment = clock.now()
    if rule.ends_at is not None and rule.ends_at <= moment:
        raise PledgeOver
    rule.ends_at = max(moment, rule.starts_at)
    rule.save(update_fields=["ends_at"])
    announce(PledgeEnded(rule_id=str(rule.id), organisation_id=str(organisation_id), fund_id=str(rule.fund_id)))
    return rule


def _check_amount(fixed: Money | None, percent_bp: int | None) -> None:
    if (fixed is None) == (percent_bp is None):
        raise BadPledge
    if percent_bp is not None and not 0 < percent_bp <= BP_MAX:
        raise BadPledge
    if fixed is not None and fixed.minor < FIXED_MIN[fixed.currency]:
        raise PledgeTooSmall(least=Money(FIXED_MIN[fixed.currency], fixed.currency).format(get_language() or ""))


def _campaign(campaign_id: UUID | None) -> Campaign | None:
    if campaign_id is None:
        return None
    campaign = Campaign.objects.filter(id=campaign_id).first()
    if campaign is None:
        raise CampaignNotFound
    if campaign.ends_at <= clock.now():
        raise CampaignOver
    return campaign


def _dates(
    starts_at: datetime | None, ends_at: datetime | None, campaign: Campaign | None
) -> tuple[datetime, datetime | None]:
    """Return from when to when: now where nothing is said, and never outside the campaign."""
    moment = clock.now()
    begins = starts_at or moment
    if begins < moment - LEEWAY or (ends_at is not None and ends_at <= begins):
        raise BadDates
    begins = max(begins, moment)
    if campaign:
        begins, ends_at = max(begins, campaign.starts_at), min(ends_at or campaign.ends_at, campaign.ends_at)
        if ends_at <= begins:
            raise BadDates
    return begins, ends_at


def _stand_alone(rule: PledgeRule) -> None:
    """Refuse a rule beside one for the same thing at the same time; the lock on the fund is not enough for that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"giving.pledges:{rule.organisation_id}"]
        )
    others = rules_of(organisation_id=rule.organisation_id, at=clock.now())
    if any(other.campaign_id == rule.campaign_id and overlap(as_pledge(other), as_pledge(rule)) for other in others):
        raise PledgeOverlaps
