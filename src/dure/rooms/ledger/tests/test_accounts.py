"""Accounts open by the chart and close when empty."""

import pytest

from dure.rooms.ledger import chart, errors, factories
from dure.rooms.ledger.models import Account, Balance
from dure.rooms.ledger.services import accounts, entries, holds


def test_opens_an_account_of_the_chart_once(other):
    first, again = accounts.open_account(code=other.wallet), accounts.open_account(code=other.wallet)
    assert first.account_id == again.account_id
    assert not first.may_go_negative
    assert accounts.open_account(code=chart.outside("bank")).may_go_negative


@pytest.mark.parametrize(
    "code", ["purse:1", "wallet", "wallet:", "commission:1", "commission:", "", "fund:" + "x" * 80]
)
def test_refuses_what_the_chart_does_not_know(db, code):
    with pytest.raises(errors.UnknownAccount):
        accounts.open_account(code=code)
    assert not Account.objects.exists()


def test_closes_an_empty_account_for_good(saver, fund_id):
    entries.record_many(drafts=[factories.gift(giver_id=saver.id, fund_id=fund_id, amount=10_000)])
    closed = accounts.close_account(code=saver.wallet)
    assert accounts.close_account(code=saver.wallet).closed_at == closed.closed_at

    with pytest.raises(errors.AccountClosed):
        factories.deposit(person_id=saver.id)
    with pytest.raises(errors.AccountClosed):
        holds.hold(reference="h", account=saver.wallet, amount=1, unit="KRW")
    assert not Balance.objects.filter(account_id=closed.account_id).exists()


@pytest.mark.parametrize("is_held", [True, False])
def test_does_not_close_an_account_in_use(saver, is_held):
    if is_held:
        holds.hold(reference="h", account=saver.wallet, amount=1, unit="KRW")
    with pytest.raises(errors.AccountInUse):
        accounts.close_account(code=saver.wallet)
    assert saver.has() == 10_000


def test_does_not_close_what_is_not_there(db, other):
    with pytest.raises(errors.UnknownAccount):
        accounts.close_account(code=other.wallet)
