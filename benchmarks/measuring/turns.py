"""Measuring ways against each other: they take turns, so that a busy machine hurts all of them alike."""

import time
from collections.abc import Callable, Sequence


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(rounds: int, **ways: Callable[[], float]) -> dict[str, list[float]]:
    """Return what each way measured in each round; the ways take turns within a round."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return found


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return round by round how many times the one is the other."""
    return [one / other for one, other in zip(above, below, strict=True)]
