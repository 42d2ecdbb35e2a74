"""Verifications: the organisation's page with its papers, and the staff's queue."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id
from dure.kernel.pictures import picture_answer, prepare
from dure.rooms.trust.forms import DecisionForm, PaperForm, ReasonForm
from dure.rooms.trust.models import Status
from dure.rooms.trust.queries import verifications as queries
from dure.rooms.trust.services import verifications

PAGE_SIZE = 25


@require_safe
def verification(request: DureRequest, verification_id: UUID) -> HttpResponse:
    """How a verification stands, its papers and its history; staff decide here."""
    found = queries.verification(verification_id=verification_id, by=request.actor)
    context = {
        "found": found,
        "paper_form": PaperForm(),
        "decision_form": DecisionForm(),
        "reason_form": ReasonForm(prefix="undo"),
        "may_decide": request.actor.is_staff and found.status in {Status.WAITING, Status.MORE_PAPERS},
        "may_undo": request.actor.is_staff and found.status != Status.WAITING,
        "may_ask_again": found.status in {Status.REFUSED, Status.MORE_PAPERS},
        "history": list(found.decisions.all())[::-1],
    }
    return render(request, "trust/verification.html", context)


@require_POST
def addition(request: DureRequest, verification_id: UUID) -> HttpResponse:
    """Add a photographed paper."""
    queries.verification(verification_id=verification_id, by=request.actor)
    form = demand_valid(PaperForm(request.POST, request.FILES))
    verifications.add_paper(
        by=request.actor,
        verification_id=verification_id,
        kind=form.cleaned_data["kind"],
        picture=prepare(form.cleaned_data["photo"]),
    )
    messages.success(request, _("We have the picture. Thank you."))
    return redirect("trust:verification", verification_id=verification_id)


@require_POST
def renewal(request: DureRequest, verification_id: UUID) -> HttpResponse:
    """Ask again after a refusal, or when nothing more can be brought."""
    note = request.POST.get("note", "")
    verifications.ask_again(by=request.actor, verification_id=verification_id, note=note)
    messages.success(request, _("We look at it again."))
    return redirect("trust:verification", verification_id=verification_id)


@require_safe
def paper(request: DureRequest, paper_id: UUID, name: str) -> HttpResponseBase:
    """A file of a photographed paper."""
    found = queries.paper(paper_id=paper_id, by=request.actor)
    return picture_answer(key=found.picture, name=name, is_public=False)


@require_safe
def queue(request: DureRequest) -> HttpResponse:
    """What waits for staff, longest first; and what was decided."""
    status = request.GET.get("status", Status.WAITING.value)
    if status not in Status.values:
        raise BadInput(fields={"status": [status]})
    page = Paginator(queries.queue(status=status), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "status": status, "statuses": Status.choices, "count": queries.waiting_count()}
    return render(request, "trust/queue.html", context)


@require_POST
def decision(request: DureRequest, verification_id: UUID) -> HttpResponse:
    """Decide about one."""
    form = demand_valid(DecisionForm(request.POST))
    verifications.decide(by=request.actor, verification_id=verification_id, **form.cleaned_data)
    messages.success(request, _("Decided."))
    return redirect("trust:verification", verification_id=verification_id)


@require_POST
def decisions(request: DureRequest) -> HttpResponse:
    """Approve the chosen ones: all of them, or none where one cannot be."""
    chosen = [read_id(text) for text in request.POST.getlist("verification")]
    done = verifications.approve_many(by=request.actor, verification_ids=chosen, reason=request.POST.get("reason", ""))
    count = len(done)
    messages.success(request, ngettext("%d approved.", "%d approved.", count) % count)
    return redirect("trust:queue")


@require_POST
def decision_undoing(request: DureRequest, verification_id: UUID) -> HttpResponse:
    """Undo a wrong decision by a new one."""
    form = demand_valid(ReasonForm(request.POST, prefix="undo"))
    verifications.undo(by=request.actor, verification_id=verification_id, reason=form.cleaned_data["reason"])
    messages.success(request, _("Undone. It waits in the queue again."))
    return redirect("trust:verification", verification_id=verification_id)


def demand_valid(form: Form) -> Form:
    """Return a form that was filled in soundly; BadInput with a sentence per field otherwise."""
    if not form.is_valid():
        raise BadInput(fields={field: [str(error) for error in errors] for field, errors in form.errors.items()})
    return form
