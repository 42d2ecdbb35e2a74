"""A host's desk: the organisation's shows, scheduling, and everything about one show."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel import clock
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, gate_address, studio_address, whip_address
from dure.kernel.saying import posted_from, said_here, said_on, status_of
from dure.rooms.people.queries import organisations
from dure.rooms.stage.forms import CONSENT_WORDS, CancelForm, ConsentForm, CueForm, PinForm, ShowForm
from dure.rooms.stage.models import Show
from dure.rooms.stage.queries import chats, filming, replays
from dure.rooms.stage.queries import shows as queries
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.standings import demand_host, demand_keeper, role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import broadcasts
from dure.rooms.stage.services import shows as services
from dure.rooms.stage.views.helping import helper_link_key, second_host_context, told_second_link
from dure.rooms.stage.views.shows import seat_of

SHOWS_PER_PAGE = 30
SAID_AT_DESK = 15


@require_safe
def own(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """My organisation's shows."""
    found = queries.hosted_by(organisation_id=organisation_id)
    page = Paginator(found, SHOWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisations.organisation(organisation_id=organisation_id), "page": page}
    return render(request, "stage/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scheduling(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Schedule a show."""
    form = ShowForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with said_on(form, field="starts_at"):
            show = services.schedule_show(by=request.actor, organisation_id=organisation_id, draft=form.draft())
            messages.success(request, _("The show stands in the calendar."))
            return redirect("stage:show_desk", show_id=show.id)
    context = {"organisation": organisations.organisation(organisation_id=organisation_id), "form": form}
    return render(request, "stage/scheduling.html", context, status=status_of(form))


@require_safe
def show_desk(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Everything about one show, for its hosts and helpers."""
    return desk_page(request, show_id)


def desk_page(request: DureRequest, show_id: UUID, **typed: Form) -> HttpResponse:
    """Return a show's desk; `typed` are forms of it that were filled in and do not fit, by their names on the page."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    role = role_in(show=found, by=request.actor)
    context = {
        "show": found,
        "is_host": role == HOST,
        "state": screen(show_id=show_id).state,
        "lines": queries.run_sheet(show=found),
        "removed": found.cues.filter(removed_at__isnull=False).order_by("-removed_at").first(),
        "cue_form": CueForm(),
        "pin_form": PinForm(initial={"text": found.pinned_text}),
        "cancel_form": CancelForm(),
        "consent": filming.word_of(show=found, by=request.actor),
        "consent_form": ConsentForm(),
        "helpers": sorted(filming.helpers_of(show=found).items(), key=lambda each: each[1]),
        "helper_link": request.session.pop(helper_link_key(show_id), ""),
        "takes_cameras": settings.TAKES_CAMERAS,
        "live_from": found.starts_at - timedelta(minutes=broadcasts.EARLY_MINUTES),
        "now": clock.now(),
        "camera": _told_camera(request, show_id),
        "recordings": [
            (each, replays.chapters(broadcast=each), replays.kept_until(broadcast=each))
            for each in replays.recordings_of(show_id=show_id)
        ],
        "kept": {"recordings": settings.LIVE_RECORDINGS_KEPT.days, "chat": settings.LIVE_CHAT_KEPT.days},
        "gate": gate_address(request),
        "studio": studio_address(request),
        "seat": "" if found.is_over else seat_of(request, found, role),
        **(_live(found) if found.is_live else {}),
        **second_host_context(found, told_second_link(request, show_id)),
        "wrong": list(typed.values()),
        **typed,
    }
    return render(request, "stage/show_desk.html", context, status=status_of(*typed.values()))


@require_safe
def desk_live(request: DureRequest, show_id: UUID) -> HttpResponse:
    """The numbers and the chat of a show on air: the part of its desk that renews itself."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    return render(request, "stage/_desk_live.html", {"show": found, **_live(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Change a show that is to come."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_host(show=found, by=request.actor)
    form = ShowForm(request.POST, request.FILES) if request.method == "POST" else ShowForm.of(found)
    if request.method == "POST" and form.is_valid():
        with said_on(form, field="starts_at"):
            services.change_show(by=request.actor, show_id=show_id, draft=form.draft())
            messages.success(request, _("The show is changed."))
            return redirect("stage:show_desk", show_id=show_id)
    context = {"organisation": found.organisation, "form": form, "show": found}
    return render(request, "stage/scheduling.html", context, status=status_of(form))


@posted_from("stage:show_desk")
def cancellation(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Call a show off."""
    form = CancelForm(request.POST)
    if form.is_valid():
        with said_on(form, field="why"):
            services.cancel_show(by=request.actor, show_id=show_id, why=form.cleaned_data["why"])
            messages.success(request, _("The show is called off. Those who wanted to come are told."))
            return redirect("stage:show_desk", show_id=show_id)
    return desk_page(request, show_id, cancel_form=form)


@posted_from("stage:show_desk")
def consent(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Say that everybody in the picture agrees, or take the word back."""
    if request.POST.get("as") == "withdraw":
        broadcasts.withdraw_consent(by=request.actor, show_id=show_id)
        messages.success(request, _("The word is taken back. No recording of this show is shown any more."))
        return redirect("stage:show_desk", show_id=show_id)
    form = ConsentForm(request.POST)
    if form.is_valid():
        answers: Mapping[str, bool] = form.cleaned_data
        with said_on(form):
            broadcasts.confirm_consent(by=request.actor, show_id=show_id, words=str(CONSENT_WORDS), **answers)
            messages.success(request, _("Your word is kept, with the day and the hour."))
            return redirect("stage:show_desk", show_id=show_id)
    return desk_page(request, show_id, consent_form=form)


@require_POST
def camera(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Film with a program or camera: the desk tells its address and token, once."""
    with said_here(request):
        found = broadcasts.admit_camera(by=request.actor, show_id=show_id)
        request.session[_camera_key(show_id)] = {
            "address": whip_address(request, found.broadcast.id),
            "token": found.token,
            "until": found.until.isoformat(),
        }
    return redirect(reverse("stage:show_desk", args=[show_id]) + "#camera")


@require_POST
def ending(request: DureRequest, show_id: UUID) -> HttpResponse:
    """End what is on air."""
    broadcasts.end_show(by=request.actor, show_id=show_id)
    messages.success(request, _("The show is over. The recording will be here in a moment."))
    return redirect("stage:on_air", show_id=show_id)


def demand_valid(form: Form) -> Form:
    """Return a form that was filled in soundly; BadInput with a sentence per field otherwise."""
    if not form.is_valid():
        raise BadInput(fields={field: [str(error) for error in errors] for field, errors in form.errors.items()})
    return form


def _live(show: Show) -> dict[str, Any]:
    """Return what of a show on air is seen at its desk."""
    return {"on_air": queries.on_air(show=show), "chat": chats.last_messages(show=show, count=SAID_AT_DESK)}


def _told_camera(request: DureRequest, show_id: UUID) -> dict[str, Any] | None:
    """Return what a program or camera needs, if it was just made."""
    told = request.session.pop(_camera_key(show_id), None)
    return told and {**told, "until": parse_datetime(told["until"])}


def _camera_key(show_id: UUID) -> str:
    """Where the browser's session keeps a pass for a camera that was just made: it is told once."""
    return f"stage-camera:{show_id}"
