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
from dure.rooms.market import errors, factories
from dure.rooms.market.drafts import Means
from dure.rooms.market.models import Order
from dure.rooms.market.queries.checkouts import Wishes, quote
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.placing import place_order
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.sharing import Shares
from dure.rooms.market.tests.bookkeeping import has, nothing_is_held
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.queries.organisations import organisation

DAY = timedelta(days=1)
NO_FEE = Fee()


def seller():
    made = merchants.make_merchant(has_account=False)
    return {"by": merchants.owner_actor(made), "organisation_id": made.pk}


class Week:
    """An open cycle: a coordinator, the hub of another, and farms that bring 5 kg at 10,000 won each."""

    def __init__(self, *, farms=1, fee=NO_FEE, hub_fee=NO_FEE):
        self.coordinator, self.place = seller(), seller()
        self.farms = [seller() for _each in range(farms)]
        plan = CyclePlan(name="Week", opens_at=clock.now() - DAY, closes_at=clock.now() + DAY, fee=fee)
        week = {"cycle_id": plan_cycle(**self.coordinator, plan=plan).id, **self.coordinator}
        self.hub = dispatch.make_hub(organisation=organisation(organisation_id=self.place["organisation_id"]))
        days = {"pickup_from": plan.closes_at + DAY, "pickup_until": plan.closes_at + 2 * DAY}
        self.round = add_hub(**week, hub_id=self.hub.id, **days)
        agree_to_round(**self.place, round_id=self.round.id, fee=hub_fee)
        for farm in self.farms:
            asked = ask_producer(**week, producer_id=farm["organisation_id"])
            level = catalog.level(of=catalog.product(organisation_id=farm["organisation_id"]))
            answer_supply(**farm, supply_id=asked.id, prices={level.level_id: 10_000}, fee=NO_FEE)
        open_cycle(**week)

    @property
    def offers(self):
        return round_goods(round_id=self.round.id).offers

    def earned(self, *parties):
        return [has(chart.earnings(each["organisation_id"])) for each in parties]


def delivered(order, buyer):
    for part in factories.parts_of(order):
        shipping.note_delivered(reference=part.reference, at=clock.now())
        confirm_received(by=people.actor_of(buyer), fulfilment_id=part.id)


@pytest.mark.django_db
def test_everybody_between_gets_the_fee_that_stands_in_the_price(ana):
    week = Week(fee=Fee(500, 0), hub_fee=Fee(0, 300))
    [offer] = week.offers
    assert offer.price.minor == 10_800
    delivered(factories.pay(factories.placed_order(buyer_id=ana.id, lines=lines_of(week, 2))), ana)
    commission = has(chart.commission())
    assert week.earned(*week.farms, week.coordinator, week.place) == [20_000 - commission, 1_000, 600]
    assert commission > 0
    assert nothing_is_held()
    assert examine().holds


def at(hub):
    return factories.receiving(means=Means.HUB, hub_id=hub.id)


def lines_of(week, count):
    return [(catalog.offer_numbered(offer.offer_id), count) for offer in week.offers]


@pytest.mark.django_db
def test_a_fee_for_the_order_is_asked_once_shown_before_paying_and_goes_to_whose_it_is(ana):
    week = Week(farms=2, fee=Fee(0, 0, 0, 1_000), hub_fee=Fee(0, 0, 0, 500))
    wanted = {offer.offer_id: 2 for offer in week.offers}
    purse = quote(wanted=wanted, buyer_id=ana.id, wishes=Wishes(is_collected=True)).purse("KRW")
    assert [(fee.whose, fee.amount.minor) for fee in purse.order_fees] == [
        (week.coordinator["organisation_id"], 1_000), (week.place["organisation_id"], 500),
    ]  # fmt: skip
    assert (purse.bill.goods.minor, purse.bill.order_fee.minor, purse.bill.total.minor) == (40_000, 1_500, 41_500)
    assert sorted(purse.fees.values()) == [1_500]

    order = factories.pay(
        factories.placed_order(buyer_id=ana.id, lines=lines_of(week, 2), to=at(week.hub), fees=purse.fees)
    )
    assert (order.goods, order.delivery, order.total) == (40_000, 1_500, 41_500)
    delivered(order, ana)
    assert week.earned(week.coordinator, week.place) == [1_000, 500]
    assert sum(week.earned(*week.farms)) == 40_000 - has(chart.commission())
    assert has(chart.delivery_costs()) == 0
    assert nothing_is_held()
    assert examine().holds


@pytest.mark.django_db
def test_who_saw_another_fee_for_the_order_is_told_and_orders_nothing(ana):
    week = Week(hub_fee=Fee(0, 0, 0, 500))
    wanted = factories.request(buyer_id=ana.id, lines=lines_of(week, 1), to=at(week.hub))
    with pytest.raises(errors.OrderRefused) as refused:
        place_order(by=people.actor_of(ana), request=wanted)
    assert refused.value.facts["fees"] == {str(week.farms[0]["organisation_id"]): "500"}
    assert not Order.objects.exists()


def test_fees_never_take_more_than_the_seller_has():
    whole = Shares(seller=500, commission=100, delivery=0, funds={})
    first, second = new_id(), new_id()
    shared = whole.with_fees({first: 400, second: 400})
    assert (shared.seller, sorted(shared.between.values()), shared.total) == (0, [100, 400], 600)
