"""Campaigns: a time in which shops give together to one fund."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.giving.errors import BadDates, FundClosed, NameMissing
from dure.rooms.giving.models import Campaign
from dure.rooms.giving.services.funds import NAME_LENGTH_MAX, locked
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@transaction.atomic
def start_campaign(*, by: Actor, fund_id: UUID, name: str, starts_at: datetime, ends_at: datetime) -> Campaign:
    """Call shops to give to one fund from one moment to another; by the charity's managers or staff."""
    fund = locked(fund_id=fund_id)
    demand_role(by=by, organisation_id=fund.organisation_id, least=Role.MANAGER)
    if not fund.is_open:
        raise FundClosed
    if ends_at <= starts_at or ends_at <= clock.now():
        raise BadDates
    if not normalise(name):
        raise NameMissing
    return Campaign.objects.create(
        fund=fund, name=normalise(name)[:NAME_LENGTH_MAX], starts_at=starts_at, ends_at=ends_at, made_by=by.person_id
    )
