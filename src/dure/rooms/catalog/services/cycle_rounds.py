"""Opening, closing and copying order cycles: some statements for a whole cycle, however many goods it has."""

from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from dure.events.catalog import CycleClosed, CycleCopied, CycleOpened
from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.numbers import SEQUENCER
from dure.kernel.outbox import announce
from dure.kernel.quantity import UNITS, Kind
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Cycle, CycleStatus, Round, Supply
from dure.rooms.catalog.services.cycles import CyclePlan, check_plan, fee_columns
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.merchants.queries.merchants import approved_among

GOODS: Final = """
    FROM catalog_round AS round
    JOIN catalog_cycle AS cycle ON cycle.id = round.cycle_id
    JOIN catalog_supply AS supply ON supply.cycle_id = cycle.id AND supply.producer_id = ANY (%(producers)s)
    JOIN catalog_supplyitem AS item ON item.supply_id = supply.id
    JOIN catalog_variant AS variant ON variant.id = item.variant_id
    JOIN catalog_product AS product ON product.id = variant.product_id AND product.status <> 'withdrawn'
    CROSS JOIN LATERAL (
        SELECT CASE WHEN variant.unit = ANY (%(weights)s) THEN variant.base ELSE 0 END AS mg
    ) AS weight
    JOIN catalog_level AS level ON level.cell_id = item.cell_id AND level.level_id = item.level_id
        AND (level.sell_until IS NULL OR level.sell_until > cycle.opens_at)
    WHERE cycle.id = %(cycle)s AND round.agreed_at IS NOT NULL AND supply.answered_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM catalog_omission AS omission
            WHERE omission.round_id = round.id AND omission.item_id = item.id)
"""
"""Every good of a cycle for every hub it goes to: answered supplies of approved producers, agreed rounds."""

WEIGHTS: Final = [unit.code for unit in UNITS.values() if unit.kind is Kind.MASS]
COUNT: Final = f"SELECT count(*) {GOODS}"
OFFER: Final = f"""
WITH goods AS (
    SELECT row_number() OVER (ORDER BY round.id, item.level_id) AS place, item.cell_id, item.level_id, item.variant_id,
        variant.product_id, supply.producer_id, round.id AS round_id, cycle.currency, cycle.opens_at, cycle.closes_at,
        item.price
        + (item.price * supply.fee_bp + 5000) / 10000 + (supply.fee_kg * weight.mg + 500000) / 1000000
        + (item.price * cycle.fee_bp + 5000) / 10000 + (cycle.fee_kg * weight.mg + 500000) / 1000000
        + (item.price * round.fee_bp + 5000) / 10000 + (round.fee_kg * weight.mg + 500000) / 1000000
        + supply.fee_each + cycle.fee_each + round.fee_each AS price
    {GOODS}
)
INSERT INTO catalog_offer (cell_id, offer_id, organisation_id, product_id, variant_id, level_id, channel, price,
    currency, status, is_public, opens_at, closes_at, per_buyer_limit, cycle_id, version, changed_at)
SELECT goods.cell_id, number.value, goods.producer_id, goods.product_id, goods.variant_id, goods.level_id, 'hub',
    goods.price, goods.currency, 'open', true, goods.opens_at, goods.closes_at, NULL, goods.round_id, 1, %(now)s
FROM goods JOIN unnest(%(numbers)s::bigint[]) WITH ORDINALITY AS number (value, place) ON number.place = goods.place
"""  # noqa: S608  our own words
END: Final = """
UPDATE catalog_offer SET status = 'ended', version = version + 1, changed_at = %(now)s
WHERE cell_id = %(cell)s AND channel = 'hub' AND cycle_id = ANY (%(rounds)s) AND status <> 'ended'
"""
COPY: Final = (
    """
    INSERT INTO catalog_supply (cycle_id, producer_id, asked_at, answered_at, fee_bp, fee_each, fee_kg)
    SELECT %(new)s, producer_id, %(now)s, answered_at, fee_bp, fee_each, fee_kg
    FROM catalog_supply WHERE cycle_id = %(old)s
    """,
    """
    INSERT INTO catalog_supplyitem (supply_id, cell_id, level_id, variant_id, price)
    SELECT fresh.id, item.cell_id, item.level_id, item.variant_id, item.price
    FROM catalog_supply AS old
    JOIN catalog_supplyitem AS item ON item.supply_id = old.id
    JOIN catalog_supply AS fresh ON fresh.cycle_id = %(new)s AND fresh.producer_id = old.producer_id
    WHERE old.cycle_id = %(old)s
    """,
    """
    INSERT INTO catalog_round (cycle_id, hub_id, pickup_from, pickup_until, agreed_at, fee_bp, fee_each, fee_kg,
        fee_order)
    SELECT %(new)s, round.hub_id, round.pickup_from + %(later)s, round.pickup_until + %(later)s, round.agreed_at,
        round.fee_bp, round.fee_each, round.fee_kg, round.fee_order
    FROM catalog_round AS round JOIN dispatch_hub AS hub ON hub.id = round.hub_id AND hub.closed_at IS NULL
    WHERE round.cycle_id = %(old)s
    """,
    """
    INSERT INTO catalog_omission (round_id, item_id)
    SELECT fresh_round.id, fresh_item.id
    FROM catalog_round AS old_round
    JOIN catalog_omission AS omission ON omission.round_id = old_round.id
    JOIN catalog_supplyitem AS old_item ON old_item.id = omission.item_id
    JOIN catalog_supply AS old ON old.id = old_item.supply_id
    JOIN catalog_supply AS fresh ON fresh.cycle_id = %(new)s AND fresh.producer_id = old.producer_id
    JOIN catalog_supplyitem AS fresh_item ON fresh_item.supply_id = fresh.id AND fresh_item.level_id = old_item.level_id
    JOIN catalog_round AS fresh_round ON fresh_round.cycle_id = %(new)s AND fresh_round.hub_id = old_round.hub_id
    WHERE old_round.cycle_id = %(old)s
    """,
)
"""Supplies, goods, rounds and omissions of one cycle again for another."""


