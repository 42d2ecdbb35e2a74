"""Money: whole minor units of one currency. No floats, ever."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.text import plain_digits

DECIMALS = {"KRW": 0, "CNY": 2, "USD": 2}
"""How many digits each currency has after the point."""

MINOR_MAX = 2**63 - 1
"""The database's bigint is the limit."""

_SYMBOLS = {
    "KRW": ("₩", "원", "won", "krw"),
    "CNY": ("¥", "元", "块", "圆", "yuan", "rmb", "cny"),
    "USD": ("$", "달러", "美元", "usd"),
}
_WRITTEN = {
    "KRW": {"ko": ("", "원"), "zh": ("", "韩元"), "en": ("₩", "")},
    "CNY": {"ko": ("", "위안"), "zh": ("¥", ""), "en": ("CN¥", "")},
    "USD": {"ko": ("", "달러"), "zh": ("US$", ""), "en": ("$", "")},
}
"""What stands before and after the number, per currency and language."""

_MYRIADS = {
    "천": 1_000, "千": 1_000, "만": 10_000, "万": 10_000, "萬": 10_000, "억": 10**8, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TERM = re.compile(rf"({_NUMBER.pattern})?([{''.join(_MYRIADS)}]*)")


class UnreadableAmount(BadInput):
    """The text is not an amount of money."""

    code = "unreadable_amount"
    sentence = _("We could not read “%(text)s” as an amount of money.")


class TooFine(BadInput):
    """The amount has more digits after the point than the currency knows."""

    code = "amount_too_fine"
    sentence = _("“%(text)s” has more digits after the point than %(currency)s allows.")


class OtherCurrency(BadInput):
    """The amount is written in another currency than the one asked for."""

    code = "other_currency"
    sentence = _("Please give the amount in %(currency)s.")


class MixedCurrencies(TypeError):
    """Arithmetic over two currencies: a bug, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of a currency's minor units (won, fen, cent); below zero where the ledger allows it."""

    minor: int
    currency: str

    CURRENCIES: ClassVar[tuple[str, ...]] = tuple(DECIMALS)

    def __post_init__(self) -> None:
        """Refuse floats, unknown currencies and numbers the database cannot keep."""
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")
        if self.currency not in DECIMALS:
            raise ValueError(f"unknown currency {self.currency!r}")
        if abs(self.minor) > MINOR_MAX:
            raise OverflowError(f"{self.minor} minor units do not fit the database")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """Return an amount given in major units, exactly; TooFine when the currency has no such small unit."""
        scaled = Decimal(amount).scaleb(DECIMALS[currency])
        if scaled != scaled.to_integral_value():
            raise TooFine(text=str(amount), currency=currency)
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str, *, currency: str) -> Self:
        """Read what a person typed: “13,900원”, “¥12.50”, “1만 5천원”, “１３９００”; BadInput on anything else."""
        bare = _without_symbol(plain_digits(text).strip().casefold(), currency=currency, text=text)
        sign, digits = (-1, bare[1:].strip()) if bare[:1] in {"-", "−"} else (1, bare)
        amount = sign * _read_number(digits, text=text)
        if abs(amount).adjusted() + DECIMALS[currency] >= len(str(MINOR_MAX)) - 1:
            raise UnreadableAmount(text=text)
        return cls.of(amount, currency)

    @classmethod
    def total(cls, amounts: Iterable[Self], *, currency: str) -> Self:
        """Return the sum of amounts in one currency; zero of none."""
        return sum(amounts, start=cls.zero(currency))

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-DECIMALS[self.currency])

    def format(self, language: str) -> str:
        """Return the amount as people of a language write it: 13,900원 · ¥12.50 · ₩13,900."""
        number = f"{abs(self.major):,.{DECIMALS[self.currency]}f}"
        before, after = _written(self.currency, language)
        return f"{'-' if self.minor < 0 else ''}{before}{number}{after}"

    def __str__(self) -> str:
        """Return a form for logs and tests: KRW 13900."""
        return f"{self.currency} {self.major:f}"

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return self.minor != 0

    def __add__(self, other: Self) -> Self:
        """Add an amount of the same currency."""
        return type(self)(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        """Take away an amount of the same currency."""
        return type(self)(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> Self:
        """Return so many times the amount."""
        if type(count) is not int:
            raise TypeError("money is multiplied by whole numbers; use share() for rates")
        return type(self)(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        """Return the amount with the other sign."""
        return type(self)(-self.minor, self.currency)

    def __abs__(self) -> Self:
        """Return the amount without its sign."""
        return type(self)(abs(self.minor), self.currency)

    def __lt__(self, other: Self) -> bool:
        """Compare within one currency."""
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        """Compare within one currency."""
        return self.minor <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        """Compare within one currency."""
        return self.minor > self._same(other)

    def __ge__(self, other: Self) -> bool:
        """Compare within one currency."""
        return self.minor >= self._same(other)

    def share(self, *, parts_per_million: int) -> Self:
        """Return a rate of the amount (25,000 ppm = 2.5 %), rounded half away from zero to a whole minor unit."""
        scaled = 2 * abs(self.minor) * parts_per_million + 1_000_000
        rounded = scaled // 2_000_000
        return type(self)(rounded if self.minor >= 0 else -rounded, self.currency)

    def split(self, parts: int) -> list[Self]:
        """Share out into so many parts that differ by at most one minor unit and sum to the whole."""
        return self.allocate([1] * parts)

    def allocate(self, weights: Sequence[int]) -> list[Self]:
        """Share out by whole, non-negative weights; no unit is lost (largest remainder first, then the earlier)."""
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights are whole numbers, none negative, at least one positive")
        sign, size = (-1, -self.minor) if self.minor < 0 else (1, self.minor)
        shares = [size * weight // whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda index: (-(size * weights[index] % whole), index))
        for index in by_remainder[: size - sum(shares)]:
            shares[index] += 1
        return [type(self)(sign * share, self.currency) for share in shares]

    def _same(self, other: object) -> int:
        """Return the other's minor units, or refuse another currency."""
        if not isinstance(other, Money) or other.currency != self.currency:
            raise MixedCurrencies(f"{self} and {other}")
        return other.minor


def _written(currency: str, language: str) -> tuple[str, str]:
    """Return what stands before and after the number; languages we do not know read English."""
    signs = _WRITTEN[currency]
    return signs.get(language[:2], signs["en"])


def _without_symbol(bare: str, *, currency: str, text: str) -> str:
    """Return the text without the currency's own signs and words; refuse those of another."""
    own = sorted({*_SYMBOLS[currency], *(sign.casefold() for sign in _every_written(currency))}, key=len, reverse=True)
    for sign in filter(None, own):
        if bare.startswith(sign) or bare.endswith(sign):
            return bare.removeprefix(sign).removesuffix(sign).strip()
        if bare.startswith(f"-{sign}"):
            return f"-{bare.removeprefix(f'-{sign}').strip()}"
    others = {sign for other, signs in _SYMBOLS.items() if other != currency for sign in signs}
    if any(sign in bare for sign in others):
        raise OtherCurrency(currency=currency, text=text)
    return bare


def _every_written(currency: str) -> list[str]:
    """Return every sign `format` puts beside a currency."""
    return [sign for signs in _WRITTEN[currency].values() for sign in signs if sign]


def _read_number(digits: str, *, text: str) -> Decimal:
    """Read “13,900”, “12.50”, “1만5천”, “3.5万”."""
    if _NUMBER.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return _read_myriads(re.sub(r"\s", "", digits), text=text)


def _read_myriads(digits: str, *, text: str) -> Decimal:
    """Read counting words; each must be smaller than the one before."""
    total, last, position = Decimal(0), 10**16, 0
    while position < len(digits):
        term = _TERM.match(digits, position)
        if term is None or not term.group():
            raise UnreadableAmount(text=text)
        scale = 1
        for word in term.group(2):
            scale *= _MYRIADS[word]
        if scale >= last or not (term.group(1) or term.group(2)):
            raise UnreadableAmount(text=text)
        total += Decimal((term.group(1) or "1").replace(",", "")) * scale
        last, position = scale, term.end()
    if position == 0:
        raise UnreadableAmount(text=text)
    return total
