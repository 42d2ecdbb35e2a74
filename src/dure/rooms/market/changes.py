"""What changed about a basket's line since the person saw it, and what can be had now. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a line cannot be bought as it was seen."""

    NOT_FOUND = "not_found"
    CLOSED = "closed"
    SOLD_OUT = "sold_out"
    LIMIT_REACHED = "limit_reached"
    PRICE_CHANGED = "price_changed"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A line as it stands in the basket."""

    quantity: int
    seen_price: int


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the offer says now; `allowed` is how many this buyer may still take, None for as many as there are."""

    price: int
    free: int
    is_open: bool
    allowed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different now: the reasons, how many can be had, and at what price (minor units)."""

    reasons: tuple[Reason, ...]
    quantity: int
    price: int

    @property
    def is_gone(self) -> bool:
        """Whether nothing of the line can be had."""
        return self.quantity == 0

    @property
    def is_price_changed(self) -> bool:
        """Whether the price is another one."""
        return Reason.PRICE_CHANGED in self.reasons

    @property
    def is_limited(self) -> bool:
        """Whether the offer's limit per person is in the way."""
        return Reason.LIMIT_REACHED in self.reasons


def change_of(wanted: Wanted, offered: Offered | None) -> Change | None:
    """Return what changed, or None where the line can be bought as it was seen."""
    if offered is None:
        return Change(reasons=(Reason.NOT_FOUND,), quantity=0, price=wanted.seen_price)
    if not offered.is_open:
        return Change(reasons=(Reason.CLOSED,), quantity=0, price=offered.price)
    reasons = tuple(_reasons(wanted, offered))
    if not reasons:
        return None
    return Change(reasons=reasons, quantity=available(wanted.quantity, offered), price=offered.price)


def available(quantity: int, offered: Offered) -> int:
    """Return how many of so many wanted can be had now."""
    if not offered.is_open:
        return 0
    limits = [quantity, offered.free] if offered.allowed is None else [quantity, offered.free, offered.allowed]
    return max(0, min(limits))


def _reasons(wanted: Wanted, offered: Offered) -> Iterable[Reason]:
    """Yield what is in the way of buying the line as it was seen; a price that fell is told as well."""
    if offered.free < wanted.quantity:
        yield Reason.SOLD_OUT
    if offered.allowed is not None and offered.allowed < wanted.quantity:
        yield Reason.LIMIT_REACHED
    if offered.price != wanted.seen_price:
        yield Reason.PRICE_CHANGED
