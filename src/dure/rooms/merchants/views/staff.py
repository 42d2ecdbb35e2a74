"""What staff do about merchants: look, agree on rates, suspend, note market rates."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.clock import today
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.rooms.merchants.forms.staff import AgreementForm, MarketRateForm, ReasonForm
from dure.rooms.merchants.models import Status
from dure.rooms.merchants.queries import agreements, payouts
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.queries.listing import listed
from dure.rooms.merchants.services import agreements as agreeing
from dure.rooms.merchants.services import merchants
from dure.rooms.merchants.views.selling import bank_words, named_rates
from dure.rooms.trust.queries import verifications

PAGE_SIZE = 25


@require_safe
def all_merchants(request: DureRequest) -> HttpResponse:
    """Every merchant, by status and name."""
    status, search = request.GET.get("status", ""), request.GET.get("search", "")[:80]
    found = listed(status=status if status in Status.values else "", search=search)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "statuses": Status.choices,
        "status": status,
        "search": search,
    }
    return render(request, "merchants/staff/merchants.html", context)


@require_http_methods(["GET", "POST"])
def merchant(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """One merchant with everything staff need, and a form for a new agreement."""
    found = queries.merchant(organisation_id=organisation_id)
    form = AgreementForm(request.POST or None, initial={"starts_on": today()})
    if form.is_valid():
        agreeing.agree(by=request.actor, organisation_id=organisation_id, **form.facts())
        messages.success(request, _("Agreed."))
        return redirect("merchants:merchant", organisation_id=organisation_id)
    context = {
        "merchant": found,
        "form": form,
        "reason_form": ReasonForm(),
        "rates": named_rates(agreements.plan(organisation_id=organisation_id)),
        "agreements": agreements.agreements(organisation_id=organisation_id),
        "verification": verifications.by_subject(subject=merchants.subject_of(organisation_id=organisation_id)),
        "bank": bank_words(queries.payout_account(organisation_id=organisation_id)),
        "coming": payouts.coming(organisation_id=organisation_id),
        "acts": queries.acts(organisation_id=organisation_id),
        "today": today(),
    }
    return render(request, "merchants/staff/merchant.html", context, status=422 if form.errors else 200)


@require_POST
def agreement_end(request: DureRequest, organisation_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Let an agreement end today."""
    agreeing.end_agreement(
        by=request.actor, organisation_id=organisation_id, agreement_id=agreement_id, ends_on=today()
    )
    messages.success(request, _("The agreement ends today."))
    return redirect("merchants:merchant", organisation_id=organisation_id)


@require_POST
def suspension(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Stop a merchant from selling."""
    merchants.suspend(by=request.actor, organisation_id=organisation_id, reason=read_reason(request))
    messages.success(request, _("Selling is stopped."))
    return redirect("merchants:merchant", organisation_id=organisation_id)


@require_POST
def resumption(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Let a suspended merchant go on."""
    merchants.resume(by=request.actor, organisation_id=organisation_id, reason=request.POST.get("reason", "")[:300])
    messages.success(request, _("Selling goes on."))
    return redirect("merchants:merchant", organisation_id=organisation_id)


@require_http_methods(["GET", "POST"])
def market_rates(request: DureRequest) -> HttpResponse:
    """What selling costs elsewhere: what is known, and a form to note more."""
    form = MarketRateForm(request.POST or None)
    if form.is_valid():
        agreeing.note_market_rate(by=request.actor, **form.facts())
        messages.success(request, _("Noted."))
        return redirect("merchants:market_rates")
    context = {"form": form, "rates": agreements.market_rates()}
    return render(request, "merchants/staff/market_rates.html", context, status=422 if form.errors else 200)


def read_reason(request: DureRequest) -> str:
    """Return the reason that was sent; BadInput where there is none."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields={field: [str(error) for error in errors] for field, errors in form.errors.items()})
    reason: str = form.cleaned_data["reason"]
    return reason
