"""Bookings: one's own, a seller's, one with everything that can be done about it, and selling something by booking."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel import clock
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.queries.offers import offer as offer_of
from dure.rooms.market.errors.bookings import BookingNotYetPossible, NotMetYet
from dure.rooms.market.forms.bookings import BookingTermsForm, OutcomeForm, ProposalForm
from dure.rooms.market.models.bookings import BookingTerms
from dure.rooms.market.queries import bookings as queries
from dure.rooms.market.queries.bookings import BookingPage
from dure.rooms.market.services import booking_terms, bookings
from dure.rooms.market.services.bookings import outcome_verbs
from dure.rooms.market.views.people import buyer_of
from dure.rooms.stage.calendar_file import calendar_file

MEETING_MINUTES, REMIND_MINUTES = 60, 180


@require_safe
def my_bookings(request: DureRequest) -> HttpResponse:
    """What somebody booked."""
    return render(request, "market/bookings.html", {"found": queries.my_bookings(person_id=buyer_of(request))})


@require_safe
def seller_bookings(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What was booked with a seller, what is open first."""
    found = queries.bookings_of_seller(organisation_id=organisation_id)
    return render(request, "market/bookings.html", {"found": found, "organisation_id": organisation_id})


@require_safe
def booking(request: DureRequest, booking_id: UUID) -> HttpResponse:
    """One booking, to its buyer, its seller's people and staff."""
    page = queries.booking_page(by=request.actor, booking_id=booking_id)
    return _page(request, page, ProposalForm())


@require_POST
@idempotent
def booking_proposal(request: DureRequest, booking_id: UUID) -> HttpResponse:
    """Propose when and where to meet."""
    page = queries.booking_page(by=request.actor, booking_id=booking_id)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    bookings.propose_meeting(by=request.actor, booking_id=booking_id, **form.cleaned_data)
    messages.success(request, _("Proposed. The other side has been told."))
    return redirect("market:booking", booking_id=booking_id)


@require_POST
def booking_answer(request: DureRequest, booking_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Accept or decline a proposed date."""
    answer = request.POST.get("answer", "")
    if answer not in {"accept", "decline"}:
        raise BadInput(fields={"answer": [answer]})
    bookings.answer_proposal(
        by=request.actor, booking_id=booking_id, proposal_id=proposal_id, is_accepted=answer == "accept"
    )
    messages.success(request, _("The date is agreed.") if answer == "accept" else _("Please propose another date."))
    return redirect("market:booking", booking_id=booking_id)


@require_POST
def booking_outcome(request: DureRequest, booking_id: UUID) -> HttpResponse:
    """Say that it was bought, that one gives up, or that the buyer did not come."""
    answers = _valid(OutcomeForm(request.POST)).cleaned_data
    outcome_verbs(why=answers["why"])[answers["outcome"]](by=request.actor, booking_id=booking_id)
    messages.success(request, _("Noted. The other side has been told."))
    return redirect("market:booking", booking_id=booking_id)


@require_safe
def booking_calendar(request: DureRequest, booking_id: UUID) -> HttpResponse:
    """The agreed date as a file for a calendar; NotMetYet where none is agreed."""
    page = queries.booking_page(by=request.actor, booking_id=booking_id)
    found = page.booking
    if found.meets_at is None:
        raise NotMetYet
    text = calendar_file(
        show_id=found.id, title=found.name, about=found.seller.shown_name, starts_at=found.meets_at,
        minutes=MEETING_MINUTES, page=request.build_absolute_uri(reverse("market:booking", args=[found.id])),
        now=clock.now(), sequence=len(page.proposals), place=found.place, remind_minutes=REMIND_MINUTES,
    )  # fmt: skip
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="booking-{found.meets_at:%Y-%m-%d}.ics"'
    return answer


@require_http_methods(["GET", "POST"])
@idempotent
def offer_booking(request: DureRequest, organisation_id: UUID, offer_id: int) -> HttpResponse:
    """Sell an offer by booking, or by parcel again."""
    offer = offer_of(offer_id=offer_id)
    if offer.organisation_id != organisation_id:
        raise BookingNotYetPossible
    terms = queries.terms_of(offer_ids=[offer_id]).get(offer_id)
    here: dict[str, Any] = {"by": request.actor, "organisation_id": organisation_id, "offer_id": offer_id}
    if request.method == "POST" and "end" in request.POST:
        booking_terms.end_booking_terms(**here)
        messages.success(request, _("It is sold by parcel again, at the price of the offer."))
        return redirect("market:offer_booking", organisation_id=organisation_id, offer_id=offer_id)
    form = BookingTermsForm(request.POST or None, currency=offer.price.currency, initial=_written(terms))
    if form.is_valid():
        booking_terms.set_booking_terms(**here, draft=form.draft())
        messages.success(request, _("It is sold by booking now; its price is the deposit."))
        return redirect("market:offer_booking", organisation_id=organisation_id, offer_id=offer_id)
    context = {"offer": offer, "terms": terms, "form": form, "organisation_id": organisation_id}
    return render(request, "market/offer_booking.html", context, status=422 if form.errors else 200)


def booking_of_goods(_request: DureRequest, offer: OfferView) -> Mapping[str, object] | None:
    """Return how the goods on a product's page are booked; None where they are sent."""
    terms = queries.terms_of(offer_ids=[offer.offer_id]).get(offer.offer_id)
    return None if terms is None else {"booking_terms": terms, "booking_rest": terms.price - offer.price}


def booking_of_own_offer(_request: DureRequest, offer: OfferView) -> Mapping[str, object] | None:
    """Return the way to the terms of booking of a seller's own offer; None where it cannot be sold so."""
    if offer.channel not in booking_terms.CHANNELS or offer.cycle_id is not None:
        return None
    booking_url = reverse("market:offer_booking", args=[offer.organisation_id, offer.offer_id])
    is_booked = bool(queries.terms_of(offer_ids=[offer.offer_id]))
    return {"booking_url": booking_url, "is_booked": is_booked}


def _written(terms: BookingTerms | None) -> dict[str, object]:
    if terms is None:
        return {}
    full = Money(terms.full_price, terms.currency)
    return {"full": str(full.major), "back_until": terms.back_until, "next_words": terms.next_words}


def _page(request: DureRequest, page: BookingPage, form: ProposalForm, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "booking": page.booking, "form": form, "outcome": OutcomeForm()}
    return render(request, "market/booking.html", context, status=status)


def _valid(form: Form) -> Form:
    if not form.is_valid():
        raise BadInput(fields={name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form
