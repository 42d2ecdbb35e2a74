"""Which column says what where no head tells: guessed from what stands in the first rows. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dure.kernel.errors import Refusal
from dure.rooms.catalog.kind_names import KindNames
from dure.rooms.catalog.list_cells import read_day, read_price, read_size
from dure.rooms.catalog.list_columns import (
    HEADS_MIN,
    field_of,
    guess_columns,
    has_digits,
    head_row,
    heads_told,
    joined_heads,
)

ROWS_LOOKED_AT: Final = 40
SHARE_MIN: Final = 0.6
LIKELY_PRICE_MAX: Final = 10**8
"""Larger numbers are codes."""
Column = Sequence[str]


def parted(table: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Return the heads of a table and where its rows begin; a table without heads has blank ones and begins at once."""
    head = head_row(table)
    if heads_told(table[head]) < HEADS_MIN and any(has_digits(cell) for cell in table[head]):
        return [""] * max(len(row) for row in table), 0
    both = joined_heads(table[head], table[head + 1]) if head + 1 < len(table) else None
    return (both, head + 2) if both else (list(table[head]), head + 1)


def columns_of(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, kinds: KindNames, currency: str
) -> dict[str, int]:  # fmt: skip
    """Return the column of each field: as the heads tell, and for name, size, price and harvest as the cells look."""
    columns = guess_columns(heads)
    some = [row for row in rows if any(cell.strip() for cell in row)][:ROWS_LOOKED_AT]
    cells = {at: [row[at] for row in some if at < len(row) and row[at].strip()] for at in range(len(heads))}
    if "size" not in columns and _share(cells.get(columns.get("unit", -1), ()), _is_bare) == 1:
        _part_units(columns, heads)
    _choose_told(columns, "price", heads, cells, lambda cell: _is_amount(cell, currency), len(some))
    _choose_told(columns, "size", heads, cells, lambda cell: _is_bare(cell) or _is_size(cell), len(some))
    if "name" not in columns and "kind" not in columns:
        _add(
            columns, "name", cells, lambda cell: (bool(kinds.guess(cell)) and not cell.isascii()) or _names(kinds, cell)
        )
    if "size" not in columns and "unit" not in columns:
        _add(columns, "size", cells, _is_size)
    if "harvested_on" not in columns and not any(heads):
        _add(columns, "harvested_on", cells, _is_day)
    if "price" not in columns:
        _add_price(columns, cells, currency, with_bare=not guess_columns(heads))
    if "count" not in columns and not any(heads):
        _add(columns, "count", cells, lambda cell: cell.isdecimal())
    return columns


def _part_units(columns: dict[str, int], heads: Sequence[str]) -> None:
    """Take a column headed “units” that holds numbers as sizes, and the next one that is headed so as the units."""
    columns["size"] = columns.pop("unit")
    further = [at for at, head in enumerate(heads) if field_of(head) == "unit" and at not in columns.values()]
    if further:
        columns["unit"] = further[0]


def _choose_told(
    columns: dict[str, int], field: str, heads: Sequence[str], cells: Mapping[int, Column],
    fits: Callable[[str], bool], count: int,
) -> None:  # fmt: skip
    """Take another column with such a head where the best one says nothing in most rows (a sale price seldom set)."""
    shares = {
        at: sum(fits(cell.strip()) for cell in cells[at]) for at, head in enumerate(heads) if field_of(head) == field
    }
    if field in columns and shares.get(columns[field], count) < count * SHARE_MIN:
        columns[field] = max(shares, key=lambda at: (shares[at], at == columns[field]))


def _add(
    columns: dict[str, int], field: str, cells: Mapping[int, Column], fits: Callable[[str], bool]
) -> None:  # fmt: skip
    """Take the column, of those not taken yet, in which most cells fit, if enough do."""
    shares = {at: _share(column, fits) for at, column in cells.items() if at not in columns.values()}
    best = max(shares, key=lambda at: shares[at], default=-1)
    if best >= 0 and shares[best] >= SHARE_MIN:
        columns[field] = best


def _add_price(columns: dict[str, int], cells: Mapping[int, Column], currency: str, *, with_bare: bool) -> None:
    """Take the column of amounts with a currency's sign, else, where no head tells anything, of the largest numbers."""
    free = {at: column for at, column in cells.items() if at not in columns.values()}
    signed = {
        at: _share(column, lambda cell: not _is_bare(cell) and _is_amount(cell, currency))
        for at, column in free.items()
    }
    best = max(signed, key=lambda at: signed[at], default=-1)
    if best >= 0 and signed[best] >= SHARE_MIN:
        columns["price"] = best
        return
    bare = {at: column for at, column in free.items() if _share(column, _is_bare) >= SHARE_MIN}
    bare = {at: column for at, column in bare.items() if _usual(column) <= LIKELY_PRICE_MAX}
    if with_bare and bare and not any(_is_day(cell) for column in bare.values() for cell in column[:1]):
        columns["price"] = max(bare, key=lambda at: _usual(bare[at]))


def _share(column: Column, fits: Callable[[str], bool]) -> float:
    return sum(fits(cell.strip()) for cell in column) / len(column) if column else 0.0


def _names(kinds: KindNames, cell: str) -> bool:
    """Whether a cell of Latin letters names a kind; a number never does."""
    return not has_digits(cell) and bool(kinds.guess(cell))


def _is_size(cell: str) -> bool:
    try:
        read_size(cell)
    except Refusal:
        return False
    return has_digits(cell)


def _is_amount(cell: str, currency: str) -> bool:
    try:
        read_price(cell, currency=currency)
    except Refusal:
        return False
    return True


def _is_bare(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).isdecimal()


def _is_day(cell: str) -> bool:
    """Whether a cell tells a day; a bare number is one only with year, month and day (20261122)."""
    return read_day(cell) is not None and (not _is_bare(cell) or len(cell) == len("20261122"))


def _usual(column: Column) -> float:
    """Return the middle number of a column."""
    numbers = sorted(float(cell.replace(",", "")) for cell in column if _is_bare(cell.strip()))
    return numbers[len(numbers) // 2] if numbers else 0.0
