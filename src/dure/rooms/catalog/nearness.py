"""How near two spellings are: how many slips lie between them, which word was most likely meant. Pure."""

from collections.abc import Iterable
from typing import Final

SLIPS: Final = ((3, 0), (5, 1), (9, 2))
"""Up to how many letters how many slips are forgiven; three in longer words."""

SLIPS_MAX: Final = 3


def slips_forgiven(length: int) -> int:
    """Return how many slips a spelling of this length may have and still be recognised."""
    return next((slips for longest, slips in SLIPS if length <= longest), SLIPS_MAX)


def slips_between(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with their neighbour to get the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, wanted in enumerate(other, start=1):
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != wanted))
            is_swap = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            here.append(min(least, before[column - 2] + 1) if is_swap else least)
        before, above = above, here
    return above[-1]


def nearest(spelling: str, candidates: Iterable[tuple[str, int, str]]) -> str | None:
    """Return the text of the (spelling, how common, text) with the fewest slips; None when all have too many."""
    forgiven = slips_forgiven(len(spelling))
    rated = ((slips_between(spelling, other), -count, len(text), text) for other, count, text in candidates)
    near = [rating for rating in rated if rating[0] <= forgiven]
    return min(near)[-1] if near else None
