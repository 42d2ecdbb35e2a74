"""What was ordered leaves the basket once, whichever way the order came; what was put in after it stays."""

import pytest

from dure.events.market import OrdersPlaced
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import factories
from dure.rooms.market.models import Basket, BasketLine, Order
from dure.rooms.market.reactions import empty_baskets
from dure.rooms.market.services import baskets
from dure.rooms.market.tests.shops import shop
from dure.rooms.people.factories import actor_of

pytestmark = pytest.mark.django_db


def put(person, offer, quantity=1):
    baskets.put_in(by=actor_of(person), basket_id=None, offer_id=offer.offer_id, quantity=quantity)


def ordered(person, *lines) -> Order:
    """Place an order past the basket, as the gate does."""
    return factories.placed_order(buyer_id=person.id, lines=lines)


def hear(*orders: Order) -> None:
    empty_baskets(
        OrdersPlaced(
            cell_id=HOME_CELL,
            order_ids=tuple(str(order.order_id) for order in orders),
            buyer_ids=tuple(str(order.buyer_id) for order in orders),
            totals=tuple(order.total for order in orders),
            currencies=tuple(order.currency for order in orders),
        )
    )


def kept(person) -> dict[int, int]:
    return dict(BasketLine.objects.filter(basket__buyer_id=person.id).values_list("offer_id", "quantity"))


def test_what_was_ordered_leaves_the_baskets_of_a_batch_and_the_rest_stays(ana, bo, frozen_time):
    place = shop()
    apples, pears = place.offer(), place.offer()
    for person in (ana, bo):
        put(person, apples, 2)
        put(person, pears)
    baskets.remember_choices(by=actor_of(ana), basket_id=None, choices={"means": "home"})
    frozen_time.tick(seconds=5)

    hear(ordered(ana, (apples, 2)), ordered(bo, (apples, 2), (pears, 1)))

    assert (kept(ana), kept(bo)) == ({pears.offer_id: 1}, {})
    assert Basket.objects.get(buyer=ana).choices == {}


def test_heard_again_it_takes_nothing_more(ana, frozen_time):
    apples = shop().offer()
    put(ana, apples, 2)
    frozen_time.tick(seconds=5)
    order = ordered(ana, (apples, 2))
    frozen_time.tick(seconds=5)
    put(ana, apples)  # one more of the same, before the news of the order came

    hear(order)
    assert kept(ana) == {apples.offer_id: 1}
    hear(order)
    assert kept(ana) == {apples.offer_id: 1}


def test_what_was_put_in_after_the_order_stays(ana, frozen_time):
    place = shop()
    apples, pears = place.offer(), place.offer()
    order = ordered(ana, (apples, 2))
    frozen_time.tick(seconds=5)
    put(ana, apples, 2)
    put(ana, pears)

    hear(order)

    assert kept(ana) == {apples.offer_id: 2, pears.offer_id: 1}


def test_an_order_of_somebody_without_a_basket_changes_nothing(ana, bo, frozen_time):
    apples = shop().offer()
    put(bo, apples)
    frozen_time.tick(seconds=5)

    hear(ordered(ana, (apples, 1)))

    assert kept(bo) == {apples.offer_id: 1}


def test_many_orders_are_settled_in_a_few_queries(ana, frozen_time, django_assert_max_num_queries):
    apples = shop().offer(on_hand=100)
    put(ana, apples)
    frozen_time.tick(seconds=5)
    orders = [ordered(ana, (apples, 1)) for _each in range(20)]

    with django_assert_max_num_queries(10):
        hear(*orders)

    assert kept(ana) == {}
