"""Quantities: how much of something, exact, as a whole number of the smallest unit of its kind."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.kernel.text import plain_digits


class Kind(StrEnum):
    """What can be added to each other."""

    MASS = "mass"
    VOLUME = "volume"
    LENGTH = "length"
    AREA = "area"
    TIME = "time"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its code, how many of the smallest unit of its kind it holds, its names; English has one more for one."""

    code: str
    kind: Kind
    size: int
    korean: str
    chinese: str
    english: str
    aliases: tuple[str, ...] = ()
    english_for_one: str = ""

    def name(self, language: str, *, is_one: bool = False) -> str:
        """Return the unit's sign as a language writes it, after the number 1 or any other."""
        english = (is_one and self.english_for_one) or self.english
        return {"ko": self.korean, "zh": self.chinese}.get(language[:2], english)

    @property
    def is_counted(self) -> bool:
        """Whether only whole ones exist."""
        return self.kind is Kind.COUNT


UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("mg", Kind.MASS, 1, "mg", "毫克", "mg", ("밀리그램",)),
        Unit("g", Kind.MASS, 1_000, "g", "克", "g", ("그램", "gram")),
        Unit("jin", Kind.MASS, 500_000, "斤", "斤", "jin", ("市斤",)),
        Unit("kg", Kind.MASS, 1_000_000, "kg", "公斤", "kg", ("킬로", "킬로그램", "千克", "㎏", "kilo")),
        Unit("t", Kind.MASS, 1_000_000_000, "t", "吨", "t", ("톤", "tonne")),
        Unit("ml", Kind.VOLUME, 1, "mL", "毫升", "mL", ("밀리리터", "cc", "㎖")),
        Unit("l", Kind.VOLUME, 1_000, "L", "升", "L", ("리터", "ℓ", "litre", "liter")),
        Unit("mm", Kind.LENGTH, 1, "mm", "毫米", "mm"),
        Unit("cm", Kind.LENGTH, 10, "cm", "厘米", "cm", ("㎝",)),
        Unit("m", Kind.LENGTH, 1_000, "m", "米", "m", ("미터",)),
        Unit("km", Kind.LENGTH, 1_000_000, "km", "公里", "km", ("킬로미터", "㎞")),
        Unit("m2", Kind.AREA, 1, "㎡", "平方米", "m²", ("제곱미터", "m^2")),
        Unit("a", Kind.AREA, 100, "a", "公亩", "a", ("아르",)),
        Unit("ha", Kind.AREA, 10_000, "ha", "公顷", "ha", ("헥타르",)),
        Unit("s", Kind.TIME, 1, "초", "秒", "s"),
        Unit("min", Kind.TIME, 60, "분", "分钟", "min", ("minute", "minutes")),
        Unit("h", Kind.TIME, 3_600, "시간", "小时", "h", ("hour", "hours")),
        Unit("piece", Kind.COUNT, 1, "개", "个", "pc", ("ea", "piece", "pieces", "pcs")),
        Unit("head", Kind.COUNT, 1, "포기", "棵", "heads", ("통",), "head"),
        Unit("bunch", Kind.COUNT, 1, "단", "把", "bunches", (), "bunch"),
        Unit("box", Kind.COUNT, 1, "상자", "箱", "boxes", ("박스",), "box"),
        Unit("bag", Kind.COUNT, 1, "봉", "袋", "bags", ("봉지", "포대"), "bag"),
        Unit("bottle", Kind.COUNT, 1, "병", "瓶", "bottles", (), "bottle"),
        Unit("sheet", Kind.COUNT, 1, "매", "张", "sheets", ("장",), "sheet"),
        Unit("person", Kind.COUNT, 1, "명", "人", "people", ("persons",), "person"),
    )
}

PER = {
    Kind.MASS: ("100", "g"),
    Kind.VOLUME: ("100", "ml"),
    Kind.LENGTH: ("1", "m"),
    Kind.AREA: ("1", "m2"),
    Kind.TIME: ("1", "h"),
}
"""What a unit price is told for; counted things are priced apiece."""

DIGITS_MAX = 15
SHOWN_DIGITS_MAX = 9
"""Enough to show a milligram in tonnes; twenty minutes in hours are never exact."""

_SPOKEN = {
    name.casefold(): unit for unit in UNITS.values()
    for name in (unit.code, unit.korean, unit.chinese, unit.english, *unit.aliases)
}  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(\D.*)")


