"""Sixty-four people want the last thirty boxes at once. What counts is what lies in the database afterwards."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore

import pytest
from django.db import connections
from django.db.models import Sum

from dure.kernel.models import OutboxMessage
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger import factories as ledger
from dure.rooms.ledger.queries import accounts
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer
from dure.rooms.market.models import Order, OrderLine
from dure.rooms.market.services.intake import place_orders
from dure.rooms.people import factories as people

BUYERS, BOXES = 64, 30
CONNECTIONS_MAX = 40
"""The engine of the tests takes sixty; a house's pool would hold the others back as this does."""


def at_once(requests):
    """Place each request from a thread and connection of its own, all in the same moment."""
    gate, pool_size = Barrier(len(requests)), BoundedSemaphore(CONNECTIONS_MAX)

    def place(request):
        gate.wait(timeout=30)
        with pool_size:
            try:
                return place_orders(requests=[request])[0]
            finally:
                connections.close_all()

    with ThreadPoolExecutor(max_workers=len(requests)) as pool:
        return list(pool.map(place, requests))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixty_four_buyers_get_the_last_thirty_boxes():
    offer = factories.offer(on_hand=BOXES, price=12_000)
    buyers = [people.make_person().id for _ in range(8)]
    asked = [factories.request(buyer_id=buyers[n % 8], lines=[(offer, 1)]) for n in range(BUYERS)]

    outcomes = at_once(asked)

    placed = {outcome.order_id for outcome in outcomes if outcome.answer is Answer.PLACED}
    level = catalog.shelf_of(offer)
    assert len(placed) == BOXES
    assert (level.on_hand, level.reserved) == (BOXES, BOXES)
    assert set(Order.objects.values_list("order_id", flat=True)) == placed
    assert set(OrderLine.objects.values_list("order_id", flat=True)) == placed
    assert OrderLine.objects.aggregate(sold=Sum("quantity"))["sold"] == BOXES
    assert {entry.reference for entry in ledger.entries_about()} == {f"order:{order_id}" for order_id in placed}
    assert accounts.balance(account=chart.orders_due(), unit="KRW") == -BOXES * 12_000
    assert accounts.balance(account=chart.held_for_orders(), unit="KRW") == 0
    told = OutboxMessage.objects.filter(subject="market.orders_placed").values_list("payload", flat=True)
    assert {int(number) for news in told for number in news["order_ids"]} == placed
    losers = [outcome for outcome in outcomes if outcome.answer is not Answer.PLACED]
    assert {(outcome.answer, outcome.lines[0].left) for outcome in losers} == {(Answer.REFUSED, 0)}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_key_sent_from_many_connections_at_once_places_one_order():
    first, second = factories.offer(on_hand=9), factories.offer(on_hand=9)
    buyer = people.make_person().id
    asked = factories.request(buyer_id=buyer, lines=[(first, 1), (second, 1)])

    outcomes = at_once([asked] * 12)

    assert len({outcome.order_id for outcome in outcomes}) == 1
    assert sorted(outcome.answer for outcome in outcomes) == [Answer.PLACED] + [Answer.REPLAYED] * 11
    assert Order.objects.count() == 1
    assert catalog.reserved_count() == 2
