"""The market as one dict: what placing orders must come to, without a database, batches or locks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from dure.rooms.market.drafts import Answer, LineAnswer, LineRequest, Means, OrderRequest

Line = tuple[LineAnswer, int | None, int | None]
"""What a line is told: the answer, how many are left, the price now."""
Said = tuple[Answer, list[Line], dict[UUID, int] | None]
"""What an order is told: the answer, its lines when it was refused, and the fees now when others were shown."""


@dataclass
class ModelSeller:
    """A seller of the model."""

    fee: int = 0
    free_from: int | None = None
    is_open: bool = True

    def fee_for(self, goods: int) -> int:
        """Return what bringing goods of this worth costs."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.fee


@dataclass
class ModelOffer:
    """An offer of the model."""

    seller: UUID
    level: int
    price: int
    currency: str = "KRW"
    limit: int | None = None
    is_open: bool = True
    is_over: bool = False


@dataclass
class ShopModel:
    """Everything the shop knows."""

    sellers: dict[UUID, ModelSeller]
    offers: dict[int, ModelOffer]
    free: dict[int, int]
    taken: Counter[tuple[int, UUID]] = field(default_factory=Counter)
    orders: dict[UUID, OrderRequest] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)

    def place(self, requests: Sequence[OrderRequest]) -> list[Said]:
        """Place orders one after the other."""
        return [self._place_one(request) for request in requests]

    def cancel(self, key: UUID) -> None:
        """Give up an order that stands and nobody paid: anybody may have its goods again, its buyer too."""
        order = self.orders[key]
        self.cancelled.add(key)
        for line in order.lines:
            self.free[self.offers[line.offer_id].level] += line.quantity
            had = self.taken[line.offer_id, order.buyer_id]
            self.taken[line.offer_id, order.buyer_id] = max(had - line.quantity, 0)

    def fees(self, request: OrderRequest) -> dict[UUID, int]:
        """Return what each seller asks for bringing an order."""
        if request.receiving.means is not Means.HOME:
            return {}
        goods: Counter[UUID] = Counter()
        for line in request.lines:
            if offer := self.offers.get(line.offer_id):
                goods[offer.seller] += line.quantity * line.unit_price
        return {seller: self.sellers[seller].fee_for(worth) for seller, worth in goods.items()}

    def owed(self, currency: str) -> int:
        """What all buyers owe in a currency."""
        standing = [order for key, order in self.orders.items() if key not in self.cancelled]
        return sum(total(order) for order in standing if order.currency == currency)

    def _place_one(self, request: OrderRequest) -> Said:
        known = self.orders.get(request.client_key)
        if known is not None:
            return (Answer.REPLAYED if known == request else Answer.KEY_REUSED), [], None
        free, taken = dict(self.free), self.taken.copy()
        answers = [self._line(line, request) for line in request.lines]
        fees = self.fees(request)
        is_as_shown = asked_for(fees) == asked_for(request.fees)
        if is_as_shown and all(answer[0] is LineAnswer.FITS for answer in answers):
            self.orders[request.client_key] = request
            return Answer.PLACED, [], None
        self.free, self.taken = free, taken
        return Answer.REFUSED, answers, None if is_as_shown else fees

    def _line(self, line: LineRequest, request: OrderRequest) -> Line:
        offer = self.offers.get(line.offer_id)
        if offer is None:
            return LineAnswer.NOT_FOUND, None, None
        if offer.is_over or not (offer.is_open and self.sellers[offer.seller].is_open):
            return LineAnswer.CLOSED, None, None
        if offer.currency != request.currency:
            return LineAnswer.OTHER_CURRENCY, None, None
        if offer.price != line.unit_price:
            return LineAnswer.PRICE_CHANGED, None, offer.price
        return self._take(line, offer, request.buyer_id)

    def _take(self, line: LineRequest, offer: ModelOffer, buyer: UUID) -> Line:
        free, had = self.free[offer.level], self.taken[line.offer_id, buyer]
        if offer.limit is not None and had + line.quantity > offer.limit:
            return LineAnswer.LIMIT_REACHED, max(min(offer.limit - had, free), 0), None
        if free < line.quantity:
            return LineAnswer.SOLD_OUT, free, None
        self.free[offer.level] -= line.quantity
        if offer.limit is not None:
            self.taken[line.offer_id, buyer] += line.quantity
        return LineAnswer.FITS, None, None


def asked_for(fees: dict[UUID, int]) -> dict[UUID, int]:
    """Return the fees without those of sellers who ask for nothing."""
    return {seller: fee for seller, fee in fees.items() if fee}


def total(order: OrderRequest) -> int:
    """Return what an order costs: goods, delivery, gift."""
    goods = sum(line.quantity * line.unit_price for line in order.lines)
    return goods + sum(order.fees.values()) + order.gift
