"""The demo world's order cycle for its hub, and the counter of its farm; all of it invented."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.queries.cycles import SupplyRow, supply_rows
from dure.rooms.catalog.services.cycle_rounds import open_cycle
from dure.rooms.catalog.services.cycles import CyclePlan, add_hub, answer_supply, ask_producer, plan_cycle
from dure.rooms.catalog.services.offers import make_offer
from dure.rooms.dispatch.queries.hubs import hubs_of

DAY = timedelta(days=1)
GOODS = 6
PRICES = (6_000, 9_000, 12_000, 7_500, 5_000, 15_000)


def open_demo_cycle(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Open an order cycle of Dawn Field for its own hub, and offer the same goods at its counter."""
    own: dict[str, Any] = {"by": Actor(person_id=people["bo"]), "organisation_id": groups["field"]}
    now = clock.now()
    plan = CyclePlan(
        name="이번 주 함께 장보기", opens_at=now - DAY, closes_at=now + 5 * DAY, fee=Fee(basis_points=300, order=1_000)
    )
    cycle = plan_cycle(**own, plan=plan)
    week: dict[str, Any] = {**own, "cycle_id": cycle.id}
    [hub] = hubs_of(organisation_id=groups["field"])[:1]
    add_hub(**week, hub_id=hub.id, pickup_from=now + 6 * DAY, pickup_until=now + 7 * DAY)
    supply = ask_producer(**week, producer_id=groups["field"])
    rows = supply_rows(supply=supply)[:GOODS]
    prices = {row.level.level_id: price for row, price in zip(rows, PRICES, strict=False)}
    answer_supply(**own, supply_id=supply.id, prices=prices, fee=Fee())
    open_cycle(**week)
    _fill_the_counter(rows, own)


def _fill_the_counter(rows: list[SupplyRow], own: dict[str, Any]) -> None:
    """Offer goods at the counter too, from the same shelf."""
    for row, price in zip(rows, PRICES, strict=False):
        terms = Terms(price=Money(price, "KRW"))
        make_offer(**own, level_id=row.level.level_id, channel="street", terms=terms)
