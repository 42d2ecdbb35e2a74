"""What a product's page and a seller's front show beside the product itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.dates import WEEKDAYS

from dure.kernel.money import Money
from dure.rooms.catalog.queries.goods import Goods, Shelf, shelf
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.queries.search import Wish, search
from dure.rooms.giving.queries.funds import fund_of
from dure.rooms.market.queries.bookings import full_prices
from dure.rooms.merchants.queries.merchants import Seller, summaries
from dure.rooms.merchants.queries.storefronts import Front
from dure.rooms.web.queries.cards import Card, cards, gifts_of

OTHERS: Final = 4
FRONT_CARDS: Final = 48
QUANTITY_MAX: Final = 99
SCHEMA: Final = "https://schema.org"


@dataclass(frozen=True)
class Gift:
    """What the seller gives away of one, and to which fund."""

    amount: Money
    fund: str


@dataclass(frozen=True, kw_only=True)
class ProductPage:
    """A product with the offer that is chosen; `quantity_max` is how many one buyer may put in the basket at once."""

    goods: Goods
    chosen: OfferView
    seller: Seller | None
    shelf: Shelf
    gift: Gift | None
    others: list[Card]
    full: Mapping[int, Money]
    """What one costs of the offers whose price is a deposit, by the offer's number."""

    @property
    def is_booked(self) -> bool:
        """Whether its price is a deposit: then nothing is sent, and it is ordered by itself."""
        return self.chosen.offer_id in self.full

    @property
    def price(self) -> Money:
        """What one of the chosen costs."""
        return self.full.get(self.chosen.offer_id, self.chosen.price)

    @property
    def sizes(self) -> list[tuple[OfferView, Money]]:
        """Every offer, with what one costs."""
        return [(offer, self.full.get(offer.offer_id, offer.price)) for offer in self.goods.offers]

    @property
    def quantity_max(self) -> int:
        """How many one buyer may ask for."""
        limits = [self.chosen.free, self.chosen.per_buyer_limit or QUANTITY_MAX, QUANTITY_MAX]
        return max(1, min(limits))

    @property
    def may_be_bought(self) -> bool:
        """Whether the chosen offer is open, in stock, and its seller approved."""
        return self.chosen.is_open and not self.chosen.is_sold_out

    @property
    def delivery(self) -> Money | None:
        """What delivery of one costs; None where the seller is unknown."""
        if self.seller is None or self.seller.currency != self.chosen.price.currency:
            return None
        return Money(self.seller.delivery_for(self.chosen.price.minor), self.seller.currency)

    @property
    def free_from(self) -> Money | None:
        """From what worth delivery costs nothing, where it does not anyway."""
        if self.seller is None or self.seller.free_delivery_from is None or not self.delivery:
            return None
        return Money(self.seller.free_delivery_from, self.seller.currency)


@dataclass(frozen=True)
class Day:
    """A day of the week and from when to when the shop is open then; empty where it is closed."""

    name: str
    hours: list[str]


@dataclass(frozen=True, kw_only=True)
class FrontPage:
    """A seller's front: what he chose to show first, and the rest of what he sells."""

    front: Front
    chosen: list[Card]
    rest: list[Card]

    @property
    def week(self) -> list[Day]:
        """The opening hours of each day, Monday first; none where none are given."""
        return [Day(str(WEEKDAYS[place]), hours) for place, hours in enumerate(self.front.hours)]


def product_page(*, goods: Goods, offer_asked: str) -> ProductPage:
    """Return a product's page with the offer asked for by its number, else the cheapest that can be bought."""
    chosen = _chosen(goods.offers, offer_asked)
    organisation_id = goods.product.organisation_id
    others = search(Wish(organisation_id=organisation_id), count=OTHERS + 1).hits
    return ProductPage(
        goods=goods,
        chosen=chosen,
        seller=summaries(organisation_ids=[organisation_id]).get(organisation_id),
        shelf=shelf(level_id=chosen.level_id),
        gift=_gift(chosen),
        others=cards([hit for hit in others if hit.product_id != goods.product.id][:OTHERS]),
        full=full_prices(offer_ids=[offer.offer_id for offer in goods.offers]),
    )


def _chosen(offers: Iterable[OfferView], asked: str) -> OfferView:
    """Return the offer asked for, else the first that can be bought, else the first."""
    found = sorted(offers, key=lambda offer: (str(offer.offer_id) != asked, not offer.is_open, offer.is_sold_out))
    return found[0]


def _gift(offer: OfferView) -> Gift | None:
    """Return what goes to which fund of one."""
    quote = gifts_of([offer]).get(offer.offer_id)
    if quote is None:
        return None
    return Gift(Money(quote.amount, offer.price.currency), fund_of(fund_id=quote.fund_id).shown_name)


def front_page(*, front: Front) -> FrontPage:
    """Return a seller's front with its chosen products in the seller's order, in a constant number of queries."""
    found = cards(search(Wish(organisation_id=front.organisation_id, order="new"), count=FRONT_CARDS).hits)
    known: dict[UUID, Card] = {card.offer.product_id: card for card in found}
    chosen = [known.pop(product_id) for product_id in front.chosen_products if product_id in known]
    return FrontPage(front=front, chosen=chosen, rest=list(known.values()))


def structured(page: ProductPage, *, address: str) -> dict[str, Any]:
    """Return the page's facts in the words of schema.org."""
    offer, state = page.chosen, "InStock" if page.may_be_bought else "OutOfStock"
    facts: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": offer.name,
        "category": offer.kind_name,
        "url": address,
        "brand": {"@type": "Organization", "name": offer.seller_name},
        "offers": {
            "@type": "Offer",
            "price": f"{page.price.major:f}",
            "priceCurrency": page.price.currency,
            "availability": f"{SCHEMA}/{state}",
            "url": address,
            "seller": {"@type": "Organization", "name": offer.seller_name},
        },
    }
    if page.goods.product.story:
        facts["description"] = page.goods.product.story
    if page.goods.photos:
        facts["image"] = [photo.large for photo in page.goods.photos]
    return facts
