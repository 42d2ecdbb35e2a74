"""A seller moves to another cell while people order from him: every piece is in one cell, and every order stands."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections

from dure.kernel.errors import NotAllowed
from dure.kernel.http import HOUSE
from dure.rooms.catalog import errors as catalog_errors
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.models import Level, Offer, OfferStatus, StockMove
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
    return list(Level.objects.filter(organisation_id=farm.id, cell_id=cell_id).values_list("on_hand", flat=True))


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
            Offer.objects.filter(cell_id=HOME_CELL, offer_id=offer.offer_id).update(status=OfferStatus.PAUSED)
            while catalog.shelf_of(offer).reserved:  # who was at it just then is placed a moment later
                for order in Order.objects.filter(status=Order.Status.PLACED):
                    orders.cancel_order(by=HOUSE, order_id=order.order_id, why="moves")
            move_seller(by=HOUSE, organisation_id=farm.id, to_cell=THERE)
        finally:
            stopping.set()
        answers = {answer for each in busy for answer in each.result(timeout=60)}
    assert answers == {Answer.PLACED, Answer.REFUSED}
    assert (sorted(on_hand(farm, HOME_CELL)), sorted(on_hand(farm, THERE))) == ([0, 0], [7, BOXES])
    fresh = Offer.objects.get(cell_id=THERE, price=900)
    assert (fresh.status, fresh.organisation_id) == (OfferStatus.PAUSED, farm.id)
    Offer.objects.filter(cell_id=THERE, offer_id=fresh.offer_id).update(status=OfferStatus.OPEN)
    placed = factories.placed_order(buyer_id=buyers[0], lines=[(fresh, 3)], cell_id=THERE)
    assert (placed.cell_id, placed.goods) == (THERE, 2_700)
    assert everything_fits()


@pytest.mark.django_db
def test_a_seller_moves_there_and_back():
    farm = factories.seller()
    offer = factories.offer(organisation_id=farm.id, on_hand=7, price=900)
    [there] = move_seller(by=HOUSE, organisation_id=farm.id, to_cell=THERE)
    [back] = move_seller(by=HOUSE, organisation_id=farm.id, to_cell=HOME_CELL, from_cell=THERE)
    assert (there.cell_id, back.cell_id, back.level_id) == (THERE, HOME_CELL, offer.level_id)
    assert catalog.shelf_of(offer).on_hand == 7
    assert [each.status for each in Offer.objects.order_by("offer_id")] == ["ended", "ended", "open"]
    changes = StockMove.objects.filter(level_id__in=[there.level_id, back.level_id]).values_list("change", "reference")
    assert sorted(changes)[:2] == [(-7, "cell:1"), (-7, "cell:2")]
    assert everything_fits()


@pytest.mark.django_db
def test_only_staff_moves_a_seller_and_only_to_another_cell():
    farm = factories.seller()
    factories.offer(organisation_id=farm.id, on_hand=7)
    with pytest.raises(NotAllowed):
        move_seller(by=people.actor_of(people.make_person()), organisation_id=farm.id, to_cell=THERE)
    with pytest.raises(catalog_errors.LocationUnknown):
        move_seller(by=HOUSE, organisation_id=farm.id, to_cell=HOME_CELL)
    with pytest.raises(catalog_errors.LevelUnknown):
        move_seller(by=HOUSE, organisation_id=factories.seller().id, to_cell=THERE)
    assert on_hand(farm, HOME_CELL) == [7]
