"""The quotes of offers as they are now, in a constant number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel import clock
from dure.rooms.catalog.queries.cycle_fees import OrderFee, order_fees
from dure.rooms.catalog.queries.wares import Ware, wares
from dure.rooms.giving.pledging import Pledge, Scope
from dure.rooms.giving.queries.pledges import pledges_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.quotes import Quote
from dure.rooms.merchants.queries.trading import Trading, trading

AHEAD: Final = timedelta(minutes=10)
"""How long a quote may be used: rules that begin meanwhile stand in it."""

NOT_SELLING: Final = Trading(is_approved=False, delivery_fee=0, free_delivery_from=None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of sellers and order cycles."""

    sellers: Mapping[UUID, Trading]
    pledges: Mapping[UUID, Sequence[Pledge]]
    order_fees: Mapping[UUID, Sequence[OrderFee]]


def quotes(*, offer_ids: Collection[int], cell_id: int = HOME_CELL) -> dict[int, Quote]:
    """Return the quotes of the offers that exist among these, with names in the language spoken now."""
    moment = clock.now()
    found = wares(offer_ids=offer_ids, cell_id=cell_id)
    sellers = {ware.organisation_id for ware in found.values()}
    known = Known(
        sellers=trading(organisation_ids=sellers, on=moment.astimezone(clock.HOUSE_ZONE).date()),
        pledges=pledges_of(organisation_ids=sellers, at=moment, until=moment + AHEAD),
        order_fees=order_fees(round_ids={ware.cycle_id for ware in found.values() if ware.cycle_id}),
    )
    return {offer_id: _quote(offer_id, cell_id, ware, known) for offer_id, ware in found.items()}


def _quote(offer_id: int, cell_id: int, ware: Ware, known: Known) -> Quote:
    """Return one quote."""
    seller = known.sellers.get(ware.organisation_id, NOT_SELLING)
    asked = known.order_fees.get(ware.cycle_id, ()) if ware.cycle_id else ()
    return Quote(
        offer_id=offer_id,
        cell_id=cell_id,
        product_id=ware.product_id,
        seller_id=ware.organisation_id,
        commission_bp=seller.commissions.get(ware.channel, 0),
        pledges=_for_product(known.pledges.get(ware.organisation_id, ()), ware.product_id),
        delivery_fee=seller.delivery_fee,
        free_delivery_from=seller.free_delivery_from,
        round_id=ware.cycle_id,
        order_fee=sum(fee.amount.minor for fee in asked),
        about=_about(ware),
    )


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
