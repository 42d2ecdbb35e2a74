"""One verb knows where the money of a part lies: held money goes back, released money comes from its seller."""

import pytest
from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Fulfilment, LateRefund, Refund, Side
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.giving_back import give_lines_back
from dure.rooms.market.services.parts import locked_part
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.tests.bookkeeping import has

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(db):
    order = factories.paid_order(lines=[(factories.offer(price=10_000, on_hand=9), 3)])
    return factories.parts_of(order)[0]


@transaction.atomic
def give(part, amount):
    held = locked_part(fulfilment_id=part.id)
    return give_lines_back(held=held, amounts={held.goods[0]: amount}, why="rotten", side=Side.HOUSE, by=None)


def test_held_money_goes_back_out_of_what_is_held(part):
    made = give(part, 10_000)

    assert (made.amount, has(chart.held_for_orders()), LateRefund.objects.count()) == (10_000, 20_000, 0)
    assert examine().holds


def test_what_is_paid_back_wholly_before_it_left_stays_with_its_seller(part):
    made = give(part, 30_000)

    part.refresh_from_db()
    assert (made.amount, part.status, has(chart.held_for_orders())) == (30_000, Fulfilment.Status.CANCELLED, 0)
    assert catalog.reserved_count() == 0
    assert examine().holds


def test_released_money_goes_back_out_of_what_the_seller_has(part):
    shipping.note_delivered(reference=part.reference, at=clock.now())
    confirm_received(by=Actor(person_id=part.buyer_id), fulfilment_id=part.id)
    before = has(chart.earnings(part.seller_id)) + has(chart.commission())

    made = give(part, 10_000)

    assert isinstance(made, Refund)
    assert has(chart.earnings(part.seller_id)) + has(chart.commission()) == before - 10_000
    assert has(chart.held_for_orders()) == 0
    assert examine().holds


def test_more_than_is_left_is_refused_and_nothing_moves(part):
    with pytest.raises(errors.RefundTooLarge):
        give(part, 30_001)

    assert (has(chart.held_for_orders()), Refund.objects.count()) == (30_000, 0)
