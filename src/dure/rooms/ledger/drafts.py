"""Entries before they are recorded, and everything that can be wrong with one without asking the database. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from dure.rooms.ledger.chart import Kind

LEGS_MIN, LEGS_MAX = 2, 64
REFERENCE_LENGTH_MAX = 120
ABOUT_LENGTH_MAX = 2_000
AMOUNT_MAX = 2**62
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Leg:
    """A whole number of a unit's smallest part coming into an account (negative: leaving it)."""

    account: str
    amount: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be recorded. `about` says in a few words who did it and for what; `happened_at` defaults to now."""

    reference: str
    kind: Kind
    legs: tuple[Leg, ...]
    about: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    happened_at: datetime | None = None


def move(*, source: str, target: str, amount: int, unit: str) -> tuple[Leg, Leg]:
    """Return the two legs that move an amount from one account to another."""
    return Leg(source, -amount, unit), Leg(target, amount, unit)


def problem_of(draft: Draft) -> str | None:
    """Return the stable code of the first thing wrong with a draft, None when it is sound."""
    if not draft.reference or len(draft.reference) > REFERENCE_LENGTH_MAX or not draft.reference.isprintable():
        return "bad_reference"
    if sum(len(key) + len(str(value)) for key, value in draft.about.items()) > ABOUT_LENGTH_MAX:
        return "about_too_long"
    if draft.happened_at is not None and draft.happened_at.tzinfo is None:
        return "time_without_zone"
    return problem_of_legs(draft.legs)


def problem_of_legs(legs: tuple[Leg, ...]) -> str | None:
    """Return the code of the first thing wrong with some legs, None when they can stand in the book."""
    if not LEGS_MIN <= len(legs) <= LEGS_MAX:
        return "bad_leg_count"
    if any(type(leg.amount) is not int for leg in legs):
        return "not_whole"
    if any(leg.amount == 0 or abs(leg.amount) > AMOUNT_MAX for leg in legs):
        return "bad_amount"
    return "unbalanced" if any(sums_by_unit(legs).values()) else None


def sums_by_unit(legs: tuple[Leg, ...]) -> Counter[str]:
    """Return the sum of the legs of each unit; all zero in a sound entry."""
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.unit] += leg.amount
    return sums
