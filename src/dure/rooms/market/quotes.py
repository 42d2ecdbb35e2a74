"""What holds for an offer besides stock and price, and the bill it makes of an order. Pure: page and gate share it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

import msgspec

from dure.rooms.giving.pledging import Pledge, PledgeAsk
from dure.rooms.giving.pledging import quote as pledge_quote
from dure.rooms.market.drafts import NO_FEES, LineRequest, Means, OrderRequest
from dure.rooms.market.order_fees import carried


class Quote(msgspec.Struct, frozen=True, kw_only=True, dict=True):
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
    holders: tuple[UUID, ...] | None = None
    """Who alone may order by it: those who took its coupon; None for everybody."""
    is_booking: bool = False
    """Whether its price is a deposit: it is ordered by itself, and the two meet."""
    about: str = "{}"
    """JSON: the names that stay with the order's line."""

    @cached_property
    def terms(self) -> "LineTerms":
        """What a line keeps that promises nothing: one object, however many ordered by this quote."""
        return LineTerms(self.product_id, self.seller_id, self.commission_bp, 0, None, self.about)

    @cached_property
    def plain_bill(self) -> "Bill | None":
        """The bill of a line of this alone, the same for everybody; None where it depends on the order."""
        is_special = self.is_booking or self.holders is not None
        if self.pledges or self.delivery_fee or self.order_fee or is_special:
            return None
        return Bill((self.terms,), NO_FEES, (), are_fees_changed=False, is_barred=False)


class LineTerms(msgspec.Struct, frozen=True, gc=False):
    """What an order keeps with a line of goods. The pledge is in minor units."""

    product_id: UUID
    seller_id: UUID
    commission_bp: int
    pledge: int
    fund_id: UUID | None
    about: str


UNKNOWN: Final = LineTerms(UUID(int=0), UUID(int=0), 0, 0, None, "{}")
"""The terms of an offer nobody quoted: an order with such a line is not placed."""


class Bill(msgspec.Struct, frozen=True, gc=False):
    """The terms of one order: of its lines in their order, and what each seller's part asks for delivery and order."""

    lines: tuple[LineTerms, ...]
    fees: Mapping[UUID, int]
    agreed_fees: Sequence[tuple[UUID, int]]
    """The delivery lines: sellers to whom the buyer agreed to pay something, in a steady order."""
    are_fees_changed: bool
    """Whether the buyer saw other fees than hold now."""
    is_barred: bool
    """Whether the order cannot be placed whatever the stock says."""


def bill_of(request: OrderRequest, quotes: Mapping[int, Quote], at: datetime) -> Bill:
    """Return the terms of an order at a moment; `quotes` by the number of their offer, all of one cell."""
    found = [quotes.get(line.offer_id) for line in request.lines]
    # What a crowd orders has nothing to work out: 0.3 instead of 1.3 µs.
    is_met = request.receiving.means is Means.MEET
    if len(found) == 1 and not request.fees and not is_met and found[0] is not None and found[0].plain_bill is not None:
        return found[0].plain_bill
    found = [_for_buyer(quote, request.buyer_id) for quote in found]
    terms = tuple([_terms(line, quote, request, at) for line, quote in zip(request.lines, found, strict=True)])
    known = [quote for quote in found if quote is not None]
    is_unknown = len(known) < len(found) or not _suit(known, is_met=is_met)
    # Most orders ask for no fee and were shown none: then there is nothing to add up (2 of 4 µs).
    if not request.fees and _are_free(known):
        return Bill(terms, NO_FEES, (), are_fees_changed=False, is_barred=is_unknown)
    fees = _fees(request, known)
    agreed = sorted([(seller_id, fee) for seller_id, fee in request.fees.items() if fee])
    are_changed = {seller_id: fee for seller_id, fee in fees.items() if fee} != dict(agreed)
    return Bill(terms, fees, agreed, are_fees_changed=are_changed, is_barred=are_changed or is_unknown)


def _for_buyer(quote: Quote | None, buyer_id: UUID) -> Quote | None:
    """Return a quote to whom it was made for; to anybody else it is none, whoever passed it on."""
    if quote is None or quote.holders is None or buyer_id in quote.holders:
        return quote
    return None


def _suit(quotes: Sequence[Quote], *, is_met: bool) -> bool:
    """Whether what is booked is ordered by itself, to be met, and everything else is not."""
    is_booked = is_met and len(quotes) == 1
    for quote in quotes:
        if quote.is_booking is not is_booked:
            return False
    return not is_met or is_booked


def _are_free(quotes: Sequence[Quote]) -> bool:
    """Whether none of them asks for more than its goods."""
    for quote in quotes:  # noqa: SIM110  the generator of `all` would cost as much as the rest of a bill
        if quote.delivery_fee or quote.order_fee:
            return False
    return True


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
    if len(found) == len(request.lines) == 1:
        [line], [quote] = request.lines, found
        return {quote.seller_id: delivery_for(quote, line.quantity * line.unit_price)}
    by_offer = {quote.offer_id: quote for quote in found}
    goods: dict[UUID, int] = defaultdict(int)
    for line in request.lines:
        if quote_of_line := by_offer.get(line.offer_id):
            goods[quote_of_line.seller_id] += line.quantity * line.unit_price
    return {quote.seller_id: delivery_for(quote, goods[quote.seller_id]) for quote in found}


def delivery_for(quote: Quote, goods: int) -> int:
    """Return what the seller asks for bringing goods of this worth."""
    is_free = quote.free_delivery_from is not None and goods >= quote.free_delivery_from
    return 0 if is_free else quote.delivery_fee


def _terms(line: LineRequest, quote: Quote | None, request: OrderRequest, at: datetime) -> LineTerms:
    """Return the terms of one line."""
    if quote is None:
        return UNKNOWN
    if not (quote.pledges and request.with_pledges):
        return quote.terms
    pledge, fund_id = _pledge(line, quote, request, at)
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
