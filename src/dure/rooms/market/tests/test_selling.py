"""The seller's pages: what to pack, one's orders looked for, one order, and every answer a seller gives."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Dispute, Fulfilment, OrderAct, Return
from dure.rooms.market.queries import selling
from dure.rooms.market.queries.selling import Asked, Sort
from dure.rooms.market.services.packing import pack_parts
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def farmer(bo):
    return bo


@pytest.fixture
def farm(farmer):
    made = factories.seller(name="Sea Field")
    people.make_member(made, farmer, "member")
    return made


@pytest.fixture
def desk(farmer) -> Client:
    found = Client(headers={"Accept-Language": "en"})
    farmer.language = "en"
    farmer.save()
    found.force_login(people.sign_in_of(farmer))
    return found


@pytest.fixture
def outside(chi) -> Client:
    found = Client()
    found.force_login(people.sign_in_of(chi))
    return found


def sell(farm, buyer, count=2, make=factories.paid_order, **facts):
    offer = factories.offer(organisation_id=farm.id, **facts)
    return factories.parts_of(make(buyer_id=buyer.id, lines=[(offer, count)]))[0]


def shipment_of(part):
    [found] = [each.shipment for each in selling.find_sales(organisation_id=part.seller_id, asked=Asked()).sales
               if each.part.id == part.id]  # fmt: skip
    return found


def url(farm, name, *more):
    return reverse(f"market:{name}", args=[farm.id, *more])


def report(part, status="open"):
    return Dispute.objects.create(
        fulfilment=part, status=status, problem="damaged", lines={"1": 1}, asked_amount=10_000, opened_at=clock.now()
    )


def test_what_waits_is_packed_by_one_tick_each(desk, farm, farmer, ana):
    first, second = sell(farm, ana, name="Leek"), sell(farm, ana, name="Pear")
    html = desk.get(url(farm, "to_pack")).content.decode()
    assert "Leek" in html
    assert "Pear" in html
    answer = desk.post(url(farm, "packing"), {"shipment": [str(shipment_of(first).id)]})
    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("packed", "to_pack")
    assert shipment_of(first).packed_at is not None
    act = OrderAct.objects.get(fulfilment_id=first.id, act="packed")
    assert (act.side, act.person_id) == ("seller", farmer.id)
    assert "Leek" not in desk.get(url(farm, "to_pack") + "?by=area").content.decode()


def test_packing_twice_changes_nothing_and_nothing_or_anothers_is_refused(farm, farmer, ana):
    mine, theirs = sell(farm, ana), sell(factories.seller(), ana)
    by = people.actor_of(farmer, farm)
    facts = {"by": by, "organisation_id": farm.id}
    assert len(pack_parts(**facts, shipment_ids=[shipment_of(mine).id])) == 1
    assert pack_parts(**facts, shipment_ids=[shipment_of(mine).id]) == []
    with pytest.raises(errors.NothingToPack):
        pack_parts(**facts, shipment_ids=[])
    other = sell(farm, ana)
    with pytest.raises(errors.OrderNotFound):
        pack_parts(**facts, shipment_ids=[shipment_of(other).id, shipment_of(theirs).id])
    other.refresh_from_db()
    assert other.status == Fulfilment.Status.TO_PACK


def test_groups_are_days_or_areas(farm, ana, frozen_time):
    sell(farm, ana)
    frozen_time.tick(days=1)
    sell(farm, ana)
    days = selling.packing_groups(organisation_id=farm.id, by_area=False)
    assert [(group.day is not None, len(group.sales)) for group in days] == [(True, 1), (True, 1)]
    [area] = selling.packing_groups(organisation_id=farm.id, by_area=True)
    assert (area.area, len(area.sales)) == ("", 2)


def test_orders_are_found_by_sort_word_number_and_day(farm, ana):
    packed, asked = sell(farm, ana, name="Red apples"), sell(farm, ana, name="Pears", make=factories.delivered_order)
    report(asked)
    sell(factories.seller(), ana, name="Red apples")

    def found(**wanted):
        return [sale.part.id for sale in selling.find_sales(organisation_id=farm.id, asked=Asked(**wanted)).sales]

    assert found() == [asked.id, packed.id]
    assert found(sort=Sort.TO_PACK) == [packed.id]
    assert found(sort=Sort.ASKED) == [asked.id]
    assert found(sort=Sort.CANCELLED) == []
    assert found(text="red") == [packed.id]
    assert found(text=str(packed.order_id)) == [packed.id]
    assert packed.id in found(text=f"#{packed.order_id % 1_000_000:06d}")
    day = clock.today()
    assert found(first=day, last=day) == [asked.id, packed.id]
    assert found(first=day.replace(year=day.year + 1)) == []
    assert selling.question_count(organisation_id=farm.id) == 1
    first = selling.find_sales(organisation_id=farm.id, asked=Asked(), count=1)
    assert found(before=first.next_before) == [packed.id]


def test_the_week_counts_each_day(farm, ana, frozen_time):
    sell(farm, ana, 1, price=7_000)
    frozen_time.tick(days=2)
    sell(farm, ana, 1, price=5_000)
    found = selling.week(organisation_id=farm.id)
    assert [count for _day, count in found.days] == [0, 0, 0, 0, 1, 0, 1]
    assert [money.minor for money in found.sums] == [12_000]


@pytest.mark.parametrize("name", ["to_pack", "sales", "sheets"])
def test_a_sellers_lists_are_its_peoples_only(desk, outside, client, farm, ana, name):
    sell(farm, ana)
    assert desk.get(url(farm, name)).status_code == 200
    assert outside.get(url(farm, name)).status_code == 403
    assert client.get(url(farm, name)).status_code == 302


@pytest.mark.parametrize("name", ["sale", "sale_cancellation", "sale_refund", "sale_replacement"])
def test_an_order_is_not_opened_under_another_seller(desk, outside, farm, ana, name):
    mine, theirs = sell(farm, ana), sell(factories.seller(), ana)
    assert desk.get(url(farm, name, mine.id)).status_code == 200
    assert desk.get(url(farm, name, theirs.id)).status_code == 404
    assert outside.get(url(farm, name, mine.id)).status_code == 403
    if name != "sale":
        assert desk.post(url(farm, name, theirs.id), {"why": "x", "amount": "1", "count-1": "1"}).status_code == 404


@pytest.mark.parametrize("name", ["to_pack", "sales"])
def test_the_lists_ask_as_often_for_many_as_for_few(desk, farm, ana, same_query_count, name):
    offer = factories.offer(organisation_id=farm.id, on_hand=500)

    def make(count):
        for _ in range(count):
            factories.paid_order(buyer_id=ana.id, lines=[(offer, 1)])

    same_query_count(make=make, visit=lambda: desk.get(url(farm, name)))


def test_a_seller_takes_something_out_with_a_reason(desk, farm, ana):
    part = sell(farm, ana)
    page = url(farm, "sale_cancellation", part.id)
    assert desk.post(page, {"count-1": "1", "why": ""}).status_code == 422
    assert desk.post(page, {"count-1": "1", "why": "frost"}).status_code == 302
    part.refresh_from_db()
    assert part.refunded > 0
    assert OrderAct.objects.get(fulfilment_id=part.id, act="lines_cancelled").why == "frost"


def test_a_seller_pays_back_and_sends_again(desk, farm, ana):
    part = sell(farm, ana, make=factories.delivered_order)
    wrong = desk.post(url(farm, "sale_refund", part.id), {"amount": "many", "why": "small"})
    assert wrong.status_code == 422
    assert desk.post(url(farm, "sale_refund", part.id), {"amount": "1,000", "why": "small"}).status_code == 302
    part.refresh_from_db()
    assert part.refunded == 1_000
    again = desk.post(url(farm, "sale_replacement", part.id), {"count-1": "1", "why": "broken"})
    assert again.status_code == 302
    assert Fulfilment.objects.get(is_replacement=True).status == "to_pack"


@pytest.mark.parametrize(("answer", "status"), [("accept", "accepted"), ("decline", "declined")])
def test_a_seller_answers_a_return(desk, farm, ana, answer, status):
    part = sell(farm, ana, make=factories.delivered_order)
    asked = Return.objects.create(fulfilment=part, lines={"1": 1}, reason="bruised", asked_at=clock.now())
    page = url(farm, "return_answer", asked.id)
    assert "bruised" in desk.get(page).content.decode()
    assert desk.post(page, {"answer": answer, "words": "to the hall, please"}).status_code == 302
    asked.refresh_from_db()
    assert asked.status == status
    if status == "accepted":
        assert desk.post(url(farm, "return_arrival", asked.id), {"fitness": "fit"}).status_code == 302
        asked.refresh_from_db()
        assert asked.status == "refunded"
    assert desk.get(url(farm, "return_answer", new_id())).status_code == 404


def test_a_seller_answers_a_reported_problem(desk, farm, ana):
    part = sell(farm, ana, make=factories.delivered_order)
    found = report(part)
    page = url(farm, "report_answer", found.id)
    assert desk.get(page).status_code == 200
    assert "Answer" in desk.get(url(farm, "sale", part.id)).content.decode()
    assert desk.post(page, {"outcome": "refund", "amount": "2,000", "words": ""}).status_code == 302
    found.refresh_from_db()
    assert (found.status, found.amount) == ("refunded", 2_000)
    theirs = report(sell(factories.seller(), ana, make=factories.delivered_order))
    assert desk.get(url(farm, "report_answer", theirs.id)).status_code == 404


def test_buyer_and_seller_talk_on_the_order(desk, farm, ana):
    part = sell(farm, ana)
    assert desk.post(url(farm, "sale_talk", part.id)).status_code == 302
    assert "Your message" in desk.get(url(farm, "sale", part.id)).content.decode()
