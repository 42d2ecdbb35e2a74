"""Single entries, read back with names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dure.kernel.numbers import ID_MAX
from dure.rooms.ledger.chart import ORDER_NAME
from dure.rooms.ledger.drafts import Leg
from dure.rooms.ledger.errors import EntryNotFound
from dure.rooms.ledger.models import Entry, Unit
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
    return recorded_under([reference]).filter(cell_id=cell_id).first()


def recorded_under(references: Iterable[str]) -> QuerySet[Entry]:
    """Return the entries that bear one of these references, by whichever index knows them."""
    wanted = set(references)
    orders = {number_in(reference=reference) for reference in wanted} - {None}
    return Entry.objects.filter(Q(named__in=wanted) | Q(named__isnull=True, entry_id__in=orders))


def number_in(*, reference: str) -> int | None:
    """Return the number of the order whose own entry has this reference."""
    number = reference.removeprefix(ORDER_NAME)
    is_order = number != reference and number.isascii() and number.isdecimal() and str(int(number)) == number
    return int(number) if is_order and int(number) <= ID_MAX else None


def legs_of(entry: Entry) -> list[Leg]:
    """Return an entry's legs with codes instead of numbers."""
    return _legs(entry, codes_of(account_ids=entry.accounts), units())


def _legs(entry: Entry, codes: Mapping[int, str], known: Mapping[int, Unit]) -> list[Leg]:
    return [
        Leg(codes[account], amount, known[unit].code)
        for account, unit, amount in zip(entry.accounts, entry.units, entry.amounts, strict=True)
    ]


def explained_many(*, entry_ids: Sequence[int], cell_id: int) -> list[tuple[Entry, list[Leg]]]:
    """Return entries with their legs, in the order asked, with three queries; EntryNotFound when one is missing."""
    rows = {entry.entry_id: entry for entry in Entry.objects.filter(cell_id=cell_id, entry_id__in=entry_ids)}
    if rows.keys() < set(entry_ids):
        raise EntryNotFound
    codes = codes_of(account_ids={account for entry in rows.values() for account in entry.accounts})
    known = units()
    return [(rows[entry_id], _legs(rows[entry_id], codes, known)) for entry_id in entry_ids]


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


def legs_by_reference(*, references: Iterable[str], cell_id: int) -> dict[str, list[Leg]]:
    """Return the legs of the entries recorded under some references, with three questions for any number of them."""
    found = list(recorded_under(references).filter(cell_id=cell_id))
    codes, known = codes_of(account_ids={account for entry in found for account in entry.accounts}), units()
    return {
        entry.reference: [
            Leg(codes[account], amount, known[unit].code)
            for account, unit, amount in zip(entry.accounts, entry.units, entry.amounts, strict=True)
        ]
        for entry in found
    }
