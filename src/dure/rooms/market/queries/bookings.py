"""What is sold by booking, on which terms, and bookings as buyer and seller see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.kernel.questions import Question
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.errors.bookings import BookingUnknown
from dure.rooms.market.models import Side
from dure.rooms.market.models.bookings import Booking, BookingProposal, BookingTerms
from dure.rooms.people.queries import persons
from dure.rooms.people.queries.memberships import demand_role, members_of
from dure.rooms.people.roles import Role

SHOWN_MAX: Final = 200
PROPOSED_BY: Final = {Side.BUYER: Side.SELLER, Side.SELLER: Side.BUYER}


class BookedRow(msgspec.Struct, frozen=True):
    """An offer that is sold by booking, and its terms now; the full price in minor units of the offer's currency."""

    offer_id: int
    full_price: int
    back_until: date
    next_words: str


_TERMS: Final = "terms.offer_id, terms.full_price, terms.back_until, terms.next_words"
BOOKED: Final = Question(
    "booked",
    f"SELECT {_TERMS} FROM wanted JOIN market_bookingterms AS terms "  # noqa: S608  our own words
    "ON terms.offer_id = wanted.offer_id AND terms.ended_at IS NULL",
    BookedRow,
)
"""Of what is wanted, the offers that are sold by booking."""

BOOKED_WARES: Final = Question(
    "booked",
    f"SELECT {_TERMS} FROM wares JOIN market_bookingterms AS terms "  # noqa: S608  our own words
    "ON terms.offer_id = wares.offer_id AND terms.ended_at IS NULL",
    BookedRow,
)
"""The same of the `wares` at hand."""


@dataclass(frozen=True, kw_only=True)
class BookingPage:
    """A booking with everything its page shows: who looks at it, what was proposed, and who has to act."""

    booking: Booking
    side: Side
    proposals: tuple[BookingProposal, ...]
    buyer_name: str

    @property
    def waiting(self) -> BookingProposal | None:
        """The proposal that waits for an answer."""
        return next((each for each in self.proposals if each.answer == BookingProposal.Answer.OPEN), None)

    @property
    def is_mine_to_answer(self) -> bool:
        """Whether who looks may answer the proposal."""
        return self.waiting is not None and self.waiting.side != self.side

    @property
    def may_say_bought(self) -> bool:
        """Whether it can be said that it was bought: the buyer always, the seller once they have met."""
        return self.booking.is_open and (self.side == Side.BUYER or self.booking.has_met)

    @property
    def may_say_not_come(self) -> bool:
        """Whether the seller may say that the buyer did not come."""
        is_agreed = self.booking.status == Booking.Status.AGREED
        return is_agreed and self.side != Side.BUYER and self.booking.has_met


def terms_of(*, offer_ids: Collection[int]) -> dict[int, BookingTerms]:
    """Return the terms in force of those offers that are sold by booking, by the offer's number."""
    found = BookingTerms.objects.filter(cell_id=HOME_CELL, offer_id__in=offer_ids, ended_at__isnull=True)
    return {terms.offer_id: terms for terms in found}


def full_prices(*, offer_ids: Collection[int]) -> dict[int, Money]:
    """Return what one costs of those offers whose price is a deposit, by the offer's number."""
    return {number: terms.price for number, terms in terms_of(offer_ids=offer_ids).items()}


def terms_at(*, offer_id: int, at: datetime) -> BookingTerms | None:
    """Return the terms by which an offer was booked at a moment; None where it was never sold by booking.

    A page that shows terms can be used for some minutes after they ended, so those that ended last count too.
    """
    found = BookingTerms.objects.filter(cell_id=HOME_CELL, offer_id=offer_id, began_at__lte=at)
    return found.order_by("-began_at").first()


def booking_facts(*, offer_id: int) -> dict[str, str | int] | None:
    """Return what a cue tells of an offer besides its price, which is the deposit; None where it is not booked."""
    terms = terms_of(offer_ids=[offer_id]).get(offer_id)
    if terms is None:
        return None
    return {"kind": "booking", "full_minor": terms.full_price, "back_until": terms.back_until.isoformat()}


def my_bookings(*, person_id: UUID) -> list[Booking]:
    """Return what somebody booked, the last first."""
    return list(_with_terms().filter(buyer_id=person_id).order_by("-asked_at", "-id")[:SHOWN_MAX])


def bookings_of_seller(*, organisation_id: UUID) -> list[Booking]:
    """Return what was booked with a seller: what is open first, the soonest date first."""
    rows = _with_terms().select_related("buyer")
    found = list(rows.filter(seller_id=organisation_id).order_by("-asked_at", "-id")[:SHOWN_MAX])
    return sorted(found, key=lambda each: (not each.is_open, each.meets_at or each.asked_at))


def booking_of_order(*, order_id: int) -> Booking | None:
    """Return the booking an order began; None of others, and until the house has heard that it is paid."""
    return Booking.objects.filter(cell_id=HOME_CELL, order_id=order_id).first()


def open_count(*, organisation_id: UUID) -> int:
    """Return how many bookings of a seller are under way."""
    return Booking.objects.filter(seller_id=organisation_id, status__in=Booking.OPEN).count()


def booking_page(*, by: Actor, booking_id: UUID) -> BookingPage:
    """Return a booking to its buyer, its seller's people or staff; BookingUnknown to anybody else."""
    booking = _with_terms().filter(id=booking_id).first()
    if booking is None:
        raise BookingUnknown
    return BookingPage(
        booking=booking,
        side=side_in(booking=booking, by=by),
        proposals=tuple(booking.proposals.order_by("-made_at", "-id")),
        buyer_name=persons.names(person_ids=[booking.buyer_id]).get(booking.buyer_id, ""),
    )


def side_in(*, booking: Booking, by: Actor) -> Side:
    """Return on whose side somebody stands; BookingUnknown for who has nothing to do with it."""
    if by.person_id is not None and by.person_id == booking.buyer_id and not by.is_bound:
        return Side.BUYER
    if by.is_staff:
        return Side.STAFF if by.person_id else Side.HOUSE
    try:
        demand_role(by=by, organisation_id=booking.seller_id, least=Role.MEMBER)
    except NotFound as error:
        raise BookingUnknown from error
    return Side.SELLER


def people_of(*, booking: Booking, side: Side) -> list[UUID]:
    """Return who is told on a side."""
    if side == Side.BUYER:
        return [booking.buyer_id]
    return members_of(organisation_ids={booking.seller_id})[booking.seller_id]


def whose_turn(*, booking: Booking) -> Side:
    """Return who has to make the next step before a date is agreed: who was asked, and first of all the seller."""
    waiting = booking.proposals.filter(answer=BookingProposal.Answer.OPEN).first()
    return PROPOSED_BY.get(Side(waiting.side), Side.SELLER) if waiting else Side.SELLER


def due(*, before: datetime | None = None, count: int) -> list[UUID]:
    """Return open bookings whose next step was to be made by a moment (now), those longest overdue first."""
    found = Booking.objects.filter(status__in=Booking.OPEN, due_at__lte=before or clock.now())
    return list(found.order_by("due_at").values_list("id", flat=True)[:count])


def _with_terms() -> QuerySet[Booking]:
    return Booking.objects.select_related("terms", "seller", "fulfilment")
