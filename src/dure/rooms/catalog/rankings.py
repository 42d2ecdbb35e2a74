"""Making one ranking of several: each search has its own idea of what fits best. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Final, TypeVar

Item = TypeVar("Item", bound=Hashable)

CALM: Final = 20
"""How little the very first places weigh more than the next ones (reciprocal rank fusion's constant)."""


def merged(rankings: Sequence[tuple[Sequence[Item], float]]) -> list[Item]:
    """Return all that any ranking found, best first: what several put near their top comes before what one does.

    Takes (items best first, weight) pairs. A search by meaning joins in here as one more pair.
    """
    scores: dict[Item, float] = defaultdict(float)
    for found, weight in rankings:
        for place, item in enumerate(found):
            scores[item] += weight / (CALM + place)
    return sorted(scores, key=scores.__getitem__, reverse=True)
