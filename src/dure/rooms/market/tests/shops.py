"""Shops for the tests of the buyer's pages: an approved merchant with offers, stock and a delivery fee."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories


@dataclass(frozen=True)
class Shop:
    """A seller people may buy from, with what lies on the shelves."""

    organisation_id: UUID
    shelves: dict[int, Any] = field(default_factory=dict)
    products: dict[int, Any] = field(default_factory=dict)

    def offer(self, *, on_hand: int = 10, name: str = "", kind_code: str = "apple", **facts: Any) -> Any:
        """Make an open offer of this seller."""
        product = catalog.product(organisation_id=self.organisation_id, kind_code=kind_code, name=name)
        shelf = catalog.level(of=product, on_hand=on_hand)
        made = catalog.offer(of=product, on=shelf, **facts)
        self.shelves[made.offer_id], self.products[made.offer_id] = shelf, product
        return made

    def offer_on(self, other: Any, **facts: Any) -> Any:
        """Make another offer over the same shelf, in the live channel."""
        shelf, product = self.shelves[other.offer_id], self.products[other.offer_id]
        return catalog.offer(of=product, on=shelf, channel="live", **facts)

    def leave(self, offer: Any, count: int) -> None:
        """Leave so many of an offer on the shelf."""
        shelf = self.shelves[offer.offer_id]
        shelf.on_hand = count
        shelf.save(update_fields=["on_hand"])


def shop(*, fee: int = 3_000, free_from: int | None = 50_000, currency: str = "KRW", name: str = "") -> Shop:
    """Make an approved seller who delivers for a fee."""
    return Shop(factories.seller(name=name, fee=fee, free_from=free_from, currency=currency).id)


def change(offer: Any, **values: object) -> None:
    """Change an offer behind its buyers' backs."""
    for name, value in values.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(values))
