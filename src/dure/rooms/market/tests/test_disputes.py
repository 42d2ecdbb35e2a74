"""Problems, returns, replacements, refunds: each decided by who may, each with its money and its act."""

from io import BytesIO

import pytest

from dure.events.market import DisputeDecided, DisputeOpened, RefundMade
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.pictures import NotAPicture
from dure.kernel.testing import photo
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.errors import SoldOut
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Dispute, Fulfilment, Order, OrderAct, Photo, Refund, Return
from dure.rooms.market.services import shipping
from dure.rooms.market.services.disputes import (
    answer_dispute,
    decide_dispute,
    hand_to_staff,
    open_dispute,
    withdraw_dispute,
)
from dure.rooms.market.services.giving_back import refund
from dure.rooms.market.services.releases import release_due
from dure.rooms.market.services.replacements import send_replacement
from dure.rooms.market.services.returns import answer_return, ask_return, receive_return, withdraw_return
from dure.rooms.market.tests.bookkeeping import held, nothing_is_held, shelf

pytestmark = pytest.mark.django_db
STAFF = Actor(person_id=new_id(), is_staff=True)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def delivered(ana):
    """Three boxes of 30,000 won, delivered to Ana."""
    offer = factories.offer(on_hand=9, price=30_000)
    order = factories.delivered_order(buyer_id=ana.id, lines=[(offer, 3)])
    [part] = factories.parts_of(order)
    return order, part, offer


def buyer(order):
    return Actor(person_id=order.buyer_id)


def seller(part):
    return Actor(person_id=new_id(), organisation_id=part.seller_id)


def report(order, part, **facts):
    return open_dispute(
        by=buyer(order),
        fulfilment_id=part.id,
        **{"problem": "damaged", "counts": {1: 1}, "photos": [photo()], **facts},
    )


def acts():
    return list(OrderAct.objects.order_by("id").values_list("act", "side"))


def test_one_photo_of_a_small_damage_decides_at_once(ana, announced):
    offer = factories.offer(on_hand=9, price=9_000)
    order = factories.delivered_order(buyer_id=ana.id, lines=[(offer, 3)])
    [part] = factories.parts_of(order)
    found = report(order, part)
    assert (found.status, found.amount, found.is_decided_at_once) == ("refunded", 9_000, True)
    assert held() == 18_000
    assert Refund.objects.get().amount == 9_000
    assert Photo.objects.get().dispute_id == found.id
    assert announced(DisputeOpened).problem == "damaged"
    assert announced(DisputeDecided).amount == 9_000
    assert announced(RefundMade).amount == 9_000
    assert acts()[-3:] == [("dispute_opened", "buyer"), ("dispute_decided", "house"), ("refunded", "house")]


def test_a_photo_does_not_decide_too_often(ana):
    offer = factories.offer(on_hand=50, price=9_000)
    statuses = []
    for _ in range(4):
        order = factories.delivered_order(buyer_id=ana.id, lines=[(offer, 3)])
        statuses.append(report(order, factories.parts_of(order)[0]).status)
    assert statuses == ["refunded", "refunded", "refunded", "open"]


def test_a_large_damage_is_answered_by_the_seller(delivered):
    order, part, _offer = delivered
    found = report(order, part)
    assert (found.status, found.asked_amount) == ("open", 30_000)
    with pytest.raises(errors.DisputeUnderWay):
        report(order, part)
    with pytest.raises(errors.OrderNotYours):
        answer_dispute(by=buyer(order), dispute_id=found.id, outcome="refund")
    answer_dispute(by=seller(part), dispute_id=found.id, outcome="refund", amount=12_345)
    found.refresh_from_db()
    assert (found.status, found.amount, found.decided_as) == ("refunded", 12_345, "seller")
    assert held() == 90_000 - 12_345
    with pytest.raises(errors.DisputeClosed):
        answer_dispute(by=seller(part), dispute_id=found.id, outcome="refund")


def test_staff_decide_what_the_seller_declined(delivered, frozen_time):
    order, part, _offer = delivered
    found = report(order, part)
    with pytest.raises(errors.ReasonMissing):
        answer_dispute(by=seller(part), dispute_id=found.id, outcome="decline")
    answer_dispute(by=seller(part), dispute_id=found.id, outcome="decline", words="it was fine")
    with pytest.raises(errors.OrderNotYours):
        decide_dispute(by=seller(part), dispute_id=found.id, outcome="decline", words="no")
    with pytest.raises(errors.OutcomeUnknown):
        decide_dispute(by=STAFF, dispute_id=found.id, outcome="apology", words="no")
    with pytest.raises(errors.RefundTooLarge):
        decide_dispute(by=STAFF, dispute_id=found.id, outcome="refund", words="no", amount=90_001)
    decide_dispute(by=STAFF, dispute_id=found.id, outcome="refund", words="the photo is clear")
    found.refresh_from_db()
    assert (found.status, found.amount, found.decided_by) == ("refunded", 30_000, STAFF.person_id)
    frozen_time.tick(days=4)
    assert release_due() == 1
    assert nothing_is_held()


def test_what_nobody_answers_goes_to_staff(delivered, frozen_time):
    found = report(*delivered[:2])
    assert hand_to_staff() == 0
    frozen_time.tick(days=2)
    assert hand_to_staff() == 1
    found.refresh_from_db()
    assert found.status == "staff"


