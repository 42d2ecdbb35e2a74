"""Wishes that a recording or clip be taken down: anybody asks, staff decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.rooms.stage.forms import DecisionForm, TakedownForm
from dure.rooms.stage.queries import clips, replays
from dure.rooms.stage.queries import takedowns as queries
from dure.rooms.stage.services import takedowns as services
from dure.rooms.stage.views.desks import demand_valid

WISHES_PER_PAGE = 25


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
    """What waits for staff."""
    page = Paginator(queries.waiting(), WISHES_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, DecisionForm(auto_id=f"{each.id}-%s")) for each in page]
    return render(request, "stage/takedowns.html", {"page": page, "rows": rows})


@require_POST
def decision(request: DureRequest, takedown_id: UUID) -> HttpResponse:
    """Grant a wish or refuse it."""
    answers = demand_valid(DecisionForm(request.POST)).cleaned_data
    services.decide_takedown(by=request.actor, takedown_id=takedown_id, **answers)
    messages.success(request, _("Decided."))
    return redirect("stage:takedowns")


def _ask(request: DureRequest, title: str, **of: Any) -> HttpResponse:
    form = TakedownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_takedown(by=request.actor, address=_address(request), **form.cleaned_data, **of)
        return render(request, "stage/takedown_asked.html", {"title": title})
    status = BadInput.status if form.is_bound else 200
    return render(request, "stage/takedown.html", {"form": form, "title": title}, status=status)


def _address(request: DureRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
