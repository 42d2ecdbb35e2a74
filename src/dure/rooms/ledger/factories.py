"""Makes things of the book for anybody's tests and the demo world."""

from uuid import UUID

from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import Draft, move
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.services.entries import Recorded


def deposit(
    *, person_id: UUID, amount: int = 10_000, unit: str = "KRW", reference: str = "", cell_id: int = HOME_CELL
) -> Recorded:
    """Put an amount from the bank into a person's wallet."""
    return entries.record(
        reference=reference or f"deposit:{new_id()}",
        kind=Kind.DEPOSIT,
        legs=move(source=chart.outside("bank"), target=chart.wallet(person_id), amount=amount, unit=unit),
        cell_id=cell_id,
    )


def gift(*, giver_id: UUID, fund_id: UUID, amount: int, unit: str = "KRW", reference: str = "") -> Draft:
    """Return a gift from a wallet to a fund, not yet recorded."""
    return Draft(
        reference=reference or f"gift:{new_id()}",
        kind=Kind.GIFT,
        legs=move(source=chart.wallet(giver_id), target=chart.fund(fund_id), amount=amount, unit=unit),
        about={"by": f"person:{giver_id}"},
    )


def entries_about(**which: object) -> list[Entry]:
    """Return the entries of the book that these facts pick out, oldest first; all of them where none is given."""
    return list(Entry.objects.filter(**which).order_by("entry_id"))
