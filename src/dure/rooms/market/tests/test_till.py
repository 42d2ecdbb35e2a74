"""The till of a street shop: sold once, whatever became of the stock meanwhile, and every coin in the book."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.errors import OfferUnknown
from dure.rooms.catalog.queries.street import street_offers
from dure.rooms.catalog.services.tills import SoldGoods
from dure.rooms.inbox import factories as inbox
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Fulfilment, Order, TillMeans, TillSale
from dure.rooms.market.queries import till as queries
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services.notices import sold_past_the_book
from dure.rooms.market.services.till import WALK_IN, SaleDraft, record_sale, take_back_sale
from dure.rooms.market.services.till_closings import Count, close_till
from dure.rooms.market.tests.bookkeeping import has, nothing_is_held, shelf
from dure.rooms.merchants import factories as merchants
from dure.rooms.merchants.services.agreements import agree
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant():
    return merchants.make_merchant(has_account=False)


@pytest.fixture
def shop(merchant):
    return merchant.pk


@pytest.fixture
def cashier(merchant) -> Actor:
    return merchants.owner_actor(merchant)


@pytest.fixture
def apples(shop):
    return factories.offer(organisation_id=shop, channel="street", price=5_000, on_hand=3)


def draft(offer, quantity: int = 1, *, price: int = 0, means: str = "cash", key: UUID | None = None, **facts):
    goods = [SoldGoods(offer_id=offer.offer_id, quantity=quantity, unit_price=price or offer.price)]
    sold_at = facts.get("sold_at") or clock.now()
    return SaleDraft(client_key=key or new_id(), means=TillMeans(means), goods=goods, sold_at=sold_at)


def test_a_sale_is_an_order_paid_and_completed_at_once(shop, cashier, apples):
    sale = record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))

    order = Order.objects.get()
    assert (order.buyer_id, order.status, order.total) == (WALK_IN, Order.Status.COMPLETED, 10_000)
    assert (sale.order_id, sale.cashier_id, sale.missing, sale.owed) == (order.order_id, cashier.person_id, 0, 0)
    assert Fulfilment.objects.get().status == Fulfilment.Status.COMPLETED
    assert shelf(apples) == (1, 0, 2)
    assert nothing_is_held()
    assert (has(chart.earnings(shop)), has(chart.outside("cash"))) == (0, 0)
    assert examine().holds


def test_what_is_told_twice_is_sold_once(shop, cashier, apples):
    told = draft(apples)
    first = record_sale(by=cashier, organisation_id=shop, sale=told)
    again = record_sale(by=cashier, organisation_id=shop, sale=told)
    assert (again.id, again.order_id, Order.objects.count(), shelf(apples)) == (first.id, first.order_id, 1, (2, 0, 1))


def test_a_name_used_for_another_sale_is_refused(shop, cashier, apples):
    key, moment = new_id(), clock.now()
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples, key=key, sold_at=moment))
    with pytest.raises(KeyReused):
        record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2, key=key, sold_at=moment))
    assert (Order.objects.count(), shelf(apples)) == (1, (2, 0, 1))


def test_goods_sold_on_line_meanwhile_were_sold_nevertheless(shop, cashier, apples):
    online = catalog.offer(of=catalog.product_of(apples), on=catalog.shelf_of(apples))
    factories.placed_order(lines=[(online, 3)])

    sale = record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))
    assert (sale.missing, shelf(apples)) == (2, (3, 3, 2))
    assert [each.key for each in inbox.notifications(topic="sales")] == [f"till:{sale.id}"]
    assert examine().holds


def test_the_price_that_was_paid_stands_and_the_offer_stays_as_it_is(shop, cashier, apples):
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples, price=4_000))
    apples.refresh_from_db()
    assert (Order.objects.get().total, apples.price, apples.status) == (4_000, 5_000, "open")
    assert not street_offers(organisation_id=shop)[1:]
    assert examine().holds


@pytest.mark.parametrize("change", [{"status": "paused"}, {"status": "ended"}, {"per_buyer_limit": 1}])
def test_a_sale_stands_though_its_offer_changed(shop, cashier, apples, change):
    catalog.set_offer(apples, **change)
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))
    assert shelf(apples) == (1, 0, 2)


def test_a_wrong_clock_is_not_believed(shop, cashier, apples, frozen_time):
    late = draft(apples, sold_at=clock.now() - timedelta(days=30))
    assert record_sale(by=cashier, organisation_id=shop, sale=late).sold_at == clock.now()


def test_commission_is_owed_and_settled_from_earnings(shop, cashier, apples):
    rates = dict.fromkeys(("shop", "live", "hub", "street"), 1_000)
    staff = merchants.staff_actor()
    agree(by=staff, organisation_id=shop, starts_on=clock.today(), ends_on=None, rates=rates)
    sale = record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))
    assert (sale.owed, has(chart.commission()), has(chart.outside("cash"))) == (1_000, 1_000, -1_000)
    first = close_till(by=cashier, organisation_id=shop, count=Count(change_money=0, counted=10_000))
    assert (first.owed, first.settled) == (1_000, 0)
    merchants.earn(organisation_id=shop, amount=5_000)
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples))
    second = close_till(by=cashier, organisation_id=shop, count=Count(change_money=0, counted=5_000))
    assert (second.settled, has(chart.earnings(shop)), has(chart.outside("cash"))) == (1_500, 3_500, 0)


def test_a_mistake_is_taken_back_once(shop, cashier, apples):
    sale = record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))
    for _time in range(2):
        take_back_sale(by=cashier, organisation_id=shop, sale_id=sale.id)
    assert (shelf(apples), Order.objects.get().status) == ((3, 0, 0), Order.Status.CANCELLED)
    assert (has(chart.earnings(shop)), has(chart.outside("cash"))) == (0, 0)
    assert nothing_is_held()
    assert examine().holds


@pytest.mark.parametrize(("counted", "adjusted"), [(31_000, 1_000), (29_500, -500), (30_000, 0)])
def test_closing_writes_the_difference_down(shop, cashier, apples, counted, adjusted):
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples, 2))
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples, means="card"))
    closing = close_till(by=cashier, organisation_id=shop, count=Count(change_money=20_000, counted=counted))
    assert (closing.cash, closing.card, closing.sale_count, closing.difference) == (10_000, 5_000, 2, adjusted)
    assert (has(chart.adjustments()), has(chart.outside("cash"))) == (adjusted, -adjusted)
    with pytest.raises(errors.TillEmpty):
        close_till(by=cashier, organisation_id=shop, count=Count(change_money=0, counted=0))


def test_a_counted_sale_stays(shop, cashier, apples):
    sale = record_sale(by=cashier, organisation_id=shop, sale=draft(apples))
    close_till(by=cashier, organisation_id=shop, count=Count(change_money=0, counted=5_000))
    with pytest.raises(errors.TillSaleClosed):
        take_back_sale(by=cashier, organisation_id=shop, sale_id=sale.id)
    assert shelf(apples) == (2, 0, 1)


def test_strangers_and_shops_that_may_not_sell_leave_no_trace(shop, cashier, apples):
    stranger = Actor(person_id=people.make_person().id)
    other = factories.offer(channel="street")
    merchants.change(shop, status="suspended")
    with pytest.raises(NotFound):
        record_sale(by=stranger, organisation_id=shop, sale=draft(apples))
    with pytest.raises(errors.TillShut):
        record_sale(by=cashier, organisation_id=shop, sale=draft(apples))
    merchants.change(shop, status="approved")
    with pytest.raises(OfferUnknown):
        record_sale(by=cashier, organisation_id=shop, sale=draft(other))
    assert (TillSale.objects.count(), Order.objects.count(), shelf(apples)) == (0, 0, (3, 0, 0))


def test_nobody_sees_another_shops_sales(shop, cashier, apples):
    record_sale(by=cashier, organisation_id=shop, sale=draft(apples))
    closing = close_till(by=cashier, organisation_id=shop, count=Count(change_money=0, counted=5_000))
    other = merchants.make_merchant(has_account=False)
    neighbour, owner = other.pk, merchants.owner_actor(other)
    assert queries.day(by=owner, organisation_id=neighbour).rows == []
    with pytest.raises(errors.TillClosingNotFound):
        queries.closing_of(by=owner, organisation_id=neighbour, closing_id=closing.id)
    with pytest.raises(NotFound):
        queries.day(by=owner, organisation_id=shop)


def test_the_counter_works_without_script(shop, cashier, apples, client):
    client.force_login(people.sign_in_of(people.person_of(cashier.person_id)))
    address = reverse("market:till", args=[shop])
    page = client.get(address)
    assert page.status_code == 200
    sent = {
        "client_key": page.context["form"].initial["client_key"], "means": "card",
        f"count-{apples.offer_id}": "2", f"price-{apples.offer_id}": "5000",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert TillSale.objects.get().total == 10_000
    assert client.post(address, {"client_key": new_id(), "means": "cash"}).status_code == 422

    sales = client.get(reverse("market:till_sales", args=[shop]))
    assert sales.status_code == 200
    closed = client.post(
        reverse("market:till_closing", args=[shop]), {"counted": "0", "idempotency_key": str(new_id())}
    )  # fmt: skip
    assert closed.status_code == 302
    file = client.get(reverse("market:till_file", args=[shop, TillSale.objects.get().closing_id]))
    assert "10000" in b"".join(file.streaming_content).decode()


def test_a_queued_sale_is_told_by_the_api(shop, cashier, apples, client):
    client.force_login(people.sign_in_of(people.person_of(cashier.person_id)))
    told = {
        "client_key": str(new_id()), "means": "cash", "sold_at": clock.now().isoformat(),
        "lines": [{"offer_id": str(apples.offer_id), "quantity": 4, "unit_price": "5000"}],
    }  # fmt: skip
    address = reverse("api:record_till_sale", args=[shop])
    first = client.post(address, told, content_type="application/json")
    again = client.post(address, told, content_type="application/json")
    assert (first.status_code, first.json()["missing"], first.json()) == (201, 1, again.json())
    assert shelf(apples) == (0, 0, 4)


def test_the_day_is_read_with_as_many_questions_however_long(shop, cashier, django_assert_max_num_queries, apples):
    def questions(count):
        for _time in range(count):
            record_sale(by=cashier, organisation_id=shop, sale=draft(apples))
        with django_assert_max_num_queries(12) as asked:
            queries.day(by=cashier, organisation_id=shop)
        return len(asked)

    assert questions(1) == questions(6)


def test_a_shop_is_told_once_how_many_were_missing(shop, cashier):
    sale = TillSale(id=new_id(), organisation_id=shop, missing=37)
    for _time in range(2):
        sold_past_the_book(sale=sale)
    [told] = inbox.notifications(topic="sales")
    assert (told.person_id, told.link) == (cashier.person_id, reverse("market:till_sales", args=[shop]))
    assert "37" in told.body
