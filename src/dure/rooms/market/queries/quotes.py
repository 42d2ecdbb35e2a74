"""The quotes of offers as they are now, in one statement, or in none where a page has read everything already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel import clock
from dure.kernel.questions import ask
from dure.rooms.catalog.queries.cycle_fees import OrderFee, by_round, order_fees_among
from dure.rooms.catalog.queries.wares import WARES, Ware, ware_of, ware_shown
from dure.rooms.giving.pledging import Pledge, Scope
from dure.rooms.giving.queries.pledges import by_seller, pledges_among
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.queries import reading
from dure.rooms.market.queries.bookings import BOOKED, BOOKED_WARES
from dure.rooms.market.queries.checkouts import AHEAD, Read
from dure.rooms.market.queries.coupons import COUPON, HELD, HOLDERS, HeldRow
from dure.rooms.market.quotes import Quote
from dure.rooms.merchants.queries.seller_rows import trading_among
from dure.rooms.merchants.queries.trading import Trading, trading_of

SELLERS_ASKED: Final = "SELECT wares.organisation_id FROM wares"
TRADING: Final = trading_among(organisations=SELLERS_ASKED)
PLEDGES: Final = pledges_among(organisations=SELLERS_ASKED)
ORDER_FEES: Final = order_fees_among(rounds="SELECT wares.cycle_id FROM wares")
LIVE: Final = "live"
"""What is sold by a coupon is sold in a show, at its commission."""

NOT_SELLING: Final = Trading(is_approved=False, delivery_fee=0, free_delivery_from=None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of sellers and order cycles."""

    sellers: Mapping[UUID, Trading]
    pledges: Mapping[UUID, Sequence[Pledge]]
    order_fees: Mapping[UUID, Sequence[OrderFee]]
    holders: Mapping[int, tuple[UUID, ...]]
    """Who took the coupons of offers, by the offer's number."""
    booked: Collection[int]
    """The offers that are sold by booking."""


def quotes(
    *, offer_ids: Collection[int], buyer_ids: Collection[UUID] = (), cell_id: int = HOME_CELL
) -> dict[int, Quote]:
    """Return the quotes of the offers that exist among these, with names in the language spoken now.

    At a coupon's price only those of the buyers can order who took it.
    """
    moment = clock.now()
    told = ask(
        WARES, TRADING, PLEDGES, ORDER_FEES, HOLDERS, BOOKED_WARES, cell_id=cell_id, offer_ids=list(offer_ids),
        buyer_ids=list(buyer_ids), pledged_from=moment, pledged_until=moment + AHEAD,
    )  # fmt: skip
    known = Known(
        sellers=trading_of(told.of(TRADING)),
        pledges=by_seller(told.of(PLEDGES)),
        order_fees=by_round(told.of(ORDER_FEES)),
        holders=_holders(told.of(HOLDERS)),
        booked={row.offer_id for row in told.of(BOOKED_WARES)},
    )
    return {row.offer_id: _quote(row.offer_id, cell_id, ware_of(row), known) for row in told.of(WARES)}


def quotes_read(read: Read) -> dict[int, Quote]:
    """Return the quotes of what was read for a page a moment ago; what holds with the sellers was asked with it."""
    known = Known(
        sellers=trading_of(read.told.of(reading.TRADING)),
        pledges=read.pledges,
        order_fees=read.order_fees,
        holders=_holders(read.told.of(HELD)),
        booked={row.offer_id for row in read.told.of(BOOKED)},
    )
    return {
        line.offer_id: _quote(line.offer_id, line.cell_id, ware_shown(line.offer), known)
        for line in read.sold
        if line.offer
    }


def _quote(offer_id: int, cell_id: int, ware: Ware, known: Known) -> Quote:
    """Return one quote."""
    seller = known.sellers.get(ware.organisation_id, NOT_SELLING)
    asked = known.order_fees.get(ware.cycle_id, ()) if ware.cycle_id else ()
    is_private = ware.channel == COUPON
    return Quote(
        offer_id=offer_id,
        cell_id=cell_id,
        product_id=ware.product_id,
        seller_id=ware.organisation_id,
        commission_bp=seller.commissions.get(LIVE if is_private else ware.channel, 0),
        pledges=_for_product(known.pledges.get(ware.organisation_id, ()), ware.product_id),
        delivery_fee=seller.delivery_fee,
        free_delivery_from=seller.free_delivery_from,
        round_id=ware.cycle_id,
        order_fee=sum(fee.amount.minor for fee in asked),
        holders=known.holders.get(offer_id, ()) if is_private else None,
        is_booking=offer_id in known.booked,
        about=_about(ware),
    )


def _holders(rows: Sequence[HeldRow]) -> dict[int, tuple[UUID, ...]]:
    """Return who took the coupon of each offer."""
    found: dict[int, tuple[UUID, ...]] = {}
    for row in rows:
        found[row.offer_id] = (*found.get(row.offer_id, ()), row.person_id)
    return found


def _for_product(pledges: Sequence[Pledge], product_id: UUID) -> tuple[Pledge, ...]:
    """Return the rules of a seller that another product's alone are not."""
    return tuple(each for each in pledges if each.scope is not Scope.PRODUCT or each.product_id == product_id)


def _about(ware: Ware) -> str:
    """Return what a line remembers of its offer, as JSON."""
    facts = {
        "name": ware.name, "size": str(ware.size), "package": ware.package, "photo": ware.photo, "tile": ware.tile,
        "kind": ware.kind_code,
    }  # fmt: skip
    return msgspec.json.encode({name: value for name, value in facts.items() if value}).decode()
