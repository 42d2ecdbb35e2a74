"""What a till sold: the goods have left the shop, so the shelf and its offers are made to say so.

A till may tell of a sale minutes later. By then the goods may be promised to somebody else, the price may be another
one, the offer paused, the lot past its day. None of that undoes what happened on the counter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.numbers import new_number
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Channel, Level, Offer, OfferStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.queries.offers import is_open
from dure.rooms.catalog.services.sellers import check_count, demand_seller
from dure.rooms.catalog.services.shelves import announce_stock, move
from dure.rooms.ledger.chart import HOME_CELL

ALWAYS: Final = None
"""The `sell_until` of what may be sold without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldGoods:
    """So many of a street offer that left the shop, at the price (minor units) that was paid for one."""

    offer_id: int
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class OnCounter:
    """By which offer each line is sold (asked offer to offer), and of which the book had so many too few."""

    offers: dict[int, int]
    missing: dict[int, int] = field(default_factory=dict)


@contextmanager
def as_sold(
    *, by: Actor, organisation_id: UUID, goods: Sequence[SoldGoods], reference: str
) -> Iterator[OnCounter]:  # fmt: skip
    """Have shelf and offers as they were on the counter while the block sells them; inside a verb's transaction only.

    What the book lacks is added as counted, so that selling it leaves what buyers were promised. Where an offer says
    something else by now, one that ends with the block stands in. OfferUnknown for what is not the seller's own.
    """
    demand_seller(by=by, organisation_id=organisation_id)
    for each in goods:
        check_count(count=each.quantity)
    found = _street_offers(organisation_id, goods)
    with transaction.atomic():
        levels = _locked_levels(found.values())
        missing = _add_missing(levels, found, goods, by=by, reference=reference)
        expired = _keep_selling(levels)
        standing_in = {each.offer_id: _as_paid(found[each.offer_id], levels, each.unit_price) for each in goods}
        yield OnCounter({asked: offer.offer_id for asked, offer in standing_in.items()}, missing)
        fresh = [offer.offer_id for asked, offer in standing_in.items() if offer.offer_id != asked]
        Offer.objects.filter(cell_id=HOME_CELL, offer_id__in=fresh).update(status=OfferStatus.ENDED)
        for level, until in expired:
            Level.objects.filter(pk=level.pk).update(sell_until=until)


def _street_offers(organisation_id: UUID, goods: Sequence[SoldGoods]) -> dict[int, Offer]:
    """Return the seller's offers that were sold by, whatever their state."""
    numbers = {each.offer_id for each in goods}
    mine = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, channel=Channel.STREET)
    found = {offer.offer_id: offer for offer in mine.filter(offer_id__in=numbers)}
    if found.keys() != numbers:
        raise errors.OfferUnknown
    return found


def _locked_levels(offers: Iterable[Offer]) -> dict[int, Level]:
    """Lock the levels of some offers in the order of their numbers, as everybody does."""
    numbers = {offer.level_id for offer in offers}
    rows = Level.objects.filter(cell_id=HOME_CELL, level_id__in=numbers).order_by("level_id")
    return {level.level_id: level for level in rows.select_for_update(no_key=True)}


def _add_missing(
    levels: dict[int, Level], found: dict[int, Offer], goods: Sequence[SoldGoods], *, by: Actor, reference: str
) -> dict[int, int]:
    """Correct the count of every level that has fewer free than were sold; return by how many, by asked offer."""
    sold: Counter[int] = Counter()
    for each in goods:
        sold[found[each.offer_id].level_id] += each.quantity
    short = {number: sold[number] - level.free for number, level in levels.items() if sold[number] > level.free}
    for number, count in short.items():
        move(
            level=levels[number],
            change=count,
            kind=MoveKind.COUNTED,
            by=by,
            reason=_("Sold in the shop"),
            reference=reference,
        )
    announce_stock(levels=[levels[number] for number in short])
    return {offer.offer_id: short[offer.level_id] for offer in found.values() if offer.level_id in short}


def _keep_selling(levels: dict[int, Level]) -> list[tuple[Level, datetime]]:
    """Let lots past their day be sold for the moment; return them with their day."""
    expired = [
        (each, each.sell_until) for each in levels.values() if each.sell_until and each.sell_until <= clock.now()
    ]
    for level, _until in expired:
        level.sell_until = ALWAYS
        level.save(update_fields=["sell_until"])
    return expired


def _as_paid(offer: Offer, levels: dict[int, Level], price: int) -> Offer:
    """Return the offer if it still says what was paid, else one for this sale alone."""
    says_so = is_open(row=offer, level=levels[offer.level_id], at=clock.now()) and offer.price == price
    if says_so and offer.per_buyer_limit is None:
        return offer
    return Offer.objects.create(
        cell_id=offer.cell_id, offer_id=new_number(), organisation_id=offer.organisation_id,
        product_id=offer.product_id, variant_id=offer.variant_id, level_id=offer.level_id, channel=Channel.STREET,
        price=price, currency=offer.currency, is_public=True, cycle_id=new_id(), changed_at=clock.now(),
    )  # fmt: skip
