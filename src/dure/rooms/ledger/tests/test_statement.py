"""Statements: what came and went, day by day, with the balance after each entry."""

from datetime import date, timedelta

import pytest

from dure.kernel import clock
from dure.rooms.ledger import errors, factories
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.statements import Period
from dure.rooms.ledger.services import entries

SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (22, 23, 24))


@pytest.fixture
def three_days(frozen_time, db, saver, fund_id):
    """Sunday 10,000 came; Monday 300 and 200 were given; Tuesday 1,000 came."""
    frozen_time.tick(days=1)
    entries.record_many(
        drafts=[
            factories.gift(giver_id=saver.id, fund_id=fund_id, amount=amount, reference=f"gift:{amount}")
            for amount in (300, 200)
        ]
    )
    frozen_time.tick(days=1)
    factories.deposit(person_id=saver.id, amount=1_000)
    frozen_time.tick(days=1)
    return saver


def of(saver, first, last, unit="KRW"):
    return statements.statement(account=saver.wallet, unit=unit, period=Period(first, last))


@pytest.mark.parametrize(
    ("first", "last", "sums"),
    [
        (SUNDAY, TUESDAY, (0, 11_000, -500, 10_500, 4)),
        (MONDAY, MONDAY, (10_000, 0, -500, 9_500, 2)),
        (TUESDAY, TUESDAY, (9_500, 1_000, 0, 10_500, 1)),
        (TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=1), (10_500, 0, 0, 10_500, 0)),
        (date(2020, 1, 1), SUNDAY, (0, 10_000, 0, 10_000, 1)),
    ],
)
def test_opening_and_closing_fit_the_period(three_days, first, last, sums):
    found = of(three_days, first, last)
    assert (found.opening, found.came, found.went, found.closing, found.line_count) == sums


def test_lines_carry_the_balance_after_each_newest_first(three_days):
    lines = statements.lines(of(three_days, MONDAY, TUESDAY))
    assert [(line.amount, line.balance_after) for line in lines] == [(1_000, 10_500), (-200, 9_500), (-300, 9_700)]


def test_pages_continue_each_other(frozen_time, saver, fund_id):
    drafts = [factories.gift(giver_id=saver.id, fund_id=fund_id, amount=1) for _ in range(120)]
    entries.record_many(drafts=drafts)
    today = Period(date(2024, 1, 1), clock.today())
    found = statements.statement(account=saver.wallet, unit="KRW", period=today)

    pages = [statements.lines(found, page=page) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [50, 50, 21, 0]
    after = [line.balance_after for page in pages for line in page]
    assert after == [*range(9_880, 10_001)]


def test_another_unit_is_another_statement(three_days):
    found = of(three_days, SUNDAY, TUESDAY, unit="CNY")
    assert (found.opening, found.closing, found.line_count) == (0, 0, 0)


def test_all_lines_are_streamed_oldest_first(three_days):
    everything = [(unit.code, line.amount) for unit, line in statements.all_lines_of(account=three_days.wallet)]
    assert everything == [("KRW", 10_000), ("KRW", -300), ("KRW", -200), ("KRW", 1_000)]


def test_a_period_does_not_end_before_it_begins(three_days):
    with pytest.raises(errors.BadPeriod):
        Period(TUESDAY, MONDAY)


def test_unknown_accounts_and_units_are_refused(three_days, other):
    with pytest.raises(errors.UnknownAccount):
        of(other, SUNDAY, MONDAY)
    with pytest.raises(errors.UnknownUnit):
        of(three_days, SUNDAY, MONDAY, unit="gold")


def test_the_query_count_is_constant(frozen_time, saver, fund_id, same_query_count):
    def make(count: int) -> None:
        drafts = [factories.gift(giver_id=saver.id, fund_id=fund_id, amount=1) for _ in range(count)]
        entries.record_many(drafts=drafts)

    def visit() -> None:
        found = statements.statement(account=saver.wallet, unit="KRW", period=statements.this_year())
        statements.lines(found)

    same_query_count(make=make, visit=visit)
