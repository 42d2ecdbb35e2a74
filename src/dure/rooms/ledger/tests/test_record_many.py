"""Thousands of entries in one call: all of them, or none with the reason of each."""

from typing import Any

import pytest

from dure.events.ledger import EntryRecorded
from dure.kernel.ids import new_id
from dure.kernel.models import OutboxMessage
from dure.rooms.ledger import chart, errors, factories
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, move
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.tests.conftest import sums_to_zero


def drafts(count: int, *, source: str, target: str, amount: int = 1, name: str = "batch") -> list[Draft]:
    legs = move(source=source, target=target, amount=amount, unit="KRW")
    return [Draft(reference=f"{name}:{number}", kind=Kind.GIFT, legs=legs) for number in range(count)]


def test_records_five_thousand_entries_in_one_call(saver, fund_id, announced, django_assert_max_num_queries):
    batch = drafts(5_000, source=saver.wallet, target=chart.fund(fund_id))

    with django_assert_max_num_queries(8):
        recorded = entries.record_many(drafts=batch)

    assert [entry.reference for entry in recorded] == [draft.reference for draft in batch]
    assert [entry.entry_id for entry in recorded] == sorted({entry.entry_id for entry in recorded})
    assert saver.has() == 5_000
    assert sums_to_zero()
    assert [len(event.entry_ids) for event in announced.all(EntryRecorded)] == [1, 2_000, 2_000, 1_000]


def test_an_ordinary_batch_is_one_announcement(saver, fund_id):
    before = OutboxMessage.objects.count()
    entries.record_many(drafts=drafts(500, source=saver.wallet, target=chart.fund(fund_id)))
    assert OutboxMessage.objects.count() == before + 1


def test_nothing_is_recorded_of_nothing(db, trace):
    assert entries.record_many(drafts=[]) == []
    assert trace() == (0, 0, 0, 0)


def test_a_replay_of_the_whole_batch_records_nothing(saver, fund_id, trace):
    batch = drafts(300, source=saver.wallet, target=chart.fund(fund_id))
    first = entries.record_many(drafts=batch)
    before = trace()

    again = entries.record_many(drafts=batch)

    assert [entry.entry_id for entry in again] == [entry.entry_id for entry in first]
    assert not any(entry.is_new for entry in again)
    assert trace() == before


def test_a_replay_of_a_part_records_the_rest(saver, fund_id, announced):
    batch = drafts(10, source=saver.wallet, target=chart.fund(fund_id))
    entries.record_many(drafts=batch[3:6])

    recorded = entries.record_many(drafts=batch)

    assert [entry.is_new for entry in recorded] == [True] * 3 + [False] * 3 + [True] * 4
    assert saver.has() == 9_990
    assert announced(EntryRecorded).references == tuple(draft.reference for draft in batch[:3] + batch[6:])


def test_the_same_entry_twice_within_a_batch_is_recorded_once(saver, fund_id):
    draft = drafts(1, source=saver.wallet, target=chart.fund(fund_id))[0]
    first, second = entries.record_many(drafts=[draft, draft])

    assert first.entry_id == second.entry_id
    assert (first.is_new, second.is_new) == (True, False)
    assert saver.has() == 9_999


def test_the_same_reference_twice_with_other_content_refuses_the_batch(saver, fund_id, trace):
    batch = drafts(3, source=saver.wallet, target=chart.fund(fund_id))
    other = drafts(1, source=saver.wallet, target=chart.fund(fund_id), amount=2)
    before = trace()

    with pytest.raises(errors.BatchRefused) as refusal:
        entries.record_many(drafts=batch + other)

    assert refusal.value.facts["problems"] == [
        {"position": 4, "code": "reference_reused", "reference": "batch:0"},
    ]
    assert trace() == before


def test_every_unsound_entry_is_named(saver, fund_id, trace):
    sound = drafts(3, source=saver.wallet, target=chart.fund(fund_id))
    before = trace()
    broken = [
        sound[0],
        Draft(reference="", kind=Kind.GIFT, legs=sound[0].legs),
        sound[1],
        Draft(reference="half", kind=Kind.GIFT, legs=sound[0].legs[:1]),
    ]

    with pytest.raises(errors.BatchRefused) as refusal:
        entries.record_many(drafts=broken)

    problems: Any = refusal.value.facts["problems"]
    assert [(problem["position"], problem["code"]) for problem in problems] == [
        (2, "bad_reference"),
        (4, "bad_leg_count"),
    ]
    assert refusal.value.facts["count"] == 2
    assert trace() == before


def test_the_entry_that_overdraws_is_named_and_none_is_recorded(saver, other, fund_id, trace):
    batch = drafts(10, source=saver.wallet, target=chart.fund(fund_id), amount=3_000)
    batch += drafts(2, source=other.wallet, target=chart.fund(fund_id), name="other")
    before = trace()

    with pytest.raises(errors.BatchRefused) as refusal:
        entries.record_many(drafts=batch)

    assert refusal.value.facts["problems"] == [
        {
            "position": 4,
            "code": "insufficient_funds",
            "reference": "batch:3",
            "account": saver.wallet,
            "unit": "KRW",
            "missing": 2_000,
        },
        {
            "position": 11,
            "code": "insufficient_funds",
            "reference": "other:0",
            "account": other.wallet,
            "unit": "KRW",
            "missing": 1,
        },
    ]
    assert trace() == before


def test_a_batch_is_like_one_entry_after_the_other(saver, other):
    """Spending first and receiving later in the same batch is refused, as it would be one by one."""
    there = drafts(1, source=saver.wallet, target=other.wallet, amount=500, name="there")
    back = drafts(1, source=other.wallet, target=saver.wallet, amount=500, name="back")

    with pytest.raises(errors.BatchRefused):
        entries.record_many(drafts=back + there)
    entries.record_many(drafts=there + back)

    assert (saver.has(), other.has()) == (10_000, 0)


def test_more_than_ten_thousand_are_refused(saver, fund_id, trace):
    before = trace()
    with pytest.raises(errors.BatchTooLarge):
        entries.record_many(drafts=drafts(10_001, source=saver.wallet, target=chart.fund(fund_id)))
    assert trace() == before


def test_many_accounts_are_opened_by_the_batch_that_needs_them(db):
    people = [new_id() for _ in range(1_000)]
    batch = [
        Draft(
            reference=f"welcome:{person}",
            kind=Kind.REWARD,
            legs=move(source=chart.outside("nature"), target=chart.wallet(person), amount=5, unit="energy"),
        )
        for person in people
    ]
    entries.record_many(drafts=batch)

    assert Entry.objects.count() == 1_000
    assert accounts.balance(account=chart.outside("nature"), unit="energy") == -5_000
    assert {accounts.balance(account=chart.wallet(person), unit="energy") for person in people[:20]} == {5}


def test_a_factory_gift_is_a_sound_draft(saver, fund_id):
    assert entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=10)])[0].is_new
