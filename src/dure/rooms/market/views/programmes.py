"""A seller's programmes for hosts: opened, looked at, changed, paused, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.promoting import ProgrammeForm, TermsForm, initial_of
from dure.rooms.market.promoting import COMMISSION_PRESETS_BP, percent
from dure.rooms.market.queries import affiliates as queries
from dure.rooms.market.queries import promotions
from dure.rooms.market.services import programmes
from dure.rooms.merchants.queries.merchants import merchant
from dure.rooms.people.queries.organisations import organisation

STEPS = {
    "pause": programmes.pause_programme,
    "resume": programmes.resume_programme,
    "end": programmes.end_programme,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def own_programmes(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """A seller's programmes, and a form for one more."""
    currency = merchant(organisation_id=organisation_id).currency
    form = ProgrammeForm(request.POST or None, seller_id=organisation_id, currency=currency)
    if form.is_valid():
        made = programmes.open_programme(
            by=request.actor, seller_id=organisation_id, terms=form.terms(), product_id=form.product_id()
        )
        messages.success(request, _("Hosts can promote it now."))
        return redirect("market:own_programme", organisation_id=organisation_id, programme_id=made.id)
    context = {
        "organisation": organisation(organisation_id=organisation_id),
        "programmes": promotions.programmes_of(seller_id=organisation_id),
        "form": form,
        "presets": [percent(each) for each in COMMISSION_PRESETS_BP],
    }
    return render(request, "market/own_programmes.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_programme(request: DureRequest, organisation_id: UUID, programme_id: UUID) -> HttpResponse:
    """One programme: what it brought and cost, and its terms to change."""
    found = promotions.own_programme(seller_id=organisation_id, programme_id=programme_id)
    form = TermsForm(request.POST or None, currency=found.currency, initial=initial_of(found))
    if form.is_valid():
        programmes.change_programme(
            by=request.actor, seller_id=organisation_id, programme_id=programme_id, terms=form.terms()
        )
        messages.success(request, _("Saved. It holds for everybody who follows a link from now on."))
        return redirect("market:own_programme", organisation_id=organisation_id, programme_id=programme_id)
    context = {
        "organisation": organisation(organisation_id=organisation_id),
        "programme": found,
        "sums": queries.sums_of_programme(programme_id=programme_id),
        "form": form,
    }
    return render(request, "market/own_programme.html", context, status=422 if form.errors else 200)


@require_POST
def programme_step(request: DureRequest, organisation_id: UUID, programme_id: UUID) -> HttpResponse:
    """Pause a programme, let it run again, or end it."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise BadInput
    step(by=request.actor, seller_id=organisation_id, programme_id=programme_id)
    messages.success(request, _("Saved."))
    return redirect("market:own_programme", organisation_id=organisation_id, programme_id=programme_id)
