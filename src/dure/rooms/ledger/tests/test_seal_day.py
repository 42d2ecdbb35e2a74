"""Sealing: a finished day gets one hash, chained to the day before, that anybody can compute from the public page."""

import hashlib
from datetime import date, timedelta

import pytest

from dure.events.ledger import DaySealed
from dure.kernel import clock
from dure.kernel.numbers import ID_MAX, made_at
from dure.rooms.ledger import canonical, errors, factories
from dure.rooms.ledger.models import Entry, Seal
from dure.rooms.ledger.queries import lines
from dure.rooms.ledger.queries import seals as seal_queries
from dure.rooms.ledger.services import seals

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def sunday(frozen_time, saver, fund_id):
    """A Sunday with a deposit and a gift; it is Monday now."""
    from dure.rooms.ledger.services import entries  # noqa: PLC0415

    entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=300, reference="gift:1")])
    frozen_time.tick(days=1)
    return saver


def test_a_seal_is_the_hash_of_the_public_page(sunday, announced):
    seal = seals.seal_day(day=SUNDAY)

    page = b"".join(seal_queries.page(seal))
    assert hashlib.sha256(page).hexdigest() == seal.hash
    assert (seal.entry_count, seal.account_count, seal.previous) == (2, 3, canonical.GENESIS)
    assert seal.totals == {"KRW": {"entries": 2}}  # too few to sum without telling whose amounts they are
    assert announced(DaySealed) == DaySealed(cell_id=1, day="2026-11-22", hash=seal.hash)


def test_the_public_page_tells_nothing_private(sunday):
    seal = seals.seal_day(day=SUNDAY)
    page = b"".join(seal_queries.page(seal)).decode()
    assert str(sunday.id) not in page
    assert "gift:1" not in page
    assert seal.salt not in page


def test_whoever_is_shown_the_secret_finds_his_entry_on_the_page(sunday):
    seal = seals.seal_day(day=SUNDAY)
    entry = Entry.objects.get(reference="gift:1")
    receipt = seal_queries.receipt(entry)

    assert receipt.secret == canonical.secret_of(seal.salt, entry.entry_id)
    leaf = hashlib.sha256(receipt.secret.encode() + receipt.line.encode()).hexdigest()
    assert leaf == receipt.leaf
    assert leaf in b"".join(seal_queries.page(seal)).decode().splitlines()


def test_days_are_chained_and_empty_days_too(sunday, frozen_time):
    frozen_time.tick(days=3)
    made = seals.seal_finished_days()

    assert [seal.day for seal in made] == [SUNDAY + timedelta(days=number) for number in range(4)]
    assert [seal.previous for seal in made] == [canonical.GENESIS, *(seal.hash for seal in made[:-1])]
    assert [seal.entry_count for seal in made] == [2, 0, 0, 0]
    assert seals.seal_finished_days() == []


def test_sealing_again_returns_the_seal(sunday):
    first = seals.seal_day(day=SUNDAY)
    assert seals.seal_day(day=SUNDAY).hash == first.hash
    assert Seal.objects.count() == 1


def test_a_day_that_is_not_over_is_refused(sunday):
    with pytest.raises(errors.DayNotOver):
        seals.seal_day(day=MONDAY)
    assert not Seal.objects.exists()


@pytest.mark.parametrize("day", [SUNDAY - timedelta(days=1), MONDAY], ids=["before the book", "a day left out"])
def test_days_are_sealed_in_order(sunday, frozen_time, day):
    frozen_time.tick(days=2)
    with pytest.raises(errors.DayOutOfOrder):
        seals.seal_day(day=day)
    assert not Seal.objects.exists()


def test_an_unknown_cell_is_refused(sunday):
    with pytest.raises(errors.UnknownCell):
        seals.seal_day(day=SUNDAY, cell_id=9)


def test_an_entry_that_comes_late_belongs_to_the_day_it_comes(sunday, frozen_time, fund_id):
    seal = seals.seal_day(day=SUNDAY)
    frozen_time.move_to(clock.now() - timedelta(days=1))  # this machine's clock stands on Sunday again

    late = factories.deposit(person_id=sunday.id, amount=5)

    assert made_at(late.entry_id).astimezone(clock.HOUSE_ZONE).date() == MONDAY
    assert sum(1 for line in lines.lines(cell_id=1, first=0, after=late.entry_id) if line.row) == seal.entry_count


def test_a_book_without_entries_has_no_days(db):
    assert seals.seal_finished_days() == []


def test_days_sealed_with_every_sum_still_fit(sunday):
    sums = lines.Sums()
    for line in lines.lines(cell_id=1, first=0, after=ID_MAX):
        sums.add(line)
    everything = {"KRW": {"entries": 2, "moved": 10_300, "deposit": 10_000, "gift": 300}}
    assert sums.fit(everything)
    assert sums.fit({"KRW": {"entries": 2}})
    assert not sums.fit({"KRW": {**everything["KRW"], "gift": 299}})
