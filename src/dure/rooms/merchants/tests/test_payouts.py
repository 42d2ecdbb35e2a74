"""Payouts: what a preview showed is sent once, whole or not at all; what comes back is the merchant's again."""

from pathlib import Path

import pytest
import sepaxml  # type: ignore[import-untyped]  # it has no types
import xmlschema

from dure.events.merchants import PayoutBounced, PayoutSent
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries.accounts import balance
from dure.rooms.merchants import errors, factories
from dure.rooms.merchants.models import Payout, PayoutRun, PayoutStatus
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services import accounts, payouts
from dure.rooms.merchants.services.bank_files import bank_file
from dure.rooms.merchants.services.statements import statement_csv, statement_pdf
from dure.rooms.people import factories as people

SCHEMA = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"


def earnings(merchant) -> int:
    return balance(account=chart.earnings(merchant.pk), unit="KRW")


def under_way() -> int:
    return balance(account=chart.payouts_under_way(), unit="KRW")


def seen(currency: str = "KRW") -> str:
    return payouts.seal_preview(queries.preview(currency=currency))


def test_sends_what_the_preview_showed(merchant, staff, announced):
    other = factories.make_merchant()
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    factories.earn(organisation_id=other.pk, amount=30_000)
    preview = seen()
    factories.earn(organisation_id=merchant.pk, amount=5_000)

    run = payouts.make_run(by=staff, sealed_preview=preview)

    assert (run.total, run.payout_count) == (150_000, 2)
    assert (earnings(merchant), earnings(other), under_way()) == (5_000, 0, 150_000)
    assert {each.amount for each in announced.all(PayoutSent)} == {120_000, 30_000}
    assert queries.under_way_in_book(currency="KRW") == (150_000, 150_000)


