"""The back office looks at orders and changes nothing."""

import pytest
from django.urls import reverse

from dure.kernel import clock
from dure.rooms.market import factories
from dure.rooms.market.models import (
    Affiliate,
    AffiliateAct,
    Attribution,
    Dispute,
    ListedLine,
    ListedOrder,
    Programme,
    PromotionLink,
    Standing,
)
from dure.rooms.market.services import affiliates, held_commissions
from dure.rooms.market.services.proofs import prove
from dure.rooms.market.tests.promoted import STAFF, campaign, release, row_of
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


PROMOTING = {
    kind._meta.model_name: kind for kind in (Affiliate, AffiliateAct, Programme, PromotionLink, Attribution, Standing)
}


@pytest.fixture
def promoted(ana):
    made = campaign()
    order = made.sells(ana)
    release(order)
    affiliates.suspend(by=STAFF, affiliate_id=made.affiliate.id, why="odd orders")
    ids = [row_of(order).id]
    act = held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=True, why="looked")
    return made, order, act


@pytest.mark.parametrize("name", PROMOTING)
def test_every_list_of_the_host_network_opens_is_searched_exported_and_only_looked_at(office, promoted, name):
    made, order, _act = promoted
    listed, kind = reverse(f"admin:market_{name}_changelist"), PROMOTING[name]
    words = {"promotionlink": made.link.code, "attribution": str(order.order_id), "programme": made.farm.name}
    found = office.get(listed, {"q": words.get(name, made.host.name)})
    assert found.context["cl"].result_count >= 1
    assert office.get(listed, {"q": "nobody of that name"}).context["cl"].result_count == 0
    numbers = [str(number) for number in kind.objects.values_list("pk", flat=True)]
    table = office.post(listed, {"action": "export_table", "_selected_action": numbers})
    assert len(b"".join(table.streaming_content).decode().splitlines()) == len(numbers) + 1
    assert office.get(reverse(f"admin:market_{name}_change", args=[numbers[0]])).status_code == 200
    assert office.get(reverse(f"admin:market_{name}_add")).status_code == 403


def test_the_lists_of_the_host_network_say_what_the_orders_come_to(office, promoted):
    made, _order, _act = promoted
    for name, words in (
        ("affiliate", [made.host.name, "2,000"]),
        ("affiliateact", ["odd orders", "looked"]),
        ("programme", ["10%", made.farm.name, "2,000"]),
        ("promotionlink", [made.link.code, "2,000"]),
        ("attribution", [made.host.name, "20,000", "2,000"]),
        ("standing", [made.host.name, "2,000"]),
    ):
        page = office.get(reverse(f"admin:market_{name}_changelist")).content.decode()
        assert [word for word in words if word not in page] == [], name


def test_the_lists_of_the_host_network_ask_as_often_for_many_as_for_few(office, query_count):
    def make(count):
        for number in range(count):
            made = campaign()
            release(made.sells(people.make_person()))
            affiliates.suspend(by=STAFF, affiliate_id=made.affiliate.id, why=f"odd {number}")
            ids = [each.id for each in Attribution.objects.filter(affiliate=made.affiliate)]
            held_commissions.decide_held(by=STAFF, attribution_ids=ids, is_allowed=True, why="looked")

    def asked(name):
        return query_count(lambda: office.get(reverse(f"admin:market_{name}_changelist")))

    make(3)
    assert all(asked(name) for name in PROMOTING)  # caches fill
    few = {name: asked(name) for name in PROMOTING}
    make(27)
    assert {name: asked(name) for name in PROMOTING} == few
