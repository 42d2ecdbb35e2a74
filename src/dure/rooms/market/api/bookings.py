"""Bookings: one's own and a seller's, agreeing on a date, how they end, and selling something by booking."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.api.callers import caller_of
from dure.rooms.market.api.numbers import OfferNumber
from dure.rooms.market.queries import bookings as queries
from dure.rooms.market.schemas.bookings import (
    AnswerIn,
    BookingOut,
    BookingTermsIn,
    BookingTermsOut,
    BookingWithDatesOut,
    OutcomeIn,
    ProposalIn,
)
from dure.rooms.market.services import booking_terms, bookings

router = Router(tags=["market"])
ONE = "/bookings/{uuid:booking_id}"
SELLER = "/organisations/{uuid:organisation_id}"
TERMS = f"{SELLER}/offers/{{offer_id}}/booking-terms"


@router.get("/bookings", response=list[BookingOut], operation_id="my_bookings")
def my_bookings(request: DureRequest) -> list[BookingOut]:
    """What I booked, the last first."""
    return [BookingOut.of(each) for each in queries.my_bookings(person_id=caller_of(request))]


@router.get(ONE, response=BookingWithDatesOut, operation_id="booking")
def booking(request: DureRequest, booking_id: UUID) -> BookingWithDatesOut:
    """One booking, for its buyer and its seller: the deposit, the full price, and the dates that were proposed."""
    return _told(request, booking_id)


@router.post(f"{ONE}/proposals", response={201: BookingWithDatesOut}, operation_id="propose_meeting")
@decorate_view(idempotent)
def propose_meeting(request: DureRequest, booking_id: UUID, asked: ProposalIn) -> Status[BookingWithDatesOut]:
    """Propose when and where to meet; an earlier proposal that waits is replaced."""
    bookings.propose_meeting(
        by=request.actor, booking_id=booking_id, meets_at=asked.meets_at, place=asked.place, note=asked.note
    )
    return Status(201, _told(request, booking_id))


@router.post(
    f"{ONE}/proposals/{{uuid:proposal_id}}/answer", response=BookingWithDatesOut, operation_id="answer_proposal"
)
def answer_proposal(request: DureRequest, booking_id: UUID, proposal_id: UUID, asked: AnswerIn) -> BookingWithDatesOut:
    """Accept or decline the date the other side proposed."""
    bookings.answer_proposal(
        by=request.actor, booking_id=booking_id, proposal_id=proposal_id, is_accepted=asked.is_accepted
    )
    return _told(request, booking_id)


@router.post(f"{ONE}/outcome", response=BookingWithDatesOut, operation_id="end_booking")
def end_booking(request: DureRequest, booking_id: UUID, asked: OutcomeIn) -> BookingWithDatesOut:
    """Say how it ended: `bought`, `give_up` or (as its seller) `not_come`. The deposit goes where the terms say."""
    bookings.outcome_verbs(why=asked.why)[asked.outcome](by=request.actor, booking_id=booking_id)
    return _told(request, booking_id)


@router.get(f"{SELLER}/bookings", response=list[BookingOut], operation_id="seller_bookings")
def seller_bookings(request: DureRequest, organisation_id: UUID) -> list[BookingOut]:
    """What was booked with a seller, what is open first."""
    del request
    return [BookingOut.of(each) for each in queries.bookings_of_seller(organisation_id=organisation_id)]


@router.put(TERMS, response=BookingTermsOut, operation_id="set_booking_terms")
def set_booking_terms(
    request: DureRequest, organisation_id: UUID, offer_id: OfferNumber, asked: BookingTermsIn
) -> BookingTermsOut:
    """Sell an offer by booking: its price is the deposit. Who booked before keeps the terms of then."""
    made = booking_terms.set_booking_terms(
        by=request.actor, organisation_id=organisation_id, offer_id=offer_id, draft=asked.draft()
    )
    return BookingTermsOut.of(made)


@router.delete(TERMS, response={204: None}, operation_id="end_booking_terms")
def end_booking_terms(request: DureRequest, organisation_id: UUID, offer_id: OfferNumber) -> Status[None]:
    """Sell an offer by parcel again, at its price."""
    booking_terms.end_booking_terms(by=request.actor, organisation_id=organisation_id, offer_id=offer_id)
    return Status(204, None)


def _told(request: DureRequest, booking_id: UUID) -> BookingWithDatesOut:
    return BookingWithDatesOut.of_page(queries.booking_page(by=request.actor, booking_id=booking_id))