def test_a_withdrawn_report_lets_the_money_go(delivered, frozen_time):
    order, part, _offer = delivered
    found = report(order, part)
    frozen_time.tick(days=4)
    assert release_due() == 0
    withdraw_dispute(by=buyer(order), dispute_id=found.id)
    assert release_due() == 1
    with pytest.raises(errors.DisputeClosed):
        withdraw_dispute(by=buyer(order), dispute_id=found.id)


def test_what_never_arrived_is_refunded_with_its_delivery(ana):
    farm = factories.seller(fee=3_000)
    offer = factories.offer(organisation_id=farm.id, on_hand=3, price=10_000)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 2)])
    [part] = factories.parts_of(order)
    shipping.note_handed_over(reference=part.reference)
    found = report(order, part, problem="not_arrived", counts={1: 2}, photos=[])
    assert found.asked_amount == 23_000
    decide_dispute(by=STAFF, dispute_id=found.id, outcome="refund", words="lost")
    part.refresh_from_db()
    order.refresh_from_db()
    assert (part.status, order.status) == ("refunded", Order.Status.CANCELLED)
    assert nothing_is_held()


def test_refuses_reports_that_make_no_sense(delivered):
    order, part, _offer = delivered
    for wrong, refusal in (
        ({"photos": []}, errors.PhotoMissing),
        ({"counts": {1: 4}}, errors.LineUnknown),
        ({"counts": {}}, errors.LineUnknown),
        ({"photos": [photo() for _ in range(5)]}, errors.TooManyPhotos),
        ({"photos": [BytesIO(b"no picture")]}, NotAPicture),
    ):
        with pytest.raises(refusal):
            report(order, part, **wrong)
    with pytest.raises(errors.OrderNotYours):
        open_dispute(by=Actor(person_id=new_id()), fulfilment_id=part.id, problem="other", counts={1: 1})
    assert not Dispute.objects.exists()
    assert held() == 90_000


def test_a_replacement_is_packed_delivered_and_then_the_seller_paid(delivered, frozen_time):
    order, part, offer = delivered
    found = report(order, part)
    answer_dispute(by=seller(part), dispute_id=found.id, outcome="replacement", words="sorry")
    again = Fulfilment.objects.get(is_replacement=True)
    assert (again.reference, again.goods, again.status) == (f"{part.reference}:2", 0, "to_pack")
    assert shelf(offer) == (6, 1, 3)
    frozen_time.tick(days=4)
    assert release_due() == 0
    shipping.note_delivered(reference=again.reference, at=frozen_time.moment)
    assert shelf(offer) == (5, 0, 4)
    frozen_time.tick(days=3)
    assert release_due() + release_due() == 2
    order.refresh_from_db()
    assert order.status == Order.Status.COMPLETED
    assert nothing_is_held()


def test_nothing_is_replaced_that_is_sold_out(delivered):
    order, part, offer = delivered
    catalog.set_shelf(offer.level_id, on_hand=0)
    with pytest.raises(SoldOut):
        send_replacement(by=seller(part), fulfilment_id=part.id, counts={1: 1}, why="sorry")
    assert Fulfilment.objects.count() == 1
    with pytest.raises(errors.OrderNotYours):
        send_replacement(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="sorry")


def test_returned_goods_are_paid_back_and_sold_again(delivered, frozen_time):
    order, part, offer = delivered
    asked = ask_return(by=buyer(order), fulfilment_id=part.id, counts={1: 2}, why="too many", photos=[photo()])
    with pytest.raises(errors.ReturnUnderWay):
        ask_return(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="too many")
    with pytest.raises(errors.ReturnClosed):
        receive_return(by=seller(part), return_id=asked.id, is_fit_for_sale=True)
    answer_return(by=seller(part), return_id=asked.id, is_accepted=True, words="")
    assert (held(), shelf(offer)) == (90_000, (6, 0, 3))
    for _ in range(2):
        receive_return(by=seller(part), return_id=asked.id, is_fit_for_sale=True)
    assert (held(), shelf(offer)) == (30_000, (8, 0, 1))
    frozen_time.tick(days=4)
    assert release_due() == 1
    assert nothing_is_held()
    assert Return.objects.get().amount == 60_000


def test_a_return_is_declined_or_withdrawn(delivered):
    order, part, _offer = delivered
    asked = ask_return(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="too sour")
    with pytest.raises(errors.ReasonMissing):
        answer_return(by=seller(part), return_id=asked.id, is_accepted=False, words="")
    answer_return(by=seller(part), return_id=asked.id, is_accepted=False, words="food is not taken back")
    second = ask_return(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="too sour")
    withdraw_return(by=buyer(order), return_id=second.id)
    with pytest.raises(errors.ReturnClosed):
        withdraw_return(by=buyer(order), return_id=second.id)
    assert held() == 90_000


def test_the_seller_gives_something_back_out_of_kindness(delivered):
    order, part, _offer = delivered
    with pytest.raises(errors.OrderNotYours):
        refund(by=buyer(order), fulfilment_id=part.id, amount=100, why="late")
    with pytest.raises(errors.RefundTooLarge):
        refund(by=seller(part), fulfilment_id=part.id, amount=90_001, why="late")
    refund(by=seller(part), fulfilment_id=part.id, amount=1_001, why="it came late")
    assert held() == 88_999
    refund(by=STAFF, fulfilment_id=part.id, amount=88_999, why="all of it")
    part.refresh_from_db()
    assert part.status == "refunded"
    assert nothing_is_held()
    with pytest.raises(errors.MoneyReleased):
        ask_return(by=buyer(order), fulfilment_id=part.id, counts={1: 1}, why="late")
