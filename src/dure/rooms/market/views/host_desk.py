"""Staff: who wants to be a host, who was suspended, and commissions to be looked at, decided many at once."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import Actor, DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.promoting import HostDecisionForm, ticked
from dure.rooms.market.models import Affiliate
from dure.rooms.market.queries import affiliates as queries
from dure.rooms.market.services import affiliates, held_commissions

Verb = Callable[[Actor, UUID, str], Affiliate]
VERBS: dict[str, Verb] = {
    "approve": lambda by, number, why: affiliates.decide_application(
        by=by, affiliate_id=number, is_approved=True, why=why
    ),
    "decline": lambda by, number, why: affiliates.decide_application(
        by=by, affiliate_id=number, is_approved=False, why=why
    ),
    "suspend": lambda by, number, why: affiliates.suspend(by=by, affiliate_id=number, why=why),
    "reinstate": lambda by, number, why: affiliates.reinstate(by=by, affiliate_id=number, why=why),
    "decline_appeal": lambda by, number, why: affiliates.decline_appeal(by=by, affiliate_id=number, why=why),
}
POSSIBLE = {
    Affiliate.Status.WAITING: ["approve", "decline"],
    Affiliate.Status.APPROVED: ["suspend"],
    Affiliate.Status.DECLINED: ["approve"],
    Affiliate.Status.SUSPENDED: ["reinstate"],
}


@never_cache
@require_safe
def host_desk(request: DureRequest) -> HttpResponse:
    """Everything about hosts that waits for staff, and the latest decisions with a way back."""
    page = Paginator(queries.held(), queries.ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "applications": queries.applications()[: queries.ROWS_PER_PAGE],
        "suspended": queries.suspended()[: queries.ROWS_PER_PAGE],
        "decisions": queries.decisions(),
    }
    return render(request, "market/host_desk.html", context)


@require_POST
@idempotent
def held_decision(request: DureRequest) -> HttpResponse:
    """Allow or refuse the ticked commissions."""
    held_commissions.decide_held(
        by=request.actor,
        attribution_ids=ticked(request.POST),
        is_allowed=request.POST.get("decision") == "allow",
        why=request.POST.get("why", ""),
    )
    messages.success(request, _("That is decided. It can be undone below."))
    return redirect("market:host_desk")


@require_POST
def held_undoing(request: DureRequest, act_id: UUID) -> HttpResponse:
    """Take a decision back."""
    held_commissions.undo_decision(by=request.actor, act_id=act_id, why=request.POST.get("why", ""))
    messages.success(request, _("The decision is undone; they wait again."))
    return redirect("market:host_desk")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def host_review(request: DureRequest, affiliate_id: UUID) -> HttpResponse:
    """One host: what was decided and earned, and what can be decided now."""
    found = queries.affiliate(affiliate_id=affiliate_id)
    acts = list(POSSIBLE[Affiliate.Status(found.status)])
    acts += ["decline_appeal"] if found.appealed_at else []
    form = HostDecisionForm(request.POST or None, acts=acts)
    form.fields["why"].required = request.POST.get("act") != "approve"
    if form.is_valid():
        VERBS[form.cleaned_data["act"]](request.actor, affiliate_id, form.cleaned_data["why"])
        messages.success(request, _("That is decided. The host has been told."))
        return redirect("market:host_review", affiliate_id=affiliate_id)
    context = {
        "affiliate": found,
        "form": form,
        "possible": acts,
        "sums": queries.sums_of(affiliate=found),
        "payable": queries.payable(affiliate=found),
        "acts": queries.acts_of(affiliate=found),
    }
    return render(request, "market/host_review.html", context, status=422 if form.errors else 200)
