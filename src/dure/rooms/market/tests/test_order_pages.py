"""A buyer's orders: seen, looked for, taken away, and changed; nobody else's are there."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.ids import new_id
from dure.rooms.ledger.factories import deposit
from dure.rooms.market import factories
from dure.rooms.market.models import BasketLine, Dispute, Fulfilment, Order, OrderAct, Return
from dure.rooms.market.queries import my_orders, order_pages
from dure.rooms.market.queries.my_orders import Asked, Sort
from dure.rooms.market.services.reordering import put_in_again
from dure.rooms.market.services.talks import open_talk
from dure.rooms.people.factories import actor_of, make_person, sign_in_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(ana) -> Client:
    found = Client()
    found.force_login(sign_in_of(ana))
    return found


@pytest.fixture
def others(bo) -> Client:
    found = Client()
    found.force_login(sign_in_of(bo))
    return found


def order_url(order: Order, name: str = "order", *more: object) -> str:
    return reverse(f"market:{name}", args=[order.order_id, *more])


def part_of(order: Order) -> Fulfilment:
    return factories.parts_of(order)[0]


def numbers(found: my_orders.Page) -> list[int]:
    return [brief.order.order_id for brief in found.orders]


def test_an_order_to_pay_says_until_when_and_leads_there(browser, ana):
    order = factories.placed_order(buyer_id=ana.id)
    html = browser.get(order_url(order)).content.decode()
    assert reverse("market:pay", args=[order.order_id]) in html


@pytest.mark.parametrize("make", [factories.placed_order, factories.paid_order, factories.delivered_order])
def test_an_order_is_seen_by_its_buyer_and_by_nobody_else(browser, others, client, ana, make):
    order = make(buyer_id=ana.id)
    assert browser.get(order_url(order)).status_code == 200
    assert others.get(order_url(order)).status_code == 404
    assert client.get(order_url(order)).status_code == 302
    assert client.get(order_url(order))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["part_cancellation", "part_report", "part_return", "part_talk", "part_arrival"])
def test_nobody_does_anything_with_somebody_elses_order(others, ana, name):
    order = factories.delivered_order(buyer_id=ana.id)
    part = part_of(order)
    acts = OrderAct.objects.count()
    form = {"why": "mine now", "count-1": "1", "problem": "missing", "wish": "refund"}
    assert others.post(order_url(order, name, part.id), form).status_code == 404
    for whole in ("order_cancellation", "reorder"):
        assert others.post(order_url(order, whole), {"why": "mine"}).status_code == 404
    assert others.get(order_url(order, "receipt")).status_code == 404
    part.refresh_from_db()
    assert part.status == Fulfilment.Status.DELIVERED
    assert OrderAct.objects.count() == acts
    assert not BasketLine.objects.exists()


def test_a_part_of_another_order_is_not_found_under_ones_own(browser, ana, bo):
    mine, theirs = factories.paid_order(buyer_id=ana.id), factories.paid_order(buyer_id=bo.id)
    assert browser.get(order_url(mine, "part_cancellation", part_of(theirs).id)).status_code == 404


def test_orders_are_found_by_sort_word_number_and_day(ana):
    waiting = factories.placed_order(buyer_id=ana.id, lines=[(factories.offer(name="Red apples"), 1)])
    done = factories.paid_order(buyer_id=ana.id, lines=[(factories.offer(name="Pears"), 1)])
    factories.placed_order()

    def found(**asked: object) -> list[int]:
        return numbers(my_orders.my_orders(buyer_id=ana.id, asked=Asked(**asked)))

    assert found() == [done.order_id, waiting.order_id]
    assert found(sort=Sort.TO_PAY) == [waiting.order_id]
    assert found(sort=Sort.UNDER_WAY) == [done.order_id]
    assert found(text="red APPLES") == [waiting.order_id]
    assert found(text=str(done.order_id)) == [done.order_id]
    assert done.order_id in found(text=f"#{done.order_id % 1_000_000:06d}")
    assert found(text="nothing like it") == []
    day = done.placed_at.date()
    assert found(first=day.replace(year=day.year + 1)) == []
    assert found(last=day.replace(year=day.year - 1)) == []


def test_the_list_goes_on_where_it_ended(browser, ana):
    placed = [factories.placed_order(buyer_id=ana.id).order_id for _ in range(3)]
    first = my_orders.my_orders(buyer_id=ana.id, asked=Asked(), count=2)
    second = my_orders.my_orders(buyer_id=ana.id, asked=Asked(before=first.next_before), count=2)
    assert numbers(first) + numbers(second) == placed[::-1]
    assert second.next_before is None
    partly = browser.get(reverse("market:orders"), {"before": placed[2]}, headers={"HX-Request": "true"})
    assert "<html" not in partly.content.decode()


@pytest.mark.parametrize("asked", [{"before": "x"}, {"sort": "odd"}, {"first": "yesterday"}, {"before": "-1"}])
def test_what_cannot_be_read_is_as_if_not_asked(browser, ana, asked):
    factories.placed_order(buyer_id=ana.id)
    assert len(browser.get(reverse("market:orders"), asked).context["page"].orders) == 1


def test_the_lists_ask_as_often_for_many_orders_as_for_few(browser, ana, same_query_count):
    offer = factories.offer(on_hand=1_000)

    def order(how_many: int) -> None:
        for _ in range(how_many):
            factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)])

    same_query_count(make=order, visit=lambda: browser.get(reverse("market:orders")))


def test_an_order_asks_as_often_for_many_sellers_as_for_few(browser, ana, query_count):
    def visit(sellers: int) -> int:
        lines = [(factories.offer(), 1) for _ in range(sellers)]
        order = factories.paid_order(buyer_id=ana.id, lines=lines)
        browser.get(order_url(order))
        return int(query_count(lambda: browser.get(order_url(order))))

    assert visit(2) == visit(6)


def test_the_table_has_a_line_for_each_thing_and_disarms_formulas(browser, ana, bo):
    factories.placed_order(buyer_id=ana.id, lines=[(factories.offer(name="=1+1"), 2), (factories.offer(), 1)])
    factories.placed_order(buyer_id=bo.id)
    answer = browser.get(reverse("market:orders_file"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 3
    assert rows[1][4] == "'=1+1"
    assert rows[1][6:9] == ["2", "12000", "24000"]


def test_an_order_is_cancelled_once_with_a_reason(browser, ana):
    order = factories.paid_order(buyer_id=ana.id)
    assert browser.post(order_url(order, "order_cancellation"), {"why": ""}).status_code == 422
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    form = {"why": "Ordered twice", "idempotency_key": str(new_id())}
    for _ in range(2):
        assert browser.post(order_url(order, "order_cancellation"), form).status_code == 302
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert OrderAct.objects.filter(act=OrderAct.Act.CANCELLED).count() == 1


def test_some_of_a_line_is_taken_out(browser, ana):
    order = factories.paid_order(buyer_id=ana.id)
    part = part_of(order)
    answer = browser.post(order_url(order, "part_cancellation", part.id), {"count-1": "1", "why": "Too many"})
    assert answer.status_code == 302
    page = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    assert page.parts[0].goods[0].remaining == 1
    assert page.refunded.minor == 12_000


@pytest.mark.parametrize("wrong", [{"count-1": "0", "why": "x"}, {"count-1": "3", "why": "x"}, {"count-1": "1"}])
def test_a_form_about_lines_with_a_mistake_changes_nothing(browser, ana, wrong):
    order = factories.paid_order(buyer_id=ana.id)
    assert browser.post(order_url(order, "part_cancellation", part_of(order).id), wrong).status_code == 422
    page = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    assert page.parts[0].goods[0].cancelled == 0
    assert not page.refunds


def test_arrival_is_confirmed_and_the_seller_paid(browser, ana):
    order = factories.delivered_order(buyer_id=ana.id)
    page = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    assert page.parts[0].held.minor == order.total
    browser.post(order_url(order, "part_arrival", part_of(order).id))
    after = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    assert after.order.status == Order.Status.COMPLETED
    assert after.parts[0].held is None


def test_a_return_is_asked_for_and_withdrawn(browser, ana):
    order = factories.delivered_order(buyer_id=ana.id)
    part = part_of(order)
    browser.post(order_url(order, "part_return", part.id), {"count-1": "1", "why": "Not ours"})
    asked = Return.objects.get()
    page = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    assert (page.parts[0].may_return, page.parts[0].has_questions) == (False, True)
    assert browser.get(order_url(order)).status_code == 200
    browser.post(order_url(order, "return_withdrawal", asked.id))
    asked.refresh_from_db()
    assert asked.status == Return.Status.WITHDRAWN


def test_a_report_without_the_photo_it_needs_is_refused_and_nothing_is_kept(browser, ana):
    order = factories.delivered_order(buyer_id=ana.id)
    form = {"count-1": "1", "problem": "damaged", "wish": "refund"}
    assert browser.post(order_url(order, "part_report", part_of(order).id), form).status_code == 422
    assert not Dispute.objects.exists()


def test_a_problem_is_reported_and_taken_back(browser, ana):
    order = factories.delivered_order(buyer_id=ana.id)
    form = {"count-1": "1", "problem": "missing", "wish": "replacement", "why": "One box only"}
    browser.post(order_url(order, "part_report", part_of(order).id), form)
    made = Dispute.objects.get()
    assert browser.get(order_url(order)).status_code == 200
    browser.post(order_url(order, "report_withdrawal", made.id))
    made.refresh_from_db()
    assert made.status == Dispute.Status.WITHDRAWN


def test_buyer_and_seller_talk_about_a_part(browser, ana):
    order = factories.paid_order(buyer_id=ana.id)
    url = order_url(order, "part_talk", part_of(order).id)
    assert browser.get(url).context["talk"] is None
    browser.post(url)
    assert browser.get(url).context["talk"] is not None
    with pytest.raises(Exception, match="order_not_yours"):
        open_talk(by=actor_of(make_person()), fulfilment_id=part_of(order).id)


def test_the_same_is_ordered_again_as_far_as_it_can_be_had(ana):
    here, gone = factories.offer(on_hand=10), factories.offer(on_hand=2)
    order = factories.placed_order(buyer_id=ana.id, lines=[(here, 2), (gone, 2)])
    again = put_in_again(by=actor_of(ana), order_id=order.order_id)
    assert (again.count, len(again.missing)) == (1, 1)
    assert BasketLine.objects.get().quantity == 2


def test_entries_of_ones_own_wallet_are_linked(browser, ana):
    deposit(person_id=ana.id, amount=100_000)
    order = factories.placed_order(buyer_id=ana.id)
    browser.post(reverse("market:pay", args=[order.order_id]), {"provider": "wallet"})
    page = order_pages.order_page(by=actor_of(ana), order_id=order.order_id)
    (entry,) = order_pages.entries_seen_by(by=actor_of(ana), page=page)
    assert (
        reverse("ledger:entry", args=[entry.cell_id, entry.entry_id]) in browser.get(order_url(order)).content.decode()
    )


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_every_page_opens_in_every_language(ana, language):
    ana.language = language
    ana.save()
    browser = Client()
    browser.force_login(sign_in_of(ana))
    order = factories.delivered_order(buyer_id=ana.id)
    part = part_of(order)
    names = ["order", "order_cancellation"]
    urls = [order_url(order, name) for name in names]
    urls += [
        order_url(order, name, part.id) for name in ("part_cancellation", "part_report", "part_return", "part_talk")
    ]
    urls += [reverse(f"market:{name}") for name in ("orders", "basket", "addressees", "new_addressee")]
    for url in urls:
        assert browser.get(url).status_code == 200, url
