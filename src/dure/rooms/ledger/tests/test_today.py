"""Today so far: counted once a minute, cheap, and without telling anybody's amount."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.rooms.ledger import factories
from dure.rooms.ledger.disclosure import SMALL, open_sums, rounded
from dure.rooms.ledger.queries.today import Today, UnitToday, today_so_far
from dure.rooms.ledger.services import entries, holds, seals


@pytest.fixture
def give(frozen_time, saver, fund_id):
    """Record so many gifts of 7 won."""

    def record(count: int) -> None:
        entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=7) for _ in range(count)])

    return record


@pytest.fixture
def later(frozen_time):
    """Let some time go by and look at today."""

    def look(**passed: int) -> Today:
        frozen_time.tick(**passed)
        return today_so_far()

    return look


def won(today: Today) -> UnitToday:
    return next(row for row in today.by_unit if row.unit.code == "KRW")


def test_an_empty_day_is_empty(db):
    today = today_so_far()
    assert (today.entry_count, today.by_unit) == (0, [])


def test_lines_are_counted_at_once_and_a_minute_later_again(give, later):
    assert later(seconds=0).entry_count == 1
    give(2)
    assert later(seconds=59).entry_count == 1
    assert later(seconds=1).entry_count == 3
    assert later(seconds=1).counted_at == clock.now() - timedelta(seconds=1)


def test_one_counts_while_the_others_see_the_last_count(give, later):
    later(seconds=0)
    give(2)
    cache.add(f"ledger:today:{clock.today()}:counting", value=True, timeout=30)
    assert later(minutes=2).entry_count == 1


def test_what_is_settled_is_not_counted_twice(give, later):
    for _ in range(9):
        give(3)
        later(minutes=7)
    assert later(minutes=7).entry_count == 28
    assert sum(count for _hour, count in today_so_far().blocks) == 28


def test_sums_of_few_entries_are_not_told(give, later):
    give(SMALL - 2)
    told = won(later(minutes=30))
    assert (told.entry_count, told.moved, told.given) == (SMALL - 1, None, None)


def test_sums_of_enough_entries_are_told_rounded_and_settled(give, later):
    give(SMALL)
    assert won(later(minutes=5)).moved is None
    told = won(later(minutes=25))
    assert (told.moved, told.given) == (10_000, None)  # one deposit among the gifts would be told by the difference


def test_the_next_entry_does_not_tell_its_amount(give, later, saver):
    give(SMALL)
    before = won(later(minutes=30)).moved
    factories.deposit(person_id=saver.id, amount=500_000)
    told = won(later(minutes=30))
    assert (told.entry_count, told.moved) == (SMALL + 2, before)


def test_reserved_sums_are_told_from_ten_holds_on(later, saver):
    for number in range(SMALL):
        assert won(later(minutes=1)).held is None
        holds.hold(reference=f"order:{number}", account=saver.wallet, amount=123, unit="KRW")
    told = won(later(minutes=1))
    assert (told.hold_count, told.held) == (SMALL, 1_200)


def test_yesterday_is_not_today(give, later):
    give(3)
    assert later(days=1).entry_count == 0


def test_the_page_shows_today_and_asks_as_often_for_many(give, db, same_query_count):
    visitor = Client(headers={"accept-language": "en"})

    def visit() -> str:
        cache.clear()
        return visitor.get(reverse("ledger:book")).content.decode()

    assert "Today so far (not sealed yet)" in visit()
    same_query_count(make=give, visit=visit)


def test_a_sealed_day_tells_sums_from_ten_entries_on(give, frozen_time):
    give(SMALL - 1)
    frozen_time.tick(days=1)
    give(SMALL)
    frozen_time.tick(days=1)
    few, many = [seal.totals for seal in seals.seal_finished_days()]
    assert few == {"KRW": {"entries": SMALL, "moved": 10_063}}
    assert many == {"KRW": {"entries": SMALL, "moved": 70, "gift": 70}}


@pytest.mark.parametrize(
    ("entry_count", "gift_count", "told"),
    [
        (SMALL - 1, SMALL - 1, set()),
        (SMALL, 0, {"moved"}),
        (SMALL, SMALL, {"moved", "gift"}),
        (SMALL + 1, SMALL, {"moved"}),
        (2 * SMALL, SMALL, {"moved", "gift"}),
    ],
)
def test_neither_a_sum_nor_a_difference_of_sums_is_of_few(entry_count, gift_count, told):
    sums = open_sums(entries=entry_count, moved=5, gifts=gift_count, given=3)
    assert sums.keys() == {"entries", *told}


@pytest.mark.parametrize(("amount", "shown"), [(0, 0), (7, 7), (99, 99), (314_900, 310_000), (1_999, 1_900)])
def test_rounding_keeps_two_digits(amount, shown):
    assert rounded(amount) == shown
