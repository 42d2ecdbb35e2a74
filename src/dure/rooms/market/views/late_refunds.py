"""Staff: refunds that wait for sellers' earnings, and the house's advance where that takes too long."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.kernel.second_approval import needs_second
from dure.rooms.market.forms.late_refunds import DecisionForm
from dure.rooms.market.forms.promoting import WhyForm
from dure.rooms.market.models import AdvanceProposal
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.services import advances
from dure.rooms.people.queries import persons

PER_PAGE = 30
LISTS = {"proposed": queries.proposed, "advanced": queries.advanced}


@never_cache
@require_safe
def late_refunds(request: DureRequest) -> HttpResponse:
    """What buyers wait for, longest first; what somebody has to decide about; or what the house advanced."""
    which = next((name for name in LISTS if name in request.GET), "")
    page = Paginator(LISTS.get(which, queries.waiting)(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/late_refunds.html", {"which": which, "page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def late_refund(request: DureRequest, late_refund_id: UUID) -> HttpResponse:
    """One refund: what is missing, what was proposed, and the form that proposes that the house pays it."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = advances.propose_advance(by=request.actor, late_refund_id=late_refund_id, why=form.cleaned_data["why"])
        told = _("The buyer has the money. The seller was told.") if made.is_alone else _("The others were asked.")
        messages.success(request, told)
        return redirect("market:late_refund", late_refund_id)
    return _shown(request, late_refund_id, form=form, status=422 if form.errors else 200)


@never_cache
@require_POST
@idempotent
def decision(request: DureRequest, proposal_id: UUID) -> HttpResponse:
    """Approve or decline what somebody else of our staff proposed."""
    found = queries.proposal(proposal_id=proposal_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _shown(request, found.late_refund_id, decision=form, status=422)
    is_approved = form.cleaned_data["act"] == "approve"
    advances.decide_advance(
        by=request.actor, proposal_id=proposal_id, is_approved=is_approved, why=form.cleaned_data["why"]
    )
    told = _("The buyer has the money. The seller was told.") if is_approved else _("Declined. Nothing was paid.")
    messages.success(request, told)
    return redirect("market:late_refund", found.late_refund_id)


@never_cache
@require_POST
@idempotent
def withdrawal(request: DureRequest, proposal_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    found = advances.withdraw_advance(by=request.actor, proposal_id=proposal_id)
    messages.success(request, _("Taken back. Nothing was paid."))
    return redirect("market:late_refund", found.late_refund_id)


def _shown(
    request: DureRequest,
    late_refund_id: UUID,
    *,
    form: WhyForm | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.late_refund(late_refund_id=late_refund_id)
    proposals = queries.proposals(late_refund_id=late_refund_id)
    names = persons.names(person_ids=[each for row in proposals for each in (row.proposed_by, row.ended_by) if each])
    waiting = next((each for each in proposals if each.status == AdvanceProposal.Status.WAITING), None)
    context = {
        "late": found,
        "form": form or WhyForm(),
        "decision": decision or DecisionForm(),
        "there": queries.sellers_have(late=found),
        "rows": [
            (each, names.get(each.proposed_by, ""), names.get(each.ended_by, "") if each.ended_by else "")
            for each in proposals
        ],
        "waiting": waiting,
        "is_mine": waiting is not None and waiting.proposed_by == request.actor.person_id,
        "needs_second": needs_second(Money(max(found.missing, 0), found.currency)),
        "others": queries.others_of_staff(person_id=request.actor.person_id),
    }
    return render(request, "market/late_refund.html", context, status=status)
