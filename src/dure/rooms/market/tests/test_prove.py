"""The look through the orders: content with a sound house, and each proof finds what it is for."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from dure.kernel import clock, numbers
from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.kernel.progress import CalledOff
from dure.rooms.catalog import factories as catalog
from dure.rooms.inbox.queries.notifications import newest
from dure.rooms.market import factories, nights
from dure.rooms.market.models import Fulfilment, LateRefund, Proof
from dure.rooms.market.proof_words import RULES
from dure.rooms.market.queries import proofs
from dure.rooms.market.queries.proof_checks import CODES
from dure.rooms.market.services.orders import cancel_lines, cancel_order
from dure.rooms.market.services.proofs import prove
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.fixture
def house(ana):
    """Orders in every state."""
    offer = factories.offer(on_hand=60, price=9_999)
    limited = factories.offer(on_hand=9, price=100, per_buyer_limit=5)
    placed = factories.placed_order(buyer_id=ana.id, lines=[(offer, 2), (limited, 3)])
    paid = factories.paid_order(buyer_id=ana.id, lines=[(offer, 3)], gift=5, gift_fund_id=new_id())
    delivered = factories.delivered_order(buyer_id=ana.id, lines=[(offer, 4)])
    cancelled = factories.placed_order(buyer_id=ana.id, lines=[(limited, 1)])
    cancel_order(by=HOUSE, order_id=cancelled.order_id, why="changed my mind")
    LateRefund.objects.create(
        fulfilment=factories.parts_of(delivered)[0], seller_id=offer.organisation_id, currency="KRW", amount=9,
        from_seller=8, lines={"1": 9}, why="late", side="staff", asked_at=clock.now(),
    )  # fmt: skip
    [part] = factories.parts_of(paid)
    cancel_lines(by=HOUSE, fulfilment_id=part.id, counts={1: 1}, why="hail")
    return {
        "placed": placed.order_id, "paid": paid.order_id, "delivered": delivered.order_id,
        "cancelled": cancelled.order_id, "level": catalog.shelf_of(offer).level_id, "limited": limited.offer_id,
        "part": str(part.id),
    }  # fmt: skip


def examine():
    return proofs.examine(ranges=proofs.ranges_of_everything(), found=proofs.Findings())


SPOILS = {
    "line_without_order": "UPDATE market_orderline SET order_id = 7 WHERE order_id = {paid}",
    "order_without_lines": "DELETE FROM market_orderline WHERE order_id = {delivered}",
    "line_without_offer": "UPDATE market_orderline SET offer_id = 7 WHERE order_id = {paid}",
    "line_without_level": "UPDATE market_orderline SET level_id = 7 WHERE order_id = {paid}",
    "order_without_buyer": "UPDATE market_order SET buyer_id = gen_random_uuid() WHERE order_id = {placed}",
    "order_sums_differ": "UPDATE market_orderline SET quantity = 9 WHERE order_id = {delivered}",
    "allowance_differs": "UPDATE market_allowance SET taken = taken + 1 WHERE offer_id = {limited}",
    "unpaid_without_deadline": "UPDATE market_deadline SET order_ids = '{{7}}' WHERE {placed} = ANY (order_ids)",
    "unpaid_past_its_time": "UPDATE market_order SET pay_by = '2025-01-01' WHERE order_id = {placed}",
    "part_without_order": "UPDATE market_fulfilment SET order_id = 7 WHERE order_id = {paid}",
    "part_sums_differ": "UPDATE market_fulfilment SET refunded = 1 WHERE order_id = {delivered}",
    "paid_order_without_open_part": "UPDATE market_fulfilment SET status = 'completed' WHERE order_id = {paid}",
    "ended_order_with_open_part": "UPDATE market_order SET status = 3 WHERE order_id = {paid}",
    "release_overdue": "UPDATE market_fulfilment SET complaint_until = '2025-01-01' WHERE order_id = {delivered}",
    "part_without_shipment": """
        WITH old AS (UPDATE market_fulfilment SET paid_at = '2025-01-01' WHERE order_id = {paid} RETURNING order_id)
        UPDATE dispatch_shipment SET reference = 'lost' || reference FROM old
        WHERE reference LIKE 'order:' || old.order_id || ':%'
    """,
    "late_refund_overdue": "UPDATE market_laterefund SET asked_at = '2025-01-01'",
    "reserved_differs": "UPDATE catalog_level SET reserved = reserved + 1 WHERE level_id = {level}",
    "oversold": "UPDATE catalog_level SET on_hand = reserved - 1 WHERE level_id = {level}",
    "stock_differs_from_its_movements": "UPDATE catalog_level SET sold = sold + 1 WHERE level_id = {level}",
    "movement_without_level": "UPDATE catalog_stockmove SET level_id = 7 WHERE level_id = {level}",
    "order_torn_in_two": "UPDATE market_orderline SET is_archived = true WHERE order_id = {delivered}",
    "archived_too_early": "UPDATE market_order SET is_archived = true WHERE order_id = {paid}",
    "order_in_both_places": """
        UPDATE market_order SET is_archived = true, client_key = placed.client_key
        FROM (SELECT client_key FROM market_order WHERE order_id = {placed}) AS placed WHERE order_id = {cancelled}
    """,
    "order_not_in_the_book": "UPDATE ledger_entry SET amount = 1 WHERE entry_id = {paid}",
    "entry_without_order": "DELETE FROM market_order WHERE order_id = {placed}",
    "order_reversal_differs": "UPDATE market_order SET status = 5 WHERE order_id = {placed}",
    "refund_not_in_the_book": "UPDATE ledger_entry SET named = 'lost' WHERE reference LIKE 'refund:%'",
    "due_differs": "UPDATE ledger_balance SET amount = amount - 1 WHERE amount < 0",
    "promised_differs": "UPDATE market_order SET status = 2 WHERE order_id = {placed}",
    "held_differs": "UPDATE market_fulfilment SET gift = gift + 1 WHERE order_id = {paid}",
    "refunds_due_differs": "UPDATE market_laterefund SET set_aside = 5",
}
"""How the owner of the database breaks what each proof guards."""

GUARD = "ALTER TABLE catalog_level DROP CONSTRAINT catalog_level_holds_what_it_promised"


def test_every_proof_is_broken_here_and_has_words():
    assert set(SPOILS) == set(CODES) == set(RULES)


def test_a_sound_house_holds(house):
    proof = prove()
    assert (proof.problems, proof.order_count, proof.line_count) == ([], 4, 5)
    assert {each["code"] for each in proof.checks} == set(CODES)
    assert (proof.is_complete, proof.ranges) == (True, [])


def spoilt(code, house):
    """Return the codes found when the house is broken as a proof guards against; it is whole again afterwards."""
    before = connection.savepoint()
    with connection.cursor() as cursor:
        if code == "oversold":
            cursor.execute(GUARD)
        cursor.execute(SPOILS[code].format(**house))
        assert cursor.rowcount > 0, code
    found = examine()
    connection.savepoint_rollback(before)
    return {problem["code"] for problem in found.problems}


def test_each_proof_names_what_it_is_for(house):
    silent = [code for code in CODES if code not in spoilt(code, house)]
    assert silent == []
    assert examine().holds


def test_a_finding_stays_found_until_it_is_mended(house):
    prove()
    with connection.cursor() as cursor:
        cursor.execute(SPOILS["part_sums_differ"].format(**house))
    assert not prove(is_whole=False).holds
    assert not prove(is_whole=False).holds
    Fulfilment.objects.filter(order_id=house["delivered"]).update(refunded=0)
    assert prove(is_whole=False).holds


def test_staff_are_told_of_a_finding_once(house):
    staff = people.make_staff()
    with connection.cursor() as cursor:
        cursor.execute(SPOILS["held_differs"].format(**house))
    prove()
    [note] = newest(person_id=staff.id, count=5)
    assert note.link == "/market/health/"


def test_a_look_that_is_called_off_says_so(house):
    def stop(_done, _total):
        raise CalledOff

    with pytest.raises(CalledOff):
        prove(progress=stop)
    assert Proof.objects.get().is_complete is False


def test_ranges_leave_no_number_out(house, monkeypatch):
    monkeypatch.setattr(proofs, "ORDERS_AT_ONCE", 1)
    ranges = proofs.ranges_of_everything()
    assert len(ranges) == 4
    assert [each.first for each in ranges[1:]] == [each.after for each in ranges[:-1]]
    assert (ranges[0].first, ranges[-1].after) == nights.EVERYTHING
    assert examine().order_count == 4


def test_in_28_nights_every_number_is_looked_at():
    looked = numbers.EPOCH + 300 * A_DAY
    spans = [
        span
        for night in range(nights.NIGHTS)
        for span in nights.spans_of_night(night=date(2024, 10, 27) + night * A_DAY, last_look=looked)
    ]
    reached = 0
    for first, after in sorted(set(spans)):
        assert first <= reached
        reached = max(reached, after)
    assert reached == numbers.ID_MAX


def test_staff_see_the_outcome(house):
    client = people.office_of(people.make_staff())
    assert client.get("/market/health/").status_code == 200
    prove()
    assert "4" in client.get("/market/health/").content.decode()
    begun = client.post("/market/health/examination/")
    assert begun.status_code == 302
    assert "/jobs/" in begun["Location"]


def test_nobody_else_sees_it(ana, client: Client):
    client.force_login(people.sign_in_of(ana))
    assert client.get("/market/health/").status_code in {302, 403, 404}
