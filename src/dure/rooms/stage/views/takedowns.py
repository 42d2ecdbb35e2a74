"""Wishes that a recording or clip be taken down: anybody asks, staff decide, who shows it may object."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.saying import posted_from, said_on, status_of
from dure.rooms.stage.forms import DecisionForm, ObjectionForm, TakedownForm
from dure.rooms.stage.models import Takedown
from dure.rooms.stage.queries import clips, replays
from dure.rooms.stage.queries import takedowns as queries
from dure.rooms.stage.services import takedowns as services
from dure.rooms.stage.services.retention import TAKEN_DOWN_KEPT

WISHES_PER_PAGE = 25
LATELY = 20


@require_http_methods(["GET", "HEAD", "POST"])
def of_replay(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Ask for a recording to be taken down."""
    found = replays.replay_of(broadcast_id=broadcast_id, by=request.actor)
    return _ask(request, found.show.title, broadcast_id=broadcast_id)


@require_http_methods(["GET", "HEAD", "POST"])
def of_clip(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """Ask for a clip to be taken down."""
    return _ask(request, clips.clip_of(clip_id=clip_id, by=request.actor).title, clip_id=clip_id)


@require_safe
def queue(request: DureRequest) -> HttpResponse:
    """What waits for staff, and what they decided lately."""
    return _queue(request)


@posted_from("stage:takedowns", by="")
def decision(request: DureRequest, takedown_id: UUID) -> HttpResponse:
    """Grant a wish or refuse it; with `as=anew`, decide once more what was decided."""
    form = _decision_form(takedown_id, request)
    if form.is_valid():
        decide = services.decide_anew if request.POST.get("as") == "anew" else services.decide_takedown
        with said_on(form):
            decide(by=request.actor, takedown_id=takedown_id, **form.cleaned_data)
            messages.success(request, _("Decided. Those it concerns are told."))
            return redirect("stage:takedowns")
    return _queue(request, typed={takedown_id: form})


@require_safe
def wish(request: DureRequest, takedown_id: UUID) -> HttpResponse:
    """A wish and what was decided about it, for those who show it: they may object."""
    return _wish(request, takedown_id)


@posted_from("stage:wish", by="takedown_id")
def objection(request: DureRequest, takedown_id: UUID) -> HttpResponse:
    """Say what speaks against a takedown."""
    form = ObjectionForm(request.POST)
    if form.is_valid():
        with said_on(form):
            services.object_to(by=request.actor, takedown_id=takedown_id, words=form.cleaned_data["words"])
            messages.success(request, _("We have your words, and look at it again."))
            return redirect("stage:wish", takedown_id=takedown_id)
    return _wish(request, takedown_id, form=form)


def _queue(request: DureRequest, *, typed: dict[UUID, DecisionForm] | None = None) -> HttpResponse:
    """Return the queue; `typed` are decisions that do not fit, by their wishes."""
    wrong = typed or {}
    page = Paginator(queries.waiting(), WISHES_PER_PAGE).get_page(request.GET.get("page"))

    def form_of(takedown_id: UUID) -> DecisionForm:
        return wrong.get(takedown_id) or _decision_form(takedown_id)

    context = {
        "page": page,
        "rows": [(each, form_of(each.id)) for each in page],
        "objections": [(each, form_of(each.takedown_id)) for each in queries.objected()],
        "decided": [(each, form_of(each.id)) for each in queries.decided_lately()[:LATELY]],
        "kept_days": TAKEN_DOWN_KEPT.days,
    }
    return render(request, "stage/takedowns.html", context, status=status_of(*wrong.values()))


def _decision_form(takedown_id: UUID, request: DureRequest | None = None) -> DecisionForm:
    return DecisionForm(request.POST if request else None, auto_id=f"{takedown_id}-%s")


def _wish(request: DureRequest, takedown_id: UUID, *, form: ObjectionForm | None = None) -> HttpResponse:
    found = queries.wish_of(takedown_id=takedown_id, by=request.actor)
    is_taken_down = found.status == Takedown.Status.GRANTED
    context = {
        "wish": found,
        "title": queries.title_of(wish=found),
        "is_taken_down": is_taken_down,
        "is_looked_at": any(each.answered_at is None for each in found.objections.all()),
        "form": form or ObjectionForm(),
        "gone_on": found.decided_at + TAKEN_DOWN_KEPT if is_taken_down and found.decided_at else None,
    }
    return render(request, "stage/wish.html", context, status=status_of(*([form] if form else [])))


def _ask(request: DureRequest, title: str, **of: Any) -> HttpResponse:
    form = TakedownForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with said_on(form):
            services.ask_takedown(by=request.actor, address=_address(request), **form.cleaned_data, **of)
            return render(request, "stage/takedown_asked.html", {"title": title})
    return render(request, "stage/takedown.html", {"form": form, "title": title}, status=status_of(form))


def _address(request: DureRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
