"""What holds for orders besides stock and price: commission, pledges, delivery fees, names. Read once for a batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel import clock
from dure.rooms.catalog.queries.cycle_fees import OrderFee, order_fees
from dure.rooms.catalog.queries.wares import Ware, wares
from dure.rooms.giving.pledging import PledgeAsk, PledgeQuote
from dure.rooms.giving.queries.pledges import pledges_for
from dure.rooms.market.drafts import LineRequest, Means, OrderRequest
from dure.rooms.market.order_fees import carried
from dure.rooms.merchants.queries.trading import Trading, trading

NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What an order keeps with a line of goods."""

    product_id: UUID
    seller_id: UUID
    commission_bp: int
    pledge: int
    fund_id: UUID | None
    about: str
    is_seller_open: bool


UNKNOWN: Final = LineTerms(NOBODY, NOBODY, 0, 0, None, "{}", is_seller_open=True)
"""The terms of an offer that does not exist; the database answers for its line."""


@dataclass(frozen=True, slots=True)
class Bill:
    """The terms of one order: of its lines in their order, and what each seller's part asks for delivery and order."""

    lines: tuple[LineTerms, ...]
    fees: Mapping[UUID, int]
    agreed_fees: Mapping[UUID, int]

    @property
    def asked_fees(self) -> list[tuple[UUID, int]]:
        """The delivery lines: sellers who ask for something, in a steady order."""
        return sorted((seller_id, fee) for seller_id, fee in self.agreed_fees.items() if fee)

    @property
    def are_fees_changed(self) -> bool:
        """Whether the buyer saw other fees than hold now."""
        return {seller_id: fee for seller_id, fee in self.fees.items() if fee} != dict(self.asked_fees)

    @property
    def is_barred(self) -> bool:
        """Whether the order cannot be placed whatever the stock says."""
        return self.are_fees_changed or not all(line.is_seller_open for line in self.lines)

    def is_line_barred(self, place: int) -> bool:
        """Whether the seller of a line (from 0) does not sell at present."""
        return not self.lines[place].is_seller_open


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a batch of orders, in their order."""

    bills: tuple[Bill, ...]


@dataclass(frozen=True)
class Known:
    """What one batch needs to know of offers, sellers and pledges."""

    wares: Mapping[int, Ware]
    sellers: Mapping[UUID, Trading]
    pledges: Mapping[tuple[int, int], PledgeQuote]
    order_fees: Mapping[UUID, Sequence[OrderFee]]


def terms_of(*, requests: Sequence[OrderRequest], cell_id: int) -> Terms:
    """Return the terms of some orders now, in a constant number of queries."""
    moment = clock.now()
    found = wares(offer_ids={line.offer_id for request in requests for line in request.lines}, cell_id=cell_id)
    sellers = {ware.organisation_id for ware in found.values()}
    known = Known(
        wares=found,
        sellers=trading(organisation_ids=sellers, on=moment.astimezone(clock.HOUSE_ZONE).date()),
        pledges=pledges_for(asks=_asks(requests, found), at=moment),
        order_fees=order_fees(round_ids={ware.cycle_id for ware in found.values() if ware.cycle_id}),
    )
    return Terms(tuple(_bill(place, request, known) for place, request in enumerate(requests)))


def _asks(requests: Sequence[OrderRequest], found: Mapping[int, Ware]) -> list[PledgeAsk]:
    """Return what is asked of giving: one question a line of an offer that exists."""
    return [
        PledgeAsk(
            key=(place, number),
            product_id=found[line.offer_id].product_id,
            organisation_id=found[line.offer_id].organisation_id,
            quantity=line.quantity,
            amount=line.quantity * line.unit_price,
            currency=request.currency,
        )
        for place, request in enumerate(requests)
        for number, line in enumerate(request.lines)
        if request.with_pledges and line.offer_id in found
    ]


def _bill(place: int, request: OrderRequest, known: Known) -> Bill:
    """Return the terms of one order."""
    lines = [_line((place, number), line, known) for number, line in enumerate(request.lines)]
    goods: dict[UUID, int] = defaultdict(int)
    for line, found in zip(request.lines, lines, strict=True):
        goods[found.seller_id] += line.quantity * line.unit_price
    is_brought = request.receiving.means is Means.HOME
    fees = {
        seller_id: known.sellers[seller_id].delivery_for(worth)
        for seller_id, worth in goods.items()
        if is_brought and seller_id in known.sellers
    }
    for seller_id, asked in _carried(request, known).items():
        fees[seller_id] = fees.get(seller_id, 0) + sum(fee.amount.minor for fee in asked)
    return Bill(tuple(lines), fees, request.fees)


def _carried(request: OrderRequest, known: Known) -> Mapping[UUID, Sequence[OrderFee]]:
    """Return what order cycles ask once for an order, by the seller whose part carries it."""
    found = [known.wares[line.offer_id] for line in request.lines if line.offer_id in known.wares]
    return carried(lines=[(ware.organisation_id, ware.cycle_id) for ware in found], fees=known.order_fees)


def _line(key: tuple[int, int], line: LineRequest, known: Known) -> LineTerms:
    """Return the terms of one line."""
    ware, pledge = known.wares.get(line.offer_id), known.pledges.get(key)
    if ware is None:
        return UNKNOWN
    seller = known.sellers.get(ware.organisation_id)
    return LineTerms(
        product_id=ware.product_id,
        seller_id=ware.organisation_id,
        commission_bp=seller.commissions[ware.channel] if seller else 0,
        pledge=pledge.amount if pledge else 0,
        fund_id=pledge.fund_id if pledge else None,
        about=_about(ware),
        is_seller_open=seller is not None and seller.is_approved,
    )


def _about(ware: Ware) -> str:
    """Return what a line remembers of its offer, as JSON."""
    facts = {
        "name": ware.name, "size": str(ware.size), "package": ware.package, "photo": ware.photo, "tile": ware.tile,
        "kind": ware.kind_code,
    }  # fmt: skip
    return msgspec.json.encode({name: value for name, value in facts.items() if value}).decode()
