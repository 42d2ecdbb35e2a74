"""What one row of a seller's list means: a product with its size, or what is wrong with it. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Final

from dure.kernel.errors import Refusal
from dure.kernel.money import Money
from dure.kernel.quantity import UNITS, Kind, Quantity, UnreadableQuantity
from dure.kernel.text import plain_digits
from dure.rooms.catalog import errors, list_cells
from dure.rooms.catalog.drafts import COUNT_MAX, PRICE_MAX, LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.kind_names import KindNames
from dure.rooms.catalog.list_columns import field_of, has_digits, note_of
from dure.rooms.catalog.on_sale import OnSale

SHORT_MAX, NAME_MAX, STORY_MAX = 40, 80, 1_000
GOODS: Final = ("name", "kind", "variety")
_TAGS: Final = re.compile(r"<[^<>]{1,200}>")
LETTER_SIZE_MAX: Final = 5
"""Up to “5L” the letter tells how large a fruit is."""
SUMS: Final = ("합계", "총계", "소계", "누계", "total", "subtotal", "sum", "合计", "总计", "小计", "共计")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is needed to understand a list: whose money, which kinds there are, how each usually goes, and the day."""

    currency: str
    kinds: KindNames
    usual: Mapping[str, Quantity]
    heads: Sequence[str]
    columns: Mapping[str, int]
    today: date
    groups: Collection[str] = frozenset()
    """The kinds that have kinds below them: a list that tells only “fruit” may say more in its names."""

    def note(self, field: str) -> str:
        """Return what the head of a field's column says beside its word; "" for none."""
        position = self.columns.get(field, -1)
        return note_of(self.heads[position]) if 0 <= position < len(self.heads) else ""


@dataclass(frozen=True)
class Row:
    """A row as we understand it; `problems` says for each field why we do not, `found` what it would change."""

    number: int
    product: ProductDraft | None
    size: SizeDraft | None
    problems: Mapping[str, Refusal]
    found: OnSale | None = None
    tells_count: bool = True
    words: tuple[str, ...] = ()
    """What it says of the goods, also where we do not know them."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes rows sizes of one product: kind and name."""
        return (self.product.kind_code, self.product.names.name) if self.product else ("", "")

    @property
    def changes(self) -> bool:
        """Whether price or count is another than that of what was found on sale."""
        if self.found is None or self.size is None:
            return False
        return self.size.terms.price != self.found.price or (self.tells_count and self.size.count != self.found.count)


def read_row(number: int, cells: Sequence[str], reading: Reading) -> Row:
    """Return what a row means; the number is the one a spreadsheet shows beside it."""
    reader = _Reader(cells, reading)
    product, size = reader.product(), reader.size()
    is_whole = not reader.problems
    return Row(
        number, product if is_whole else None, size if is_whole else None, reader.problems,
        tells_count=bool(reader.cell("count")),
        words=tuple(reader.cell(field) for field in ("name", "kind", "variety", "story")),
    )  # fmt: skip


def is_beside_the_point(cells: Sequence[str], reading: Reading) -> bool:
    """Whether a row is no goods at all: blank, a caption, the heads once more, or a sum."""
    told = [cell.strip() for cell in cells if cell.strip()]
    if len(set(told)) <= 1 and (len(told) != 1 or len(reading.columns) > 1):
        return True
    if any(cell.casefold().replace(" ", "").startswith(SUMS) for cell in told[:2]):
        return True
    columns = [(field, at) for field, at in reading.columns.items() if at < len(cells)]
    return len(columns) > 1 and all(not cells[at].strip() or field_of(cells[at]) == field for field, at in columns)


