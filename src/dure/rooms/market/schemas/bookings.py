"""Shapes of bookings. Numbers of orders and offers, and amounts (whole minor units), are strings."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.market.models.bookings import (
    PLACE_LENGTH_MAX,
    WORDS_LENGTH_MAX,
    Booking,
    BookingProposal,
    BookingTerms,
)
from dure.rooms.market.queries.bookings import BookingPage
from dure.rooms.market.schemas.orders import AMOUNT
from dure.rooms.market.services.booking_terms import TermsDraft


class BookingTermsIn(Schema):
    """The full price of one, until which day the deposit comes back, and what happens next."""

    full_price: str = Field(pattern=AMOUNT)
    back_until: date
    next_words: str = Field(min_length=1, max_length=WORDS_LENGTH_MAX)

    def draft(self) -> TermsDraft:
        """Return what the verb takes."""
        return TermsDraft(full_minor=int(self.full_price), back_until=self.back_until, next_words=self.next_words)


class BookingTermsOut(Schema):
    """How an offer is sold by booking."""

    offer_id: str
    full_price: str
    currency: str
    back_until: date
    next_words: str

    @classmethod
    def of(cls, terms: BookingTerms) -> Self:
        """Return terms as JSON tells them."""
        return cls(
            offer_id=str(terms.offer_id), full_price=str(terms.full_price), currency=terms.currency,
            back_until=terms.back_until, next_words=terms.next_words,
        )  # fmt: skip


class ProposalIn(Schema):
    """When and where to meet."""

    meets_at: AwareDatetime
    place: str = Field(min_length=1, max_length=PLACE_LENGTH_MAX)
    note: str = Field("", max_length=WORDS_LENGTH_MAX)


class AnswerIn(Schema):
    """Whether a proposed date suits."""

    is_accepted: bool


class OutcomeIn(Schema):
    """How a booking ended."""

    outcome: Literal["bought", "give_up", "not_come"]
    why: str = Field("", max_length=WORDS_LENGTH_MAX)


class ProposalOut(Schema):
    """A proposed date and what the other side said."""

    id: UUID
    side: str
    meets_at: datetime
    place: str
    note: str
    answer: str

    @classmethod
    def of(cls, found: BookingProposal) -> Self:
        """Return a proposal as JSON tells it."""
        return cls(
            id=found.id, side=found.side, meets_at=found.meets_at, place=found.place, note=found.note,
            answer=found.answer,
        )  # fmt: skip


class BookingOut(Schema):
    """A booking. `rest` is what the two settle between themselves when it is bought; it is not paid here."""

    id: UUID
    order_id: str
    seller_id: UUID
    name: str
    quantity: int
    status: str
    deposit: str
    full_price: str
    rest: str
    currency: str
    back_until: date
    next_words: str
    asked_at: datetime
    meets_at: datetime | None
    place: str
    due_at: datetime | None
    why: str

    @classmethod
    def of(cls, booking: Booking) -> Self:
        """Return a booking as JSON tells it."""
        return cls.model_validate(facts_of(booking))


class BookingWithDatesOut(BookingOut):
    """A booking with the dates that were proposed, as one of its two sides sees it."""

    side: str
    proposals: list[ProposalOut]

    @classmethod
    def of_page(cls, page: BookingPage) -> Self:
        """Return a booking with its proposals, the last first."""
        proposals = [ProposalOut.of(each) for each in page.proposals]
        return cls.model_validate({**facts_of(page.booking), "side": page.side, "proposals": proposals})


def facts_of(booking: Booking) -> dict[str, object]:
    """Return what both sides may know of a booking."""
    return {
        "id": booking.id,
        "order_id": str(booking.order_id),
        "seller_id": booking.seller_id,
        "name": booking.name,
        "quantity": booking.quantity,
        "status": booking.status,
        "deposit": str(booking.deposit),
        "full_price": str(booking.full_price.minor),
        "rest": str(booking.rest.minor),
        "currency": booking.currency,
        "back_until": booking.back_until,
        "next_words": booking.terms.next_words,
        "asked_at": booking.asked_at,
        "meets_at": booking.meets_at,
        "place": booking.place,
        "due_at": booking.due_at,
        "why": booking.why,
    }
