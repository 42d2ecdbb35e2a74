"""Reading a list of regions to be helped first from CSV. Pure: finding the regions is for `queries.regions`."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = {
    "code": ("code", "county_code", "region_code", "adcode", "행정구역코드", "代码", "县级代码"),
    "name": ("name", "county", "region", "이름", "시군구", "名称", "县名"),
    "province": ("province", "시도", "省份", "省"),
    "year": ("year", "연도", "年份"),
    "source": ("source", "출처", "来源"),
}
MOST_LINES = 10_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list, as written; `number` counts from 2, because the header is line 1."""

    number: int
    code: str
    name: str
    province: str
    year: str
    source: str


class NotAList(ValueError):
    """The text is not a CSV with a column for code or name; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def read(content: bytes) -> list[Line]:
    """Return the lines of a CSV in UTF-8 (or GB 18030, or CP949), or say why it is not a list."""
    try:
        reader = csv.DictReader(io.StringIO(_decoded(content)))
        columns = _columns(reader.fieldnames or [])
        rows = list(reader)
    except csv.Error as error:
        raise NotAList("not_csv") from error
    if not rows:
        raise NotAList("empty")
    if len(rows) > MOST_LINES:
        raise NotAList("too_long")
    return [
        Line(number=number, **{field: (row.get(column) or "").strip() for field, column in columns.items()})
        for number, row in enumerate(rows, start=2)
    ]


def _decoded(content: bytes) -> str:
    """Return the text, trying the encodings that spreadsheets of the three languages write."""
    for encoding in ("utf-8-sig", "gb18030", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAList("not_text")


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Return which column of the file holds which field; a missing one reads as empty."""
    known = {name.strip().lower(): name for name in header}
    found = {field: next((known[one] for one in names if one in known), "") for field, names in COLUMNS.items()}
    if not found["code"] and not found["name"]:
        raise NotAList("no_code_or_name")
    return found
