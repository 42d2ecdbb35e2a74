"""Making pack sheets and lists of orders into files."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import IO
from uuid import UUID

from django.db import transaction

from dure.kernel.sheets import write_csv, write_xlsx
from dure.rooms.market import errors
from dure.rooms.market.queries.sheets import sheet_rows
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind

Step = Callable[[int], None]
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def read_ask(*, organisation_id: str, kind: str, first: str, last: str, rounds: Sequence[str] = ()) -> SheetAsk:
    """Return what a job is asked to make, from the words it waited with; BadSheet for what nobody makes."""
    try:
        days = [date.fromisoformat(day) if day else None for day in (first, last)]
        ask = SheetAsk(
            organisation_id=UUID(organisation_id),
            kind=SheetKind(kind),
            first=days[0],
            last=days[1],
            rounds=tuple(UUID(each) for each in rounds),
        )
    except ValueError:
        raise errors.BadSheet from None
    if ask.first and ask.last and ask.first > ask.last:
        raise errors.BadSheet
    return ask


@transaction.atomic
def write_sheet(*, ask: SheetAsk, form: str, file: IO[bytes], expect: Step, step: Step) -> None:
    """Write a sheet into an open file and go back to its beginning; BadSheet for a form nobody writes."""
    if form not in WRITERS:
        raise errors.BadSheet
    WRITERS[form](sheet_rows(ask=ask, expect=expect, step=step), file)
    file.seek(0)
