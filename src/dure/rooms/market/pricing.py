"""What a basket costs: goods, delivery by each seller's policy, gifts, and the total. Pure.

Everything is in one currency: a basket with won and yuan becomes two orders. The seller's pledge is shown and never
added: the seller pays it out of the price. The buyer's own gift is added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from dure.kernel.money import Money

NO_ORDER_FEES: Mapping[UUID, Money] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class DeliveryPolicy:
    """What a seller asks for bringing goods to a door, and from which sum on nothing."""

    fee: Money
    free_from: Money | None = None

    def cost(self, goods: Money) -> Money:
        """Return what delivery costs for goods of this worth; nothing is delivered for nothing."""
        is_free = not goods or (self.free_from is not None and goods >= self.free_from)
        return Money.zero(goods.currency) if is_free else self.fee

    def missing_for_free(self, goods: Money) -> Money | None:
        """Return how much more makes delivery free; None where it is free already, or never."""
        if self.free_from is None or not self.cost(goods):
            return None
        return self.free_from - goods


@dataclass(frozen=True, kw_only=True)
class Item:
    """So many of one offer, from one seller, with what the seller promised to give of it."""

    offer_id: int
    seller_id: UUID
    quantity: int
    unit_price: Money
    pledge: Money

    @property
    def goods(self) -> Money:
        """What the line costs."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one seller's part of a basket costs."""

    seller_id: UUID
    items: tuple[Item, ...]
    delivery: Money
    order_fee: Money
    """What an order cycle asks once for the order, where this part carries it."""
    missing_for_free: Money | None

    @property
    def goods(self) -> Money:
        """The sum of the lines."""
        return Money.total((item.goods for item in self.items), currency=self.delivery.currency)

    @property
    def pledge(self) -> Money:
        """What the seller gives of it."""
        return Money.total((item.pledge for item in self.items), currency=self.delivery.currency)

    @property
    def total(self) -> Money:
        """What the buyer pays for this part."""
        return self.goods + self.delivery + self.order_fee


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What a whole order costs; `gift` is the buyer's own."""

    parts: tuple[Part, ...]
    gift: Money

    @property
    def currency(self) -> str:
        """The order's currency."""
        return self.gift.currency

    @property
    def goods(self) -> Money:
        """The goods of every seller."""
        return Money.total((part.goods for part in self.parts), currency=self.currency)

    @property
    def delivery(self) -> Money:
        """The deliveries of every seller."""
        return Money.total((part.delivery for part in self.parts), currency=self.currency)

    @property
    def order_fee(self) -> Money:
        """What order cycles ask once for the order."""
        return Money.total((part.order_fee for part in self.parts), currency=self.currency)

    @property
    def pledge(self) -> Money:
        """What the sellers give; already inside the price."""
        return Money.total((part.pledge for part in self.parts), currency=self.currency)

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return self.goods + self.delivery + self.order_fee + self.gift


def bill(
    *,
    items: Sequence[Item],
    policies: Mapping[UUID, DeliveryPolicy],
    gift: Money,
    is_collected: bool = False,
    order_fees: Mapping[UUID, Money] = NO_ORDER_FEES,
) -> Bill:
    """Add everything up, a part per seller in the order of the items; who collects the goods pays no delivery."""
    nothing = Money.zero(gift.currency)
    parts = (
        _part(found, policies[seller_id], is_collected=is_collected, order_fee=order_fees.get(seller_id, nothing))
        for seller_id, found in _by_seller(items)
    )
    return Bill(parts=tuple(parts), gift=gift)


def _by_seller(items: Sequence[Item]) -> Iterable[tuple[UUID, tuple[Item, ...]]]:
    """Yield each seller with their items; sellers in the order of their first item."""
    places: dict[UUID, int] = {}
    for item in items:
        places.setdefault(item.seller_id, len(places))
    ordered = sorted(items, key=lambda item: places[item.seller_id])
    return ((seller_id, tuple(found)) for seller_id, found in groupby(ordered, key=lambda item: item.seller_id))


def _part(items: tuple[Item, ...], policy: DeliveryPolicy, *, is_collected: bool, order_fee: Money) -> Part:
    """Return one seller's part."""
    nothing = Money.zero(policy.fee.currency)
    goods = Money.total((item.goods for item in items), currency=nothing.currency)
    return Part(
        seller_id=items[0].seller_id,
        items=items,
        order_fee=order_fee,
        delivery=nothing if is_collected else policy.cost(goods),
        missing_for_free=None if is_collected else policy.missing_for_free(goods),
    )
