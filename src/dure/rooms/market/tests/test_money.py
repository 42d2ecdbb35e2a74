"""Whatever becomes of an order, every won and fen of it lands, and nothing is left over."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import factories as ledger
from dure.rooms.ledger.queries.accounts import codes_of
from dure.rooms.market import factories
from dure.rooms.market.models import OrderLine
from dure.rooms.market.services import shipping
from dure.rooms.market.services.giving_back import refund
from dure.rooms.market.services.orders import cancel_lines, cancel_order, cancel_part
from dure.rooms.market.services.releases import confirm_received
from dure.rooms.market.sharing import LineShare, shares, spread
from dure.rooms.market.tests.bookkeeping import nothing_is_held
from dure.rooms.people import factories as people

FUND = UUID(int=7)
amounts = st.integers(1, 10**9)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine makes examples slowly; that says nothing about them."""


@st.composite
def line_shares(draw):
    price = draw(amounts)
    return LineShare(
        price=price,
        kept=draw(st.integers(0, price)),
        commission_bp=draw(st.integers(0, 10_000)),
        pledge=draw(st.integers(0, price)),
        fund_id=draw(st.sampled_from([FUND, UUID(int=8)])),
    )


@CALM
@given(
    st.lists(line_shares(), max_size=8), st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["KRW", "CNY"])
)
def test_shares_add_up_to_what_was_kept(lines, delivery, gift, currency):
    found = shares(lines=lines, delivery=delivery, currency=currency, gift=gift, gift_fund_id=FUND)
    assert found.total == sum(line.kept for line in lines) + delivery + gift
    assert min(found.seller, found.commission, *found.funds.values(), 0) == 0


@CALM
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any), st.integers(0, 10**4))
def test_a_refund_is_spread_without_a_remainder_and_never_above_a_line(over, part):
    amount = sum(over) * part // 10**4
    parts = spread(amount=amount, over=over, currency="KRW")
    assert sum(parts) == amount
    assert all(0 <= one <= most for one, most in zip(parts, over, strict=True))


steps = st.lists(
    st.tuples(
        st.sampled_from(["lines", "part", "order", "refund", "leave", "arrive", "confirm"]), st.integers(1, 9_999)
    ),
    max_size=6,
)


@pytest.mark.django_db
@pytest.mark.parametrize("currency", ["KRW", "CNY"])
def test_the_entries_of_an_order_leave_nothing_behind(currency):
    buyer = people.make_person().id
    farms = [factories.seller(fee=fee, currency=currency).id for fee in (0, 3_001)]

    @settings(max_examples=8, deadline=None)
    @given(steps, st.integers(1, 99_999), st.integers(0, 777))
    def check(story, price, gift):
        with transaction.atomic():
            offers = [
                factories.offer(organisation_id=farm, price=price + place, currency=currency, on_hand=9)
                for place, farm in enumerate((*farms, farms[0]))
            ]
            order = factories.paid_order(
                buyer_id=buyer, lines=[(each, 3) for each in offers], gift=gift, gift_fund_id=FUND if gift else None
            )
            OrderLine.objects.filter(order_id=order.order_id, kind=1).update(
                commission_bp=333, pledge=price // 7, fund_id=new_id()
            )
            for step, number in story:
                _go_on(order, step, number)
            _bring_to_its_end(order)
            assert nothing_is_held(currency)
            assert sum(_sums(order).values()) == 0
            transaction.set_rollback(True)

    check()


def _go_on(order, step, number):
    parts = [part for part in factories.parts_of(order) if part.is_open]
    if not parts:
        return
    part = parts[number % len(parts)]
    try:
        with transaction.atomic():
            _do(order, part, step, number)
    except Refusal:
        return


def _do(order, part, step, number):
    match step:
        case "lines":
            line = OrderLine.objects.filter(order_id=order.order_id, seller_id=part.seller_id, kind=1).first()
            cancel_lines(by=HOUSE, fulfilment_id=part.id, counts={line.line_no: 1 + number % 3}, why="hail")
        case "part":
            cancel_part(by=HOUSE, fulfilment_id=part.id, why="hail")
        case "order":
            cancel_order(by=HOUSE, order_id=order.order_id, why="hail")
        case "refund":
            refund(by=HOUSE, fulfilment_id=part.id, amount=number, why="late")
        case "leave":
            shipping.note_handed_over(reference=part.reference)
        case "arrive":
            shipping.note_delivered(reference=part.reference, at=clock.now())
        case "confirm":
            confirm_received(by=Actor(person_id=order.buyer_id), fulfilment_id=part.id)


def _bring_to_its_end(order):
    for step in ("arrive", "confirm"):
        for number in range(2):
            for part in factories.parts_of(order):
                if part.is_open:
                    _do(order, part, step, number)


def _sums(order):
    """What every account has of one order."""
    sums: dict[str, int] = {}
    for entry in ledger.entries_about(about__order=str(order.order_id)):
        codes = codes_of(account_ids=entry.accounts)
        for account, amount in zip(entry.accounts, entry.amounts, strict=True):
            sums[codes[account]] = sums.get(codes[account], 0) + amount
    return sums
