"""Private offers: a lower price over the stock of an ordinary offer, for those the market says may have it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Channel, Level, Offer, OfferStatus
from dure.rooms.catalog.queries.offers import is_open
from dure.rooms.catalog.services.publishing import locked_offers, publish, set_status
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.catalog.services.shelves import locked_level


@transaction.atomic
def offer_privately(
    *, by: Actor, organisation_id: UUID, offer_id: int, price: Money, closes_at: datetime, per_buyer_limit: int
) -> Offer:
    """Offer what lies behind an open offer at another price too, until a moment; nobody sees it listed anywhere.

    OfferUnknown for others' offers, OfferOver for one nobody can buy now, AlreadyOffered while an earlier one stands.
    """
    seller = demand_seller(by=by, organisation_id=organisation_id)
    level, beside = _open_one(organisation_id, offer_id)
    _end_those_over(level)
    terms = Terms(price=price, per_buyer_limit=per_buyer_limit, closes_at=closes_at)
    return publish(level=level, product_id=beside.product_id, channel=Channel.COUPON, terms=terms, seller=seller)


def _open_one(organisation_id: UUID, offer_id: int) -> tuple[Level, Offer]:
    """Return an offer people can buy now, with its level; both locked, the level first."""
    known = Offer.objects.filter(organisation_id=organisation_id, offer_id=offer_id).values_list("level_id", flat=True)
    level_id = known.first()
    if level_id is None:
        raise errors.OfferUnknown
    level = locked_level(organisation_id=organisation_id, level_id=level_id)
    [offer] = locked_offers(organisation_id=organisation_id, offer_ids=[offer_id])
    if not is_open(row=offer, level=level, at=clock.now()):
        raise errors.OfferOver
    return level, offer


def _end_those_over(level: Level) -> None:
    """End private offers of a level whose time is over, so that another can stand there."""
    found = Offer.objects.filter(
        cell_id=level.cell_id, level_id=level.level_id, channel=Channel.COUPON, closes_at__lte=clock.now()
    ).exclude(status=OfferStatus.ENDED)
    set_status(offers=list(found.select_for_update(no_key=True)), status=OfferStatus.ENDED)
