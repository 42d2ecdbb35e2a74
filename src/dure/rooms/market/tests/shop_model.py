"""The market as one dict: what placing orders must come to, without a database, batches or locks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from dure.rooms.market.drafts import Answer, LineAnswer, LineRequest, OrderRequest

Said = tuple[LineAnswer, int | None, int | None]
"""What a line is told: the answer, how many are left, the price now."""


@dataclass
class ModelOffer:
    """An offer of the model."""

    level: int
    price: int
    limit: int | None
    is_open: bool = True


@dataclass
class ShopModel:
    """Everything the shop knows."""

    offers: dict[int, ModelOffer]
    free: dict[int, int]
    taken: dict[tuple[int, UUID], int] = field(default_factory=dict)
    orders: dict[UUID, OrderRequest] = field(default_factory=dict)

    def place(self, requests: Sequence[OrderRequest]) -> list[tuple[Answer, list[Said]]]:
        """Place orders one after the other."""
        return [self._place_one(request) for request in requests]

    def owed(self) -> int:
        """What all buyers owe."""
        return sum(line.quantity * line.unit_price for order in self.orders.values() for line in order.lines)

    def _place_one(self, request: OrderRequest) -> tuple[Answer, list[Said]]:
        known = self.orders.get(request.client_key)
        if known is not None:
            return (Answer.REPLAYED if known == request else Answer.KEY_REUSED), []
        free, taken = dict(self.free), dict(self.taken)
        answers = [self._line(line, request.buyer_id) for line in request.lines]
        if any(answer[0] is not LineAnswer.FITS for answer in answers):
            self.free, self.taken = free, taken
            return Answer.REFUSED, answers
        self.orders[request.client_key] = request
        return Answer.PLACED, []

    def _line(self, line: LineRequest, buyer: UUID) -> Said:
        offer = self.offers.get(line.offer_id)
        if offer is None:
            return LineAnswer.NOT_FOUND, None, None
        if not offer.is_open:
            return LineAnswer.CLOSED, None, None
        if offer.price != line.unit_price:
            return LineAnswer.PRICE_CHANGED, None, offer.price
        free, had = self.free[offer.level], self.taken.get((line.offer_id, buyer), 0)
        if offer.limit is not None and had + line.quantity > offer.limit:
            return LineAnswer.LIMIT_REACHED, max(min(offer.limit - had, free), 0), None
        if free < line.quantity:
            return LineAnswer.SOLD_OUT, free, None
        self.free[offer.level] -= line.quantity
        if offer.limit is not None:
            self.taken[line.offer_id, buyer] = had + line.quantity
        return LineAnswer.FITS, None, None
