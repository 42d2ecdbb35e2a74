"""A seller's offers: price, terms, pausing and ending, offering in one more channel."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.catalog.forms.changes import NewOfferForm, PriceForm, TermsForm
from dure.rooms.catalog.forms.fields import first_error
from dure.rooms.catalog.models import Offer
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries.offers import offer as offer_of
from dure.rooms.catalog.services import offers

STATUSES = {"pause": offers.pause_offer, "resume": offers.resume_offer, "end": offers.end_offer}


@require_POST
def offer_price(request: DureRequest, organisation_id: UUID, offer_id: int) -> HttpResponse:
    """Set another price, if it is still the one the page showed."""
    found = mine.own_offer(organisation_id=organisation_id, offer_id=offer_id)
    form = PriceForm(request.POST, offer=found)
    if form.is_valid():
        offers.change_price(by=request.actor, organisation_id=organisation_id, offer_id=offer_id, **form.facts())
        messages.success(request, _("The price is changed."))
    else:
        messages.error(request, first_error(form))
    return redirect("catalog:product", organisation_id=organisation_id, product_id=found.product_id)


@require_POST
def offer_status(request: DureRequest, organisation_id: UUID, offer_id: int) -> HttpResponse:
    """Pause an offer, put it on sale again, or end it."""
    verb = STATUSES.get(request.POST.get("act", ""), offers.pause_offer)
    changed = verb(by=request.actor, organisation_id=organisation_id, offer_id=offer_id)
    messages.success(request, changed.get_status_display())
    return redirect("catalog:product", organisation_id=organisation_id, product_id=changed.product_id)


@require_http_methods(["GET", "POST"])
def offer_terms(request: DureRequest, organisation_id: UUID, offer_id: int) -> HttpResponse:
    """Price, limit per buyer and order window of one offer; and its other channels."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    found = mine.own_offer(organisation_id=organisation_id, offer_id=offer_id)
    form = TermsForm(request.POST or None, currency=found.currency, initial=_terms_of(found))
    if form.is_valid():
        offers.change_terms(
            by=request.actor, organisation_id=organisation_id, offer_id=offer_id, terms=form.terms(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("catalog:product", organisation_id=organisation_id, product_id=found.product_id)
    context = {"shop": shop, "offer": offer_of(offer_id=offer_id), "form": form}
    return render(request, "catalog/offer_terms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@idempotent
def new_offer(request: DureRequest, organisation_id: UUID, level_id: int) -> HttpResponse:
    """Offer what lies at a level in one more channel."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    row = mine.stock_row(organisation_id=organisation_id, level_id=level_id)
    form = NewOfferForm(request.POST or None, currency=shop.currency)
    if form.is_valid():
        made = offers.make_offer(
            by=request.actor, organisation_id=organisation_id, level_id=level_id,
            channel=form.cleaned_data["channel"], terms=form.terms(),
        )  # fmt: skip
        messages.success(
            request, _("It is for sale now.") if shop.is_approved else _("It is kept until we approve you.")
        )
        return redirect("catalog:product", organisation_id=organisation_id, product_id=made.product_id)
    context = {"shop": shop, "row": row, "form": form}
    return render(request, "catalog/new_offer.html", context, status=422 if form.errors else 200)


def _terms_of(found: Offer) -> dict[str, object]:
    """Return the first contents of the form about terms."""
    names = ("per_buyer_limit", "opens_at", "closes_at", "version")
    return {**{name: getattr(found, name) for name in names}, "price": found.amount}