def test_the_same_preview_twice_is_one_run(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    preview = seen()
    first = payouts.make_run(by=staff, sealed_preview=preview)
    factories.earn(organisation_id=merchant.pk, amount=500_000)

    assert payouts.make_run(by=staff, sealed_preview=preview) == first
    assert (PayoutRun.objects.count(), Payout.objects.count(), under_way()) == (1, 1, 120_000)


def _refund(merchant) -> None:
    from dure.rooms.ledger.drafts import move  # noqa: PLC0415  only this case writes into the book itself
    from dure.rooms.ledger.services import entries  # noqa: PLC0415

    legs = move(source=chart.earnings(merchant.pk), target=chart.outside("bank"), amount=1, unit="KRW")
    entries.record(reference=f"refund:{merchant.pk}", kind=chart.Kind.REFUND, legs=legs)


def _change_account(merchant) -> None:
    by = factories.owner_actor(merchant)
    accounts.enter_account(by=by, organisation_id=merchant.pk, bank="KR-090", number="3333000000001", holder="이보리")


@pytest.mark.parametrize("happens", [_refund, _change_account], ids=["money went back", "account changed"])
def test_refuses_a_preview_that_holds_no_more(merchant, staff, announced, happens):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    preview = seen()
    happens(merchant)
    before = earnings(merchant)

    with pytest.raises(errors.PreviewOutdated):
        payouts.make_run(by=staff, sealed_preview=preview)

    assert (PayoutRun.objects.count(), Payout.objects.count(), under_way(), earnings(merchant)) == (0, 0, 0, before)
    assert announced(PayoutSent) is None


def test_refuses_a_preview_somebody_altered_and_one_that_is_empty(merchant, staff):
    with pytest.raises(errors.PreviewOutdated):
        payouts.make_run(by=staff, sealed_preview="x" + seen())
    with pytest.raises(errors.NothingDue):
        payouts.make_run(by=staff, sealed_preview=seen())
    assert not PayoutRun.objects.exists()


def test_only_staff_send_money(merchant, seller):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    with pytest.raises(NotAllowed):
        payouts.make_run(by=seller, sealed_preview=seen())
    assert (PayoutRun.objects.count(), earnings(merchant)) == (0, 120_000)


def test_nothing_is_due_without_an_account_a_little_or_a_day_after_a_change(frozen_time, merchant):
    without = factories.make_merchant(has_account=False)
    poor = factories.make_merchant()
    for each, amount in ((merchant, 50_000), (without, 40_000), (poor, 999)):
        factories.earn(organisation_id=each.pk, amount=amount)
    _change_account(merchant)

    held = {due.merchant.pk: due.hold for due in queries.preview(currency="KRW").held}
    assert held == {merchant.pk: "changed", without.pk: "no_account", poor.pk: "too_little"}

    frozen_time.tick(days=1, seconds=1)
    assert [due.merchant.pk for due in queries.preview(currency="KRW").payable] == [merchant.pk]


def test_the_bank_file_is_valid_and_balances(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    run = payouts.make_run(by=staff, sealed_preview=seen())

    made = bank_file(by=staff, run_id=run.id)

    xmlschema.XMLSchema(str(SCHEMA)).validate(made.content.decode())
    assert made.balances
    assert (made.sums.count, made.sums.total) == (1, 120_000)
    assert factories.NUMBER.encode() in made.content
    assert bank_file(by=staff, run_id=run.id).content == made.content


def test_the_bank_file_is_for_staff_only(merchant, staff, seller):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    run = payouts.make_run(by=staff, sealed_preview=seen())
    with pytest.raises(NotAllowed):
        bank_file(by=seller, run_id=run.id)


def test_a_settled_run_has_left_the_house(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    run = payouts.make_run(by=staff, sealed_preview=seen())

    payouts.settle_run(by=staff, run_id=run.id)

    assert under_way() == 0
    assert Payout.objects.get().status == PayoutStatus.PAID
    with pytest.raises(errors.RunSettled):
        payouts.settle_run(by=staff, run_id=run.id)


@pytest.mark.parametrize("is_settled", [False, True], ids=["on its way", "arrived"])
def test_a_bounced_payout_comes_back_and_waits_for_a_sound_account(merchant, seller, staff, announced, is_settled):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    run = payouts.make_run(by=staff, sealed_preview=seen())
    if is_settled:
        payouts.settle_run(by=staff, run_id=run.id)
    payout = Payout.objects.get()

    payouts.bounce(by=staff, payout_id=payout.id, reason="no such account")

    assert (earnings(merchant), under_way()) == (120_000, 0)
    assert announced(PayoutBounced).amount == 120_000
    assert [due.hold for due in queries.preview(currency="KRW").held] == ["bounced"]
    with pytest.raises(errors.PayoutEnded):
        payouts.bounce(by=staff, payout_id=payout.id, reason="again")
    assert earnings(merchant) == 120_000

    accounts.confirm_account(by=seller, organisation_id=merchant.pk)
    assert len(queries.preview(currency="KRW").payable) == 1


def test_settling_after_a_bounce_leaves_the_bounced_one_alone(merchant, staff):
    other = factories.make_merchant()
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    factories.earn(organisation_id=other.pk, amount=30_000)
    run = payouts.make_run(by=staff, sealed_preview=seen())
    payouts.bounce(by=staff, payout_id=run.payouts.get(merchant=merchant).id, reason="closed")

    payouts.settle_run(by=staff, run_id=run.id)

    assert (under_way(), earnings(merchant), earnings(other)) == (0, 120_000, 0)
    assert {each.status for each in run.payouts.all()} == {"bounced", "paid"}


def test_a_statement_explains_every_coin(merchant, seller, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    factories.earn(organisation_id=merchant.pk, amount=7_000)
    payouts.make_run(by=staff, sealed_preview=seen())
    factories.earn(organisation_id=merchant.pk, amount=50_000)
    payouts.make_run(by=staff, sealed_preview=seen())
    last, first = Payout.objects.order_by("-id")

    for payout, amounts in ((first, [120_000, 7_000, -127_000]), (last, [50_000, -50_000])):
        found = queries.statement(payout=queries.payout(payout_id=payout.id, by=seller))
        assert [line.amount for line in found.lines] == amounts
        assert (found.opening, found.closing) == (0, 0)

    assert b"-127000" in statement_csv(by=seller, payout_id=first.id)
    assert statement_pdf(by=seller, payout_id=first.id).startswith(b"%PDF")


def test_a_statement_is_for_the_merchants_own_people(merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    payouts.make_run(by=staff, sealed_preview=seen())
    stranger = people.actor_of(people.make_person())
    with pytest.raises(NotFound):
        statement_csv(by=stranger, payout_id=Payout.objects.get().id)


def test_the_seller_sees_what_comes_and_when(frozen_time, merchant, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    coming = queries.coming(organisation_id=merchant.pk)
    assert (coming.earned, coming.hold) == (Money(120_000, "KRW"), "")
    assert coming.pays_on.isoformat() == "2026-11-25"

    payouts.make_run(by=staff, sealed_preview=seen())
    coming = queries.coming(organisation_id=merchant.pk)
    assert (coming.earned.minor, coming.total_under_way.minor) == (0, 120_000)


def test_previews_ask_as_often_for_many_as_for_few(db, query_count):
    def make(count: int) -> None:
        for _each in range(count):
            factories.earn(organisation_id=factories.make_merchant().pk, amount=10_000)

    make(2)
    queries.preview(currency="KRW")
    few = query_count(lambda: queries.preview(currency="KRW"))
    make(6)
    assert query_count(lambda: queries.preview(currency="KRW")) == few
