"""Payouts at their edges: paid again after the bank refused, nothing below zero, and each currency by itself."""

import pytest

from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.ledger.queries.accounts import balance
from dure.rooms.ledger.services import entries
from dure.rooms.merchants import errors, factories
from dure.rooms.merchants.models import Payout, PayoutRun
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services import accounts, payouts
from dure.rooms.merchants.services.bank_files import bank_file


def earnings(merchant, unit: str = "KRW") -> int:
    return balance(account=chart.earnings(merchant.pk), unit=unit)


def pay(staff, currency: str = "KRW") -> PayoutRun:
    return payouts.make_run(by=staff, sealed_preview=payouts.seal_preview(queries.preview(currency=currency)))


def give_back(merchant, amount: int) -> None:
    """Take money out of a merchant's earnings, as a refund would."""
    legs = move(source=chart.earnings(merchant.pk), target=chart.outside("bank"), amount=amount, unit="KRW")
    entries.record(reference=f"refund:{merchant.pk}:{amount}", kind=chart.Kind.REFUND, legs=legs)


def test_what_the_bank_refused_is_paid_again_with_what_was_earned_since(merchant, seller, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    first = pay(staff)
    refused = first.payouts.get()
    file = bank_file(by=staff, run_id=first.id).content
    payouts.bounce(by=staff, payout_id=refused.id, reason="no such account")
    factories.earn(organisation_id=merchant.pk, amount=7_000)
    with pytest.raises(errors.NothingDue):
        pay(staff)
    accounts.confirm_account(by=seller, organisation_id=merchant.pk)

    again = pay(staff)

    payout = again.payouts.get()
    assert (payout.amount, again.total, again.payout_count) == (127_000, 127_000, 1)
    assert payout.end_to_end_id != refused.end_to_end_id
    assert (earnings(merchant), queries.under_way_in_book(currency="KRW")) == (0, (127_000, 127_000))
    assert bank_file(by=staff, run_id=again.id).balances
    assert bank_file(by=staff, run_id=first.id).content == file
    payouts.settle_run(by=staff, run_id=again.id)
    assert queries.under_way_in_book(currency="KRW") == (0, 0)
    found = queries.statement(payout=queries.payout(payout_id=payout.id, by=seller))
    assert (found.opening + sum(line.amount for line in found.lines), found.closing) == (0, 0)


def test_a_preview_from_before_the_bank_refused_pays_nothing_twice(merchant, seller, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    preview = payouts.seal_preview(queries.preview(currency="KRW"))
    first = payouts.make_run(by=staff, sealed_preview=preview)
    payouts.bounce(by=staff, payout_id=first.payouts.get().id, reason="closed")
    accounts.confirm_account(by=seller, organisation_id=merchant.pk)

    assert payouts.make_run(by=staff, sealed_preview=preview) == first
    assert (Payout.objects.count(), earnings(merchant)) == (1, 120_000)


def test_refunds_never_take_earnings_below_zero_and_lessen_what_is_paid_next(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=50_000)
    pay(staff)
    with pytest.raises(InsufficientFunds):
        give_back(merchant, 20_000)
    assert (earnings(merchant), queries.preview(currency="KRW").payable) == (0, [])

    factories.earn(organisation_id=merchant.pk, amount=30_000)
    give_back(merchant, 20_000)

    assert [due.amount for due in queries.preview(currency="KRW").payable] == [Money(10_000, "KRW")]
    assert pay(staff).total == 10_000


def test_earnings_of_nothing_are_no_payout(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=50_000)
    give_back(merchant, 50_000)
    preview = queries.preview(currency="KRW")
    assert (preview.payable, preview.held) == ([], [])
    with pytest.raises(errors.NothingDue):
        pay(staff)
    assert not PayoutRun.objects.exists()


def test_each_currency_is_paid_in_a_run_of_its_own(merchant, staff):
    other = factories.make_merchant(currency="CNY")
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    factories.earn(organisation_id=merchant.pk, amount=9_900, currency="CNY")
    factories.earn(organisation_id=other.pk, amount=123_45, currency="CNY")

    won, yuan = pay(staff), pay(staff, "CNY")

    assert [(run.currency, run.total, run.payout_count) for run in (won, yuan)] == [
        ("KRW", 120_000, 1), ("CNY", 123_45, 1),
    ]  # fmt: skip
    assert (earnings(merchant), earnings(merchant, "CNY"), earnings(other, "CNY")) == (0, 9_900, 0)
    made = bank_file(by=staff, run_id=yuan.id)
    assert made.balances
    assert b'Ccy="CNY">123.45<' in made.content
    assert b"KRW" not in made.content


def test_count_and_sums_of_the_bank_file_are_those_of_the_run(merchant, staff):
    amounts = [120_000, 1_001, 33_333, 7_777_777]
    for amount, each in zip(amounts, [merchant, *(factories.make_merchant() for _each in range(3))], strict=True):
        factories.earn(organisation_id=each.pk, amount=amount)
    run = pay(staff)
    made = bank_file(by=staff, run_id=run.id)
    assert (made.sums.said_count, made.sums.count, run.payout_count) == (4, 4, 4)
    assert (made.sums.said_total, made.sums.total, run.total) == (sum(amounts),) * 3
    assert made.balances
