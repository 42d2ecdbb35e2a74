"""The whole way of a host's money: link, flash price, coupon, gift; paid, delivered, released, refunded in part.

At every stop the host's page says what the book says, and the whole book holds.
"""

from datetime import timedelta

import pytest

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.catalog import factories as catalog
from dure.rooms.giving import factories as giving
from dure.rooms.ledger import chart
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Attribution, Fulfilment, OrderLine
from dure.rooms.market.promoting import PAID_AFTER
from dure.rooms.market.queries import affiliates as pages
from dure.rooms.market.services import (
    attributing,
    bookings,
    coupons,
    giving_back,
    host_payments,
    placing,
    programmes,
    promotion_links,
)
from dure.rooms.market.services.flash_prices import start_flash
from dure.rooms.market.services.programmes import Terms
from dure.rooms.market.tests.booked import DEPOSIT, Sale
from dure.rooms.market.tests.bookkeeping import has, held, nothing_is_held
from dure.rooms.market.tests.promoted import (
    STAFF,
    campaign,
    earned,
    everything_fits,
    house_bp,
    promised,
    release,
)
from dure.rooms.people import factories as people
from dure.rooms.stage import factories as stage

pytestmark = pytest.mark.django_db
GIFT = 700


def sums(made):
    """What the host's page says, in won: expected, earned, taken back, not paid yet."""
    [found] = pages.sums_of(affiliate=made.affiliate)
    unpaid = pages.payable(affiliate=made.affiliate)
    return found.pending, found.earned, found.reversed, [each.minor for each in unpaid]


def on_air(made):
    """Put the farm on air with a flash price of its goods, and a coupon for other goods of its."""
    host = Actor(person_id=made.owner.id)
    show = stage.make_show(organisation_id=made.farm.id)
    stage.go_live(show=show, host=host)
    flash = start_flash(
        by=host, show_id=show.id, offer_id=made.offer.offer_id, price=Money(8_000, "KRW"), count=4, minutes=10
    )
    other = factories.offer(organisation_id=made.farm.id, price=12_000, on_hand=10)
    coupon = coupons.offer_coupon(
        by=host, show_id=show.id, offer_id=other.offer_id, off_minor=3_000, count=2,
        until=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    return catalog.offer_numbered(flash.offer_id), coupon


def bought(made, person):
    """Come by the link, take the coupon, and order at both prices with a gift of one's own; paid, and heard of."""
    made.comes(person)
    flash, coupon = on_air(made)
    coupons.take_coupon(by=Actor(person_id=person.id), coupon_id=coupon.id)
    lines = [(flash, 2), (catalog.offer_numbered(coupon.offer_id), 1)]
    fund = giving.make_fund()
    order = factories.paid_order(buyer_id=person.id, lines=lines, gift=GIFT, gift_fund_id=fund.id)
    attributing.attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id)
    house_bp(order, 500)
    return order, fund


def test_flash_coupon_and_gift_by_a_link_from_the_order_to_the_wallet(ana, frozen_time):
    made = campaign(bp=1_000, price=10_000, fee=3_000)
    order, fund = bought(made, ana)
    assert order.total == 2 * 8_000 + 9_000 + 3_000 + GIFT
    assert sorted(Attribution.objects.values_list("amount", "commission")) == [(9_000, 900), (16_000, 1_600)]
    assert sums(made) == (2_500, 0, 0, [])
    assert everything_fits()

    release(order)
    assert sums(made) == (0, 2_500, 0, [promised(made.host)]) == (0, 2_500, 0, [2_500])
    assert (earned(made.farm), has(chart.fund(fund.id))) == (25_000 - 1_250 - 2_500, GIFT)
    assert nothing_is_held()
    assert everything_fits()

    [part] = factories.parts_of(order)
    giving_back.refund(by=STAFF, fulfilment_id=part.id, amount=9_333, why="a third was bruised")
    rows = {row.line_no: row for row in Attribution.objects.all()}
    for line in OrderLine.objects.filter(order_id=order.order_id, kind=OrderLine.Kind.GOODS):
        assert (rows[line.line_no].amount, rows[line.line_no].commission) == (line.kept, (line.kept + 5) // 10)
    left = promised(made.host)
    assert sums(made) == (0, left, 2_500 - left, [left])
    assert 2_500 - left == pytest.approx(2_500 / 3, abs=2)
    assert everything_fits()

    frozen_time.move_to(clock.now() + PAID_AFTER)
    assert host_payments.pay_hosts() == 1
    assert (sums(made)[3], has(chart.wallet(made.host.id))) == ([], left)
    assert everything_fits()


def booked_by_link():
    """A car booked by a deposit, by somebody who came by a host's link."""
    sale = Sale(is_paid=False)
    owner = people.make_member(sale.farm, role="owner")
    by, made = people.actor_of(people.person_of(owner.person_id), sale.farm), campaign()
    opened = programmes.open_programme(by=by, seller_id=sale.farm.id, terms=Terms(commission_bp=1_000))
    made.link = promotion_links.make_link(
        by=Actor(person_id=made.host.id), programme_id=opened.id, target="seller", target_id=str(sale.farm.id)
    )
    buyer = people.person_of(sale.buyer.person_id)
    made.comes(buyer)
    sale.order = placing.place_order(by=sale.buyer, request=sale.request())
    factories.pay(sale.order)
    attributing.attribute_orders(order_ids=[sale.order.order_id], cell_id=sale.order.cell_id)
    return made, sale


def test_a_deposit_by_a_link_earns_once_the_two_have_met_and_nothing_once_it_went_back():
    for is_bought in (True, False):
        made, sale = booked_by_link()
        row = Attribution.objects.get(order_id=sale.order.order_id)
        assert (row.amount, row.commission, row.status) == (DEPOSIT, DEPOSIT // 10, "pending")
        sale.agree()
        if is_bought:
            bookings.say_bought(by=sale.buyer, booking_id=sale.booking.id)
        else:
            bookings.give_up(by=sale.buyer, booking_id=sale.booking.id)
        expected = DEPOSIT // 10 if is_bought else 0
        assert sums(made)[:2] == (0, expected)
        assert promised(made.host) == expected
        assert held() == 0
        assert everything_fits()


def everything_of(made):
    """What farm and house have together of what was sold."""
    return earned(made.farm) + has(chart.commission())


def test_what_a_host_buys_alone_earns_nothing_and_the_farm_has_it_all():
    made = campaign()
    with pytest.raises(errors.OwnLink):
        made.comes(made.host)
    browser = new_id()
    made.comes(None, browser_id=browser)
    promotion_links.join_visits(person_id=made.host.id, browser_id=browser)
    order = made.buys(made.host)
    release(order)
    assert (Attribution.objects.count(), promised(made.host), everything_of(made)) == (0, 0, 20_000)
    assert everything_fits()


def test_once_the_window_is_over_the_farm_has_it_all(ana, frozen_time):
    made = campaign(window_days=3)
    made.comes(ana)
    frozen_time.tick(days=3)
    order = made.buys(ana)
    release(order)
    assert (Attribution.objects.count(), promised(made.host), everything_of(made)) == (0, 0, 20_000)
    assert Fulfilment.objects.get(order_id=order.order_id).status == "completed"
    assert everything_fits()
