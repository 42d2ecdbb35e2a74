"""Single entries, read back with names."""

from dataclasses import dataclass

from dure.rooms.ledger.drafts import Leg
from dure.rooms.ledger.errors import EntryNotFound
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.queries.accounts import codes_of, units


@dataclass(frozen=True)
class Explained:
    """An entry with everything needed to understand it."""

    entry: Entry
    legs: list[Leg]
    reversed_by: Entry | None
    reverses: Entry | None


def entry_of(*, entry_id: int, cell_id: int) -> Entry:
    """Return an entry, or refuse with EntryNotFound."""
    found = Entry.objects.filter(cell_id=cell_id, entry_id=entry_id).first()
    if found is None:
        raise EntryNotFound
    return found


def entry_by_reference(*, reference: str, cell_id: int) -> Entry | None:
    """Return the entry recorded under a reference, if there is one."""
    return Entry.objects.filter(cell_id=cell_id, reference=reference).first()


def legs_of(entry: Entry) -> list[Leg]:
    """Return an entry's legs with codes instead of numbers."""
    codes, known = codes_of(account_ids=entry.accounts), units()
    return [
        Leg(codes[account], amount, known[unit].code)
        for account, unit, amount in zip(entry.accounts, entry.units, entry.amounts, strict=True)
    ]


def explained(*, entry_id: int, cell_id: int) -> Explained:
    """Return an entry with its legs and what it reverses or was reversed by; EntryNotFound when there is none."""
    entry = entry_of(entry_id=entry_id, cell_id=cell_id)
    of_cell = Entry.objects.filter(cell_id=cell_id)
    return Explained(
        entry=entry,
        legs=legs_of(entry),
        reversed_by=of_cell.filter(reverses=entry_id).first(),
        reverses=of_cell.filter(entry_id=entry.reverses).first() if entry.reverses else None,
    )
