"""Holding: what is held cannot be used, until it is captured, released or its time is over."""

from datetime import timedelta

import pytest

from dure.events.ledger import EntryRecorded, HoldExpired
from dure.kernel import clock
from dure.rooms.ledger import chart, errors
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Leg, move
from dure.rooms.ledger.models import Hold
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.services import entries, holds

SELLER = chart.held_for_orders()


def hold(saver, amount: int = 4_000, reference: str = "order:1", **more) -> Hold:
    return holds.hold(reference=reference, account=saver.wallet, amount=amount, unit="KRW", **more)


def capture(amount: int = 4_000, reference: str = "capture:1", hold_reference: str = "order:1", **more):
    return holds.capture(
        hold_reference=hold_reference,
        reference=reference,
        kind=Kind.PURCHASE,
        to=[Leg(SELLER, amount, "KRW")],
        **more,
    )


def test_reserves_without_moving(saver, trace):
    entry_count = trace()[0]
    hold(saver)
    assert (saver.has(), saver.may_use()) == (10_000, 6_000)
    assert accounts.held(account=saver.wallet, unit="KRW") == 4_000
    assert [held.reference for held in accounts.open_holds(account=saver.wallet)] == ["order:1"]
    assert trace()[0] == entry_count


def test_what_is_held_cannot_be_spent(saver):
    hold(saver)
    with pytest.raises(errors.InsufficientFunds):
        entries.record(
            reference="spend",
            kind=Kind.TRANSFER,
            legs=move(source=saver.wallet, target=SELLER, amount=6_001, unit="KRW"),
        )
    assert saver.has() == 10_000


def test_asked_again_returns_the_same_hold(saver):
    first, again = hold(saver), hold(saver)
    assert again.hold_id == first.hold_id
    assert saver.may_use() == 6_000


@pytest.mark.parametrize("more", [{"amount": 4_001}, {"about": {"for": "rice"}}], ids=["amount", "about"])
def test_the_same_reference_for_another_hold_is_refused(saver, trace, more):
    hold(saver)
    before = trace()
    with pytest.raises(errors.ReferenceReused):
        hold(saver, **more)
    assert trace() == before


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"amount": 10_001}, errors.InsufficientFunds),
        ({"amount": 0}, errors.BadAmount),
        ({"amount": -5}, errors.BadAmount),
        ({"amount": 1.5}, errors.NotWhole),
        ({"amount": True}, errors.NotWhole),
        ({"reference": ""}, errors.BadReference),
        ({"expires_at": clock.now() - timedelta(days=1)}, errors.ExpiryPassed),
        ({"cell_id": 9}, errors.UnknownCell),
    ],
)
def test_refuses_and_leaves_no_trace(saver, trace, more, refusal):
    before = trace()
    with pytest.raises(refusal):
        hold(saver, **more)
    assert trace() == before
    assert not Hold.objects.exists()


def test_capture_moves_what_was_held(saver, announced):
    hold(saver)
    recorded = capture()

    assert (saver.has(), saver.may_use()) == (6_000, 6_000)
    assert accounts.balance(account=SELLER, unit="KRW") == 4_000
    assert announced(EntryRecorded).entry_ids == (str(recorded.entry_id),)
    assert Hold.objects.get().status == Hold.Status.CAPTURED


def test_capture_of_a_part_gives_the_rest_back(saver):
    hold(saver)
    capture(2_500)
    held = Hold.objects.get()
    assert (held.captured, held.released, held.status) == (2_500, 1_500, Hold.Status.CAPTURED)
    assert (saver.has(), saver.may_use()) == (7_500, 7_500)


def test_capture_in_parts_keeps_the_rest_held(saver):
    hold(saver)
    capture(1_000, "capture:1", keep_rest=True)
    assert (saver.has(), saver.may_use()) == (9_000, 6_000)

    capture(3_000, "capture:2", keep_rest=True)
    assert (saver.has(), saver.may_use()) == (6_000, 6_000)
    assert Hold.objects.get().status == Hold.Status.CAPTURED


