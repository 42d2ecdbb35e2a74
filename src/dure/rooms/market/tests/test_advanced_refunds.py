"""What a seller does not earn in time the house may advance, once staff say why; his next earnings repay it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dure.kernel.http import Actor
from dure.kernel.testing import at_once, refusals
from dure.rooms.ledger import chart
from dure.rooms.ledger.services import proofs
from dure.rooms.market import errors
from dure.rooms.market.models import LateRefund, OrderLine, Refund
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.rules import LATE_REFUND_WITHIN
from dure.rooms.market.services.late_refunds import advance, collect
from dure.rooms.market.tests.bookkeeping import has, legs_of
from dure.rooms.market.tests.test_late_refunds import OUTSIDE, earned, give, pay_out, sold, transfer
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
STAFF = Actor(is_staff=True)


def owed(part, *, leave=2_000, house=20_000):
    """A refund of 10,000 whose seller was paid out but for a little, and a house with some money of its own."""
    if house:
        transfer(source=OUTSIDE, target=chart.commission(), amount=house)
    pay_out(part, leave=leave)
    return give(part, 10_000)


def press(late, why="sixty days are enough"):
    return advance(by=STAFF, late_refund_id=late.id, why=why)


def everything_fits():
    return (examine().problems, proofs.prove().holds) == ([], True)


def test_after_sixty_days_the_house_pays_what_is_missing_and_the_next_earnings_repay_it(frozen_time):
    part = sold()
    late, house = owed(part), has(chart.commission())
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    assert queries.overdue_count() == 1

    paid = press(late)

    assert (paid.status, paid.set_aside, paid.from_house, paid.advanced_why) == (
        "paid", 2_000, 7_500, "sixty days are enough",
    )  # fmt: skip
    refund = Refund.objects.get()
    assert legs_of(f"refund:{refund.id}") == {chart.refunds_due(): -2_000, chart.commission(): -8_000, OUTSIDE: 10_000}
    assert (has(chart.commission()), queries.overdue_count()) == (house - 8_000, 0)
    assert OrderLine.objects.get(order_id=part.order_id, kind=1).refunded == 10_000
    assert everything_fits()

    sold(seller=part.seller_id, count=1, price=5_000)
    late.refresh_from_db()
    assert (late.repaid, late.owed_to_house, earned(part)) == (4_750, 2_750, 0)
    sold(seller=part.seller_id, count=1, price=5_000)
    late.refresh_from_db()
    assert (late.repaid, late.owed_to_house, earned(part)) == (7_500, 0, 2_000)
    assert has(chart.commission()) == house - 500 + 2 * 250
    assert everything_fits()


def test_buyers_who_wait_come_before_the_house(frozen_time):
    first = sold()
    later = sold(seller=first.seller_id)
    late = owed(first, leave=0)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    press(late)
    waits = give(later, 10_000)

    sold(seller=first.seller_id, count=1, price=10_000)

    late.refresh_from_db()
    waits.refresh_from_db()
    assert (waits.set_aside, late.repaid) == (9_500, 0)
    collect(late_refund_id=waits.id)
    assert everything_fits()


def test_what_the_seller_has_by_then_is_taken_first(frozen_time):
    part = sold()
    late = owed(part, leave=0)
    transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=20_000)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    paid = press(late)
    assert (paid.set_aside, paid.from_house, earned(part)) == (9_500, 0, 10_500)
    assert everything_fits()


def test_too_early_twice_without_a_reason_by_a_stranger_or_with_an_empty_chest_nothing_happens(frozen_time):
    part = sold()
    late = owed(part, house=0)
    before = {account: has(account) for account in (chart.commission(), chart.refunds_due())}

    def refused(reason, **facts):
        with pytest.raises(reason):
            advance(**{"by": STAFF, "late_refund_id": late.id, "why": "enough", **facts})
        late.refresh_from_db()
        assert (late.status, late.from_house, late.set_aside, Refund.objects.count()) == ("waiting", 0, 2_000, 0)
        assert {account: has(account) for account in before} == before

    refused(errors.RefundNotAdvanced)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    refused(errors.ReasonMissing, why="  ")
    refused(errors.OrderNotYours, by=Actor(person_id=part.buyer_id))
    refused(errors.HouseLacksMoney)
    with pytest.raises(errors.RefundNotFound):
        advance(by=STAFF, late_refund_id=part.id, why="enough")
    transfer(source=OUTSIDE, target=chart.commission(), amount=8_000)
    press(late)
    with pytest.raises(errors.RefundNotAdvanced):
        press(late)
    assert Refund.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_pay_once():
    part = sold()
    late = owed(part)
    LateRefund.objects.update(asked_at=late.asked_at - LATE_REFUND_WITHIN - timedelta(days=1))
    results = at_once(*[lambda: press(late)] * 3)
    assert refusals(results) == ["refund_not_advanced"] * 2
    assert (Refund.objects.count(), has(chart.refunds_due())) == (1, 0)


def test_staff_find_it_press_and_see_what_the_seller_still_owes(frozen_time, ana):
    part = sold()
    late = owed(part)
    keeper = people.make_staff("bookkeeper")
    keeper.language = "en"
    keeper.save(update_fields=["language"])
    staff = people.office_of(keeper)
    door = reverse("market:late_refund", args=[late.id])
    waiting = staff.get(reverse("market:late_refunds")).content.decode()
    assert door in waiting
    assert "₩7,500" in waiting
    assert "Pay what is missing" not in staff.get(door).content.decode()
    assert staff.post(door, {"why": "too early"}).status_code == 409

    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    staff = people.office_of(keeper)
    assert "Pay what is missing" in staff.get(door).content.decode()
    assert staff.post(door, {"why": ""}).status_code == 422
    assert staff.post(door, {"why": "the farm is silent"}).status_code == 302

    assert "the farm is silent" in staff.get(door).content.decode()
    assert "₩7,500" in staff.get(f"{reverse('market:late_refunds')}?advanced").content.decode()
    assert people.browser_of(ana).get(door).status_code == 403
