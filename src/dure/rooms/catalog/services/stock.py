"""Promising, giving back, handing over and putting back what lies at levels. Levels are locked before the book."""

from collections.abc import Mapping
from typing import Final

import psycopg
from django.db import DatabaseError, connection, transaction

from dure.kernel.errors import Refusal
from dure.rooms.catalog import errors
from dure.rooms.ledger.chart import HOME_CELL

CHECK_VIOLATED: Final = "23514"
REFUSED: Final = "DU001"
REASONS: Final[Mapping[str, type[Refusal]]] = {
    "count wrong": errors.CountWrong,
    "level unknown": errors.LevelUnknown,
}


def reserve(*, counts: Mapping[int, int], cell_id: int = HOME_CELL) -> None:
    """Promise so many of each level (by its id) to somebody; SoldOut when one has fewer free, and nothing happens."""
    _change("catalog_reserve", counts, cell_id=cell_id, short=errors.SoldOut)


def release(*, counts: Mapping[int, int], cell_id: int = HOME_CELL) -> None:
    """Take promises back: anybody can have them again; MoreThanPromised when fewer were promised."""
    _change("catalog_release", counts, cell_id=cell_id, short=errors.MoreThanPromised)


def take(*, counts: Mapping[int, int], reference: str = "", cell_id: int = HOME_CELL) -> None:
    """Hand promised goods over: gone from the shelf, counted as sold; MoreThanPromised when fewer were promised."""
    _change("catalog_take", counts, reference, cell_id=cell_id, short=errors.MoreThanPromised)


def put_back(*, counts: Mapping[int, int], reference: str = "", cell_id: int = HOME_CELL) -> None:
    """Put returned goods that are fit for sale back on the shelf; MoreThanPromised when fewer were sold."""
    _change("catalog_put_back", counts, reference, cell_id=cell_id, short=errors.MoreThanPromised)


@transaction.atomic
def _change(function: str, counts: Mapping[int, int], *further: str, cell_id: int, short: type[Refusal]) -> None:
    """Call one of the room's SQL functions for all levels at once; say its refusals in the house's words."""
    if not counts:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            values = "%s, %s::bigint[], %s::int[]" + ", %s" * len(further)
            cursor.execute(f"SELECT {function}({values})", [cell_id, list(counts), list(counts.values()), *further])
    except DatabaseError as error:
        refusal = _reason(error, short)
        if refusal is None:
            raise
        raise refusal() from error


def _reason(error: DatabaseError, short: type[Refusal]) -> type[Refusal] | None:
    """Return the refusal that stands behind a database error, None when it is another one."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate == CHECK_VIOLATED and cause.diag.constraint_name == "catalog_level_holds_what_it_promised":
        return short
    return REASONS.get(cause.diag.message_primary or "") if cause.sqlstate == REFUSED else None
