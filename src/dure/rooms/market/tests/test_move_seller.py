"""A seller moves to another cell while people order from him: every piece is in one cell, and every order stands."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections

from dure.kernel.http import HOUSE
from dure.rooms.catalog import errors as catalog_errors
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.services.cells import move_seller
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer
from dure.rooms.market.models import Order
from dure.rooms.market.queries import proofs
from dure.rooms.market.services import intake, orders
from dure.rooms.people import factories as people

THERE = 2
BUYERS, BOXES = 4, 500


def buys(offer, buyer_id, stopping):
    """Order one box after another until told to stop; return the answers."""
    answers = []
    try:
        while not stopping.is_set():
            [outcome] = intake.place_orders(requests=[factories.request(buyer_id=buyer_id, lines=[(offer, 1)])])
            answers.append(outcome.answer)
    finally:
        connections.close_all()
    return answers


def on_hand(farm, cell_id):
    return list(
        catalog.Level.objects.filter(organisation_id=farm.id, cell_id=cell_id).values_list("on_hand", flat=True)
    )


def everything_fits():
    return proofs.examine(ranges=proofs.ranges_of_everything(), found=proofs.Findings()).problems == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_seller_moves_while_people_order():
    farm = factories.seller()
    offer = factories.offer(organisation_id=farm.id, on_hand=BOXES, price=900, per_buyer_limit=None)
    factories.offer(organisation_id=farm.id, on_hand=7)
    buyers, stopping = [people.make_person().id for _ in range(BUYERS)], Event()
    with ThreadPoolExecutor(BUYERS) as pool:
        busy = [pool.submit(buys, offer, buyer, stopping) for buyer in buyers]
        try:
            while Order.objects.count() < 2 * BUYERS:
                pass
            with pytest.raises(catalog_errors.FewerThanPromised):
                move_seller(by=HOUSE, organisation_id=farm.id, to_cell=THERE)
            assert on_hand(farm, THERE) == []
            catalog.Offer.objects.filter(cell_id=HOME_CELL, offer_id=offer.offer_id).update(status="paused")
            while catalog.shelf_of(offer).reserved:  # who was at it just then is placed a moment later
                for order in Order.objects.filter(status=Order.Status.PLACED):
                    orders.cancel_order(by=HOUSE, order_id=order.order_id, why="moves")
            move_seller(by=HOUSE, organisation_id=farm.id, to_cell=THERE)
        finally:
            stopping.set()
        answers = {answer for each in busy for answer in each.result(timeout=60)}
    assert answers == {Answer.PLACED, Answer.REFUSED}
    assert (sorted(on_hand(farm, HOME_CELL)), sorted(on_hand(farm, THERE))) == ([0, 0], [7, BOXES])
    fresh = catalog.Offer.objects.get(cell_id=THERE, price=900)
    assert (fresh.status, fresh.organisation_id) == ("paused", farm.id)
    catalog.Offer.objects.filter(cell_id=THERE, offer_id=fresh.offer_id).update(status="open")
    placed = factories.placed_order(buyer_id=buyers[0], lines=[(fresh, 3)], cell_id=THERE)
    assert (placed.cell_id, placed.goods) == (THERE, 2_700)
    assert everything_fits()
