"""Recording: value moves between accounts and is announced, once; or nothing happens at all."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from dure.events.ledger import EntryRecorded
from dure.kernel.errors import Refusal
from dure.kernel.numbers import made_at
from dure.rooms.ledger import chart, errors
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Leg, move
from dure.rooms.ledger.models import Account, Entry
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.tests.conftest import sums_to_zero

BANK = chart.outside("bank")


def give(saver, fund_id: UUID, amount: int = 300, reference: str = "gift:1", **more):
    legs = move(source=saver.wallet, target=chart.fund(fund_id), amount=amount, unit="KRW")
    return entries.record(reference=reference, kind=Kind.GIFT, legs=legs, **more)


def test_moves_the_amount_and_announces_it(saver, fund_id, announced, frozen_time):
    recorded = give(saver, fund_id)

    assert recorded.is_new
    assert saver.has() == 9_700
    assert accounts.balance(account=chart.fund(fund_id), unit="KRW") == 300
    assert made_at(recorded.entry_id) == frozen_time.moment
    assert announced(EntryRecorded) == EntryRecorded(
        cell_id=1, entry_ids=(str(recorded.entry_id),), references=("gift:1",), kinds=(Kind.GIFT,)
    )
    assert sums_to_zero()


def test_keeps_who_and_when_it_happened(saver, fund_id):
    happened_at = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    recorded = give(saver, fund_id, about={"by": "어르신", "for": "배추"}, happened_at=happened_at)

    entry = Entry.objects.get(cell_id=1, entry_id=recorded.entry_id)
    assert (entry.happened_at, entry.about) == (happened_at, {"by": "어르신", "for": "배추"})


def test_the_same_reference_and_content_is_recorded_once(saver, fund_id, trace):
    first = give(saver, fund_id, about={"for": "seed"})
    before = trace()
    again = give(saver, fund_id, about={"for": "seed"})

    assert (again.entry_id, again.is_new) == (first.entry_id, False)
    assert trace() == before
    assert saver.has() == 9_700


@pytest.mark.parametrize(
    "other",
    [
        {"amount": 301},
        {"about": {"for": "something else"}},
        {"happened_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"fund_id": UUID(int=5)},
    ],
    ids=["amount", "about", "time", "account"],
)
def test_the_same_reference_with_another_content_is_refused(saver, fund_id, trace, other):
    give(saver, fund_id)
    entries.record(
        reference="opens the other fund",
        kind=Kind.GIFT,
        legs=move(source=saver.wallet, target=chart.fund(UUID(int=5)), amount=1, unit="KRW"),
    )
    before = trace()

    with pytest.raises(errors.ReferenceReused) as refusal:
        give(saver, **{"fund_id": fund_id, **other})

    assert refusal.value.facts == {"reference": "gift:1"}
    assert trace() == before


def test_several_units_balance_each_by_itself(saver, other):
    legs = [
        *move(source=saver.wallet, target=chart.commission(), amount=100, unit="KRW"),
        *move(source=chart.outside("nature"), target=other.wallet, amount=7, unit="energy"),
    ]
    entries.record(reference="two units", kind=Kind.PURCHASE, legs=legs)

    assert (saver.has(), other.has("energy"), other.has()) == (9_900, 7, 0)
    assert sums_to_zero()


WALLET = chart.wallet(UUID(int=1))
COMMISSION = chart.commission()
REFUSED = {
    "one leg": ([Leg(BANK, 0, "KRW")], errors.BadLegCount),
    "too many legs": ([*move(source=BANK, target=WALLET, amount=1, unit="KRW")] * 33, errors.BadLegCount),
    "does not sum to zero": ([Leg(BANK, -5, "KRW"), Leg(WALLET, 4, "KRW")], errors.Unbalanced),
    "sums to zero over two units": ([Leg(BANK, -5, "KRW"), Leg(WALLET, 5, "CNY")], errors.Unbalanced),
    "a zero": ([Leg(BANK, 0, "KRW"), Leg(WALLET, 0, "KRW")], errors.BadAmount),
    "a float": ([Leg(BANK, -1.0, "KRW"), Leg(WALLET, 1.0, "KRW")], errors.NotWhole),
    "a boolean": ([Leg(BANK, -1, "KRW"), Leg(WALLET, True, "KRW")], errors.NotWhole),
    "too large": ([Leg(BANK, -(2**63), "KRW"), Leg(WALLET, 2**63, "KRW")], errors.BadAmount),
    "unknown unit": ([Leg(BANK, -1, "gold"), Leg(WALLET, 1, "gold")], errors.UnknownUnit),
    "unknown account": ([Leg(BANK, -1, "KRW"), Leg("pocket:1", 1, "KRW")], errors.UnknownAccount),
    "a wallet of nobody": ([Leg(BANK, -1, "KRW"), Leg("wallet:", 1, "KRW")], errors.UnknownAccount),
    "more than there is": ([Leg(WALLET, -1, "KRW"), Leg(COMMISSION, 1, "KRW")], errors.InsufficientFunds),
}


@pytest.mark.parametrize(("legs", "refusal"), REFUSED.values(), ids=REFUSED)
def test_refuses_and_leaves_no_trace(trace, legs, refusal):
    before = (*trace(), Account.objects.count())

    with pytest.raises(refusal):
        entries.record(reference="bad", kind=Kind.TRANSFER, legs=legs)

    assert (*trace(), Account.objects.count()) == before


@pytest.mark.parametrize("reference", ["", "x" * 121, "two\nlines"], ids=["empty", "too long", "line break"])
def test_refuses_a_bad_reference(saver, fund_id, trace, reference):
    before = trace()
    with pytest.raises(errors.BadReference):
        give(saver, fund_id, reference=reference)
    assert trace() == before


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"about": {"for": "x" * 2_001}}, errors.AboutTooLong),
        ({"happened_at": datetime(2026, 1, 1)}, errors.TimeWithoutZone),  # noqa: DTZ001  that is the point
        ({"cell_id": 77}, errors.UnknownCell),
    ],
    ids=["long note", "no zone", "no such cell"],
)
def test_refuses_what_does_not_fit(saver, fund_id, trace, more, refusal):
    before = trace()
    with pytest.raises(refusal):
        give(saver, fund_id, **more)
    assert trace() == before


def test_refuses_a_reversal_by_hand(saver, fund_id):
    legs = move(source=saver.wallet, target=chart.fund(fund_id), amount=1, unit="KRW")
    with pytest.raises(errors.ReservedKind):
        entries.record(reference="r", kind=Kind.REVERSAL, legs=legs)


def test_an_overdraft_says_how_much_is_missing(saver, fund_id):
    with pytest.raises(errors.InsufficientFunds) as refusal:
        give(saver, fund_id, amount=10_001)

    assert refusal.value.facts["missing"] == 1
    assert refusal.value.facts["account"] == saver.wallet


def test_the_world_outside_may_go_negative(other):
    entries.record(
        reference="in", kind=Kind.DEPOSIT, legs=move(source=BANK, target=other.wallet, amount=2**62, unit="KRW")
    )
    assert accounts.balance(account=BANK, unit="KRW") == -(2**62)


def test_each_cell_guards_its_own_balance(saver, fund_id):
    from dure.rooms.ledger.services import cells  # noqa: PLC0415

    cells.open_cell(cell_id=2)
    with pytest.raises(errors.InsufficientFunds):
        give(saver, fund_id, cell_id=2)
    assert give(saver, fund_id).is_new


def test_the_house_goes_on_after_a_refusal_inside_a_larger_transaction(saver, fund_id):
    with transaction.atomic():
        with pytest.raises(Refusal):
            give(saver, fund_id, amount=99_999, reference="too much")
        assert give(saver, fund_id).is_new
    assert saver.has() == 9_700


@pytest.mark.parametrize(
    "arrays",
    [
        ("{1,2}", "{1,1}", "{-5,4}"),
        ("{1,2}", "{1,2}", "{-5,5}"),
        ("{1,2}", "{1,1}", "{0,0}"),
        ("{1}", "{1}", "{0}"),
        ("{1,2,3}", "{1,1}", "{-5,5}"),
        ("{1,2}", "{1,1,1}", "{-5,5}"),
        ("{1,NULL}", "{1,1}", "{-5,5}"),
        ("{1,2}", "{1,1}", "{-5,NULL}"),
        ("{}", "{}", "{}"),
        ("{{1,2}}", "{{1,1}}", "{{-5,5}}"),
        ("[0:1]={1,2}", "{1,1}", "{-5,5}"),
    ],
)
def test_the_database_itself_refuses_legs_that_do_not_fit(db, arrays):
    statement = (
        "INSERT INTO ledger_entry (cell_id, entry_id, kind, named, leg_accounts, leg_units, leg_amounts, happened_at) "
        "VALUES (1, 1, 1, 'by hand', %s, %s, %s, now())"
    )
    with pytest.raises(IntegrityError, match="entry_legs_balance"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arrays)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        "7, 8, 1, 0",
        "7, 8, 1, -5",
        "7, 7, 1, 5",
        "7, 8, NULL, 5",
        "NULL, 8, 1, 5",
        "7, NULL, 1, 5",
        "7, 8, 1, NULL",
        "NULL, NULL, NULL, NULL",
    ],
)
def test_the_database_itself_refuses_an_amount_that_goes_nowhere(db, values):
    statement = (
        "INSERT INTO ledger_entry (cell_id, entry_id, kind, source, target, unit, amount, happened_at) "  # noqa: S608
        f"VALUES (1, 1, 12, {values}, now())"
    )
    with pytest.raises(IntegrityError, match="entry_legs_balance"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not Entry.objects.exists()


def test_an_entry_has_legs_or_an_amount_and_not_both(db):
    statement = (
        "INSERT INTO ledger_entry (cell_id, entry_id, kind, leg_accounts, leg_units, leg_amounts, source, target, unit,"
        " amount, happened_at) VALUES (1, 1, 12, '{7,8}', '{1,1}', '{-5,5}', 7, 8, 1, 5, now())"
    )
    with pytest.raises(IntegrityError, match="entry_legs_balance"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_ids_that_another_writer_took_are_made_anew(saver, fund_id, frozen_time, monkeypatch):
    from dure.kernel.numbers import SEQUENCER, Sequencer  # noqa: PLC0415
    from dure.rooms.ledger.services import writing  # noqa: PLC0415

    first = give(saver, fund_id, reference="theirs")
    taken = first.entry_id
    rival = Sequencer(writer=SEQUENCER.writer, _millisecond=taken >> 22, _counter=taken & 4095)
    monkeypatch.setattr(writing, "SEQUENCER", rival)

    assert give(saver, fund_id, reference="ours").is_new
    assert saver.has() == 9_400
    assert rival.writer != taken >> 12 & 1023
