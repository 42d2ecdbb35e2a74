"""Reading a table somebody sent: CSV, XLSX, ODS or XLS, whatever its name says."""

import csv
from io import BytesIO, StringIO
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

import python_calamine as calamine

from dure.rooms.catalog import errors

BYTES_MAX: Final = 8 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 120 * 1024 * 1024
ROWS_MAX: Final = 5_000
COLUMNS_MAX: Final = 60
CELL_LENGTH_MAX: Final = 2_000
ENCODINGS: Final = ("utf-8-sig", "cp949", "gb18030")
"""UTF-8 first; then what spreadsheet programs in Korea and in China write without being asked."""
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_table(file: IO[bytes]) -> list[list[str]]:
    """Return the rows of the first sheet that has any, as text; FileUnreadable or FileTooLong otherwise."""
    content = file.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise errors.FileUnreadable
    is_sheet = content.startswith((ZIPPED, OLD_OFFICE))
    rows = _sheet(content) if is_sheet else _csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if not 1 < len(rows) <= ROWS_MAX + 10:
        raise errors.FileTooLong(rows_max=ROWS_MAX)
    return rows


def _sheet(content: bytes) -> list[list[str]]:
    """Return the rows of a workbook."""
    _refuse_bombs(content)
    try:
        with calamine.load_workbook(BytesIO(content)) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(nrows=ROWS_MAX + 20)
                if rows:
                    return [[_text(cell) for cell in row[:COLUMNS_MAX]] for row in rows]
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise errors.FileUnreadable from error
    raise errors.FileTooLong(rows_max=ROWS_MAX)


def _refuse_bombs(content: bytes) -> None:
    """Refuse a small file that would unpack into a huge one."""
    if not content.startswith(ZIPPED):
        return
    try:
        with ZipFile(BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except BadZipFile as error:
        raise errors.FileUnreadable from error
    if size > UNPACKED_BYTES_MAX:
        raise errors.FileUnreadable


def _csv(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV, whatever its encoding and its separator."""
    text = _decoded(content)
    if "\x00" in text:
        raise errors.FileUnreadable
    first = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=first.count)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise errors.FileUnreadable from error
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004  a table has two columns
        raise errors.FileUnreadable
    return [[cell.strip()[:CELL_LENGTH_MAX] for cell in row[:COLUMNS_MAX]] for row in rows]


def _decoded(content: bytes) -> str:
    """Return the text of a file in one of the encodings people use."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise errors.FileUnreadable


def _text(cell: Any) -> str:
    """Return a cell as people read it: whole numbers without a point, days as days."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())
    return str(cell).strip()[:CELL_LENGTH_MAX]
