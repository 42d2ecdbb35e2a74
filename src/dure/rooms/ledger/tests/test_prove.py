"""The proof: whoever changes the database past the house is found out, and the proof says where."""

from datetime import date

import pytest

from dure.rooms.ledger import factories
from dure.rooms.ledger.models import Entry, Proof
from dure.rooms.ledger.queries.proof import examine
from dure.rooms.ledger.services import entries, holds, proofs, seals

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def book(frozen_time, saver, other, fund_id):
    """Two sealed days and a third under way, with a hold and a reversal."""
    batch = [factories.gift(giver_id=saver.id, fund_id=fund_id, amount=10, reference=f"gift:{n}") for n in range(1, 6)]
    recorded = entries.record_many(drafts=batch)
    frozen_time.tick(days=1)
    entries.reverse(entry_id=recorded[0].entry_id, reason="wrong fund")
    factories.deposit(person_id=other.id, reference="deposit:monday")
    holds.hold(reference="order:1", account=saver.wallet, amount=500, unit="KRW")
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    factories.deposit(person_id=other.id, reference="deposit:tuesday")
    return {entry.reference: entry.entry_id for entry in Entry.objects.all()}


def codes() -> set[str]:
    return {problem["code"] for problem in examine().problems}


def test_an_honest_book_holds(book):
    seen = []
    findings = examine(progress=lambda done, total: seen.append((done, total)))

    assert findings.holds
    assert (findings.entry_count, findings.day_count, findings.account_count) == (9, 2, 4)
    assert len(findings.book_hash) == 64
    assert findings.book_hash == examine().book_hash
    assert seen[-1] == (13, 13)


def test_the_hash_follows_the_book(book, other):
    before = examine().book_hash
    factories.deposit(person_id=other.id, amount=1)
    assert examine().book_hash != before


def test_an_empty_book_holds(db):
    assert examine().holds


def test_the_outcome_is_kept(book, outsider):
    assert proofs.prove().holds
    outsider.execute("UPDATE ledger_balance SET amount = amount + 1 WHERE may_go_negative")
    proof = proofs.prove()
    assert (proof.holds, proof.problem_count, Proof.objects.count()) == (False, 1, 2)


def test_a_changed_amount_is_found(book, outsider):
    outsider.execute(
        "UPDATE ledger_entry SET leg_amounts = '{-9,9}' WHERE reference = 'gift:2'; "
        "UPDATE ledger_balance SET amount = amount + 1 WHERE NOT may_go_negative"
    )
    problems = examine().problems
    assert {"code": "entry_changed", "cell": "1", "day": "2026-11-22", "id": str(book["gift:2"])} in problems


@pytest.mark.parametrize(
    "change",
    [
        "named = 'gift:7'",
        "kind = 3",
        "about = '{}'",
        "happened_at = now()",
        "leg_accounts = ARRAY[accounts[2], accounts[1]]",
    ],
)
def test_any_change_of_a_sealed_entry_is_found(book, outsider, change):
    outsider.execute(f"UPDATE ledger_entry SET {change} WHERE reference = 'gift:3'")  # noqa: S608  our own words
    problems = examine().problems
    assert {"code": "entry_changed", "cell": "1", "day": "2026-11-22", "id": str(book["gift:3"])} in problems


def test_a_deleted_entry_is_found(book, outsider):
    outsider.execute("DELETE FROM ledger_entry WHERE reference = 'deposit:monday'")
    problems = examine().problems
    assert {"code": "entry_missing", "cell": "1", "day": "2026-11-23", "id": str(book["deposit:monday"])} in problems
    assert "balance_differs" in codes()


def test_an_inserted_entry_is_found(book, outsider):
    outsider.execute(
        "INSERT INTO ledger_entry SELECT cell_id, entry_id + 77, kind, 'forged', accounts, units, amounts, "
        "happened_at, reverses, about FROM ledger_entry WHERE reference = 'gift:1'"
    )
    problems = examine().problems
    assert {"code": "entry_inserted", "cell": "1", "day": "2026-11-22", "id": str(book["gift:1"] + 77)} in problems
    assert {"totals_differ", "balance_differs"} <= codes()


