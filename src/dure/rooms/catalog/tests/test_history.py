"""A history's goods stand on the shelf once, with an offer for each price."""

import pytest

from dure.rooms.catalog import factories
from dure.rooms.catalog.models import Level, Offer, StockMove
from dure.rooms.catalog.services.history import Good, shelve_history
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


def test_shelves_every_good_and_price_once():
    factories.kind("apple")
    farm = people.make_organisation().id
    goods = [Good("1", "One", frozenset({100, 150})), Good("2", "Two", frozenset({90}))]
    words = {"organisation_id": farm, "kind_code": "apple", "currency": "USD", "on_hand": 7}
    offers = shelve_history(goods=goods, **words)
    assert set(offers) == {("1", 100), ("1", 150), ("2", 90)}
    more = shelve_history(goods=[*goods, Good("3", "Three", frozenset({5}))], **words)
    assert more.items() >= offers.items()
    assert (Offer.objects.count(), Level.objects.count(), StockMove.objects.count()) == (4, 3, 3)
    assert {(offer.channel, offer.is_public) for offer in Offer.objects.all()} == {("hub", True)}
