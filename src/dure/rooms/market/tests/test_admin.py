"""The back office looks at orders and changes nothing."""

import pytest
from django.urls import reverse

from dure.kernel import clock
from dure.rooms.market import factories
from dure.rooms.market.models import Dispute, ListedLine, ListedOrder
from dure.rooms.market.services.proofs import prove
from dure.rooms.people import factories as people

NAMES = [
    *("listedorder", "listedline", "orderact", "proof", "fulfilment", "return", "dispute"),
    *("payment", "refund", "laterefund", "providernews", "tillsale", "tillclosing"),
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.office_of(people.make_staff())


@pytest.fixture
def order(ana):
    made = factories.paid_order(buyer_id=ana.id)
    Dispute.objects.create(
        fulfilment=factories.parts_of(made)[0], problem="other", lines={"1": 1}, asked_amount=1, opened_at=clock.now()
    )
    prove()
    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_list_opens_and_nothing_is_added(office, order, name):
    page = office.get(reverse(f"admin:market_{name}_changelist"))
    assert page.status_code == 200
    assert office.get(reverse(f"admin:market_{name}_add")).status_code == 403


def test_an_order_is_found_by_its_number(office, order):
    for model, name in ((ListedOrder, "listedorder"), (ListedLine, "listedline")):
        row = model.objects.get()
        assert row.order_id == order.order_id
        listed = reverse(f"admin:market_{name}_changelist")
        assert str(order.order_id) in office.get(listed, {"q": str(order.order_id)}).content.decode()
        assert "0" in office.get(listed, {"q": "not a number"}).content.decode()
        assert office.get(listed, {"days": "7"}).status_code == 200
        assert office.get(reverse(f"admin:market_{name}_change", args=[row.key])).status_code == 200


def test_the_list_of_orders_asks_as_often_for_many_as_for_few(office, same_query_count):
    def make(count):
        for _ in range(count):
            factories.placed_order()

    same_query_count(make=make, visit=lambda: office.get(reverse("admin:market_listedorder_changelist")))
