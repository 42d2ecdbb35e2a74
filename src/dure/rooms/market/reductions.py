"""Lower prices a host is offered under the thumb: so many percent off, at a round price. Pure."""

from dataclasses import dataclass
from typing import Final

from dure.kernel.money import Money

PERCENTS: Final = (10, 20, 30)
ROUND: Final = {"KRW": 100, "CNY": 10, "USD": 10}
"""Prices end on so many minor units where they are large enough."""


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """A price, and by how much percent (about) it is lower than the ordinary one."""

    percent: int
    price: Money


def reductions(price: Money) -> list[Reduction]:
    """Return the lower prices offered for a price, each once; none for a price that is too small to be lowered."""
    found = {lowered(price, percent): percent for percent in reversed(PERCENTS)}
    return [Reduction(percent=found[each], price=each) for each in sorted(found, key=lambda each: -each.minor)]


def lowered(price: Money, percent: int) -> Money:
    """Return a price less so many percent, rounded down to a round one; always lower, never nothing."""
    minor = price.minor * (100 - percent) // 100
    step = ROUND.get(price.currency, 1)
    round_minor = minor // step * step if minor >= step * 10 else minor
    return Money(max(1, round_minor), price.currency)
