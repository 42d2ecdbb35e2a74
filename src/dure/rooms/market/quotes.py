"""What holds for an offer besides stock and price, and the bill it makes of an order. Pure: page and gate share it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from dure.rooms.giving.pledging import Pledge, PledgeAsk
from dure.rooms.giving.pledging import quote as pledge_quote
from dure.rooms.market.drafts import LineRequest, Means, OrderRequest
from dure.rooms.market.order_fees import carried


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one offer as a page showed them. Amounts are minor units of the offer's currency.

    Its price and stock are not among them: those the database compares when the order is placed, and whether the
    seller sells at all.
    """

    offer_id: int
    cell_id: int
    product_id: UUID
    seller_id: UUID
    commission_bp: int
    pledges: tuple[Pledge, ...] = ()
    """The seller's rules that may hold for this product; which of them does depends on the moment."""
    delivery_fee: int = 0
    free_delivery_from: int | None = None
    round_id: UUID | None = None
    order_fee: int = 0
    """What the round of an order cycle asks once for an order."""
    about: str = "{}"
    """JSON: the names that stay with the order's line."""


class LineTerms(msgspec.Struct, frozen=True):
    """What an order keeps with a line of goods. The pledge is in minor units."""

    product_id: UUID
    seller_id: UUID
    commission_bp: int
    pledge: int
    fund_id: UUID | None
    about: str


UNKNOWN: Final = LineTerms(UUID(int=0), UUID(int=0), 0, 0, None, "{}")
"""The terms of an offer nobody quoted: an order with such a line is not placed."""


class Bill(msgspec.Struct, frozen=True):
    """The terms of one order: of its lines in their order, and what each seller's part asks for delivery and order."""

    lines: tuple[LineTerms, ...]
    fees: Mapping[UUID, int]
    agreed_fees: Sequence[tuple[UUID, int]]
    """The delivery lines: sellers to whom the buyer agreed to pay something, in a steady order."""
    are_fees_changed: bool
    """Whether the buyer saw other fees than hold now."""

    @property
    def is_barred(self) -> bool:
        """Whether the order cannot be placed whatever the stock says."""
        return self.are_fees_changed or any(line is UNKNOWN for line in self.lines)


def bill_of(request: OrderRequest, quotes: Mapping[int, Quote], at: datetime) -> Bill:
    """Return the terms of an order at a moment; `quotes` by the number of their offer, all of one cell."""
    found = [quotes.get(line.offer_id) for line in request.lines]
    fees = _fees(request, [quote for quote in found if quote is not None])
    agreed = sorted((seller_id, fee) for seller_id, fee in request.fees.items() if fee)
    return Bill(
        lines=tuple(_terms(line, quote, request, at) for line, quote in zip(request.lines, found, strict=True)),
        fees=fees,
        agreed_fees=agreed,
        are_fees_changed={seller_id: fee for seller_id, fee in fees.items() if fee} != dict(agreed),
    )


def _fees(request: OrderRequest, found: Sequence[Quote]) -> dict[UUID, int]:
    """Return what each seller's part asks: delivery when it is brought, and what order cycles ask once."""
    fees = _deliveries(request, found) if request.receiving.means is Means.HOME else {}
    asked = {quote.round_id: (quote.order_fee,) for quote in found if quote.round_id is not None and quote.order_fee}
    if asked:
        places = [(quote.seller_id, quote.round_id) for quote in found]
        for seller_id, carries in carried(lines=places, fees=asked).items():
            fees[seller_id] = fees.get(seller_id, 0) + sum(carries)
    return fees


def _deliveries(request: OrderRequest, found: Sequence[Quote]) -> dict[UUID, int]:
    """Return what each seller asks for bringing the goods, 0 when they are worth enough."""
    by_offer = {quote.offer_id: quote for quote in found}
    goods: dict[UUID, int] = defaultdict(int)
    for line in request.lines:
        if quote := by_offer.get(line.offer_id):
            goods[quote.seller_id] += line.quantity * line.unit_price
    return {quote.seller_id: delivery_for(quote, goods[quote.seller_id]) for quote in found}


def delivery_for(quote: Quote, goods: int) -> int:
    """Return what the seller asks for bringing goods of this worth."""
    is_free = quote.free_delivery_from is not None and goods >= quote.free_delivery_from
    return 0 if is_free else quote.delivery_fee


def _terms(line: LineRequest, quote: Quote | None, request: OrderRequest, at: datetime) -> LineTerms:
    """Return the terms of one line."""
    if quote is None:
        return UNKNOWN
    pledge, fund_id = _pledge(line, quote, request, at) if quote.pledges and request.with_pledges else (0, None)
    return LineTerms(quote.product_id, quote.seller_id, quote.commission_bp, pledge, fund_id, quote.about)


def _pledge(line: LineRequest, quote: Quote, request: OrderRequest, at: datetime) -> tuple[int, UUID | None]:
    """Return what of a line is promised to which fund."""
    ask = PledgeAsk(
        key=None,
        product_id=quote.product_id,
        organisation_id=quote.seller_id,
        quantity=line.quantity,
        amount=line.quantity * line.unit_price,
        currency=request.currency,
    )
    found = pledge_quote(ask, quote.pledges, at=at)
    return (found.amount, found.fund_id) if found else (0, None)
