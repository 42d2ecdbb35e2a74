"""Reading tables sent as text: CSV in the usual encodings and separators, and pages that call themselves XLS."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from dure.rooms.catalog import errors
from dure.rooms.catalog.list_columns import head_row, heads_told
from dure.rooms.catalog.services.table_pages import looks_like_a_page, page_rows

WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS: Final = ("cp949", "gb18030", "cp1252")
"""What spreadsheet programs in Korea, in China and in the West write when nobody asks for UTF-8."""
SEPARATORS: Final = (",", ";", "\t", "|")
LINES_TRIED: Final = 30
COLUMNS_MIN: Final = 2
BROKEN_SHARE: Final = 20
"""A text with one broken sign among so many is still read as UTF-8."""
HAN_SHARE: Final = 8
"""Korean lists hardly write Chinese characters: with more than one in so many, the text is read wrongly."""


def text_rows(*, content: bytes) -> list[list[str]]:
    """Return the rows of a CSV, or of the largest table of a page; FileUnreadable for anything else."""
    text = decoded(content=content)
    if "\x00" in text:
        raise errors.FileUnreadable
    rows = page_rows(text=text) if looks_like_a_page(text=text) else _separated(text)
    if max((len(row) for row in rows), default=0) < COLUMNS_MIN:
        raise errors.FileUnreadable
    return rows


def decoded(*, content: bytes) -> str:
    """Return the text of a file in the one of the usual encodings in which it makes most sense."""
    if content.startswith(WIDE_MARKS):
        return content.decode("utf-16", "replace")
    text = content.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if not broken or broken * BROKEN_SHARE < sum(sign > "\x7f" for sign in text):
        return text
    readings = [each for each in (_read_as(content, encoding) for encoding in ENCODINGS) if each]
    if not readings:
        raise errors.FileUnreadable
    return max(readings, key=_sense)


def _read_as(content: bytes, encoding: str) -> str:
    """Return a text in an encoding; "" where it is none."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _sense(text: str) -> tuple[int, int]:
    """Return how much sense a reading makes: the heads it tells, then whether its signs go together."""
    told = max(
        (heads_told(line.replace(";", ",").replace("\t", ",").split(",")) for line in _first_lines(text)), default=0
    )
    return told, _likeliness(text)


def _likeliness(text: str) -> int:
    """Return 3 for a Korean text, 2 for a Chinese one of common characters, 1 for a western one, 0 for none of them."""
    hangul = sum("가" <= sign <= "힣" for sign in text)
    han = sum("一" <= sign <= "鿿" for sign in text)
    if hangul and han * HAN_SHARE <= hangul:
        return 3
    if han and not hangul:
        common = sum(_is_common(sign) for sign in text if "一" <= sign <= "鿿")
        return 2 if common * 10 >= han * 9 else 0
    return 0 if hangul else 1


def _is_common(sign: str) -> bool:
    """Whether a Chinese character is one of the 6,763 of GB 2312."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _separated(text: str) -> list[list[str]]:
    """Return the rows of a CSV, with the separator that tells the most heads and makes the most cells."""
    if text[:4].casefold() == "sep=":
        text = text.partition("\n")[2]
    beginning = "\n".join(_first_lines(text))
    tried = {separator: _parsed(beginning, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: _shape(tried[separator]))
    return _parsed(text, best)


def _parsed(text: str, separator: str) -> list[list[str]]:
    """Return the rows of a text with this separator; FileUnreadable where a cell has no end."""
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise errors.FileUnreadable from error


def _shape(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how many heads the rows tell, and how many rows have as many cells as most have."""
    widths = sorted(len(row) for row in rows if row)
    usual = widths[len(widths) // 2] if widths else 0
    told = heads_told(rows[head_row(rows)]) if rows else 0
    return told, usual if usual >= COLUMNS_MIN else 0


def _first_lines(text: str) -> list[str]:
    """Return the first lines on which something stands."""
    lines: list[str] = []
    for line in StringIO(text):
        if line.strip():
            lines.append(line.rstrip("\r\n"))
        if len(lines) == LINES_TRIED:
            break
    return lines
