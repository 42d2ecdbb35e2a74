"""The look through all orders: content with a sound house, and each check finds what it is for."""

import pytest
from django.db import connection
from django.test import Client

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.models import Fulfilment, LateRefund, Order, OrderLine, Proof
from dure.rooms.market.queries.proofs import CHECKS, SUMS, examine
from dure.rooms.market.services.orders import cancel_lines
from dure.rooms.market.services.proofs import prove
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(ana):
    """Orders in every state."""
    offer = factories.offer(on_hand=60, price=9_999)
    placed = factories.placed_order(buyer_id=ana.id, lines=[(offer, 2)])
    paid = factories.paid_order(buyer_id=ana.id, lines=[(offer, 3)], gift=5, gift_fund_id=new_id())
    delivered = factories.delivered_order(buyer_id=ana.id, lines=[(offer, 4)])
    waiting = LateRefund.objects.create(
        fulfilment=factories.parts_of(delivered)[0], seller_id=offer.organisation_id, currency="KRW", amount=9,
        from_seller=8, lines={"1": 9}, why="late", side="staff", asked_at=clock.now(),
    )  # fmt: skip
    [part] = factories.parts_of(paid)
    cancel_lines(by=HOUSE, fulfilment_id=part.id, counts={1: 1}, why="hail")
    return {"offer": offer, "placed": placed, "paid": paid, "delivered": delivered, "waiting": waiting}


def codes():
    return {problem["code"] for problem in examine().problems}


def spoil(model, pk, **values):
    """Change a row behind the house's back."""
    assert model.objects.filter(pk=pk).update(**values) == 1


def test_a_sound_house_holds(house):
    proof = prove()
    assert (proof.holds, proof.order_count, proof.line_count) == (True, 3, 3)
    assert Proof.objects.get().problems == []


def test_each_check_finds_what_it_is_for(house):
    line = OrderLine.objects.get(order_id=house["paid"].order_id)
    part = Fulfilment.objects.get(order_id=house["paid"].order_id)
    level = catalog.shelf_of(house["offer"])
    found = set()
    for model, pk, values in (
        (OrderLine, line.pk, {"order_id": 7}),
        (OrderLine, line.pk, {"offer_id": 7}),
        (OrderLine, line.pk, {"level_id": 7}),
        (OrderLine, line.pk, {"quantity": 9}),
        (Order, house["paid"].pk, {"buyer_id": new_id()}),
        (Order, house["paid"].pk, {"order_id": 7}),
        (Order, house["paid"].pk, {"status": 3}),
        (Order, house["placed"].pk, {"status": 2}),
        (type(level), level.pk, {"reserved": level.reserved + 1}),
        (type(level), level.pk, {"on_hand": level.on_hand + 1}),
        (Fulfilment, part.id, {"refunded": 1}),
        (Fulfilment, part.id, {"order_id": 7}),
        (LateRefund, house["waiting"].pk, {"set_aside": 5}),
    ):
        savepoint = connection.savepoint()
        spoil(model, pk, **values)
        now = codes()
        assert now, (model, values)
        found |= now
        connection.savepoint_rollback(savepoint)
    missing = set(CHECKS) | set(SUMS)
    # A CHECK of the table stands before an oversold level; the book's rows cannot be changed by hand either.
    assert missing - found == {"oversold", "refund_not_in_the_book"}
    assert examine().holds


def test_staff_see_the_outcome(house):
    client = people.office_of(people.make_staff())
    assert client.get("/market/health/").status_code == 200
    prove()
    page = client.get("/market/health/").content.decode()
    assert "3" in page
    assert client.post("/market/health/examination/").status_code == 302


def test_nobody_else_sees_it(ana, client: Client):
    client.force_login(people.sign_in_of(ana))
    assert client.get("/market/health/").status_code in {302, 403, 404}
