"""Recording entries, one or thousands in a call, and reversing them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from dure.events.ledger import EntryRecorded
from dure.kernel.outbox import announce_all
from dure.rooms.ledger import errors
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import NOTHING, Draft, Leg, problem_of
from dure.rooms.ledger.queries import entries
from dure.rooms.ledger.services.writing import Desk, desk, refuse, verb

BATCH_MAX = 10_000
NEWS_MAX = 2_000
"""How many entries one announcement names; more would not fit a message of the bus (1 MB)."""


@dataclass(frozen=True)
class Recorded:
    """Where an entry stands in the book; `is_new` is False when the reference had been recorded before."""

    cell_id: int
    entry_id: int
    reference: str
    is_new: bool


@dataclass(frozen=True)
class Freed:
    """What recording takes off the held part of an account's balance."""

    account: str
    unit: str
    amount: int


def record(
    *,
    reference: str,
    kind: Kind,
    legs: Sequence[Leg],
    about: Mapping[str, str] = NOTHING,
    happened_at: datetime | None = None,
    cell_id: int = HOME_CELL,
) -> Recorded:
    """Record one entry. The same reference with the same content again returns the entry recorded before."""
    draft = Draft(reference=reference, kind=kind, legs=tuple(legs), about=about, happened_at=happened_at)
    return record_many(drafts=[draft], cell_id=cell_id)[0]


@verb
def record_many(*, drafts: Sequence[Draft], cell_id: int = HOME_CELL) -> list[Recorded]:
    """Record up to 10,000 entries as if one after the other: all, or none with each reason; return them in order."""
    if len(drafts) > BATCH_MAX:
        raise errors.BatchTooLarge(max=BATCH_MAX)
    if not drafts:
        return []
    check(drafts)
    if any(draft.kind == Kind.REVERSAL for draft in drafts):
        raise errors.ReservedKind
    return write(drafts, desk=desk_for(drafts, cell_id=cell_id))


def reverse(*, entry_id: int, reason: str, cell_id: int = HOME_CELL) -> Recorded:
    """Undo an entry by a new one with every amount turned round, once; asked again for the same reason, return it."""
    return reverse_many(entry_ids=[entry_id], reason=reason, cell_id=cell_id)[0]


@verb
def reverse_many(*, entry_ids: Sequence[int], reason: str, cell_id: int = HOME_CELL) -> list[Recorded]:
    """Undo many entries as `reverse` does one: all of them, or none; return their reversals in order."""
    found = entries.explained_many(entry_ids=entry_ids, cell_id=cell_id)
    if any(entry.reverses is not None for entry, _legs in found):
        raise errors.ReversalIsFinal
    drafts = [
        Draft(
            reference=f"reversal:{entry.entry_id}",
            kind=Kind.REVERSAL,
            legs=tuple(Leg(leg.account, -leg.amount, leg.unit) for leg in legs),
            about={"reason": reason, "of": entry.reference},
        )
        for entry, legs in found
    ]
    check(drafts)
    try:
        return write(drafts, desk=desk_for(drafts, cell_id=cell_id), reverses=entry_ids)
    except errors.ReferenceReused as reused:
        raise errors.AlreadyReversed from reused


def check(drafts: Sequence[Draft]) -> None:
    """Refuse drafts that cannot stand in the book, with the reason of each."""
    found = [
        {"position": position, "code": code, "reference": draft.reference}
        for position, draft in enumerate(drafts, start=1)
        if (code := problem_of(draft))
    ]
    if found:
        raise refuse(found, of=len(drafts))


def desk_for(drafts: Sequence[Draft], *, cell_id: int) -> Desk:
    """Return the desk at which some drafts can be written."""
    legs = [leg for draft in drafts for leg in draft.legs]
    return desk(cell_id=cell_id, accounts=(leg.account for leg in legs), units=(leg.unit for leg in legs))


def write(
    drafts: Sequence[Draft], *, desk: Desk, reverses: Sequence[int] | None = None, freed: Freed | None = None
) -> list[Recorded]:
    """Write checked drafts with one statement and announce what is new; for the room's own verbs, in a transaction."""
    ids = desk.take_ids(len(drafts))
    references = [draft.reference for draft in drafts]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_RECORD, [desk.cell_id, *_columns(drafts, ids, desk, reverses), *_freed(freed, desk)])
            answer: list[int] = cursor.fetchone()[0]
    except DatabaseError as error:
        refusal = desk.refusal_of(error, references)
        if refusal is None:
            raise
        raise refusal from None
    recorded = [
        Recorded(desk.cell_id, entry_id, draft.reference, is_new=entry_id == fresh)
        for entry_id, draft, fresh in zip(answer, drafts, ids, strict=True)
    ]
    _announce([(entry, draft.kind) for entry, draft in zip(recorded, drafts, strict=True) if entry.is_new])
    return recorded


_RECORD = (
    "SELECT ledger_record(%s, %s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::text[], "
    "%s::timestamptz[], %s::bigint[], %s::jsonb[], %s::bigint[], %s::smallint[], %s::bigint[])"
)


def _columns(drafts: Sequence[Draft], ids: list[int], desk: Desk, reverses: Sequence[int] | None) -> list[Any]:
    """Return the drafts as columns, the legs as the text of an array (many short arrays travel best that way)."""
    accounts, units = desk.accounts, {code: unit.number for code, unit in desk.units.items()}
    return [
        ids,
        [draft.reference for draft in drafts],
        [int(draft.kind) for draft in drafts],
        _arrays([accounts[leg.account] for leg in draft.legs] for draft in drafts),
        _arrays([units[leg.unit] for leg in draft.legs] for draft in drafts),
        _arrays([leg.amount for leg in draft.legs] for draft in drafts),
        [draft.happened_at for draft in drafts],
        [None] * len(drafts) if reverses is None else list(reverses),
        [json.dumps(dict(draft.about), ensure_ascii=False) if draft.about else "{}" for draft in drafts],
    ]


def _arrays(rows: Iterable[list[int]]) -> str:
    """Return the text of an array of texts of arrays of numbers, which need no quoting of their own."""
    return "{" + ",".join(f'"{{{",".join(map(str, row))}}}"' for row in rows) + "}"


def _freed(freed: Freed | None, desk: Desk) -> list[list[int]]:
    if freed is None:
        return [[], [], []]
    return [[desk.accounts[freed.account]], [desk.units[freed.unit].number], [freed.amount]]


def _announce(recorded: list[tuple[Recorded, Kind]]) -> None:
    """Announce new entries, up to 2,000 in one message."""
    parts = [recorded[start : start + NEWS_MAX] for start in range(0, len(recorded), NEWS_MAX)]
    announce_all(
        [
            EntryRecorded(
                cell_id=part[0][0].cell_id,
                entry_ids=tuple(str(entry.entry_id) for entry, _kind in part),
                references=tuple(entry.reference for entry, _kind in part),
                kinds=tuple(int(kind) for _entry, kind in part),
            )
            for part in parts
        ]
    )
