"""How amounts are written for people. Pure."""

from decimal import Decimal

from dure.kernel.money import DECIMALS, Money
from dure.kernel.quantity import UNITS

SIGNS = {"energy": "g", "co2e": "g", "minute": "min", "box": "box"}
"""The sign written after a number, by the unit's code; goods without one are counted in pieces."""


def amount_words(amount: int, *, code: str, scale: int, name: str, language: str) -> str:
    """Return an amount as people of a language write it: 13,900원 · 180분 · 296 g. The unit's name stands elsewhere."""
    if code in DECIMALS:
        return Money(amount, code).format(language)
    number = f"{Decimal(amount).scaleb(-scale):,.{scale}f}"
    if scale and code not in SIGNS:
        return f"{number} {name}"
    sign = UNITS[SIGNS.get(code, "piece")].name(language)
    return f"{number}\N{NO-BREAK SPACE}{sign}" if sign.isascii() else f"{number}{sign}"


def amount_in_full(amount: int, *, code: str, scale: int, name: str, language: str) -> str:
    """Return an amount with the name of what it is an amount of, where nothing else says it: 초록 에너지 296 g."""
    words = amount_words(amount, code=code, scale=scale, name=name, language=language)
    return words if name in words or code in DECIMALS else f"{name} {words}"


def plain_number(amount: int, *, scale: int) -> str:
    """Return an amount as programs and spreadsheets read it: 12.50."""
    return f"{Decimal(amount).scaleb(-scale):.{scale}f}"
