"""Orders of an order cycle: producer, coordinator and hub each have their part when the money is released."""

from datetime import timedelta

import pytest

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.queries.cycles import round_goods
from dure.rooms.catalog.services.cycle_rounds import open_cycle
from dure.rooms.catalog.services.cycles import (
    CyclePlan,
    add_hub,
    agree_to_round,
    answer_supply,
    ask_producer,
    plan_cycle,
)
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.ledger import chart
from dure.rooms.market import factories
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.sharing import Shares
from dure.rooms.market.tests.bookkeeping import has, nothing_is_held
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.queries.organisations import organisation

DAY = timedelta(days=1)


def seller():
    made = merchants.make_merchant(has_account=False)
    return {"by": merchants.owner_actor(made), "organisation_id": made.pk}


@pytest.mark.django_db
def test_everybody_between_gets_the_fee_that_stands_in_the_price(ana):
    coordinator, farm, place = seller(), seller(), seller()
    plan = CyclePlan(name="Week", opens_at=clock.now() - DAY, closes_at=clock.now() + DAY, fee=Fee(500, 0))
    cycle = plan_cycle(**coordinator, plan=plan)
    hub = dispatch.make_hub(organisation=organisation(organisation_id=place["organisation_id"]))
    week = {"cycle_id": cycle.id, **coordinator}
    round_ = add_hub(**week, hub_id=hub.id, pickup_from=plan.closes_at + DAY, pickup_until=plan.closes_at + 2 * DAY)
    agree_to_round(**place, round_id=round_.id, fee=Fee(0, 300))
    asked = ask_producer(**week, producer_id=farm["organisation_id"])
    level = catalog.level(of=catalog.product(organisation_id=farm["organisation_id"]))
    answer_supply(**farm, supply_id=asked.id, prices={level.level_id: 10_000}, fee=Fee())
    open_cycle(**week)

    [offer] = round_goods(round_id=round_.id).offers
    assert offer.price.minor == 10_800
    order = factories.pay(factories.placed_order(buyer_id=ana.id, lines=[(catalog.offer_numbered(offer.offer_id), 2)]))
    [part] = factories.parts_of(order)
    shipping.note_delivered(reference=part.reference, at=clock.now())
    confirm_received(by=people.actor_of(ana), fulfilment_id=part.id)

    commission = has(chart.commission())
    earned = [has(chart.earnings(each["organisation_id"])) for each in (farm, coordinator, place)]
    assert earned == [20_000 - commission, 1_000, 600]
    assert commission > 0
    assert nothing_is_held()
    assert examine().holds


def test_fees_never_take_more_than_the_seller_has():
    whole = Shares(seller=500, commission=100, delivery=0, funds={})
    first, second = new_id(), new_id()
    shared = whole.with_fees({first: 400, second: 400})
    assert (shared.seller, sorted(shared.between.values()), shared.total) == (0, [100, 400], 600)