def test_capture_shares_out_and_carries_other_units(saver, other, fund_id):
    hold(saver)
    holds.capture(
        hold_reference="order:1",
        reference="capture:1",
        kind=Kind.PURCHASE,
        to=[
            Leg(SELLER, 3_850, "KRW"),
            Leg(chart.commission(), 120, "KRW"),
            Leg(chart.fund(fund_id), 30, "KRW"),
            *move(source=chart.outside("nature"), target=other.wallet, amount=9, unit="energy"),
        ],
    )
    assert accounts.balance(account=chart.fund(fund_id), unit="KRW") == 30
    assert other.has("energy") == 9


def test_capture_asked_again_returns_the_entry(saver, trace):
    hold(saver)
    first = capture(2_500)
    before = trace()
    again = capture(2_500)
    assert (again.entry_id, again.is_new) == (first.entry_id, False)
    assert trace() == before


def test_capture_asked_again_with_another_amount_is_refused(saver, trace):
    hold(saver)
    capture(2_500)
    before = trace()
    with pytest.raises(errors.ReferenceReused):
        capture(2_501)
    assert trace() == before


@pytest.mark.parametrize(("amount", "refusal"), [(4_001, errors.CaptureExceedsHold), (-1, errors.BadAmount)])
def test_captures_no_more_than_is_held(saver, trace, amount, refusal):
    hold(saver)
    before = trace()
    with pytest.raises(refusal):
        capture(amount)
    assert trace() == before
    assert saver.may_use() == 6_000


def test_captures_nothing_unknown(saver):
    with pytest.raises(errors.HoldNotFound):
        capture()


def test_release_gives_everything_back_and_may_be_repeated(saver):
    hold(saver)
    assert holds.release(hold_reference="order:1").status == Hold.Status.RELEASED
    assert holds.release(hold_reference="order:1").released == 4_000
    assert saver.may_use() == 10_000


def test_release_after_a_part_was_captured_gives_back_the_rest(saver):
    hold(saver)
    capture(1_000, keep_rest=True)
    assert holds.release(hold_reference="order:1").status == Hold.Status.CAPTURED
    assert (saver.has(), saver.may_use()) == (9_000, 9_000)


def test_a_captured_hold_cannot_be_released(saver):
    hold(saver)
    capture()
    with pytest.raises(errors.HoldEnded):
        holds.release(hold_reference="order:1")
    assert saver.has() == 6_000


def test_a_released_hold_cannot_be_captured(saver, trace):
    hold(saver)
    holds.release(hold_reference="order:1")
    before = trace()
    with pytest.raises(errors.HoldEnded):
        capture()
    assert trace() == before


def test_time_ends_a_hold(saver, announced, frozen_time):
    held = hold(saver, expires_at=clock.now() + timedelta(minutes=15))
    hold(saver, reference="order:2", amount=1_000)
    frozen_time.tick(minutes=14)
    assert holds.expire_holds() == 0

    frozen_time.tick(minutes=1)
    with pytest.raises(errors.HoldExpired):
        capture()
    assert holds.expire_holds() == 1
    assert holds.expire_holds() == 0

    assert saver.may_use() == 9_000
    assert announced(HoldExpired) == HoldExpired(cell_id=1, hold_id=str(held.hold_id), reference="order:1")
    with pytest.raises(errors.HoldEnded):
        capture()
    assert holds.release(hold_reference="order:1").status == Hold.Status.EXPIRED


def test_many_holds_end_in_one_call(saver, frozen_time):
    for number in range(20):
        hold(saver, reference=f"order:{number}", amount=100, expires_at=clock.now() + timedelta(seconds=number + 1))
    frozen_time.tick(seconds=10)
    assert holds.expire_holds() == 10
    assert saver.may_use() == 9_000
