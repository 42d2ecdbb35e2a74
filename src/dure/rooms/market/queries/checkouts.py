"""What a basket comes to: by currency and by seller, with delivery, pledges and what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from dure.kernel.clock import now
from dure.kernel.money import Money
from dure.kernel.questions import Question, Told, ask
from dure.rooms.catalog.queries.cycle_fees import OrderFee, by_round
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.giving.pledging import Pledge, PledgeAsk, PledgeQuote
from dure.rooms.giving.queries.pledges import by_seller, quotes_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Basket
from dure.rooms.market.order_fees import carried
from dure.rooms.market.pricing import Bill, DeliveryPolicy, Item, Part, bill
from dure.rooms.market.queries.baskets import Line, lines_told, whose
from dure.rooms.market.queries.bookings import BOOKED, BookedRow
from dure.rooms.market.queries.coupons import HELD
from dure.rooms.market.queries.reading import (
    BASKETS,
    KEPT,
    LOOSE,
    OFFERS,
    ORDER_FEES,
    PLEDGES,
    SELLERS,
    TAKEN,
    BasketRow,
    WantedRow,
)
from dure.rooms.merchants.queries.merchants import Seller, sellers_of

AT_HAND: Final = (OFFERS, TAKEN, HELD, BOOKED, SELLERS, PLEDGES, ORDER_FEES)
AHEAD: Final = timedelta(minutes=10)
"""How long what is read may be used: rules that begin meanwhile are read too."""


@dataclass(frozen=True, kw_only=True)
class SellerPart:
    """What is bought from one seller, and what it comes to."""

    seller: Seller
    lines: tuple[Line, ...]
    part: Part


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What is paid together, in one currency: it becomes one order."""

    currency: str
    parts: tuple[SellerPart, ...]
    bill: Bill
    pledges: dict[int, PledgeQuote]
    order_fees: tuple[OrderFee, ...] = ()
    """What order cycles ask once for this order, and who asks."""

    @property
    def lines(self) -> list[Line]:
        """The lines of all its sellers."""
        return [line for part in self.parts for line in part.lines]

    @property
    def sellers(self) -> list[Seller]:
        """Its sellers, in the order of the basket."""
        return [part.seller for part in self.parts]

    @property
    def fees(self) -> dict[UUID, int]:
        """What is asked with each seller's part for delivery and the order, in minor units; nothing is left out."""
        asked = ((each.seller_id, each.delivery + each.order_fee) for each in self.bill.parts)
        return {seller_id: fee.minor for seller_id, fee in asked if fee}

    @property
    def seen(self) -> list[str]:
        """What the page shows of each line, `offer:number:price`: pressing its button agrees to just this."""
        items = (item for part in self.bill.parts for item in part.items)
        return [f"{item.offer_id}:{item.quantity}:{item.unit_price.minor}" for item in items]

    @property
    def fund_ids(self) -> set[UUID]:
        """The funds the sellers give to."""
        return {quote.fund_id for quote in self.pledges.values()}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A whole basket: purses by currency, lines nobody can have any more, and whether anything must be accepted."""

    purses: tuple[Purse, ...]
    gone: tuple[Line, ...]
    changed: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put in."""
        return not self.purses and not self.gone

    def purse(self, currency: str) -> Purse | None:
        """Return what is paid in one currency; without one, what is paid first."""
        found = (purse for purse in self.purses if currency in {"", purse.currency})
        return next(found, None)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What of the checkout changes the sum: who collects pays no delivery; gifts are the buyer's to choose."""

    is_collected: bool = False
    with_pledges: bool = True
    gift: int = 0


NO_WISHES = Wishes()


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the database says of the lines at hand; what they come to can be counted from it again and again."""

    lines: Sequence[Line]
    sold: Sequence[Line]
    """Those of them that can be had."""
    sellers: Mapping[UUID, Seller]
    pledges: Mapping[UUID, Sequence[Pledge]]
    """The sellers' rules that hold now or will in a few minutes, by seller."""
    order_fees: Mapping[UUID, Sequence[OrderFee]]
    """What rounds ask for an order, by the round."""
    baskets: Sequence[BasketRow]
    asked_by: UUID | None
    told: Told
    """Whatever else was asked."""

    @property
    def is_split(self) -> bool:
        """Whether a person's browser has a basket that has not joined the person's own."""
        return self.asked_by is not None and any(row.buyer_id is None for row in self.baskets)

    @property
    def basket(self) -> BasketRow | None:
        """The basket the lines lie in; None for lines that lie in none."""
        return next(iter(self.baskets), None)

    @property
    def booking(self) -> BookedRow | None:
        """The terms of what is wanted at once, where that is sold by booking."""
        return None if self.told.has(BASKETS) else self.told.first(BOOKED)

    def shown(self, wishes: Wishes = NO_WISHES) -> Shown:
        """Return it as it is shown to somebody with these wishes; what is booked is brought by nobody."""
        if self.booking:
            wishes = replace(wishes, is_collected=True)
        currencies = dict.fromkeys(line.offer.price.currency for line in self.sold if line.offer)
        return Shown(
            purses=tuple(_purse(currency, self, wishes) for currency in currencies),
            gone=tuple(line for line in self.lines if line not in self.sold),
            changed=tuple(line for line in self.lines if line.change is not None),
        )


def basket_page(*, basket: Basket | None, buyer_id: UUID | None, wishes: Wishes = NO_WISHES) -> Shown:
    """Return a basket as it is shown; what can still be bought is counted with as many as can be had."""
    return _read(ask(BASKETS, KEPT, *AT_HAND, **whose(basket=basket, buyer_id=buyer_id), **_soon()), buyer_id).shown(
        wishes
    )


