"""Tables for spreadsheet programs. Pure."""

from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheet programs that the file is UTF-8."""


def csv_line(cells: list[str]) -> str:
    """Return one line of CSV; a leading sign that a spreadsheet would take for a formula is disarmed."""
    disarmed = ("'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells)
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in disarmed) + "\r\n"
