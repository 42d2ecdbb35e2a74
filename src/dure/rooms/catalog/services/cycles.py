"""Preparing order cycles: the coordinator asks producers and hubs, and each answers for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.cycle_prices import WHOLE_BP, Fee
from dure.rooms.catalog.drafts import PRICE_MAX
from dure.rooms.catalog.models import Cycle, CycleStatus, Level, Omission, Round, Supply, SupplyItem
from dure.rooms.catalog.models.cycles import MONEY_MAX
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.dispatch.queries.hubs import open_hub
from dure.rooms.inbox.services.notifications import notify_organisation
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

NAME_LENGTH_MAX = 80
NO_FEE: Final = Fee()


@dataclass(frozen=True, kw_only=True)
class CyclePlan:
    """What a cycle is called, when orders are taken, and what the coordinator adds."""

    name: str
    opens_at: datetime
    closes_at: datetime
    fee: Fee = NO_FEE


@transaction.atomic
def plan_cycle(*, by: Actor, organisation_id: UUID, plan: CyclePlan) -> Cycle:
    """Begin a cycle that the organisation coordinates; nothing is for sale before it is opened."""
    seller = demand_seller(by=by, organisation_id=organisation_id)
    check_plan(plan)
    return Cycle.objects.create(
        organisation_id=organisation_id, name=plan.name.strip(), currency=seller.currency, opens_at=plan.opens_at,
        closes_at=plan.closes_at, created_at=clock.now(), created_by_id=by.person_id, **fee_columns(plan.fee),
        fee_order=plan.fee.order,
    )  # fmt: skip


@transaction.atomic
def ask_producer(*, by: Actor, organisation_id: UUID, cycle_id: UUID, producer_id: UUID) -> Supply:
    """Ask a seller to bring goods into a cycle; asked again, return what was asked. SellingNotBegun for no seller."""
    cycle = planned_cycle(by=by, organisation_id=organisation_id, cycle_id=cycle_id)
    if find(organisation_id=producer_id) is None:
        raise errors.SellingNotBegun
    supply, is_new = Supply.objects.get_or_create(
        cycle=cycle, producer_id=producer_id, defaults={"asked_at": clock.now()}
    )  # fmt: skip
    if is_new and producer_id != organisation_id:
        title = format_lazy(_("{name}: what would you bring to this order cycle?"), name=cycle.name)
        _tell(producer_id, title, f"supply:{supply.id}")
    return supply


@transaction.atomic
def answer_supply(
    *, by: Actor, organisation_id: UUID, supply_id: UUID, prices: Mapping[int, int], fee: Fee
) -> Supply:  # fmt: skip
    """Say what a producer brings: level to price (minor units), and what is added for packing; none declines.

    Until the cycle opens it can be said anew; what is left out is taken out of the cycle.
    """
    seller = demand_seller(by=by, organisation_id=organisation_id)
    supply = Supply.objects.select_related("cycle").filter(id=supply_id, producer_id=organisation_id).first()
    if supply is None:
        raise errors.CycleUnknown
    _locked_plan(cycle_id=supply.cycle_id)
    check_fee(fee)
    if any(not 0 < price <= PRICE_MAX for price in prices.values()) or seller.currency != supply.cycle.currency:
        raise errors.PriceWrong
    levels = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, level_id__in=prices)
    variants = dict(levels.values_list("level_id", "variant_id"))
    if variants.keys() != prices.keys():
        raise errors.LevelUnknown
    _write_items(supply, prices, variants)
    supply.fee_bp, supply.fee_each, supply.fee_kg = fee.basis_points, fee.each, fee.each_kg
    supply.answered_at = clock.now()
    supply.save(update_fields=["fee_bp", "fee_each", "fee_kg", "answered_at"])
    return supply


@transaction.atomic
def add_hub(
    *, by: Actor, organisation_id: UUID, cycle_id: UUID, hub_id: UUID, pickup_from: datetime, pickup_until: datetime
) -> Round:  # fmt: skip
    """Bring a cycle's goods to a hub, to be fetched there from then until then; another's hub is asked first."""
    cycle = planned_cycle(by=by, organisation_id=organisation_id, cycle_id=cycle_id)
    hub = open_hub(hub_id=hub_id)
    if pickup_until <= pickup_from or pickup_from < cycle.closes_at:
        raise errors.DatesWrong
    is_own = hub.organisation_id == organisation_id
    made, is_new = Round.objects.update_or_create(
        cycle=cycle, hub=hub,
        defaults={"pickup_from": pickup_from, "pickup_until": pickup_until},
        create_defaults={
            "pickup_from": pickup_from, "pickup_until": pickup_until, "agreed_at": clock.now() if is_own else None,
        },
    )  # fmt: skip
    if is_new and not is_own:
        title = format_lazy(_("{name}: may its goods be fetched at your hub?"), name=cycle.name)
        _tell(hub.organisation_id, title, f"round:{made.id}")
    return made


@transaction.atomic
def agree_to_round(*, by: Actor, organisation_id: UUID, round_id: UUID, fee: Fee) -> Round:
    """Agree, as the hub's organisation, that goods of a cycle are fetched there, for a fee on each piece."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = Round.objects.filter(id=round_id, hub__organisation_id=organisation_id).first()
    if found is None:
        raise errors.CycleUnknown
    _locked_plan(cycle_id=found.cycle_id)
    check_fee(fee)
    found.fee_bp, found.fee_each, found.fee_kg = fee.basis_points, fee.each, fee.each_kg
    found.fee_order, found.agreed_at = fee.order, clock.now()
    found.save(update_fields=["fee_bp", "fee_each", "fee_kg", "fee_order", "agreed_at"])
    return found