class _Reader:
    """Reads one row, collecting what is wrong with it."""

    def __init__(self, cells: Sequence[str], reading: Reading) -> None:
        self.cells, self.reading = cells, reading
        self.problems: dict[str, Refusal] = {}
        self.kind_code = ""
        self.size_words = ""

    def product(self) -> ProductDraft:
        """Return what the product is."""
        name, kind_words, variety = (
            self._text("name", NAME_MAX),
            self._text("kind", NAME_MAX),
            self._text("variety", 40),
        )
        self.kind_code = self._kind(name, kind_words, variety)
        if not self.kind_code:
            self.problems["kind"] = errors.KindUnknown(text=kind_words or name or variety)
        shown = name or kind_words
        if variety and variety not in shown:
            shown = f"{shown} {variety}".strip()[:NAME_MAX]
        return ProductDraft(kind_code=self.kind_code, names=Names(name=shown), story=self._story())

    def size(self) -> SizeDraft:
        """Return size, price, count and lot."""
        price, per = self._price()
        packed = self._packed(per)
        if per and not {"price", "size"} & self.problems.keys():
            price = self._price_of_one(price, per, packed.size)
        return SizeDraft(
            size=packed.size, count=self._count(packed.size), package=packed.package, lot=self._lot(),
            terms=Terms(price=price, per_buyer_limit=self._limit()),
        )  # fmt: skip

    def cell(self, field: str) -> str:
        """Return what stands in the column of a field; "" where nothing does, or a sign for nothing."""
        position = self.reading.columns.get(field, -1)
        written = self.cells[position].strip() if 0 <= position < len(self.cells) else ""
        is_radish = written == "무" and field in {"name", "kind"}
        return "" if field != "count" and not is_radish and list_cells.is_nothing(written) else written

    def _kind(self, name: str, kind_words: str, variety: str) -> str:
        """Return the kind's code: what the kind's column names exactly, else the best guess from all words."""
        kinds = self.reading.kinds
        exact = kinds.exactly(kind_words) if kind_words else ""
        said = "" if exact in self.reading.groups else exact
        return (
            said
            or kinds.guess(name)
            or kinds.guess(variety if exact else "")
            or kinds.guess(kind_words)
            or (kinds.guess(variety))
        )

    def _story(self) -> str:
        """Return what a list tells of the goods; shops write it with marks of web pages."""
        return unescape(_TAGS.sub(" ", self._text("story", STORY_MAX))).strip()

    def _text(self, field: str, length_max: int) -> str:
        found = self.cell(field)
        if len(found) > length_max:
            self.problems[field] = errors.TextTooLong(length_max=length_max)
        return found[:length_max]

    def _price(self) -> tuple[Money, Quantity | None]:
        """Return the price as written, and the measure it is for, where it says so."""
        nothing = Money(1, self.reading.currency)
        written = self.cell("price")
        try:
            if not written:
                raise errors.PriceMissing
            price, per = list_cells.read_price(written, currency=self.reading.currency, note=self.reading.note("price"))
            if not 0 < price.minor <= PRICE_MAX:
                raise errors.PriceWrong
        except Refusal as refusal:
            self.problems["price"] = refusal
            return nothing, None
        return price, per

    def _price_of_one(self, price: Money, per: Quantity, size: Quantity) -> Money:
        """Return what one costs where the price is for a measure (원/kg); another kind of measure is wrong."""
        one = list_cells.price_of(price, per=per, size=size)
        if one is None:
            self.problems["price"] = errors.PriceForOther(measure=str(per), size=str(size))
            return price
        return one

    def _packed(self, per: Quantity | None) -> list_cells.Packed:
        """Return the size: with its own unit, with that of the column or its head, else as the kind usually goes."""
        package = self._text("package", SHORT_MAX)
        usual = per or self.reading.usual.get(self.kind_code, Quantity.of(1, "kg"))
        try:
            found = self._size_of(usual, per)
            if found.size.base <= 0:
                raise errors.CountWrong
        except Refusal as refusal:
            self.problems["size"] = refusal
            return list_cells.Packed(usual)
        is_size = not self.cell("size") and has_digits(package)
        return list_cells.Packed(found.size, found.package if is_size else package or found.package)

    def _size_of(self, usual: Quantity, per: Quantity | None) -> list_cells.Packed:
        """Return how much is in one, from the column of sizes, that of packages, the unit, or the name."""
        written, unit, package = self.cell("size"), self.cell("unit"), self.cell("package")
        if not written and has_digits(package):
            written = package
        if not written:
            return self._named(unit, usual)
        if not plain_digits(written).replace(",", "").replace(".", "").isdecimal():
            return self._told(written, unit, usual, per)
        unit = unit or self.reading.note("size") or (package if list_cells.is_unit(package) else "")
        return list_cells.read_size(f"{written} {unit or UNITS[usual.unit].code}")

    def _told(self, written: str, unit: str, usual: Quantity, per: Quantity | None) -> list_cells.Packed:
        """Return what a cell of sizes tells; words beside a known measure (大果, 특) tell the grade."""
        try:
            found = _amount_told(written, usual)
        except UnreadableQuantity:
            if not unit and per is None:
                raise
            self.size_words = written
            return self._named(unit, per or usual)
        if list_cells.is_unit(written):
            return self._named(written, usual)
        return list_cells.Packed(found.size, found.package or ("" if unit in written else unit[:SHORT_MAX]))

    def _named(self, unit: str, usual: Quantity) -> list_cells.Packed:
        """Return how much one unit is; where it is only a box, or none is told, the name may say more (사과 5kg)."""
        told = list_cells.read_size(unit) if unit else list_cells.Packed(usual)
        if unit and not (UNITS[told.size.unit].is_counted and list_cells.is_unit(unit)):
            return told
        try:
            found = list_cells.read_size(self.cell("name")).size
        except UnreadableQuantity:
            return told
        is_likely = UNITS[found.unit].kind in {Kind.MASS, Kind.COUNT, UNITS[usual.unit].kind}
        is_box = found.unit in list_cells.CONTAINERS and found.unit != told.size.unit
        if not has_digits(self.cell("name")) or not is_likely or is_box or found.base <= 0:
            return told
        return list_cells.Packed(found, "" if found.unit == told.size.unit else unit[:SHORT_MAX])

    def _lot(self) -> LotDraft:
        """Return what was harvested together; how long it keeps may be told as a span (7天)."""
        harvested, good_until = self._day("harvested_on"), self._good_until()
        if harvested and good_until and good_until < harvested:
            self.problems["best_before"] = errors.DatesWrong()
        return LotDraft(
            label=self._text("label", SHORT_MAX), harvested_on=harvested, best_before=good_until,
            village=self._text("village", NAME_MAX),
            grade=self._text("grade", SHORT_MAX) or self.size_words[:SHORT_MAX],
        )  # fmt: skip

    def _count(self, size: Quantity) -> int:
        written = self.cell("count")
        if list_cells.is_nothing(written) and written.casefold() not in list_cells.SOLD_OUT:
            return 0
        return self._ranged(
            "count", list_cells.read_count(written, size=size, note=self.reading.note("count")), least=0
        )

    def _limit(self) -> int | None:
        written = self.cell("per_buyer_limit")
        if not written:
            return None
        return self._ranged(
            "per_buyer_limit", list_cells.read_count(written, size=Quantity.of(1, "piece")), least=1
        ) or None  # fmt: skip

    def _ranged(self, field: str, found: int | None, *, least: int) -> int:
        if found is None or not least <= found <= COUNT_MAX:
            self.problems[field] = errors.CountWrong()
            return 0
        return found

    def _day(self, field: str, *, is_past: bool = True) -> date | None:
        written = self.cell(field)
        if not written:
            return None
        found = list_cells.read_day_near(written, today=self.reading.today, is_past=is_past)
        if found is None:
            self.problems[field] = errors.DayUnreadable(text=written)
        return found

    def _good_until(self) -> date | None:
        """Return the last good day, or so many days after the harvest (or today)."""
        span = list_cells.read_span(self.cell("best_before"))
        if span is None:
            return self._day("best_before", is_past=False)
        return (self._day("harvested_on") or self.reading.today) + span


def rows_told_whole(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> list[list[str]]:
    """Return rows in which goods told once, above several sizes (a shop's export, merged cells), stand in each."""
    places = [columns[field] for field in GOODS if field in columns]
    price = columns.get("price", -1)
    above: Sequence[str] = ()
    whole = []
    for cells in rows:
        row = list(cells)
        is_further = 0 <= price < len(row) and has_digits(row[price]) and not _any(row, places)
        if is_further and above:
            for place in (place for place in places if place < len(above)):
                row[place] = above[place]
        elif any(row):
            above = row if _any(row, places) else ()
        whole.append(row)
    return whole


def _any(row: Sequence[str], places: Sequence[int]) -> bool:
    return any(row[place].strip() for place in places if place < len(row))


def _amount_told(written: str, usual: Quantity) -> list_cells.Packed:
    """Return what a cell of sizes tells; “L” of what goes by weight says how large fruits are, no amount."""
    found = list_cells.read_size(written)
    is_weighed = UNITS[usual.unit].kind is Kind.MASS
    if found.size.unit == "l" and is_weighed and found.size.amount <= LETTER_SIZE_MAX:
        raise UnreadableQuantity(text=written)
    return found
