"""What a basket comes to: by currency and by seller, with delivery, pledges and what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from dure.kernel.clock import now
from dure.kernel.money import Money
from dure.rooms.catalog.queries.cycle_fees import OrderFee, order_fees
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.giving.pledging import PledgeAsk, PledgeQuote
from dure.rooms.giving.queries.pledges import pledges_for
from dure.rooms.market.models import Basket
from dure.rooms.market.order_fees import carried
from dure.rooms.market.pricing import Bill, DeliveryPolicy, Item, Part, bill
from dure.rooms.market.queries.baskets import Line, lines, wanted_lines
from dure.rooms.merchants.queries.merchants import Seller, summaries


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
    sellers: dict[UUID, Seller]
    pledges: dict[int, PledgeQuote]
    order_fees: Mapping[UUID, Sequence[OrderFee]]
    """What rounds ask for an order, by the round."""

    def shown(self, wishes: Wishes = NO_WISHES) -> Shown:
        """Return it as it is shown to somebody with these wishes."""
        currencies = dict.fromkeys(line.offer.price.currency for line in self.sold if line.offer)
        return Shown(
            purses=tuple(_purse(currency, self, wishes) for currency in currencies),
            gone=tuple(line for line in self.lines if line not in self.sold),
            changed=tuple(line for line in self.lines if line.change is not None),
        )


def basket_page(*, basket: Basket | None, buyer_id: UUID | None, wishes: Wishes = NO_WISHES) -> Shown:
    """Return a basket as it is shown; what can still be bought is counted with as many as can be had."""
    return read_basket(basket=basket, buyer_id=buyer_id).shown(wishes)


def read_basket(*, basket: Basket | None, buyer_id: UUID | None) -> Read:
    """Read a basket once, to be shown in more than one way."""
    return _read(lines(basket=basket, buyer_id=buyer_id) if basket else [])


def quote(*, wanted: Mapping[int, int], buyer_id: UUID | None, wishes: Wishes = NO_WISHES) -> Shown:
    """Return what some offers (number to how many) come to, as a basket of them would show it."""
    return _read(wanted_lines(wanted=wanted, buyer_id=buyer_id)).shown(wishes)


def _read(found: Sequence[Line]) -> Read:
    """Ask for the sellers, the fees of rounds and the pledges of lines."""
    here = [line for line in found if not line.is_gone]
    sellers = summaries(organisation_ids={line.offer.organisation_id for line in here if line.offer})
    sold = [line for line in here if line.offer and _sells(sellers.get(line.offer.organisation_id))]
    rounds = {line.offer.cycle_id for line in sold if line.offer and line.offer.cycle_id}
    return Read(
        lines=found, sold=sold, sellers=sellers, pledges=_pledges(sold), order_fees=order_fees(round_ids=rounds)
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
    pledges = read.pledges if wishes.with_pledges else {}
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
    own = {line.offer_id: pledges[line.offer_id] for line in here if line.offer_id in pledges}
    every = tuple(fee for found in asked.values() for fee in found)
    return Purse(currency=currency, parts=parts, bill=whole, pledges=own, order_fees=every)


def _pledges(sold: Sequence[Line]) -> dict[int, PledgeQuote]:
    """Return what the sellers give of each line, by the offer's number."""
    asks = [_ask(line, line.offer) for line in sold if line.offer is not None]
    return pledges_for(asks=asks, at=now()) if asks else {}


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
