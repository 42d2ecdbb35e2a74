"""Old orders in the archive: moved wholly, found as before, back when somebody acts, safe against keys and kills."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DataError, connection, transaction

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.testing import at_once
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer
from dure.rooms.market.errors import OrderClosed
from dure.rooms.market.models import Fulfilment, LateRefund, Order, OrderLine
from dure.rooms.market.queries import about_me, my_orders, order_pages, proofs
from dure.rooms.market.services import archiving, departures, intake, orders, parts, receipts, releases, shipping
from dure.rooms.people import factories as people

LATER = settings.ORDERS_KEPT_HOT + timedelta(days=60)


@pytest.fixture
def offer():
    """Something to order."""
    return factories.offer(on_hand=50, price=9_000)


@pytest.fixture
def long_ago(frozen_time, ana, offer):
    """An order of long ago: delivered, paid out, and nothing is open; and what else there was then."""
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 2)])
    [placed] = intake.place_orders(requests=[asked])
    order = factories.pay(Order.objects.get(order_id=placed.order_id or 0))
    [part] = factories.parts_of(order)
    releases.confirm_received(by=_arrived(part), fulfilment_id=part.id)
    frozen_time.move_to(clock.now() + LATER)
    return asked, order.order_id


def _arrived(part: Fulfilment) -> Actor:
    """Let a part arrive and return its buyer."""
    shipping.note_delivered(reference=part.reference, at=clock.now())
    return Actor(person_id=part.buyer_id)


def places(order_id: int) -> set[bool]:
    """Return where an order and its lines lie."""
    both = Order.objects.filter(order_id=order_id), OrderLine.objects.filter(order_id=order_id)
    return {place for found in both for place in found.values_list("is_archived", flat=True)}


def prove_all() -> list[dict[str, object]]:
    """Return what does not fit."""
    return proofs.examine(ranges=proofs.ranges_of_everything(), found=proofs.Findings()).problems


@pytest.mark.django_db
def test_an_old_order_is_found_as_before(long_ago, ana):
    _asked, order_id = long_ago
    by = Actor(person_id=ana.id)
    before = order_pages.order_page(by=by, order_id=order_id)
    assert archiving.archive_every_order() == 1
    assert places(order_id) == {True}
    after = order_pages.order_page(by=by, order_id=order_id)
    assert (after.order.total, len(after.parts), len(after.acts)) == (
        before.order.total, len(before.parts), len(before.acts),
    )  # fmt: skip
    listed = my_orders.my_orders(buyer_id=ana.id, asked=my_orders.Asked())
    assert [brief.order.order_id for brief in listed.orders] == [order_id]
    assert [told["order"] for told in about_me.orders_of(person_id=ana.id)] == [str(order_id)]
    assert len(receipts.issue_receipts(by=by, order_id=order_id)) == 1
    assert prove_all() == []


@pytest.mark.django_db
def test_its_key_still_answers(long_ago, ana):
    asked, order_id = long_ago
    archiving.archive_every_order()
    [again] = intake.place_orders(requests=[asked])
    assert (again.answer, again.order_id) == (Answer.REPLAYED, order_id)
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_who_acts_on_it_brings_it_back(long_ago):
    _asked, order_id = long_ago
    archiving.archive_every_order()
    [part_id] = Fulfilment.objects.values_list("id", flat=True)
    held = parts.locked_part(fulfilment_id=part_id)
    assert (held.order.order_id, len(held.lines)) == (order_id, 1)
    assert places(order_id) == {False}
    assert archiving.archive_every_order() == 1


@pytest.mark.django_db
def test_a_batch_begins_behind_a_number_and_tells_its_last(long_ago):
    _asked, order_id = long_ago
    assert archiving.archive_orders(behind=order_id) == archiving.Moved(0, order_id)
    assert archiving.archive_orders() == archiving.Moved(1, order_id)
    with transaction.atomic():
        archiving.bring_back(order=archiving.locked(order_id=order_id, cell_id=1))
    assert places(order_id) == {False}


@pytest.mark.django_db
def test_a_refused_act_leaves_it_where_it_was(long_ago):
    _asked, order_id = long_ago
    archiving.archive_every_order()
    with pytest.raises(OrderClosed):
        orders.cancel_order(by=HOUSE, order_id=order_id, why="too late")
    assert places(order_id) == {True}


@pytest.mark.django_db
def test_what_is_open_or_young_stays(long_ago, ana, offer, frozen_time):
    _asked, order_id = long_ago
    part = Fulfilment.objects.get(order_id=order_id)
    LateRefund.objects.create(
        fulfilment=part, seller_id=offer.organisation_id, currency="KRW", amount=9, from_seller=8, lines={"1": 9},
        why="late", side="staff", asked_at=clock.now(),
    )  # fmt: skip
    factories.placed_order(buyer_id=ana.id, lines=[(offer, 1)])
    young = factories.paid_order(buyer_id=ana.id, lines=[(offer, 1)])
    orders.cancel_order(by=HOUSE, order_id=young.order_id, why="hail")
    assert archiving.archive_every_order() == 0
    LateRefund.objects.all().delete()
    assert archiving.archive_every_order() == 1
    assert places(order_id) == {True}


@pytest.mark.django_db
def test_who_leaves_is_forgotten_in_the_archive_too(long_ago, ana):
    _asked, order_id = long_ago
    archiving.archive_every_order()
    departures.forget_person(person_id=ana.id)
    [told] = about_me.orders_of(person_id=ana.id)
    assert told["order"] == str(order_id)
    assert "Sea road" not in str(told)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_order_in_other_hands_is_passed_over(long_ago):
    _asked, order_id = long_ago

    def hold() -> int:
        with transaction.atomic():
            Order.objects.select_for_update().get(order_id=order_id)
            [moved] = at_once(archiving.archive_every_order)
            return int(moved)

    assert hold() == 0
    assert places(order_id) == {False}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_cut_off_in_the_middle_is_as_if_never_begun(long_ago, monkeypatch):
    _asked, order_id = long_ago

    def cut(cell_id: int, numbers: list[int]) -> None:
        OrderLine.objects.filter(order_id__in=numbers).update(is_archived=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    with monkeypatch.context() as patched:
        patched.setattr(archiving, "_move", cut)
        with pytest.raises(DataError, match="zero"):
            archiving.archive_every_order()
    assert places(order_id) == {False}
    assert archiving.archive_every_order() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_crowds_acting_while_it_moves_tear_nothing(ana, offer, frozen_time):
    buyers = [people.make_person().id for _ in range(6)]
    old = [factories.placed_order(buyer_id=buyer, lines=[(offer, 1)]) for buyer in buyers]
    orders_given_up = [order.order_id for order in old]
    frozen_time.tick(hours=1)
    assert orders.expire_every_order() == 6
    frozen_time.move_to(clock.now() + LATER)

    def act() -> None:
        for order_id in orders_given_up:
            with transaction.atomic():
                assert parts.locked_order(order_id=order_id).order_id == order_id

    at_once(archiving.archive_every_order, act, archiving.archive_every_order, act)
    assert all(len(places(order_id)) == 1 for order_id in orders_given_up)
    assert prove_all() == []
