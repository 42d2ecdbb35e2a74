"""The database's function and a shop of one dict answer every batch alike, whatever happens between the batches."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from msgspec.structs import replace

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market import factories
from dure.rooms.market.drafts import LineRequest, Means, OrderRequest
from dure.rooms.market.models import Allowance, Order, OrderLine
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.services.orders import cancel_order
from dure.rooms.market.tests.shop_model import ModelOffer, ModelSeller, ShopModel, asked_for, total
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people

FUND = UUID(int=77)
NOWHERE = 7
"""The number of an offer that there is not."""
OFFERS, BUYERS, SELLERS, SHELVES, KEYS = 5, 3, 2, 4, 30
FEES = {"delivery_fee": 3_000, "free_delivery_from": 40_000}

offers, sellers, shelves = st.integers(0, OFFERS - 1), st.integers(0, SELLERS - 1), st.integers(0, SHELVES - 1)
mostly = st.sampled_from([True] * 9 + [False])
seeds = st.integers(0, 2**32 - 1)
"""Of a whole batch of orders: hypothesis finds the shortest story, not the smallest order in it."""


class Market:
    """Two sellers with five offers on four shelves, and three buyers; everything in the database."""

    def __init__(self) -> None:
        """Make them. The third and the fourth offer share a shelf; the last is paid in another currency."""
        self.sellers = [factories.seller(fee=0).id for _ in range(SELLERS)]
        here, there = self.sellers
        first, second, third = (factories.offer(organisation_id=farm, on_hand=9) for farm in (here, there, here))
        live = factories.offer(organisation_id=here, on=catalog.shelf_of(third), channel="live")
        abroad = factories.offer(organisation_id=there, on_hand=9, currency="CNY", price=8_800)
        self.offers = [first, second, third, live, abroad]
        self.levels = list(dict.fromkeys(offer.level_id for offer in self.offers))
        self.buyers = [people.make_person().id for _ in range(BUYERS)]

    def model(self) -> ShopModel:
        """Return what a dict knows of them."""
        return ShopModel(
            sellers={seller: ModelSeller() for seller in self.sellers},
            offers={
                offer.offer_id: ModelOffer(offer.organisation_id, offer.level_id, offer.price, offer.currency)
                for offer in self.offers
            },
            free=dict.fromkeys(self.levels, 9),
        )


class TwoShops(RuleBasedStateMachine):
    """Does everything to both and compares what they say; what an example did to the database is undone at its end."""

    market: Market

    @initialize()
    def open_both(self) -> None:
        """Begin anew."""
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        self.model = self.market.model()
        self.asked: dict[UUID, OrderRequest] = {}
        self.numbers: dict[UUID, int] = {}

    @rule(seed=seeds)
    def place(self, seed):
        chance = Random(seed)
        asked = [self.request(chance) for _ in range(chance.randint(1, 12))]
        expected = self.model.place(asked)
        outcomes = place_orders(requests=asked)
        assert [plain(outcome) for outcome in outcomes] == expected
        for request, outcome in zip(asked, outcomes, strict=True):
            if outcome.is_placed:
                assert self.numbers.setdefault(request.client_key, outcome.order_id) == outcome.order_id
            else:
                assert outcome.order_id is None

    @rule(seed=seeds)
    def place_more(self, seed):
        """Orders are half of what happens."""
        self.place(seed)

    @rule(which=offers, price=st.sampled_from([4_000, 12_000, 15_000]))
    def change_price(self, which, price):
        self.change(which, {"price": price}, price=price)

    @rule(which=offers, is_open=mostly)
    def pause_or_open(self, which, is_open):
        self.change(which, {"status": "open" if is_open else "paused"}, is_open=is_open)

    @rule(which=offers, is_over=st.booleans())
    def end_the_window(self, which, is_over):
        closes_at = clock.now() - timedelta(minutes=1) if is_over else None
        self.change(which, {"closes_at": closes_at}, is_over=is_over)

    @rule(which=offers, limit=st.none() | st.integers(1, 6))
    def change_limit(self, which, limit):
        self.change(which, {"per_buyer_limit": limit}, limit=limit)

    @rule(which=sellers, is_open=mostly)
    def close_or_open_the_shop(self, which, is_open):
        seller = self.market.sellers[which]
        self.model.sellers[seller].is_open = is_open
        merchants.change(seller, status="approved" if is_open else "suspended")

    @rule(which=sellers, asks=st.booleans())
    def change_delivery(self, which, asks):
        seller = self.market.sellers[which]
        fee, free_from = FEES.values() if asks else (0, None)
        self.model.sellers[seller].fee, self.model.sellers[seller].free_from = fee, free_from
        merchants.change(seller, delivery_fee=fee, free_delivery_from=free_from)

    @rule(which=shelves, left=st.integers(0, 12))
    def count_the_shelf(self, which, left):
        """So many are free now: some were brought, or found spoilt."""
        level = self.market.levels[which]
        self.model.free[level] = left
        catalog.set_shelf(level, on_hand=catalog.shelf_of(self.offer_on(level)).reserved + left)

    @rule(place=st.integers(0, 11))
    def cancel(self, place):
        standing = sorted(set(self.model.orders) - self.model.cancelled)
        if standing:
            key = standing[place % len(standing)]
            by = Actor(person_id=self.model.orders[key].buyer_id)
            self.model.cancel(key)
            cancel_order(by=by, order_id=self.numbers[key], why="Not needed")

    def request(self, chance):
        """Return an order under one of a few keys: sometimes the very same as before, sometimes another one."""
        key = UUID(int=chance.randint(1, KEYS))
        if key in self.asked and chance.random() < 0.5:
            return self.asked[key]
        asked = chance.sample(
            [*self.market.offers, None] if chance.random() < 0.1 else self.market.offers, chance.randint(1, 3)
        )
        gift = chance.choice([0, 0, 500])
        plain = factories.request(
            buyer_id=self.market.buyers[key.int % len(self.market.buyers)],
            lines=[(asked[0] or self.market.offers[0], 1)],
            client_key=key,
            gift=gift,
            gift_fund_id=FUND if gift else None,
            to=factories.receiving(means=chance.choice([Means.HOME, Means.PICKUP])),
        )
        wanted = replace(plain, lines=tuple(self.line(offer, chance) for offer in asked))
        self.asked[key] = replace(wanted, fees=self.fees(wanted, chance))
        return self.asked[key]

    def line(self, offer, chance):
        number, price = (offer.offer_id, self.model.offers[offer.offer_id].price) if offer else (NOWHERE, 100)
        shown = price + (chance.random() < 0.05)
        return LineRequest(offer_id=number, quantity=chance.randint(1, 4), unit_price=shown)

    def fees(self, wanted, chance):
        """Return the fees that hold, seldom others."""
        fees = asked_for(self.model.fees(wanted))
        return fees if chance.random() < 0.95 else {seller: 500 for seller in self.market.sellers if seller not in fees}

    def change(self, which, facts, **model_facts):
        offer = self.market.offers[which]
        for name, value in model_facts.items():
            setattr(self.model.offers[offer.offer_id], name, value)
        catalog.set_offer(offer, **facts)

    def offer_on(self, level):
        return next(offer for offer in self.market.offers if offer.level_id == level)

    def teardown(self) -> None:
        """Compare everything that is kept, and undo it."""
        if hasattr(self, "undoing"):
            try:
                self.compare()
            finally:
                transaction.set_rollback(True)
                self.undoing.__exit__(None, None, None)

    def compare(self):
        for level in self.market.levels:
            kept = catalog.shelf_of(self.offer_on(level))
            assert kept.on_hand - kept.reserved == self.model.free[level]
        taken = {(row.offer_id, row.buyer_id): row.taken for row in Allowance.objects.all() if row.taken}
        assert taken == {pair: count for pair, count in self.model.taken.items() if count}
        orders = {order.client_key: (order.order_id, order.total) for order in Order.objects.all()}
        assert orders == {key: (self.numbers[key], total(order)) for key, order in self.model.orders.items()}
        assert lines_kept() == {self.numbers[key]: lines_of(order) for key, order in self.model.orders.items()}
        for currency in ("KRW", "CNY"):
            assert accounts.balance(account=chart.orders_due(), unit=currency) == -self.model.owed(currency)


def plain(outcome):
    lines = [(line.answer, line.left, line.price) for line in outcome.lines]
    return outcome.answer, lines, outcome.fees


def lines_kept():
    """Return the lines of every order, as it has them."""
    found: dict[int, list[tuple[object, ...]]] = {}
    for line in OrderLine.objects.order_by("order_id", "line_no"):
        said = (line.seller_id, line.unit_price) if line.kind == OrderLine.Kind.DELIVERY else (
            line.offer_id, line.quantity, line.unit_price)  # fmt: skip
        found.setdefault(line.order_id, []).append(said)
    return found


def lines_of(order):
    """Return the lines an order should have: goods as asked, then who is paid for bringing them."""
    goods = [(line.offer_id, line.quantity, line.unit_price) for line in order.lines]
    return goods + sorted(order.fees.items())


@pytest.mark.slow
def test_the_database_and_a_dict_agree(db):
    TwoShops.market = Market()
    run_state_machine_as_test(
        TwoShops,
        settings=settings(
            max_examples=60, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
