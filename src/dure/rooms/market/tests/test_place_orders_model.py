"""The database's function and a shop of one dict answer every batch alike."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market import factories
from dure.rooms.market.drafts import LineRequest
from dure.rooms.market.models import Allowance, Order, OrderLine
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.tests.shop_model import ModelOffer, ShopModel
from dure.rooms.people import factories as people

NOWHERE = 4
OFFERS = 5
lines = st.lists(
    st.tuples(st.integers(0, NOWHERE), st.integers(1, 5), st.sampled_from([0, 0, 0, 0, 1])),
    min_size=1,
    max_size=3,
    unique_by=lambda line: line[0],
)
orders = st.tuples(st.integers(0, 14), st.integers(0, 2), lines)
batches = st.lists(st.lists(orders, min_size=1, max_size=8), min_size=1, max_size=3)
shelves = st.lists(st.integers(0, 12), min_size=3, max_size=3)
limits = st.lists(st.none() | st.integers(1, 6), min_size=4, max_size=4)
changes = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.booleans()), min_size=3, max_size=3)


@pytest.fixture
def stand(db):
    """Four offers on three shelves of two sellers, and three buyers."""
    farms = [factories.seller().id for _ in range(2)]
    first, second, third = (factories.offer(organisation_id=farm, on_hand=50) for farm in (*farms, farms[0]))
    level = catalog.shelf_of(first)
    twin = factories.offer(organisation_id=farms[0], on=level, channel="live")
    return [first, second, third, twin], [people.make_person().id for _ in range(3)]


def test_the_database_and_a_dict_agree(stand):
    offers, buyers = stand

    @settings(max_examples=40, deadline=None)
    @given(batches, shelves, limits, changes)
    def check(many, free, limited, changed):
        with transaction.atomic():
            model = _set_up(offers, free, limited)
            for batch, change in zip(many, changed, strict=False):
                asked = [_request(order, offers, buyers, model) for order in batch]
                expected = model.place(asked)
                assert [_plain(outcome) for outcome in place_orders(requests=asked)] == expected
                _change(offers, model, change)
            _compare(offers, model)
            transaction.set_rollback(True)

    check()


def _set_up(offers, free, limited):
    ids = list(dict.fromkeys(offer.level_id for offer in offers))
    for level_id, count in zip(ids, free, strict=True):
        catalog.set_shelf(level_id, on_hand=count, reserved=0)
    for offer, limit in zip(offers, limited, strict=True):
        catalog.set_offer(offer, per_buyer_limit=limit)
    return ShopModel(
        offers={
            offer.offer_id: ModelOffer(level=offer.level_id, price=offer.price, limit=limit)
            for offer, limit in zip(offers, limited, strict=True)
        },
        free=dict(zip(ids, free, strict=True)),
    )


def _request(order, offers, buyers, model):
    key, buyer, wanted = order
    plain = factories.request(buyer_id=buyers[buyer], lines=[(offers[0], 1)], client_key=UUID(int=key + 1))
    numbers = [each.offer_id for each in offers] + [7]
    prices = [model.offers[each.offer_id].price for each in offers] + [1]
    return replace(
        plain,
        lines=tuple(
            LineRequest(offer_id=numbers[place], quantity=count, unit_price=prices[place] + stale)
            for place, count, stale in wanted
        ),
    )


def _change(offers, model, change):
    place, factor, is_open = change
    offer = model.offers[offers[place].offer_id]
    offer.price, offer.is_open = offer.price * factor, is_open
    catalog.set_offer(offers[place], price=offer.price, status="open" if is_open else "paused")


def _plain(outcome):
    return outcome.answer, [(line.answer, line.left, line.price) for line in outcome.lines]


def _compare(offers, model):
    for offer in offers:
        level = catalog.shelf_of(offer)
        assert level.on_hand - level.reserved == model.free[offer.level_id]
    taken = {(row.offer_id, row.buyer_id): row.taken for row in Allowance.objects.all()}
    assert taken == {pair: count for pair, count in model.taken.items() if count}
    assert set(Order.objects.values_list("client_key", flat=True)) == set(model.orders)
    assert OrderLine.objects.count() == sum(len(order.lines) for order in model.orders.values())
    assert accounts.balance(account=chart.orders_due(), unit="KRW") == -model.owed()
