"""What the book tells a person about themselves, and when they cannot leave yet."""

from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries, holds
from dure.rooms.people import about_me


def test_the_export_carries_every_line(saver):
    rows = list(about_me.TELLERS["book"](saver.id))
    assert [(row["amount"], row["balance_after"], row["unit"]) for row in rows] == [("10000", "10000", "KRW")]


def test_who_has_money_or_debts_cannot_leave_yet(saver, other):
    reasons = about_me.KEEPERS["ledger"]
    assert len(list(reasons(saver.id))) == 1
    assert list(reasons(other.id)) == []

    holds.hold(reference="h", account=saver.wallet, amount=5, unit="KRW")
    assert len(list(reasons(saver.id))) == 1
    entries.record(
        reference="loan",
        kind=Kind.LOAN,
        legs=move(source=chart.loan(other.id), target=chart.outside("bank"), amount=100, unit="KRW"),
    )
    assert "100" in next(iter(reasons(other.id)))
