"""Cards of products: an offer, who sells it and what its seller gives away, for any number in a constant of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.catalog.queries.listing import Choice, choices
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.catalog.queries.search import Hit
from dure.rooms.giving.pledging import PledgeAsk, PledgeQuote
from dure.rooms.giving.queries.pledges import pledges_for
from dure.rooms.market.queries.bookings import full_prices
from dure.rooms.merchants.queries.merchants import Seller, summaries

FEW: Final = 5
CLOSING: Final = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Card:
    """An offer as a list shows it; `badge` is the one thing worth saying first, empty for nothing."""

    offer: OfferView
    seller: Seller | None
    gift: Money | None
    size_count: int = 1
    """In how many sizes it can be bought; the offer is the cheapest of them."""
    is_cheapest_of_several: bool = False
    """Whether others of the same product cost more."""
    full: Money | None = None
    """What one costs, where the offer's price is a deposit."""

    @property
    def price(self) -> Money:
        """What one costs."""
        return self.full or self.offer.price

    @property
    def deposit(self) -> Money | None:
        """What is paid at first, where it is booked."""
        return self.offer.price if self.full else None

    @property
    def badge(self) -> str:
        """Say `sold_out`, `few`, `closing`, `help_first`, `fresh` or `gift`; the first that is true."""
        offer = self.offer
        closes_soon = offer.closes_at is not None and offer.closes_at - clock.now() < CLOSING
        said = {
            "sold_out": offer.is_sold_out,
            "few": offer.free <= FEW,
            "closing": closes_soon,
            "help_first": self.is_help_first,
            "fresh": offer.lot is not None and offer.lot.harvested_on == clock.today(),
            "gift": self.gift is not None,
        }
        return next((badge for badge, is_true in said.items() if is_true), "")

    @property
    def is_help_first(self) -> bool:
        """Whether the seller's region is to be helped first."""
        return self.seller is not None and self.seller.is_help_first


def cards(hits: Sequence[Hit]) -> list[Card]:
    """Return the cards of what was found, in its order."""
    views = offers(offer_ids=[hit.offer_id for hit in hits])
    return cards_of([views[hit.offer_id] for hit in hits if hit.offer_id in views])


def cards_of(views: Sequence[OfferView]) -> list[Card]:
    """Return the cards of offers, in their order."""
    if not views:
        return []
    sellers = summaries(organisation_ids={view.organisation_id for view in views})
    gifts = gifts_of(views)
    full = full_prices(offer_ids=[view.offer_id for view in views])
    known = choices(product_ids={view.product_id for view in views})
    alone = Choice(1, 0)
    return [
        Card(
            size_count=known.get(view.product_id, alone).size_count,
            is_cheapest_of_several=known.get(view.product_id, alone).dearest > (view.whole_price or view.price).minor,
            full=full.get(view.offer_id),
            offer=view,
            seller=sellers.get(view.organisation_id),
            gift=Money(gifts[view.offer_id].amount, view.price.currency) if view.offer_id in gifts else None,
        )
        for view in views
    ]


def gifts_of(views: Iterable[OfferView]) -> dict[int, PledgeQuote]:
    """Return what the sellers give away of one of each offer, by the offer's number."""
    asks = [
        PledgeAsk(key=view.offer_id, product_id=view.product_id, organisation_id=view.organisation_id, quantity=1,
                  amount=view.price.minor, currency=view.price.currency)
        for view in views
    ]  # fmt: skip
    return pledges_for(asks=asks, at=clock.now())