class UnreadableQuantity(BadInput):
    """The text is not a quantity."""

    code = "unreadable_quantity"
    sentence = _("We could not read “%(text)s” as an amount with a unit.")


class OtherKind(BadInput):
    """A weight was given where a count was asked, or the like."""

    code = "other_kind"
    sentence = _("Please give the amount in a unit such as %(unit)s.")


class MixedUnits(TypeError):
    """Arithmetic over two kinds, or two ways of counting: a bug, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much: `base` of the smallest unit of the kind (mg, mL, mm, m², s, one), told in `unit`."""

    base: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse floats, unknown units and parts of counted things."""
        if type(self.base) is not int:
            raise TypeError(f"a quantity is a whole number of its smallest unit, not {self.base!r}")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")

    @classmethod
    def of(cls, amount: Decimal | int | str, unit: str) -> Self:
        """Return an amount given in a unit, exactly; UnreadableQuantity for too small a part, or part of a box."""
        scaled = Decimal(amount) * UNITS[unit].size
        if scaled != scaled.to_integral_value():
            raise UnreadableQuantity(text=f"{amount} {unit}")
        return cls(int(scaled), unit)

    @classmethod
    def parse(cls, text: str, *, like: str = "") -> Self:
        """Read “10kg”, “1.5 리터”, “3 箱”, “２０개”; `like` names a unit whose kind is asked for."""
        written = _WRITTEN.fullmatch(plain_digits(text).strip().casefold())
        unit = _SPOKEN.get(written.group(3).strip()) if written else None
        digits = written.group(1).replace(",", "") if written else ""
        if written is None or unit is None or len(digits) > DIGITS_MAX:
            raise UnreadableQuantity(text=text)
        if like and not _are_alike(unit, UNITS[like]):
            raise OtherKind(text=text, unit=like)
        return cls.of(Decimal(digits + (written.group(2) or "")), unit.code)

    @property
    def amount(self) -> Decimal:
        """How many of its unit, exact where a decimal can say it."""
        return (Decimal(self.base) / UNITS[self.unit].size).normalize()

    def to(self, unit: str) -> Self:
        """Return the same told in another unit of its kind."""
        if not _are_alike(UNITS[self.unit], UNITS[unit]):
            raise MixedUnits(f"{self.unit} and {unit}")
        return type(self)(self.base, unit)

    def format(self, language: str) -> str:
        """Return the quantity as a language writes it: 10kg · 10公斤 · 10 kg."""
        space = "" if language[:2] in {"ko", "zh"} else " "
        name = UNITS[self.unit].name(language, is_one=self.amount == 1)
        return f"{round(self.amount, SHOWN_DIGITS_MAX).normalize():,f}{space}{name}"

    def __str__(self) -> str:
        """Return a form for logs and tests: 10 kg."""
        return f"{self.amount:f} {self.unit}"

    def __add__(self, other: Self) -> Self:
        """Add a quantity of the same kind, told in our unit."""
        return type(self)(self.base + self._same(other), self.unit)

    def __sub__(self, other: Self) -> Self:
        """Take away a quantity of the same kind."""
        return type(self)(self.base - self._same(other), self.unit)

    def __mul__(self, count: int) -> Self:
        """Return so many times the quantity."""
        if type(count) is not int:
            raise TypeError("a quantity is multiplied by whole numbers")
        return type(self)(self.base * count, self.unit)

    __rmul__ = __mul__

    def __lt__(self, other: Self) -> bool:
        """Compare within one kind."""
        return self.base < self._same(other)

    def __le__(self, other: Self) -> bool:
        """Compare within one kind."""
        return self.base <= self._same(other)

    def unit_price(self, price: Money) -> tuple[Money, Self]:
        """Return what a standard part costs (100 g, 100 mL, one …), rounded half up, and that part."""
        amount, unit = PER.get(UNITS[self.unit].kind, ("1", self.unit))
        part = type(self).of(amount, unit)
        if self.base <= 0:
            raise ValueError("nothing has no unit price")
        exact = Fraction(price.minor) * part.base / self.base
        return Money(int(exact + Fraction(1, 2)), price.currency), part

    def _same(self, other: object) -> int:
        """Return the other's base, or refuse another kind."""
        if not isinstance(other, Quantity) or not _are_alike(UNITS[self.unit], UNITS[other.unit]):
            raise MixedUnits(f"{self} and {other}")
        return other.base


def _are_alike(one: Unit, other: Unit) -> bool:
    """Whether two units measure the same; boxes and bags do not."""
    return one.kind is other.kind and (not one.is_counted or one.code == other.code)