def read_own(
    *, buyer_id: UUID | None, basket_id: UUID | None, more: tuple[Question[Any], ...] = (), **facts: object
) -> Read:
    """Read a person's basket, a browser's for a stranger, and whatever `more` asks, in one statement.

    A person whose browser has a basket of its own besides sees both, until they are joined.
    """
    asked = {"buyer_id": buyer_id, "basket_id": basket_id, **_soon(), **facts}
    return _read(ask(BASKETS, KEPT, *AT_HAND, *more, **asked), buyer_id)


def read_wanted(
    *, wanted: Sequence[WantedRow], buyer_id: UUID | None, more: tuple[Question[Any], ...] = (), **facts: object
) -> Read:
    """Read some offers as if so many lay in a basket, and whatever `more` asks, in one statement."""
    asked: dict[str, object] = {
        "buyer_id": buyer_id, "basket_id": None, "cell_id": HOME_CELL, "offer_ids": [row.offer_id for row in wanted],
        "quantities": [row.quantity for row in wanted], "seen_prices": [row.seen_price for row in wanted],
    }  # fmt: skip
    return _read(ask(LOOSE, *AT_HAND, *more, **{**asked, **_soon(), **facts}), buyer_id)


def quote(*, wanted: Mapping[int, int], buyer_id: UUID | None, wishes: Wishes = NO_WISHES) -> Shown:
    """Return what some offers (number to how many) come to, as a basket of them would show it."""
    rows = [WantedRow(HOME_CELL, offer_id, count, None) for offer_id, count in wanted.items()]
    return read_wanted(wanted=rows, buyer_id=buyer_id).shown(wishes)


def _soon() -> dict[str, datetime]:
    """Return from when to when pledges are asked for: as long as a quote may be used."""
    return {"pledged_from": now(), "pledged_until": now() + AHEAD}


def _read(told: Told, asked_by: UUID | None) -> Read:
    """Put together what was told."""
    found, sellers = lines_told(told), sellers_of(told.of(SELLERS))
    return Read(
        lines=found,
        sold=[
            line
            for line in found
            if not line.is_gone and line.offer and _sells(sellers.get(line.offer.organisation_id))
        ],
        sellers=sellers,
        pledges=by_seller(told.of(PLEDGES)),
        order_fees=by_round(told.of(ORDER_FEES)),
        baskets=told.of(BASKETS) if told.has(BASKETS) else [],
        asked_by=asked_by,
        told=told,
    )


def item_of(line: Line, *, pledge: PledgeQuote | None = None) -> Item:
    """Return a line as pricing counts it: as many as can be had, at today's price."""
    assert line.offer is not None
    price = line.offer.price
    return Item(
        offer_id=line.offer_id,
        seller_id=line.offer.organisation_id,
        quantity=line.quantity_now,
        unit_price=price,
        pledge=Money(pledge.amount if pledge else 0, price.currency),
    )


def policy_of(seller: Seller) -> DeliveryPolicy:
    """Return what a seller asks for delivery."""
    free_from = seller.free_delivery_from
    return DeliveryPolicy(
        fee=Money(seller.delivery_fee, seller.currency),
        free_from=None if free_from is None else Money(free_from, seller.currency),
    )


def _purse(currency: str, read: Read, wishes: Wishes) -> Purse:
    """Return everything in one currency."""
    here = [line for line in read.sold if line.offer and line.offer.price.currency == currency]
    places = [(line.offer.organisation_id, line.offer.cycle_id) for line in here if line.offer]
    asked = carried(lines=places, fees=read.order_fees)
    pledges = _pledges(here, read.pledges) if wishes.with_pledges else {}
    whole = bill(
        items=[item_of(line, pledge=pledges.get(line.offer_id)) for line in here],
        policies={seller_id: policy_of(seller) for seller_id, seller in read.sellers.items()},
        gift=Money(wishes.gift, currency),
        is_collected=wishes.is_collected,
        order_fees={
            seller_id: Money.total((fee.amount for fee in found), currency=currency)
            for seller_id, found in asked.items()
        },
    )
    by_offer = {line.offer_id: line for line in here}
    parts = tuple(
        SellerPart(
            seller=read.sellers[part.seller_id],
            lines=tuple(by_offer[item.offer_id] for item in part.items),
            part=part,
        )
        for part in whole.parts
    )
    every = tuple(fee for found in asked.values() for fee in found)
    return Purse(currency=currency, parts=parts, bill=whole, pledges=pledges, order_fees=every)


def _pledges(sold: Sequence[Line], rules: Mapping[UUID, Sequence[Pledge]]) -> dict[int, PledgeQuote]:
    """Return what the sellers give of each line, by the offer's number."""
    asks = [_ask(line, line.offer) for line in sold if line.offer is not None]
    return quotes_of(asks=asks, pledges=rules, at=now())


def _ask(line: Line, offer: OfferView) -> PledgeAsk:
    """Return what is asked of giving about a line."""
    item = item_of(line)
    return PledgeAsk(
        key=line.offer_id,
        product_id=offer.product_id,
        organisation_id=offer.organisation_id,
        quantity=item.quantity,
        amount=item.goods.minor,
        currency=item.unit_price.currency,
    )


def _sells(seller: Seller | None) -> bool:
    """Whether a seller sells at present."""
    return seller is not None and seller.is_approved
