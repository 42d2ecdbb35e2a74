"""Sellers' programmes for hosts: opened, changed, paused, ended. Changed terms hold for visits from then on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog.queries.mine import own_offer, own_product
from dure.rooms.market import errors
from dure.rooms.market.models import Programme
from dure.rooms.market.promoting import COMMISSION_MAX_BP, WINDOW_DAYS, WINDOW_DAYS_MAX
from dure.rooms.merchants.queries.merchants import merchant
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

BUDGET_MAX = 10**12


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a seller promises hosts: basis points of the goods, days a link counts, budget (minor units), until when."""

    commission_bp: int
    window_days: int = WINDOW_DAYS
    budget: int | None = None
    ends_at: datetime | None = None


@transaction.atomic
def open_programme(
    *,
    by: Actor,
    seller_id: UUID,
    terms: Terms,
    product_id: UUID | None = None,
    offer_id: int | None = None,
    starts_at: datetime | None = None,
) -> Programme:
    """Promise hosts a commission on everything of a seller, or on one product or offer; its managers only.

    ProgrammeThere where one for the same goods has not ended; ProgrammeWrong for terms that cannot be.
    """
    demand_role(by=by, organisation_id=seller_id, least=Role.MANAGER)
    begins = max(starts_at or clock.now(), clock.now())
    _demand_sound(terms, begins)
    if product_id is not None:
        own_product(organisation_id=seller_id, product_id=product_id)
    if offer_id is not None:
        own_offer(organisation_id=seller_id, offer_id=offer_id)
    _stand_alone(seller_id)
    unended = Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())
    product = Q(product_id=product_id) if product_id else Q(product_id__isnull=True)
    if Programme.objects.filter(unended, product, seller_id=seller_id, offer_id=offer_id).exists():
        raise errors.ProgrammeThere
    return Programme.objects.create(
        seller_id=seller_id,
        product_id=product_id,
        offer_id=offer_id,
        currency=merchant(organisation_id=seller_id).currency,
        commission_bp=terms.commission_bp,
        window_days=terms.window_days,
        budget=terms.budget,
        starts_at=begins,
        ends_at=terms.ends_at,
        opened_by=by.person_id,
        opened_at=clock.now(),
    )


@transaction.atomic
def change_programme(*, by: Actor, seller_id: UUID, programme_id: UUID, terms: Terms) -> Programme:
    """Change the terms for visits from now on; what people were shown before stays true for them."""
    found = _own(by=by, seller_id=seller_id, programme_id=programme_id)
    _demand_sound(terms, max(found.starts_at, clock.now()))
    found.commission_bp, found.window_days = terms.commission_bp, terms.window_days
    found.budget, found.ends_at = terms.budget, terms.ends_at
    found.save(update_fields=["commission_bp", "window_days", "budget", "ends_at"])
    return found


@transaction.atomic
def pause_programme(*, by: Actor, seller_id: UUID, programme_id: UUID) -> Programme:
    """Let orders from now on earn nothing, until it is resumed; pausing twice changes nothing."""
    found = _own(by=by, seller_id=seller_id, programme_id=programme_id)
    found.paused_at = found.paused_at or clock.now()
    found.save(update_fields=["paused_at"])
    return found


@transaction.atomic
def resume_programme(*, by: Actor, seller_id: UUID, programme_id: UUID) -> Programme:
    """Let orders earn again."""
    found = _own(by=by, seller_id=seller_id, programme_id=programme_id)
    found.paused_at = None
    found.save(update_fields=["paused_at"])
    return found


@transaction.atomic
def end_programme(*, by: Actor, seller_id: UUID, programme_id: UUID) -> Programme:
    """End a programme for good; what was ordered before still earns."""
    found = _own(by=by, seller_id=seller_id, programme_id=programme_id)
    found.ends_at = max(clock.now(), found.starts_at)
    found.save(update_fields=["ends_at"])
    return found


def _stand_alone(seller_id: UUID) -> None:
    """Let a seller's programmes be opened one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"market.programmes:{seller_id}"])


def _own(*, by: Actor, seller_id: UUID, programme_id: UUID) -> Programme:
    """Lock a programme of a seller that has not ended."""
    demand_role(by=by, organisation_id=seller_id, least=Role.MANAGER)
    found = Programme.objects.select_for_update().filter(id=programme_id, seller_id=seller_id).first()
    if found is None:
        raise errors.ProgrammeNotFound
    if found.is_over:
        raise errors.ProgrammeOver
    return found


def _demand_sound(terms: Terms, begins: datetime) -> None:
    is_budget_sound = terms.budget is None or 0 < terms.budget <= BUDGET_MAX
    is_end_sound = terms.ends_at is None or terms.ends_at > begins
    is_sound = 0 < terms.commission_bp <= COMMISSION_MAX_BP and 0 < terms.window_days <= WINDOW_DAYS_MAX
    if not (is_sound and is_budget_sound and is_end_sound):
        raise errors.ProgrammeWrong
