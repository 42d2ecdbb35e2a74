"""Offers: a price in a channel for what lies at a level."""

from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Offer, OfferStatus, Product, ProductStatus
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.services import search
from dure.rooms.catalog.services.publishing import (
    announce_ended,
    announce_published,
    announce_terms,
    locked_offers,
    publish,
    set_status,
)
from dure.rooms.catalog.services.sellers import Seller, check_price, check_terms, demand_seller
from dure.rooms.catalog.services.shelves import locked_level, own_variant


@transaction.atomic
def make_offer(*, by: Actor, organisation_id: UUID, level_id: int, channel: str, terms: Terms) -> Offer:
    """Offer what lies at a level in one more channel; the stock stays one behind all of them."""
    seller = demand_seller(by=by, organisation_id=organisation_id)
    level = locked_level(organisation_id=organisation_id, level_id=level_id)
    if level.sell_until is not None and level.sell_until <= clock.now():
        raise errors.LotExpired(day=level.sell_until.date().isoformat())
    if channel not in LISTED:
        raise errors.OfferUnknown
    variant = own_variant(organisation_id=organisation_id, variant_id=level.variant_id)
    if variant.product.status == ProductStatus.WITHDRAWN:
        raise errors.ProductGone
    return publish(level=level, product_id=variant.product_id, channel=channel, terms=terms, seller=seller)


@transaction.atomic
def change_price(*, by: Actor, organisation_id: UUID, offer_id: int, price: Money, seen: Money) -> Offer:
    """Set another price; `seen` is the price the seller saw. PriceChangedMeanwhile when it was another by now."""
    seller, offer = _own(by, organisation_id, offer_id)
    check_price(price=price, seller=seller)
    if offer.amount == price:
        return offer
    if offer.amount != seen:
        raise errors.PriceChangedMeanwhile(now=str(offer.amount))
    offer.price = price.minor
    _written(offer, "price")
    return offer


@transaction.atomic
def change_terms(*, by: Actor, organisation_id: UUID, offer_id: int, terms: Terms, version: int) -> Offer:
    """Set price, limit per buyer and order window together; `version` is the one the seller saw."""
    seller, offer = _own(by, organisation_id, offer_id)
    check_terms(terms, seller=seller)
    if offer.version != version:
        raise errors.TermsChangedMeanwhile
    offer.price, offer.per_buyer_limit = terms.price.minor, terms.per_buyer_limit
    offer.opens_at, offer.closes_at = terms.opens_at, terms.closes_at
    _written(offer, "price", "per_buyer_limit", "opens_at", "closes_at")
    return offer


@transaction.atomic
def pause_offer(*, by: Actor, organisation_id: UUID, offer_id: int) -> Offer:
    """Take an offer off sale for a while; one that is paused stays so."""
    return _turn(by, organisation_id, offer_id, OfferStatus.PAUSED)


@transaction.atomic
def resume_offer(*, by: Actor, organisation_id: UUID, offer_id: int) -> Offer:
    """Put a paused offer on sale again, and its product with it."""
    return _turn(by, organisation_id, offer_id, OfferStatus.OPEN)


@transaction.atomic
def end_offer(*, by: Actor, organisation_id: UUID, offer_id: int) -> Offer:
    """End an offer for good; one that has ended stays so."""
    _seller, offer = _own(by, organisation_id, offer_id, is_over_allowed=True)
    set_status(offers=[offer], status=OfferStatus.ENDED)
    return offer


@transaction.atomic
def show_offers(*, organisation_id: UUID, is_public: bool) -> int:
    """Open a seller's offers to the public, or close them, after it was approved or suspended; return how many."""
    turned = list(
        Offer.objects.filter(organisation_id=organisation_id, is_public=not is_public)
        .exclude(status=OfferStatus.ENDED)
        .select_for_update(no_key=True)
        .order_by("offer_id")
    )
    open_ones = [offer for offer in turned if offer.status == OfferStatus.OPEN]
    if not is_public:
        announce_ended(offers=open_ones)
    for offer in turned:
        offer.is_public = is_public
    Offer.objects.bulk_update(turned, ["is_public"])
    if is_public:
        announce_published(offers=open_ones)
    return len(turned)


def _turn(by: Actor, organisation_id: UUID, offer_id: int, status: OfferStatus) -> Offer:
    """Pause or resume one offer; a product with an open offer is for sale itself."""
    _seller, offer = _own(by, organisation_id, offer_id)
    set_status(offers=[offer], status=status)
    if status == OfferStatus.OPEN:
        paused = Product.objects.filter(id=offer.product_id, status=ProductStatus.PAUSED)
        if paused.update(status=ProductStatus.LISTED):
            search.index_products(product_ids=[offer.product_id])
    return offer


def _own(by: Actor, organisation_id: UUID, offer_id: int, *, is_over_allowed: bool = False) -> tuple[Seller, Offer]:
    """Return the seller and its offer, locked; OfferUnknown for others' offers, OfferOver for one that has ended."""
    seller = demand_seller(by=by, organisation_id=organisation_id)
    found = locked_offers(organisation_id=organisation_id, offer_ids=[offer_id])
    if not found:
        raise errors.OfferUnknown
    if found[0].status == OfferStatus.ENDED and not is_over_allowed:
        raise errors.OfferOver
    return seller, found[0]


def _written(offer: Offer, *fields: str) -> None:
    """Write changed fields of a locked offer; its version rises."""
    offer.version, offer.changed_at = offer.version + 1, clock.now()
    offer.save(update_fields=[*fields, "version", "changed_at"])
    announce_terms(offers=[offer])
