"""Reading the table of a page: what many offices' programs save as XLS is a page, or an XML workbook, in truth."""

from html.parser import HTMLParser
from typing import Final

ROW_TAGS: Final = frozenset({"tr", "row", "ss:row"})
CELL_TAGS: Final = frozenset({"td", "th", "cell", "ss:cell"})
TABLE_TAGS: Final = frozenset({"table", "ss:table"})
BREAK_TAGS: Final = frozenset({"br", "p", "div"})
SILENT_TAGS: Final = frozenset({"script", "style"})
SPAN_MAX: Final = 60
BEGINNING_LENGTH: Final = 4_000


def looks_like_a_page(*, text: str) -> bool:
    """Whether a text is a page or an XML workbook."""
    return text[:BEGINNING_LENGTH].lstrip("\ufeff \r\n\t").startswith("<")


def page_rows(*, text: str) -> list[list[str]]:
    """Return the rows of the table with the most rows; a cell that spans several stands in each of them."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return max(reader.tables, key=len, default=[])


class _Tables(HTMLParser):
    """Collects every table of a page; a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.row: list[str] = []
        self.words: list[str] | None = None
        self.below: dict[int, tuple[int, str]] = {}
        self.spans = (1, 1)
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        told = {name: value or "" for name, value in attrs}
        if tag in TABLE_TAGS:
            self._end_cell()
            self.tables.append([])
            self.below = {}
        elif tag in ROW_TAGS:
            self._end_row()
        elif tag in CELL_TAGS:
            self._begin_cell(told)
        elif tag in BREAK_TAGS and self.words:
            self.words.append(" ")
        self.is_silent = tag in SILENT_TAGS

    def handle_endtag(self, tag: str) -> None:
        """End a row or a cell; those that nobody ends are ended by the next."""
        self.is_silent = False
        if tag in CELL_TAGS:
            self._end_cell()
        elif tag in ROW_TAGS or tag in TABLE_TAGS:
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self.words is not None and not self.is_silent:
            self.words.append(data)

    def _begin_cell(self, told: dict[str, str]) -> None:
        self._end_cell()
        place = _number(told.get("ss:index", ""), SPAN_MAX)
        self.row += [""] * (place - 1 - len(self.row))
        across = 1 + _number(told.get("ss:mergeacross", ""), SPAN_MAX) if "ss:mergeacross" in told else 0
        self.spans = (
            max(1, across, _number(told.get("colspan", ""), SPAN_MAX)),
            max(1, _number(told.get("rowspan", ""), 10_000)),
        )
        self.words = []

    def _end_cell(self) -> None:
        if self.words is None:
            return
        text = " ".join("".join(self.words).split())
        self._fill_from_above()
        across, down = self.spans
        for _each in range(across):
            if down > 1:
                self.below[len(self.row)] = (down - 1, text)
            self.row.append(text)
        self.words = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.row:
            self._fill_from_above()
        if self.row and self.tables:
            self.tables[-1].append(self.row)
        self.row = []

    def _fill_from_above(self) -> None:
        """Repeat what spans down from an earlier row, where this row has come to it."""
        while len(self.row) in self.below:
            left, text = self.below.pop(len(self.row))
            if left > 1:
                self.below[len(self.row)] = (left - 1, text)
            self.row.append(text)


def _number(text: str, most: int) -> int:
    """Return a whole number as a page writes it, `most` at most; 0 where it is none."""
    return min(int(text), most) if text.strip().isdecimal() else 0
