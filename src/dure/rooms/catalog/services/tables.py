"""Reading a table somebody sent: CSV, XLSX, ODS, XLS or a page with a table, whatever its name says."""

import gzip
import zlib
from io import BytesIO
from typing import IO, Final

from dure.engine import workbooks
from dure.rooms.catalog import errors
from dure.rooms.catalog.list_columns import head_row, heads_told
from dure.rooms.catalog.services.table_texts import text_rows

BYTES_MAX: Final = 8 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 32 * 1024 * 1024
ROWS_MAX: Final = 20_000
ROWS_ABOVE_MAX: Final = 20
COLUMNS_MAX: Final = 60
CELL_LENGTH_MAX: Final = 2_000
PACKED: Final = b"\x1f\x8b"
NO_TABLES: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"HWP Document")
"""How files begin that people send by mistake, and that no table ever begins with."""


def read_table(file: IO[bytes]) -> list[list[str]]:
    """Return the rows of the sheet that looks most like a list, as text.

    FileUnreadable, FileLocked or FileTooLong otherwise.
    """
    content = _unpacked(file.read(BYTES_MAX + 1))
    if content.startswith(NO_TABLES):
        raise errors.FileUnreadable
    rows = _sheet(content) if workbooks.is_workbook(content) else text_rows(content=content)
    table = [[cell.strip()[:CELL_LENGTH_MAX] for cell in row[:COLUMNS_MAX]] for row in rows]
    while table and not any(table[-1]):
        table.pop()
    if not 1 < len(table) <= ROWS_MAX + ROWS_ABOVE_MAX:
        raise errors.FileTooLong(rows_max=ROWS_MAX)
    return table


def _unpacked(content: bytes) -> bytes:
    """Return what was sent, unpacked where it is gzip; FileUnreadable for too much."""
    if len(content) > BYTES_MAX:
        raise errors.FileUnreadable
    if not content.startswith(PACKED):
        return content
    try:
        with gzip.open(BytesIO(content)) as packed:
            plain = packed.read(UNPACKED_BYTES_MAX + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise errors.FileUnreadable from error
    if len(plain) > UNPACKED_BYTES_MAX:
        raise errors.FileUnreadable
    return plain


def _sheet(content: bytes) -> list[list[str]]:
    """Return the rows of the sheet that tells the most heads, of several the longest."""
    try:
        found = workbooks.sheets(content)
    except workbooks.WorkbookLocked as error:
        raise errors.FileLocked from error
    except workbooks.WorkbookUnreadable as error:
        raise errors.FileUnreadable from error
    return max(found, key=lambda rows: (heads_told(rows[head_row(rows)]), len(rows)), default=[])
