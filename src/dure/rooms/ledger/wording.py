"""How amounts are written for people. Pure."""

from decimal import Decimal

from dure.kernel.money import DECIMALS, Money


def amount_words(amount: int, *, code: str, scale: int, name: str, language: str) -> str:
    """Return an amount as people of a language write it: 13,900원 · 1,204 minutes · 2.5 kg."""
    if code in DECIMALS:
        return Money(amount, code).format(language)
    number = f"{Decimal(amount).scaleb(-scale):,.{scale}f}"
    return f"{number} {name}"


def plain_number(amount: int, *, scale: int) -> str:
    """Return an amount as programs and spreadsheets read it: 12.50."""
    return f"{Decimal(amount).scaleb(-scale):.{scale}f}"
