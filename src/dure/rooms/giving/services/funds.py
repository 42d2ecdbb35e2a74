"""Funds: opened by verified charities or staff, paused, closed when empty."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from dure.events.giving import FundOpened
from dure.kernel import clock
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.kernel.text import normalise
from dure.rooms.giving.errors import (
    CharityNotVerified,
    FundClosed,
    FundNameTaken,
    FundNotEmpty,
    FundNotFound,
    NameMissing,
    NotACharity,
)
from dure.rooms.giving.models import Fund
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.people.queries import organisations
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.queries.verifications import is_verified

NAME_LENGTH_MAX, PURPOSE_LENGTH_MAX = 120, 1000
WORDS = ("name", "name_ko", "name_zh", "name_en", "purpose", "purpose_ko", "purpose_zh", "purpose_en")


def subject_of(*, organisation_id: UUID) -> str:
    """Return under what name the trust room knows a charity."""
    return f"charity:{organisation_id}"


@transaction.atomic
def open_fund(*, by: Actor, organisation_id: UUID, words: Mapping[str, str]) -> Fund:
    """Open a fund of a verified charity; `words` are its names and purposes (`name`, `purpose_ko` …)."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    if organisations.organisation(organisation_id=organisation_id).kind != "charity":
        raise NotACharity
    if not is_verified(subject=subject_of(organisation_id=organisation_id)):
        raise CharityNotVerified
    fund = Fund(organisation_id=organisation_id, opened_at=clock.now(), opened_by=by.person_id)
    _write(fund, words)
    announce(FundOpened(fund_id=str(fund.id), organisation_id=str(organisation_id)))
    return fund


@transaction.atomic
def change_fund(*, by: Actor, fund_id: UUID, words: Mapping[str, str]) -> Fund:
    """Change what a fund is called and what it is for; a closed one stays as it was."""
    fund = locked(fund_id=fund_id)
    demand_role(by=by, organisation_id=fund.organisation_id, least=Role.MANAGER)
    if fund.status == Fund.Status.CLOSED:
        raise FundClosed
    return _write(fund, words)


@transaction.atomic
def pause_fund(*, by: Actor, fund_id: UUID) -> Fund:
    """Take no gifts and pledges for now."""
    return _become(by, fund_id, Fund.Status.PAUSED)


@transaction.atomic
def resume_fund(*, by: Actor, fund_id: UUID) -> Fund:
    """Take gifts again; only for a charity that is verified."""
    fund = locked(fund_id=fund_id)
    if not is_verified(subject=subject_of(organisation_id=fund.organisation_id)):
        raise CharityNotVerified
    return _become(by, fund_id, Fund.Status.OPEN)


@transaction.atomic
def close_fund(*, by: Actor, fund_id: UUID) -> Fund:
    """Close a fund for good; refused while anything is in it."""
    fund = _become(by, fund_id, Fund.Status.CLOSED)
    if any(each.amount for each in accounts.balances(account=chart.fund(fund.id))):
        raise FundNotEmpty
    return fund


@transaction.atomic
def pause_funds_of(*, by: Actor, organisation_id: UUID) -> int:
    """Pause every open fund of a charity that is no longer verified; return how many. For the house."""
    if not by.is_staff:
        raise NotAllowed
    return Fund.objects.filter(organisation_id=organisation_id, status=Fund.Status.OPEN).update(
        status=Fund.Status.PAUSED
    )


@transaction.atomic(savepoint=False)
def locked(*, fund_id: UUID) -> Fund:
    """Return a fund nobody else can change until the transaction ends; FundNotFound."""
    found = Fund.objects.select_for_update().filter(id=fund_id).first()
    if found is None:
        raise FundNotFound
    return found


def _become(by: Actor, fund_id: UUID, status: str) -> Fund:
    fund = locked(fund_id=fund_id)
    demand_role(by=by, organisation_id=fund.organisation_id, least=Role.MANAGER)
    if fund.status == Fund.Status.CLOSED:
        raise FundClosed
    fund.status = status
    fund.closed_at = clock.now() if status == Fund.Status.CLOSED else None
    fund.save(update_fields=["status", "closed_at"])
    return fund


def _write(fund: Fund, words: Mapping[str, str]) -> Fund:
    for name in WORDS:
        length = NAME_LENGTH_MAX if name.startswith("name") else PURPOSE_LENGTH_MAX
        typed = words.get(name, "")
        setattr(fund, name, (normalise(typed) if name.startswith("name") else typed.strip())[:length])
    if not fund.name or not fund.purpose:
        raise NameMissing
    try:
        with transaction.atomic():
            fund.save()
    except IntegrityError as error:
        raise FundNameTaken from error
    return fund
