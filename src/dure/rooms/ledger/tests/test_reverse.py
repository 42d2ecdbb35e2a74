"""Reversing: nothing is edited; an entry is undone once, by a new one."""

import pytest

from dure.rooms.ledger import chart, errors, factories
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.queries import entries as entry_queries
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.tests.conftest import sums_to_zero


@pytest.fixture
def gift(saver, fund_id):
    draft = factories.gift(giver_id=saver.id, fund_id=fund_id, amount=700, reference="gift:1")
    return entries.record_many(drafts=[draft])[0]


def test_turns_every_amount_round(saver, fund_id, gift):
    undone = entries.reverse(entry_id=gift.entry_id, reason="wrong fund")

    assert saver.has() == 10_000
    assert accounts.balance(account=chart.fund(fund_id), unit="KRW") == 0
    entry = Entry.objects.get(entry_id=undone.entry_id)
    assert (entry.kind, entry.reverses, entry.about["reason"]) == (Kind.REVERSAL, gift.entry_id, "wrong fund")
    assert entry_queries.explained(entry_id=gift.entry_id, cell_id=1).reversed_by == entry
    assert sums_to_zero()


def test_asked_again_for_the_same_reason_returns_the_reversal(saver, gift):
    first = entries.reverse(entry_id=gift.entry_id, reason="wrong fund")
    again = entries.reverse(entry_id=gift.entry_id, reason="wrong fund")
    assert (again.entry_id, again.is_new) == (first.entry_id, False)
    assert saver.has() == 10_000


def test_undoes_an_entry_only_once(saver, gift, trace):
    entries.reverse(entry_id=gift.entry_id, reason="wrong fund")
    before = trace()
    with pytest.raises(errors.AlreadyReversed):
        entries.reverse(entry_id=gift.entry_id, reason="another reason")
    assert trace() == before
    assert saver.has() == 10_000


def test_a_reversal_is_final(gift, trace):
    undone = entries.reverse(entry_id=gift.entry_id, reason="wrong fund")
    before = trace()
    with pytest.raises(errors.ReversalIsFinal):
        entries.reverse(entry_id=undone.entry_id, reason="changed my mind")
    assert trace() == before


def test_what_is_spent_cannot_be_taken_back(saver, fund_id, gift, trace):
    spent = factories.gift(giver_id=saver.id, fund_id=fund_id, amount=9_300)
    entries.record_many(drafts=[spent])
    deposit = Entry.objects.order_by("entry_id").first()
    before = trace()
    with pytest.raises(errors.InsufficientFunds):
        entries.reverse(entry_id=deposit.entry_id, reason="the bank took it back")
    assert trace() == before


def test_refuses_an_entry_that_is_not_there(db):
    with pytest.raises(errors.EntryNotFound):
        entries.reverse(entry_id=5, reason="?")


def test_undoes_many_at_once_or_none(saver, fund_id, gift, trace):
    second = entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=300)])[0]
    before = trace()
    with pytest.raises(errors.EntryNotFound):
        entries.reverse_many(entry_ids=[gift.entry_id, second.entry_id, 1], reason="a wrong day")
    assert trace() == before

    undone = entries.reverse_many(entry_ids=[second.entry_id, gift.entry_id], reason="a wrong day")
    assert [Entry.objects.get(entry_id=each.entry_id).reverses for each in undone] == [second.entry_id, gift.entry_id]
    assert saver.has() == 10_000
    assert sums_to_zero()
