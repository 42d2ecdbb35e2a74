"""The run-sheet's lines and what is on the screen, for hosts and helpers."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.saying import posted_from, said_here, said_on
from dure.rooms.stage.forms import CueForm, PinForm
from dure.rooms.stage.services import run_sheets, screens
from dure.rooms.stage.views.desks import desk_page


@posted_from("stage:show_desk")
def adding(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Add a line to the run-sheet."""
    form = CueForm(request.POST)
    if form.is_valid():
        with said_on(form, field="title"):
            answers = form.cleaned_data
            run_sheets.add_cue(by=request.actor, show_id=show_id, title=answers["title"], key=answers["key"])
            return _back(show_id, "lines")
    return desk_page(request, show_id, cue_form=form)


@require_POST
def line(request: DureRequest, show_id: UUID, cue_id: UUID) -> HttpResponse:
    """Move a line, rename it, take it out, put it back, or put it on the screen."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id, "cue_id": cue_id}
    steps: dict[str, Callable[[], object]] = {
        "up": partial(run_sheets.move_cue, **here, up=True),
        "down": partial(run_sheets.move_cue, **here, up=False),
        "remove": partial(run_sheets.remove_cue, **here),
        "put_back": partial(run_sheets.put_back_cue, **here),
        "rename": partial(run_sheets.change_cue, **here, title=request.POST.get("title", "")),
        "show": partial(screens.cue, **here),
    }
    with said_here(request):
        _take(steps, request.POST.get("as", ""))
        if request.POST.get("as") == "remove":
            messages.success(request, _("The line is taken out. You can put it back below."))
    return _back(show_id, "lines")


@posted_from("stage:show_desk")
def screen(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Next on the screen, nothing on it, or another pinned sentence."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    steps: dict[str, Callable[[], object]] = {
        "next": partial(screens.next_cue, **here),
        "clear": partial(screens.clear_cue, **here),
        "unpin": partial(screens.pin_message, **here, text=""),
    }
    form = PinForm(request.POST)
    if request.POST.get("as") == "pin":
        if not form.is_valid():
            return desk_page(request, show_id, pin_form=form)
        steps["pin"] = partial(screens.pin_message, **here, text=form.cleaned_data["text"])
    with said_here(request):
        _take(steps, request.POST.get("as", ""))
    return _back(show_id, "screen")


def _take(steps: dict[str, Callable[[], object]], step: str) -> None:
    """Take one of the steps that a form may name."""
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    steps[step]()


def _back(show_id: UUID, place: str) -> HttpResponse:
    return redirect(f"{reverse('stage:show_desk', args=[show_id])}#{place}")
