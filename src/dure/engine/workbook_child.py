"""The program that reads a workbook for `workbooks.py`: the file comes in, JSON goes out, and memory has its limit."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

import python_calamine as calamine

try:
    import resource
except ImportError:  # some systems know no limits
    resource = None  # type: ignore[assignment, unused-ignore]

ROWS_MAX, COLUMNS_MAX, SHEETS_MAX, TEXT_LENGTH_MAX = 20_050, 60, 30, 2_000
MEMORY_BYTES_MAX: Final = 1_500_000_000
SECONDS_MAX: Final = 10
MERGED_CELLS_MAX: Final = 500_000
DIGITS_KEPT: Final = 10


def main() -> None:
    """Read the file and write its sheets, or why there are none."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        with calamine.load_workbook(BytesIO(content)) as book:
            answer: dict[str, object] = {"sheets": [rows for rows in _sheets(book) if rows]}
    except calamine.PasswordError:
        answer = {"refusal": "locked"}
    except (calamine.CalamineError, ValueError, OSError) as error:
        answer = {"refusal": f"unreadable: {error}"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _limit() -> None:
    """Have the system end this process before a small file that unpacks into a huge one fills the machine."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(book: calamine.CalamineWorkbook) -> Iterator[list[list[str]]]:
    """Return the rows of each sheet that is shown; what stands in merged cells stands in each of them."""
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
    for name in shown[:SHEETS_MAX]:
        with suppress(calamine.WorksheetNotFound):
            sheet = book.get_sheet_by_name(name)
            found = sheet.to_python(skip_empty_area=False, nrows=ROWS_MAX)
            rows = [[_text(cell) for cell in row[:COLUMNS_MAX]] for row in found]
            _spread(rows, sheet.merged_cell_ranges or [])
            yield rows


def _spread(rows: list[list[str]], merged: list[Any]) -> None:
    """Write what stands in the first cell of a merged range into every cell of it, as far as there are rows."""
    left = MERGED_CELLS_MAX
    for (top, first), (bottom, last) in merged:
        if top >= len(rows) or first >= len(rows[top]):
            continue
        words = rows[top][first]
        for row in rows[top : bottom + 1]:
            row[first : last + 1] = [words] * len(row[first : last + 1])
        left -= (min(bottom, len(rows)) - top + 1) * min(last - first + 1, COLUMNS_MAX)
        if left < 0:
            return


def _text(cell: Any) -> str:
    """Return a cell as people read it: whole numbers without a point, days as days."""
    if isinstance(cell, float):
        return f"{cell:.{DIGITS_KEPT}f}".rstrip("0").rstrip(".") if abs(cell) < 10**15 else str(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())
    return str(cell).strip()[:TEXT_LENGTH_MAX]


if __name__ == "__main__":
    main()