def test_an_entry_before_the_book_is_found(book, outsider):
    outsider.execute(
        "INSERT INTO ledger_entry SELECT cell_id, 5, kind, 'forged', accounts, units, amounts, "
        "happened_at, reverses, about FROM ledger_entry WHERE reference = 'gift:1'"
    )
    assert "line_outside_days" in codes()


def test_a_changed_balance_is_found(book, outsider, saver):
    outsider.execute(
        "UPDATE ledger_balance SET amount = amount + 1000000 WHERE account_id = "
        "(SELECT account_id FROM ledger_account WHERE code = %s)",
        [saver.wallet],
    )
    assert examine().problems == [
        {
            "code": "balance_differs",
            "cell": "1",
            "account": saver.wallet,
            "unit": "1",
            "computed": "9960",
            "kept": "1009960",
        },
    ]


def test_a_changed_hold_is_found(book, outsider, saver):
    outsider.execute("UPDATE ledger_balance SET held = 0")
    assert examine().problems == [
        {"code": "held_differs", "cell": "1", "account": saver.wallet, "unit": "1", "computed": "500", "kept": "0"},
    ]


def test_swapped_names_of_accounts_are_found(book, outsider, saver, other):
    outsider.execute("UPDATE ledger_account SET code = 'x' WHERE code = %s", [saver.wallet])
    outsider.execute("UPDATE ledger_account SET code = %s WHERE code = %s", [saver.wallet, other.wallet])
    outsider.execute("UPDATE ledger_account SET code = %s WHERE code = 'x'", [other.wallet])
    assert codes() == {"account_changed"}


def test_unbalanced_legs_are_found_even_without_the_check(book, outsider):
    outsider.execute("ALTER TABLE ledger_entry DROP CONSTRAINT entry_legs_balance")
    try:
        outsider.execute("UPDATE ledger_entry SET leg_amounts[1] = -1 WHERE reference = 'deposit:tuesday'")
        assert {"entry_unbalanced", "balance_differs"} <= codes()
        outsider.execute("DELETE FROM ledger_entry WHERE reference = 'deposit:tuesday'")
    finally:
        outsider.execute(
            "ALTER TABLE ledger_entry ADD CONSTRAINT entry_legs_balance "
            "CHECK (ledger_is_sound(leg_accounts, leg_units, leg_amounts, source, target, unit, amount))"
        )


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE ledger_seal SET hash = repeat('a', 64) WHERE day = '2026-11-22'", {"seal_broken", "chain_broken"}),
        ("UPDATE ledger_seal SET entry_count = 1 WHERE day = '2026-11-22'", {"seal_broken", "totals_differ"}),
        ("DELETE FROM ledger_seal WHERE day = '2026-11-22'", {"chain_broken", "line_outside_days"}),
        ("DELETE FROM ledger_seal WHERE day = '2026-11-23'", {"seal_missing"}),
        ("DELETE FROM ledger_seal", {"seal_missing"}),
        (
            "DELETE FROM ledger_sealedleaves WHERE day = '2026-11-23'",
            {"seal_broken", "entry_inserted", "account_inserted"},
        ),
        (
            "DELETE FROM ledger_account WHERE code LIKE 'fund:%%'",
            {"account_missing", "account_unknown", "totals_differ"},
        ),
    ],
)
def test_tampering_with_the_chain_is_found(book, outsider, tampering, found):
    outsider.execute(tampering.replace("%%", "%"))
    assert codes() == found


def test_someone_who_forges_entry_leaf_and_seal_is_found_by_the_published_hash(book, outsider):
    """Who can change everything cannot change what was published: yesterday's hash on paper differs."""
    from dure.rooms.ledger.models import Seal  # noqa: PLC0415

    published = Seal.objects.get(day=date(2026, 11, 23)).hash
    outsider.execute("DELETE FROM ledger_seal; DELETE FROM ledger_sealedleaves")
    outsider.execute("UPDATE ledger_cell SET sealed_through = NULL")
    seals.seal_finished_days()

    assert examine().holds
    assert Seal.objects.get(day=date(2026, 11, 23)).hash != published
