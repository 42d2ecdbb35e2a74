"""The steps that several verbs share: each does its part, and only that."""

import pytest
from django.db import transaction
from django.urls import reverse

from dure.kernel.http import Actor
from dure.rooms.inbox import factories as inbox
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Fulfilment, Order, OrderAct, Side
from dure.rooms.market.queries.proofs import Findings
from dure.rooms.market.services import notices, shipping
from dure.rooms.market.services.acts import note_act, side_of
from dure.rooms.market.services.part_refunds import note_refund, refund_lines
from dure.rooms.market.services.parts import (
    cancel_counts,
    close_order,
    close_part,
    free_goods,
    give_back_allowances,
    locked_order,
    locked_part,
    locked_parts,
)
from dure.rooms.market.services.photos import add_photos
from dure.rooms.market.services.proofs import keep
from dure.rooms.market.services.replacements import replace_goods
from dure.rooms.market.tests.bookkeeping import held as money_held
from dure.rooms.market.tests.bookkeeping import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(ana):
    offer = factories.offer(on_hand=9, price=1_000, per_buyer_limit=5)
    order = factories.paid_order(buyer_id=ana.id, lines=[(offer, 3)])
    return locked_part(fulfilment_id=factories.parts_of(order)[0].id), offer


def test_locking_returns_what_is_there_or_refuses(held):
    part, _offer = held
    order = locked_order(order_id=part.order.order_id)
    assert [each.part.id for each in locked_parts(order=order)] == [part.part.id]
    with pytest.raises(errors.OrderNotFound):
        locked_order(order_id=7)


def test_goods_and_allowances_go_back(held):
    part, offer = held
    counts = {part.lines[0]: 2}
    free_goods(buyer_id=part.order.buyer_id, counts=counts, cell_id=1)
    cancel_counts(counts=counts)
    assert shelf(offer) == (9, 1, 0)
    give_back_allowances(taken={(part.order.buyer_id, offer.offer_id): 1}, cell_id=1)
    assert locked_part(fulfilment_id=part.part.id).lines[0].remaining == 1


def test_money_of_a_line_goes_back_and_is_written_down(held):
    part, _offer = held
    made = refund_lines(held=part, amounts={part.lines[0]: 500}, why="late")
    note_refund(made=made, held=part, side=Side.HOUSE)
    assert money_held() == 2_500
    assert OrderAct.objects.filter(act="refunded", side="house").count() == 1


def test_an_order_closes_with_its_last_part(held):
    part, _offer = held
    assert close_order(order=part.order) is None
    close_part(part=part.part, status=Fulfilment.Status.CANCELLED)
    assert close_order(order=part.order) == Order.Status.CANCELLED


def test_an_act_names_who_and_why(held, bo):
    part, _offer = held
    note_act(
        order_id=part.order.order_id, cell_id=1, act=OrderAct.Act.PACKED, side=Side.SELLER, by=Actor(person_id=bo.id),
        why="early",
    )  # fmt: skip
    assert OrderAct.objects.get(why="early").person_id == bo.id
    with pytest.raises(errors.OrderNotYours):
        side_of(by=Actor(person_id=bo.id), buyer_id=part.order.buyer_id, seller_id=part.part.seller_id)


def test_both_are_told_once(held):
    part, _offer = held
    before = len(inbox.notifications())
    for _ in range(2):
        notices.tell_buyer(order=part.order, title="Hello", key="hello")
        notices.tell_seller(part=part.part, title="Hello", key="hello")
    assert len(inbox.notifications()) == before + 2
    sale = reverse("market:sale", args=[part.part.seller_id, part.part.id])
    assert sale in {told.link for told in inbox.notifications()}


def test_goods_that_have_not_left_are_not_replaced_and_no_photo_is_no_trouble(held):
    part, _offer = held
    with pytest.raises(errors.NotDelivered), transaction.atomic():
        replace_goods(held=part, counts={part.lines[0]: 1}, by=None, side=Side.HOUSE, why="x")
    add_photos(photos=[])
    shipping.book(order=part.order, part=part.part, lines=part.lines)
    findings = Findings()
    findings.note(next(iter(findings.found)), [{"order_id": "1"}], cell_id=1, took_s=0.1)
    assert keep(findings=findings, duration_ms=1).holds is False