@transaction.atomic
def open_cycle(*, by: Actor, organisation_id: UUID, cycle_id: UUID) -> Cycle:
    """Offer every good of a cycle at each of its hubs, within the cycle's window; opened twice, it is opened once.

    CycleEmpty when there would be nothing to buy, CycleOver when the time for orders has passed.
    """
    cycle = _own_cycle(by, organisation_id, cycle_id)
    if cycle.status == CycleStatus.OPEN:
        return cycle
    if cycle.status == CycleStatus.CLOSED or cycle.closes_at <= clock.now():
        raise errors.CycleOver
    count = _make_offers(cycle)
    if not count:
        raise errors.CycleEmpty
    cycle.status, cycle.opened_at = CycleStatus.OPEN, clock.now()
    cycle.save(update_fields=["status", "opened_at"])
    announce(
        CycleOpened(
            cycle_id=str(cycle.id), organisation_id=str(cycle.organisation_id), offer_count=count,
            round_ids=tuple(str(each) for each in _rounds(cycle)),
        )
    )  # fmt: skip
    return cycle


@transaction.atomic
def close_cycle(*, by: Actor, organisation_id: UUID, cycle_id: UUID) -> Cycle:
    """End every offer of a cycle; what was ordered stays ordered. Closed twice, it is closed once."""
    cycle = _own_cycle(by, organisation_id, cycle_id)
    if cycle.status == CycleStatus.CLOSED:
        return cycle
    rounds = _rounds(cycle)
    with connection.cursor() as cursor:
        cursor.execute(END, {"cell": HOME_CELL, "rounds": rounds, "now": clock.now()})
    cycle.status, cycle.closed_at = CycleStatus.CLOSED, clock.now()
    cycle.save(update_fields=["status", "closed_at"])
    announce(
        CycleClosed(
            cycle_id=str(cycle.id), organisation_id=str(cycle.organisation_id),
            round_ids=tuple(str(each) for each in rounds),
        )
    )  # fmt: skip
    return cycle


def close_what_is_over() -> int:
    """Close every open cycle whose time for orders has passed, each in a transaction; return how many."""
    over = Cycle.objects.filter(status=CycleStatus.OPEN, closes_at__lte=clock.now()).values_list(
        "id", "organisation_id"
    )
    for cycle_id, organisation_id in list(over):
        close_cycle(by=HOUSE, organisation_id=organisation_id, cycle_id=cycle_id)
    return len(over)


@transaction.atomic
def copy_cycle(*, by: Actor, organisation_id: UUID, cycle_id: UUID, plan: CyclePlan) -> Cycle:
    """Plan a cycle with the producers, goods, prices, hubs and fees of an earlier one; fetching moves by as many days.

    Producers and hubs stand as they answered before and can answer anew until it opens.
    """
    seller = demand_seller(by=by, organisation_id=organisation_id)
    check_plan(plan)
    old = Cycle.objects.filter(id=cycle_id, organisation_id=organisation_id).first()
    if old is None:
        raise errors.CycleUnknown
    made = Cycle.objects.create(
        id=new_id(), organisation_id=organisation_id, name=plan.name.strip(), currency=seller.currency,
        opens_at=plan.opens_at, closes_at=plan.closes_at, copied_from_id=old.id, created_at=clock.now(),
        created_by_id=by.person_id, **fee_columns(plan.fee), fee_order=plan.fee.order,
    )  # fmt: skip
    later = plan.closes_at - old.closes_at
    facts: dict[str, Any] = {"new": made.id, "old": old.id, "now": clock.now(), "later": later}
    with connection.cursor() as cursor:
        for statement in COPY:
            cursor.execute(statement, facts)
    announce(CycleCopied(cycle_id=str(made.id), organisation_id=str(organisation_id)))
    return made


def _make_offers(cycle: Cycle) -> int:
    """Write the offers of a cycle with one statement; return how many."""
    producers = Supply.objects.filter(cycle=cycle, answered_at__isnull=False).values_list("producer_id", flat=True)
    facts: dict[str, Any] = {
        "cycle": cycle.id,
        "producers": list(approved_among(organisation_ids=producers)),
        "now": clock.now(),
        "weights": WEIGHTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)
        (count,) = cursor.fetchone()
        cursor.execute(OFFER, {**facts, "numbers": SEQUENCER.take(count, at=clock.now())})
        return int(cursor.rowcount)


def _own_cycle(by: Actor, organisation_id: UUID, cycle_id: UUID) -> Cycle:
    """Return a coordinator's own cycle, locked; the one who comes second sees what the first has done."""
    demand_seller(by=by, organisation_id=organisation_id)
    found = Cycle.objects.select_for_update().filter(id=cycle_id, organisation_id=organisation_id).first()
    if found is None:
        raise errors.CycleUnknown
    return found


def _rounds(cycle: Cycle) -> list[UUID]:
    return list(Round.objects.filter(cycle=cycle).order_by("id").values_list("id", flat=True))
