"""Placing orders: all or nothing, once, in the order of arrival, and with a reason for each line that does not fit."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from dure.events.market import OrdersPlaced
from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts, statements
from dure.rooms.ledger.queries.entries import entry_by_reference
from dure.rooms.market import errors, factories
from dure.rooms.market.columns import outcomes_of
from dure.rooms.market.drafts import Answer, LineAnswer
from dure.rooms.market.models import Allowance, Order, OrderLine
from dure.rooms.market.quotes import bill_of
from dure.rooms.market.services.intake import place_orders
from dure.rooms.merchants import factories as merchants

pytestmark = pytest.mark.django_db


def place(*requests):
    return place_orders(requests=requests)


def level(offer):
    return catalog.shelf_of(offer)


def due():
    return accounts.balance(account=chart.orders_due(), unit="KRW")


def nothing_happened(offer):
    return Order.objects.count() == 0 and OrderLine.objects.count() == 0 and level(offer).reserved == 0 and due() == 0


def test_places_an_order_with_stock_lines_book_and_news(ana, announced):
    offer = factories.offer(on_hand=5, price=12_000)
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(offer, 2)]))

    assert outcome.answer is Answer.PLACED
    order = Order.objects.get(order_id=outcome.order_id)
    assert (order.goods, order.delivery, order.total, order.buyer_id) == (24_000, 0, 24_000, ana.id)
    line = OrderLine.objects.get(order_id=order.order_id)
    assert (line.quantity, line.unit_price, line.seller_id, line.level_id) == (
        2, 12_000, offer.organisation_id, offer.level_id,
    )  # fmt: skip
    assert (level(offer).on_hand, level(offer).reserved) == (5, 2)
    assert due() == -24_000
    assert accounts.balance(account=chart.orders_promised(), unit="KRW") == 24_000
    assert announced(OrdersPlaced).order_ids == (str(order.order_id),)


def test_the_same_key_places_once(ana):
    offer = factories.offer(on_hand=5)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 2)])
    first, second = place(asked, asked)
    [third] = place(asked)
    assert (first.answer, second.answer, third.answer) == (Answer.PLACED, Answer.REPLAYED, Answer.REPLAYED)
    assert first.order_id == second.order_id == third.order_id
    assert level(offer).reserved == 2


def test_a_replay_is_answered_although_nothing_is_left_and_the_price_rose(ana):
    offer = factories.offer(on_hand=2)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 2)])
    [first] = place(asked)
    catalog.set_offer(offer, price=20_000)
    [again] = place(asked)
    assert (again.answer, again.order_id) == (Answer.REPLAYED, first.order_id)


def test_a_key_is_not_used_for_something_else(ana):
    offer = factories.offer(on_hand=5)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 2)])
    place(asked)
    [other] = place(replace(asked, note="for grandmother"))
    assert (other.answer, other.order_id) == (Answer.KEY_REUSED, None)
    assert level(offer).reserved == 2


def test_an_order_of_several_sellers_is_all_or_nothing(ana):
    here, there = factories.offer(on_hand=5), factories.offer(on_hand=1)
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(here, 2), (there, 2)]))
    assert outcome.answer is Answer.REFUSED
    assert [(line.answer, line.left) for line in outcome.lines] == [(LineAnswer.FITS, None), (LineAnswer.SOLD_OUT, 1)]
    assert nothing_happened(here)
    assert nothing_happened(there)


def test_who_asks_for_too_much_leaves_the_goods_to_the_next(ana, bo):
    offer = factories.offer(on_hand=10)
    counts = (5, 6, 5, 1)
    outcomes = place(*(factories.request(buyer_id=ana.id, lines=[(offer, count)]) for count in counts))
    assert [outcome.answer for outcome in outcomes] == [Answer.PLACED, Answer.REFUSED, Answer.PLACED, Answer.REFUSED]
    assert [outcomes[1].lines[0].left, outcomes[3].lines[0].left] == [5, 0]
    assert level(offer).reserved == 10


def test_two_offers_on_one_shelf_share_it(ana):
    shop = factories.offer(on_hand=3)
    live = factories.offer(of=None, on=level(shop), channel="live", organisation_id=shop.organisation_id)
    first, second = place(
        factories.request(buyer_id=ana.id, lines=[(shop, 2)]), factories.request(buyer_id=ana.id, lines=[(live, 2)])
    )
    assert (first.answer, second.answer, second.lines[0].left) == (Answer.PLACED, Answer.REFUSED, 1)


def test_tells_the_price_of_today(ana):
    offer = factories.offer(price=10_000)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 1)])
    catalog.set_offer(offer, price=11_000)
    [outcome] = place(asked)
    assert (outcome.lines[0].answer, outcome.lines[0].price) == (LineAnswer.PRICE_CHANGED, 11_000)
    assert nothing_happened(offer)


def test_keeps_to_a_limit_per_buyer(ana, bo):
    offer = factories.offer(on_hand=20, per_buyer_limit=3)
    first, second, third = place(
        factories.request(buyer_id=ana.id, lines=[(offer, 2)]),
        factories.request(buyer_id=ana.id, lines=[(offer, 2)]),
        factories.request(buyer_id=bo.id, lines=[(offer, 3)]),
    )
    assert (first.answer, second.answer, third.answer) == (Answer.PLACED, Answer.REFUSED, Answer.PLACED)
    assert (second.lines[0].answer, second.lines[0].left) == (LineAnswer.LIMIT_REACHED, 1)
    [later] = place(factories.request(buyer_id=ana.id, lines=[(offer, 1)]))
    assert later.is_placed
    assert Allowance.objects.get(offer_id=offer.offer_id, buyer_id=ana.id).taken == 3


@pytest.mark.parametrize(
    "facts",
    [{"is_public": False}, {"closes_at": timedelta(hours=-1)}, {"opens_at": timedelta(hours=1)}],
    ids=["not public", "over", "not yet"],
)
def test_a_closed_window_sells_nothing(ana, facts):
    times = {name: clock.now() + value if isinstance(value, timedelta) else value for name, value in facts.items()}
    offer = factories.offer(**times)
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(offer, 1)]))
    assert outcome.lines[0].answer is LineAnswer.CLOSED
    assert nothing_happened(offer)


def test_an_unknown_offer_and_another_currency_are_named(ana):
    won, yuan = factories.offer(), factories.offer(currency="CNY")
    asked = factories.request(buyer_id=ana.id, lines=[(won, 1), (yuan, 1)])
    nowhere = replace(asked, lines=(*asked.lines, replace(asked.lines[0], offer_id=7)))
    [outcome] = place(nowhere)
    assert [line.answer for line in outcome.lines] == [
        LineAnswer.FITS, LineAnswer.OTHER_CURRENCY, LineAnswer.NOT_FOUND,
    ]  # fmt: skip


def test_the_delivery_fee_is_the_one_that_was_shown(ana):
    farm = factories.seller(fee=3_000, free_from=50_000)
    offer = factories.offer(organisation_id=farm.id, price=12_000, on_hand=9)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 1)])
    [outcome] = place(asked)
    assert (outcome.answer, outcome.fees) == (Answer.REFUSED, {farm.id: 3_000})
    assert nothing_happened(offer)
    [accepted] = place(replace(asked, fees=outcome.fees))
    order = Order.objects.get(order_id=accepted.order_id)
    assert (order.goods, order.delivery, order.total) == (12_000, 3_000, 15_000)
    [free] = place(factories.request(buyer_id=ana.id, lines=[(offer, 5)]))
    assert free.is_placed


def test_a_seller_who_is_suspended_sells_nothing(ana):
    offer = factories.offer()
    merchants.change(offer.organisation_id, status="suspended")
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(offer, 1)]))
    assert outcome.lines[0].answer is LineAnswer.CLOSED
    assert nothing_happened(offer)


def test_refuses_what_cannot_be_read_and_leaves_no_trace(ana):
    offer = factories.offer()
    sound = factories.request(buyer_id=ana.id, lines=[(offer, 1)])
    for wrong in (
        replace(sound, lines=()),
        replace(sound, lines=(replace(sound.lines[0], quantity=0),)),
        replace(sound, lines=sound.lines * 2),
        replace(sound, gift=100),
        replace(sound, gift_fund_id=uuid4()),
        replace(sound, gift=10**15, gift_fund_id=uuid4()),
        replace(sound, note="x" * 501),
        replace(sound, note="Thanks\0"),
        replace(sound, fees={offer.organisation_id: -1}),
        replace(sound, fees={offer.organisation_id: 10**15}),
    ):
        with pytest.raises(errors.OrderMalformed):
            place(sound, wrong)
    with pytest.raises(errors.OrderBatchTooLarge):
        place(*[sound] * 257)
    assert place() == []
    assert nothing_happened(offer)


def test_an_order_costs_as_many_statements_with_ten_lines_as_with_one(ana, query_count):
    offers = [factories.offer() for _ in range(11)]
    place(factories.request(buyer_id=ana.id, lines=[(offers[0], 1)]))
    one = query_count(lambda: place(factories.request(buyer_id=ana.id, lines=[(offers[0], 1)])))
    ten = query_count(lambda: place(factories.request(buyer_id=ana.id, lines=[(each, 1) for each in offers[1:]])))
    assert one == ten
    assert one <= 16


def test_the_gift_is_part_of_the_total(ana):
    offer = factories.offer(price=10_000)
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(offer, 1)], gift=500, gift_fund_id=new_id()))
    assert Order.objects.get(order_id=outcome.order_id).total == 10_500
    assert due() == -10_500


def test_a_key_names_an_order_of_its_buyer(ana, bo):
    offer = factories.offer(on_hand=5)
    hers = factories.request(buyer_id=ana.id, lines=[(offer, 1)])
    first, second = place(hers, replace(hers, buyer_id=bo.id))
    assert (first.answer, second.answer) == (Answer.PLACED, Answer.PLACED)
    assert first.order_id != second.order_id


def test_an_offer_nobody_quoted_is_not_sold(ana):
    asked = factories.request(buyer_id=ana.id, lines=[(factories.offer(on_hand=5), 1)])
    bill = bill_of(asked, {}, clock.now())
    reply = ([3], [None], [0], [None], [None])
    assert bill.is_barred
    assert outcomes_of([asked], [bill], reply)[0].lines[0].answer is LineAnswer.NOT_FOUND


def test_what_is_packed_is_read_as_it_was_told(ana):
    told = dataclasses.replace(factories.receiving(), note='say "hello"\\{,}\n', message="NULL", detail="a\x1fb")
    [outcome] = place(
        replace(factories.request(buyer_id=ana.id, lines=[(factories.offer(), 1)], to=told), note='{"}\\')
    )
    order = Order.objects.get(order_id=outcome.order_id)
    assert order.note == '{"}\\'
    assert order.delivery_to == {
        "means": "home", "name": "Ana", "phone": told.phone, "country": "KR", "street": told.street,
        "postcode": told.postcode, "note": told.note, "message": "NULL", "detail": "a b",
    }  # fmt: skip


def test_an_order_is_in_the_book_under_its_number(ana):
    [outcome] = place(factories.request(buyer_id=ana.id, lines=[(factories.offer(price=900), 1)]))
    entry = entry_by_reference(reference=f"order:{outcome.order_id}", cell_id=1)
    assert entry is not None
    assert (entry.entry_id, entry.amounts, entry.units) == (outcome.order_id, [-900, 900], [1, 1])
    period = statements.everything()
    due = statements.statement(account=chart.orders_due(), unit="KRW", period=period)
    assert [line.reference for line in statements.lines(due)] == [f"order:{outcome.order_id}"]
    assert entry_by_reference(reference="order:007", cell_id=1) is None
    assert entry_by_reference(reference=f"order:{2**70}", cell_id=1) is None
