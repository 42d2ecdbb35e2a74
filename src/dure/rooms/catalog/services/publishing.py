"""What the verbs about offers share: making them, changing their state, and telling of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dure.events.catalog import OfferEnded, OfferPublished, TermsChanged
from dure.kernel import clock
from dure.kernel.numbers import new_number
from dure.kernel.outbox import announce, announce_all
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Level, Lot, Offer, OfferStatus
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.services.sellers import Seller, check_terms
from dure.rooms.ledger.chart import HOME_CELL


def publish(*, level: Level, product_id: UUID, channel: str, terms: Terms, seller: Seller) -> Offer:
    """Make an open offer on a level; AlreadyOffered where the channel has one."""
    check_terms(terms, seller=seller)
    made = Offer(
        cell_id=level.cell_id,
        offer_id=new_number(),
        organisation_id=seller.organisation_id,
        product_id=product_id,
        variant_id=level.variant_id,
        level_id=level.level_id,
        channel=channel,
        price=terms.price.minor,
        currency=terms.price.currency,
        is_public=seller.is_public,
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        per_buyer_limit=terms.per_buyer_limit,
        changed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "catalog_offer_once_per_channel" not in str(error):
            raise
        raise errors.AlreadyOffered from error
    announce_published(offers=[made])
    return made


@transaction.atomic(savepoint=False)
def announce_published(*, offers: Iterable[Offer]) -> None:
    """Tell that offers can be bought; those of coupons, or of a seller not approved yet, are kept quiet."""
    announce_all(
        [
            OfferPublished(
                cell_id=offer.cell_id, offer_id=str(offer.offer_id), product_id=str(offer.product_id),
                organisation_id=str(offer.organisation_id), channel=offer.channel, price=offer.price,
                currency=offer.currency,
            )
            for offer in offers if offer.is_public and offer.channel in LISTED
        ]
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def announce_ended(*, offers: Iterable[Offer]) -> None:
    """Tell that offers cannot be bought any more."""
    announce_all(
        [
            OfferEnded(
                cell_id=offer.cell_id, offer_id=str(offer.offer_id), product_id=str(offer.product_id),
                organisation_id=str(offer.organisation_id), is_final=offer.status == OfferStatus.ENDED,
            )
            for offer in offers if offer.is_public and offer.channel in LISTED
        ]
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def announce_terms(*, offers: Sequence[Offer]) -> None:
    """Tell that a seller's offers have another price, limit or time."""
    if offers:
        announce(
            TermsChanged(
                cell_id=offers[0].cell_id, offer_ids=tuple(str(offer.offer_id) for offer in offers),
                organisation_id=str(offers[0].organisation_id),
            )
        )  # fmt: skip


@transaction.atomic(savepoint=False)
def set_status(*, offers: Iterable[Offer], status: OfferStatus) -> list[Offer]:
    """Bring locked offers into a state, tell of it, and return those that were in another; ended ones stay ended."""
    changed = [offer for offer in offers if offer.status not in {status, OfferStatus.ENDED}]
    for offer in changed:
        offer.status, offer.version, offer.changed_at = status, offer.version + 1, clock.now()
    Offer.objects.bulk_update(changed, ["status", "version", "changed_at"])
    if status == OfferStatus.OPEN:
        announce_published(offers=changed)
    else:
        announce_ended(offers=changed)
    return changed


@transaction.atomic(savepoint=False)
def locked_offers(*, organisation_id: UUID, offer_ids: Iterable[int]) -> list[Offer]:
    """Return a seller's offers of these numbers, locked in the order of their numbers."""
    found = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, offer_id__in=list(offer_ids))
    return list(found.select_for_update(no_key=True).order_by("offer_id"))


def sell_until(lot: Lot | None) -> datetime | None:
    """Return the moment a lot is no longer sold: the end of its last good day; None for what keeps."""
    if lot is None or lot.best_before is None:
        return None
    return datetime.combine(lot.best_before + timedelta(days=1), time.min, tzinfo=clock.HOUSE_ZONE)
