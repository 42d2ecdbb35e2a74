"""A seller moves to another cell and back: goods go out there and come in here, and offers are put up anew."""

import pytest

from dure.kernel.errors import NotAllowed
from dure.kernel.http import HOUSE
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.models import Level, Offer, StockMove
from dure.rooms.catalog.services.cells import move_seller
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
THERE = 2


@pytest.fixture
def offer():
    return factories.offer(on_hand=7, price=900, per_buyer_limit=2)


def test_a_seller_moves_there_and_back(offer):
    farm = offer.organisation_id
    [there] = move_seller(by=HOUSE, organisation_id=farm, to_cell=THERE)
    fresh = Offer.objects.get(cell_id=THERE)
    assert (there.on_hand, factories.shelf_of(offer).on_hand, fresh.level_id) == (7, 0, there.level_id)
    assert (fresh.status, fresh.price, fresh.per_buyer_limit, fresh.product_id) == ("open", 900, 2, offer.product_id)
    [back] = move_seller(by=HOUSE, organisation_id=farm, to_cell=HOME_CELL, from_cell=THERE)
    assert (there.cell_id, back.cell_id, back.level_id) == (THERE, HOME_CELL, offer.level_id)
    assert factories.shelf_of(offer).on_hand == 7
    assert [each.status for each in Offer.objects.order_by("offer_id")] == ["ended", "ended", "open"]
    moves = StockMove.objects.filter(reference__startswith="cell:")
    assert sorted(moves.values_list("cell_id", "change", "reference")) == [
        (1, -7, "cell:2"), (1, 7, "cell:2"), (2, -7, "cell:1"), (2, 7, "cell:1"),
    ]  # fmt: skip


def test_nothing_moves_while_anything_is_promised(offer):
    factories.set_shelf(offer.level_id, reserved=1)
    with pytest.raises(errors.FewerThanPromised):
        move_seller(by=HOUSE, organisation_id=offer.organisation_id, to_cell=THERE)
    assert factories.shelf_of(offer).on_hand == 7
    assert not Level.objects.filter(cell_id=THERE).exists()


def test_only_staff_moves_a_seller_only_to_another_cell_and_only_one_who_has_a_shelf(offer):
    farm = offer.organisation_id
    with pytest.raises(NotAllowed):
        move_seller(by=people.actor_of(people.make_person()), organisation_id=farm, to_cell=THERE)
    with pytest.raises(errors.LocationUnknown):
        move_seller(by=HOUSE, organisation_id=farm, to_cell=HOME_CELL)
    with pytest.raises(errors.LevelUnknown):
        move_seller(by=HOUSE, organisation_id=people.make_organisation().id, to_cell=THERE)
    assert factories.shelf_of(offer).on_hand == 7
