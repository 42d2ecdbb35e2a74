"""Writing a table of texts and numbers to a file, row by row, so that length costs no memory. Knows no room."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

import xlsxwriter

Cell = str | Decimal
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


def harmless(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_csv(rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> None:
    """Write rows as CSV in UTF-8, with the mark Excel needs to see it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else f"{cell:f}" for cell in row])
    text.flush()
    text.detach()


def write_xlsx(rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> None:
    """Write rows as an Excel sheet; one row at a time is in memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell, bold if number == 0 else None)
                else:
                    sheet.write_number(number, column, cell)
