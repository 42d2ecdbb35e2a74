"""The register of stock as one shop would keep it that serves one after the other; with histories of it. Pure.

What stands on one shelf has nothing to do with another unless somebody orders from both. A history is therefore judged
group by group, as Herlihy and Wing showed one may: it is linearizable exactly when that of each group is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.faults.linearizable import Deed, Undecided, judge

Counts = tuple[tuple[int, int], ...]
"""Shelf and count, sorted by shelf: both what stands there and what is asked for."""
PLACED = "placed"
STOCKED = "stocked"
FITS = (True, None)


@dataclass(frozen=True, slots=True)
class Order:
    """So many of each shelf, all or nothing; each shelf once."""

    wanted: Counts


@dataclass(frozen=True, slots=True)
class Delivery:
    """So many more of each shelf (fewer when below zero), as the seller says."""

    brought: Counts


def counts(of: Mapping[int, int]) -> Counts:
    """Return counts as they are kept."""
    return tuple(sorted(of.items()))


def serve(free: Counts, asked: object) -> tuple[object, Counts]:
    """Serve somebody; an order that does not fit is told, for each shelf, whether it fits and how many are left."""
    have = dict(free)
    if isinstance(asked, Delivery):
        return STOCKED, _added(have, asked.brought, 1)
    assert isinstance(asked, Order)
    lines = tuple(FITS if have[shelf] >= count else (False, have[shelf]) for shelf, count in asked.wanted)
    if all(line == FITS for line in lines):
        return PLACED, _added(have, asked.wanted, -1)
    return lines, free


def explained(deeds: Iterable[Deed], free: Mapping[int, int]) -> list[str]:
    """Return what one sequence cannot explain, a sentence for each group of shelves; empty when it explains all."""
    return [said for group in _groups(deeds) if (said := _said_of(group, free))]


def _said_of(group: list[Deed], free: Mapping[int, int]) -> str:
    shelves = sorted({shelf for deed in group for shelf in _shelves(deed)})
    try:
        verdict = judge(group, start=counts({shelf: free[shelf] for shelf in shelves}), step=serve)
    except Undecided as problem:
        return f"shelves {shelves}: not decided, {problem}"
    if verdict.is_linearizable:
        return ""
    return f"shelves {shelves}: after {len(verdict.order)} of {len(group)} none of {verdict.stuck} fits"


def _added(have: dict[int, int], change: Counts, sign: int) -> Counts:
    return counts(have | {shelf: have[shelf] + sign * count for shelf, count in change})


def _groups(deeds: Iterable[Deed]) -> list[list[Deed]]:
    """Put together what shares a shelf, directly or by others."""
    groups: list[tuple[set[int], list[Deed]]] = []
    for deed in deeds:
        shelves, members = _shelves(deed), [deed]
        for group in [group for group in groups if group[0] & shelves]:
            groups.remove(group)
            shelves, members = shelves | group[0], group[1] + members
        groups.append((shelves, members))
    return [members for _shelves_of, members in groups]


def _shelves(deed: Deed) -> set[int]:
    asked = deed.asked
    assert isinstance(asked, Order | Delivery)
    return {shelf for shelf, _count in (asked.wanted if isinstance(asked, Order) else asked.brought)}
