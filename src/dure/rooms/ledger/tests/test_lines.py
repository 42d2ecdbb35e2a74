"""Accounts that grow long keep narrow lines of their own, which always fit their entries."""

from uuid import UUID

import psycopg
import pytest

from dure.rooms.ledger import chart, factories
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Leg
from dure.rooms.ledger.models import Account, Line
from dure.rooms.ledger.queries import proof, statements
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.tests.conftest import Saver


def give(saver: Saver, fund_id: UUID, amount: int) -> None:
    """Give an amount to a fund."""
    entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=amount)])


@pytest.mark.django_db
def test_a_fund_keeps_a_line_per_entry_and_a_wallet_none(saver: Saver, fund_id: UUID) -> None:
    """What is written is what the entry meant for the account, legs of one account added up."""
    legs = [Leg(saver.wallet, -300, "KRW"), Leg(chart.fund(fund_id), 200, "KRW"), Leg(chart.fund(fund_id), 100, "KRW")]
    recorded = entries.record(reference="gift:two", kind=Kind.GIFT, legs=legs)
    fund = Account.objects.get(code=chart.fund(fund_id))
    assert list(Line.objects.values_list("account_id", "entry_id", "amount")) == [
        (fund.account_id, recorded.entry_id, 300)
    ]


@pytest.mark.django_db
def test_a_replay_writes_no_second_line(saver: Saver, fund_id: UUID) -> None:
    """Recorded once, lined once; what is fresh in the same batch gets its own."""
    known = factories.gift(giver_id=saver.id, fund_id=fund_id, amount=5, reference="gift:known")
    fresh = factories.gift(giver_id=saver.id, fund_id=fund_id, amount=7, reference="gift:fresh")
    entries.record_many(drafts=[known])
    entries.record_many(drafts=[known, fresh])
    assert sorted(Line.objects.values_list("amount", flat=True)) == [5, 7]


@pytest.mark.django_db
def test_its_statement_pages_with_the_balance_after_each_line(saver: Saver, fund_id: UUID) -> None:
    """Pages of a long account continue each other, newest first."""
    for amount in range(1, 121):
        give(saver, fund_id, amount)
    found = statements.statement(account=chart.fund(fund_id), unit="KRW", period=statements.everything())
    lines = [line for page in (1, 2, 3) for line in statements.lines(found, page=page)]
    assert [line.amount for line in lines] == list(range(120, 0, -1))
    assert (found.came, found.line_count, lines[0].balance_after, lines[-1].balance_after) == (7260, 120, 7260, 1)
    assert [line.balance_after for line in statements.every_line(found)] == [line.balance_after for line in lines[::-1]]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("harm", ["UPDATE ledger_line SET amount = amount + 1", "DELETE FROM ledger_line"])
def test_the_proof_finds_lines_that_do_not_fit(
    saver: Saver, fund_id: UUID, outsider: psycopg.Connection, harm: str
) -> None:
    """Who changes or takes away a line past the house's rules is found the next night."""
    give(saver, fund_id, 300)
    assert proof.examine().holds
    outsider.execute(harm)
    assert [problem["code"] for problem in proof.examine().problems] == ["lines_differ"]
