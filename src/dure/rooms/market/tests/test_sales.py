"""What sellers and staff see of orders."""

import pytest

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.pictures import PictureUnknown
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Dispute, Photo
from dure.rooms.market.queries import sales
from dure.rooms.market.queries.disputes import disputes, open_disputes_of, photo_key, waiting_for_staff
from dure.rooms.market.services import shipping
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(db):
    return factories.seller().id


@pytest.fixture
def office():
    return people.office_of(people.make_staff())


def sell(farm, buyer, count=1, price=10_000):
    return factories.paid_order(buyer_id=buyer.id, lines=[(factories.offer(organisation_id=farm, price=price), count)])


def report(part, status="staff"):
    return Dispute.objects.create(
        fulfilment=part, status=status, problem="damaged", lines={"1": 1}, asked_amount=10_000, opened_at=clock.now()
    )


def test_a_seller_sees_what_to_pack_and_what_money_comes(ana, farm, frozen_time):
    sell(farm, ana, 2)
    arrived = sell(farm, ana, 1, price=7_000)
    [part] = factories.parts_of(arrived)
    shipping.note_delivered(reference=part.reference, at=clock.now())
    sell(factories.seller().id, ana)

    [found] = sales.to_pack(organisation_id=farm)
    assert (found.piece_count, sales.to_pack_count(organisation_id=farm)) == (2, 1)
    assert found.shipment.reference == found.part.reference
    dated, later = sales.money_coming(organisation_id=farm)
    assert dated.on is not None
    assert later.on is None
    assert dated.amount < Money(7_001, "KRW")
    assert len(sales.sales(organisation_id=farm)) == 2
    assert [each.part.id for each in sales.sales(organisation_id=farm, statuses=["delivered"])] == [part.id]
    page = sales.sale_page(organisation_id=farm, fulfilment_id=part.id)
    assert page.expected == dated.amount
    with pytest.raises(errors.OrderNotFound):
        sales.sale_page(organisation_id=new_id(), fulfilment_id=part.id)


@pytest.mark.parametrize("ask", [sales.to_pack, sales.sales, sales.money_coming])
def test_asks_as_often_for_many_as_for_few(ana, farm, query_count, ask):
    for _ in range(3):
        sell(farm, ana)
    few = query_count(lambda: ask(organisation_id=farm))
    for _ in range(9):
        sell(farm, ana)
    assert query_count(lambda: ask(organisation_id=farm)) == few


def test_staff_decide_on_a_page(ana, farm, office):
    order = factories.delivered_order(buyer_id=ana.id, lines=[(factories.offer(organisation_id=farm, price=10_000), 2)])
    [part] = factories.parts_of(order)
    found = report(part)
    assert waiting_for_staff() == 1
    assert list(disputes(is_open=True)) == [found]
    assert office.get("/market/disputes/").status_code == 200
    page = office.get(f"/market/disputes/{found.id}/")
    assert page.status_code == 200
    answer = office.post(
        f"/market/disputes/{found.id}/", {"outcome": "refund", "amount": "4,000", "words": "half of it was fine"}
    )
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.status, found.amount) == ("refunded", 4_000)
    assert office.get("/market/disputes/?decided").status_code == 200
    assert office.get(f"/market/disputes/{new_id()}/").status_code == 404


def test_the_list_of_reports_asks_as_often_for_many_as_for_few(ana, farm, office, same_query_count):
    def make(count):
        for _ in range(count):
            report(factories.parts_of(sell(farm, ana))[0])

    same_query_count(make=make, visit=lambda: office.get("/market/disputes/"))


def test_a_seller_sees_own_reports_and_photos_are_for_whom_they_concern(ana, farm):
    part = factories.parts_of(sell(farm, ana))[0]
    report(part, status="open")
    assert len(open_disputes_of(organisation_id=farm)) == 1
    assert open_disputes_of(organisation_id=new_id()) == []
    photo = Photo.objects.create(dispute=Dispute.objects.get(), key="orders/x", added_at=clock.now())
    for by in (Actor(person_id=ana.id), Actor(organisation_id=farm), Actor(is_staff=True)):
        assert photo_key(by=by, photo_id=photo.id) == "orders/x"
    for by in (Actor(person_id=new_id()), Actor()):
        with pytest.raises(PictureUnknown):
            photo_key(by=by, photo_id=photo.id)
    with pytest.raises(PictureUnknown):
        photo_key(by=Actor(is_staff=True), photo_id=new_id())