@transaction.atomic
def leave_out(
    *, by: Actor, organisation_id: UUID, cycle_id: UUID, supply_id: UUID, left_out: Sequence[tuple[UUID, UUID]]
) -> int:  # fmt: skip
    """Say which goods of one producer do not go to which hubs (round, item); all others do. Return how many do not."""
    planned_cycle(by=by, organisation_id=organisation_id, cycle_id=cycle_id)
    items = set(SupplyItem.objects.filter(supply_id=supply_id, supply__cycle_id=cycle_id).values_list("id", flat=True))
    rounds = set(Round.objects.filter(cycle_id=cycle_id).values_list("id", flat=True))
    wanted = {(round_id, item_id) for round_id, item_id in left_out if round_id in rounds and item_id in items}
    if len(wanted) != len(set(left_out)):
        raise errors.CycleUnknown
    Omission.objects.filter(item_id__in=items, round_id__in=rounds).delete()
    Omission.objects.bulk_create(Omission(round_id=round_id, item_id=item_id) for round_id, item_id in sorted(wanted))
    return len(wanted)


def planned_cycle(*, by: Actor, organisation_id: UUID, cycle_id: UUID) -> Cycle:
    """Return a coordinator's own cycle, locked and still being prepared; inside a verb only."""
    demand_seller(by=by, organisation_id=organisation_id)
    if not Cycle.objects.filter(id=cycle_id, organisation_id=organisation_id).exists():
        raise errors.CycleUnknown
    return _locked_plan(cycle_id=cycle_id)


@transaction.atomic(savepoint=False)
def _locked_plan(*, cycle_id: UUID) -> Cycle:
    """Return a cycle, locked; CycleNotPlanned when it was opened before. Inside a verb only."""
    cycle = Cycle.objects.select_for_update().get(id=cycle_id)
    if cycle.status != CycleStatus.PLANNED:
        raise errors.CycleNotPlanned
    return cycle


def check_plan(plan: CyclePlan) -> None:
    """Refuse a cycle without a name, that closes before it opens or is over, or with an absurd fee."""
    if not 0 < len(plan.name.strip()) <= NAME_LENGTH_MAX:
        raise errors.NameTaken
    if plan.closes_at <= plan.opens_at or plan.closes_at <= clock.now():
        raise errors.DatesWrong
    check_fee(plan.fee)


def check_fee(fee: Fee) -> None:
    """Refuse a fee below nothing, above the price itself, or absurdly high."""
    sums = (fee.each, fee.each_kg, fee.order)
    if not (0 <= fee.basis_points <= WHOLE_BP and all(0 <= each <= MONEY_MAX for each in sums)):
        raise errors.PriceWrong


def fee_columns(fee: Fee) -> dict[str, int]:
    """Return a fee on pieces as a row keeps it."""
    return {"fee_bp": fee.basis_points, "fee_each": fee.each, "fee_kg": fee.each_kg}


def _write_items(supply: Supply, prices: Mapping[int, int], variants: Mapping[int, UUID]) -> None:
    """Have exactly these goods in a supply, those known before under their old ids."""
    gone = SupplyItem.objects.filter(supply=supply).exclude(level_id__in=prices)
    Omission.objects.filter(item__in=gone).delete()
    gone.delete()
    SupplyItem.objects.bulk_create(
        [
            SupplyItem(
                supply=supply, cell_id=HOME_CELL, level_id=level_id, variant_id=variants[level_id], price=price
            )
            for level_id, price in sorted(prices.items())
        ],
        update_conflicts=True, unique_fields=["supply", "level_id"], update_fields=["price"],
    )  # fmt: skip


def _tell(organisation_id: UUID, title: Promise | str, key: str) -> None:
    """Tell an organisation that a cycle waits for its answer."""
    notify_organisation(
        organisation_id=organisation_id, topic="sales", title=title,
        link=f"/catalog/{organisation_id}/cycles/", key=f"cycle:{key}",
    )  # fmt: skip
