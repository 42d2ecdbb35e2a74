"""Selling something by booking: its offer's price is a deposit, and the terms say what the deposit is for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.catalog.queries import offers as catalog
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.services.whole_prices import set_whole_price
from dure.rooms.market.errors.bookings import BookingNotYetPossible, BookingTermsWrong, NoBookingTerms, OffersBeside
from dure.rooms.market.models import Coupon, FlashPrice
from dure.rooms.market.models.bookings import WORDS_LENGTH_MAX, BookingTerms
from dure.rooms.market.services.live_offers import renew_terms
from dure.rooms.market.services.notices import amount_in_words
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

AHEAD_MAX: Final = timedelta(days=730)
CHANNELS: Final = frozenset({"shop", "live"})


@dataclass(frozen=True, kw_only=True)
class TermsDraft:
    """The full price of one (minor units), until which day the deposit comes back, and what happens next."""

    full_minor: int
    back_until: date
    next_words: str


@transaction.atomic
def set_booking_terms(*, by: Actor, organisation_id: UUID, offer_id: int, draft: TermsDraft) -> BookingTerms:
    """Sell an own offer by booking from now on; who booked keeps the terms of then; the same again is nothing new.

    OffersBeside while a coupon or a flash price would sell it by parcel.
    """
    offer = _own(by, organisation_id, offer_id)
    words = normalise(draft.next_words)
    _check(draft, words, offer)
    now = clock.now()
    current = _current(offer_id)
    if current and (current.full_price, current.back_until, current.next_words) == (
        draft.full_minor, draft.back_until, words,
    ):  # fmt: skip
        return current
    if current is None and _has_offers_beside(offer_id):
        raise OffersBeside
    _end(current)
    made = BookingTerms.objects.create(
        cell_id=offer.cell_id, offer_id=offer_id, organisation_id=organisation_id, full_price=draft.full_minor,
        currency=offer.price.currency, back_until=draft.back_until, next_words=words, began_at=now, set_by=by.person_id,
    )  # fmt: skip
    set_whole_price(offer_id=offer_id, whole_price=made.full_price, cell_id=offer.cell_id)
    renew_terms(offer_id=offer_id)
    return made


@transaction.atomic
def end_booking_terms(*, by: Actor, organisation_id: UUID, offer_id: int) -> BookingTerms:
    """Sell an offer by parcel again, at its price; what was booked stays booked. NoBookingTerms where it was not."""
    _own(by, organisation_id, offer_id)
    current = _current(offer_id)
    if current is None:
        raise NoBookingTerms
    _end(current)
    set_whole_price(offer_id=offer_id, whole_price=None, cell_id=current.cell_id)
    renew_terms(offer_id=offer_id)
    return current


def _own(by: Actor, organisation_id: UUID, offer_id: int) -> OfferView:
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = catalog.offers(offer_ids=[offer_id]).get(offer_id)
    if found is None or found.organisation_id != organisation_id or found.channel not in CHANNELS:
        raise BookingNotYetPossible
    return found


def _check(draft: TermsDraft, words: str, offer: OfferView) -> None:
    is_day_fine = clock.today() <= draft.back_until <= clock.today() + AHEAD_MAX
    is_price_fine = draft.full_minor >= offer.price.minor
    if not (is_day_fine and is_price_fine and 0 < len(words) <= WORDS_LENGTH_MAX):
        deposit = amount_in_words(offer.price.minor, offer.price.currency)
        raise BookingTermsWrong(deposit=deposit, days=AHEAD_MAX.days)


def _has_offers_beside(offer_id: int) -> bool:
    """Whether a coupon or a flash price sells the same goods by parcel now."""
    is_flash = FlashPrice.objects.filter(of_offer_id=offer_id, ended_at__isnull=True).exists()
    return is_flash or Coupon.objects.filter(of_offer_id=offer_id, until__gt=clock.now()).exists()


def _current(offer_id: int) -> BookingTerms | None:
    return BookingTerms.objects.select_for_update().filter(offer_id=offer_id, ended_at__isnull=True).first()


def _end(terms: BookingTerms | None) -> None:
    if terms is not None:
        terms.ended_at = clock.now()
        terms.save(update_fields=["ended_at"])
