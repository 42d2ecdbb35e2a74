"""What a seller has on sale already, as a list that comes again finds it. Pure."""

from dataclasses import dataclass
from uuid import UUID

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.drafts import LotDraft

Mark = tuple[str, str, int, str, str]
"""What makes goods the same in a list: kind, name, size, unit and package."""


@dataclass(frozen=True)
class OnSale:
    """An offer in the shop with what lies behind it; the count is what is free."""

    offer_id: int
    level_id: int
    product_id: UUID
    price: Money
    count: int
    lot: LotDraft


def mark(*, kind_code: str, name: str, size: Quantity, package: str) -> Mark:
    """Return what makes goods the same."""
    return kind_code, name.casefold(), size.base, size.unit, package.casefold()


def same(found: OnSale, lot: LotDraft) -> bool:
    """Whether a row speaks of this offer: its lot is the offer's, or it tells of none."""
    return lot.is_empty or lot == found.lot
