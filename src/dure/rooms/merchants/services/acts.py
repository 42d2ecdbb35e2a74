"""Noting what happened to a merchant; for the room's own verbs, in their transaction."""

from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.rooms.merchants.models import Merchant, MerchantAct
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

What = MerchantAct.What


@transaction.atomic
def note(*, merchant: Merchant, what: str, by: Actor, reason: str = "") -> MerchantAct:
    """Write down what happened, who did it and why."""
    return MerchantAct.objects.create(
        merchant=merchant, what=what, reason=reason.strip()[:300], at=now(), by_id=by.person_id
    )


@transaction.atomic
def locked(*, organisation_id: UUID, by: Actor, least: Role = Role.MEMBER) -> Merchant:
    """Return a merchant whose row nobody else changes now, to those who may act for it; NotFound to all others."""
    demand_role(by=by, organisation_id=organisation_id, least=least)
    found = Merchant.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found
