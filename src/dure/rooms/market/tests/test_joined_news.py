"""Facts about orders, told together."""

import pytest

from dure.events.market import OrdersPaid
from dure.kernel.ids import new_id
from dure.kernel.reactions import REACTIONS, handle_together
from dure.rooms.dispatch.factories import shipments
from dure.rooms.market import factories
from dure.rooms.market.joined_news import ORDERS_MAX, joined


def fact(*order_ids: int, cell_id: int = 1) -> OrdersPaid:
    return OrdersPaid(
        cell_id=cell_id,
        order_ids=tuple(map(str, order_ids)),
        buyer_ids=tuple(f"buyer {each}" for each in order_ids),
        totals=tuple(order_ids),
        currencies=("KRW",) * len(order_ids),
    )


def test_facts_of_a_cell_become_one_and_nothing_is_lost():
    assert joined([fact(1, 2), fact(9, cell_id=2), fact(3)]) == [fact(1, 2, 3), fact(9, cell_id=2)]
    assert joined([]) == []


def test_a_fact_stays_small_enough_for_one_transaction():
    many = fact(*range(ORDERS_MAX - 1))
    assert joined([many, fact(500), fact(501), fact(502)]) == [
        fact(*range(ORDERS_MAX - 1), 500),
        fact(501, 502),
    ]


@pytest.mark.django_db
def test_orders_paid_one_by_one_are_begun_together_and_once(ana):
    offer = factories.offer(on_hand=10)
    orders = [factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)]) for _each in range(3)]
    factories.settle(*orders)
    told = [(new_id(), {**vars(fact(order.order_id)), "buyer_ids": [str(ana.id)]}) for order in orders]
    begin = REACTIONS["market.let_sellers_begin"]
    assert handle_together(reaction=begin, facts=told[:2]) == 2
    assert handle_together(reaction=begin, facts=told) == 1
    assert len(shipments()) == 3
