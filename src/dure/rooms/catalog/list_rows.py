"""What one row of a seller's list means: a product with its size, or what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from dure.kernel.errors import Refusal
from dure.kernel.money import Money
from dure.kernel.quantity import UNITS, Quantity
from dure.kernel.text import plain_digits
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import COUNT_MAX, PRICE_MAX, LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.kind_names import KindNames

EXCEL_EPOCH: Final = date(1899, 12, 30)
EXCEL_DAYS: Final = range(30_000, 80_000)
SHORT_MAX, NAME_MAX, STORY_MAX = 40, 80, 1_000
DATE_PARTS: Final = 3
CENTURY: Final = 2000


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is needed to understand a list: whose money, which kinds there are, and how each usually goes."""

    currency: str
    kinds: KindNames
    usual: Mapping[str, Quantity]
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """A row as we understand it; `problems` says for each field why we do not."""

    number: int
    product: ProductDraft | None
    size: SizeDraft | None
    problems: Mapping[str, Refusal]

    @property
    def key(self) -> tuple[str, str]:
        """What makes rows sizes of one product: kind and name."""
        return (self.product.kind_code, self.product.names.name) if self.product else ("", "")


def read_row(number: int, cells: Sequence[str], reading: Reading) -> Row:
    """Return what a row means; the number is the one a spreadsheet shows beside it."""
    reader = _Reader(cells, reading)
    product, size = reader.product(), reader.size()
    is_whole = not reader.problems
    return Row(number, product if is_whole else None, size if is_whole else None, reader.problems)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell.strip() for cell in cells)


class _Reader:
    """Reads one row, collecting what is wrong with it."""

    def __init__(self, cells: Sequence[str], reading: Reading) -> None:
        self.cells, self.reading = cells, reading
        self.problems: dict[str, Refusal] = {}
        self.kind_code = ""

    def product(self) -> ProductDraft:
        """Return what the product is."""
        name, kind_words = self._text("name", NAME_MAX), self._text("kind", NAME_MAX)
        self.kind_code = self.reading.kinds.guess(name) or self.reading.kinds.guess(kind_words)
        if kind_words and self.reading.kinds.exactly(kind_words):
            self.kind_code = self.reading.kinds.exactly(kind_words)
        if not self.kind_code:
            self.problems["kind"] = errors.KindUnknown(text=kind_words or name)
        return ProductDraft(
            kind_code=self.kind_code, names=Names(name=name or kind_words), story=self._text("story", STORY_MAX)
        )

    def size(self) -> SizeDraft:
        """Return size, price, count and lot."""
        quantity, price = self._quantity(), self._price()
        harvested, good_until = self._day("harvested_on"), self._day("best_before")
        if harvested and good_until and good_until < harvested:
            self.problems["best_before"] = errors.DatesWrong()
        lot = LotDraft(
            label=self._text("label", SHORT_MAX), harvested_on=harvested, best_before=good_until,
            village=self._text("village", NAME_MAX), grade=self._text("grade", SHORT_MAX),
        )  # fmt: skip
        return SizeDraft(
            size=quantity, count=self._count("count", least=0) or 0, package=self._text("package", SHORT_MAX), lot=lot,
            terms=Terms(price=price, per_buyer_limit=self._count("per_buyer_limit", least=1)),
        )  # fmt: skip

    def _cell(self, field: str) -> str:
        position = self.reading.columns.get(field, -1)
        return self.cells[position].strip() if 0 <= position < len(self.cells) else ""

    def _text(self, field: str, length_max: int) -> str:
        found = self._cell(field)
        if len(found) > length_max:
            self.problems[field] = errors.TextTooLong(length_max=length_max)
        return found[:length_max]

    def _price(self) -> Money:
        written = self._cell("price")
        try:
            price = Money.parse(written, currency=self.reading.currency)
            if not 0 < price.minor <= PRICE_MAX:
                raise errors.PriceWrong
        except Refusal as refusal:
            self.problems["price"] = refusal
            return Money(1, self.reading.currency)
        return price

    def _quantity(self) -> Quantity:
        """Return the size: with its own unit, with that of the unit's column, else as the kind usually goes."""
        written, unit = self._cell("size"), self._cell("unit")
        usual = self.reading.usual.get(self.kind_code, Quantity.of(1, "kg"))
        try:
            found = self._size_of(written, unit, usual)
            if found.base <= 0:
                raise errors.CountWrong
        except Refusal as refusal:
            self.problems["size"] = refusal
            return usual
        return found

    @staticmethod
    def _size_of(written: str, unit: str, usual: Quantity) -> Quantity:
        if not written:
            return Quantity.parse(unit if unit[:1].isdigit() else f"1 {unit}") if unit else usual
        is_bare = written.replace(",", "").replace(".", "").isdecimal()
        return Quantity.parse(f"{written} {unit or UNITS[usual.unit].code}" if is_bare else written)

    def _count(self, field: str, *, least: int) -> int | None:
        written = plain_digits(self._cell(field)).replace(",", "")
        if not written:
            return None
        try:
            number = Decimal(written)
        except InvalidOperation:
            number = Decimal(-1)
        if number != number.to_integral_value() or not least <= number <= COUNT_MAX:
            self.problems[field] = errors.CountWrong()
            return None
        return int(number)

    def _day(self, field: str) -> date | None:
        written = self._cell(field)
        if not written:
            return None
        found = read_day(written)
        if found is None:
            self.problems[field] = errors.DayUnreadable(text=written)
        return found


def read_day(text: str) -> date | None:
    """Read a day as people write it (2026-11-22, 2026.11.22., 26/11/22, 2026年11月22日), or as Excel counts it."""
    digits = "".join(sign if sign.isdigit() else " " for sign in plain_digits(text).split("T")[0])
    parts = [int(part) for part in digits.split()]
    if len(parts) == 1 and parts[0] in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=parts[0])
    if len(parts) == 1 and len(digits.strip()) == len("20261122"):
        parts = [parts[0] // 10_000, parts[0] // 100 % 100, parts[0] % 100]
    if len(parts) < DATE_PARTS:
        return None
    year = parts[0] + CENTURY if parts[0] < 100 else parts[0]  # noqa: PLR2004  two digits of a year
    try:
        return date(year, parts[1], parts[2])
    except ValueError:
        return None
