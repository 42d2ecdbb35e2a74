"""Recordings: seen again with chapters and captions, published, withdrawn, and cut into clips."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, studio_address
from dure.kernel.saying import posted_from, said_here, said_on, status_of
from dure.rooms.stage.captions_file import captions_file
from dure.rooms.stage.errors import BroadcastNotFound
from dure.rooms.stage.forms import CutForm
from dure.rooms.stage.models import Broadcast
from dure.rooms.stage.queries import replays as queries
from dure.rooms.stage.queries.clip_files import still_of
from dure.rooms.stage.queries.standings import demand_host, role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import broadcasts, clips
from dure.rooms.stage.views.films import poster_answer

USUAL_S = 30
"""So long is a clip that nobody has changed yet."""


@require_safe
def replay(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """A recording with its chapters."""
    return _replay(request, queries.replay_of(broadcast_id=broadcast_id, by=request.actor))


@require_safe
def poster(request: DureRequest, broadcast_id: UUID) -> FileResponse:
    """The still picture of a recording."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    return poster_answer(still_of(broadcast=found))


@require_safe
def captions(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """The captions of a recording as WebVTT."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    lines = ((each.at_ms, each.until_ms, each.text) for each in queries.captions(broadcast=found))
    return HttpResponse(captions_file(lines), content_type="text/vtt; charset=utf-8")


@require_POST
def publication(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Let everybody see a recording, or nobody."""
    with said_here(request):
        if request.POST.get("as") == "withdraw":
            broadcasts.withdraw_replay(by=request.actor, broadcast_id=broadcast_id)
            messages.success(request, _("Nobody sees the recording any more. You can publish it again."))
        else:
            broadcasts.publish_replay(by=request.actor, broadcast_id=broadcast_id)
            messages.success(request, _("Everybody can see the recording now."))
    found = queries.ended_broadcast(broadcast_id=broadcast_id)
    if found is None:
        raise BroadcastNotFound
    return redirect("stage:show_desk", show_id=found.show_id)


@posted_from("stage:replay", by="broadcast_id")
def cutting(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Cut a clip out of a recording."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    demand_host(show=found.show, by=request.actor)
    form = CutForm(request.POST, offers=_offers(queries.chapters(broadcast=found)))
    if form.is_valid():
        with said_on(form, field="to_s"):
            clip = clips.cut_clip(
                by=request.actor,
                broadcast_id=broadcast_id,
                from_ms=int(form.cleaned_data["from_s"] * 1000),
                to_ms=int(form.cleaned_data["to_s"] * 1000),
                title=form.cleaned_data["title"],
                key=form.chosen_key,
            )
            messages.success(request, _("The clip is being made. You will find it here."))
            return redirect("stage:clip", clip_id=clip.id)
    return _replay(request, found, typed=form)


def _replay(request: DureRequest, found: Broadcast, *, typed: CutForm | None = None) -> HttpResponse:
    """Return the page of a recording; `typed` is a cut that does not fit."""
    chapters = queries.chapters(broadcast=found)
    is_host = role_in(show=found.show, by=request.actor) == HOST
    context = {
        "broadcast": found,
        "show": found.show,
        "chapters": chapters,
        "has_captions": bool(queries.captions(broadcast=found)),
        "studio": studio_address(request),
        "kept_until": queries.kept_until(broadcast=found),
        "is_host": is_host,
        **(_cutting(found, chapters, typed) if typed or (is_host and queries.can_be_cut(broadcast=found)) else {}),
    }
    return render(request, "stage/replay.html", context, status=status_of(*filter(None, [typed])))


def _cutting(found: Broadcast, chapters: list[queries.Chapter], typed: CutForm | None) -> dict[str, object]:
    """Return what a host needs to cut a clip; ends are given in tenths of a second that lie within the recording."""
    tenths = (found.duration_ms or 0) // 100
    suggested = {"title": found.show.title, "from_s": 0, "to_s": f"{min(USUAL_S * 10, tenths) / 10:.1f}"}
    form = typed or CutForm(initial=suggested, offers=_offers(chapters))
    return {"cut_form": form, "length_s": f"{tenths / 10:.1f}"}


def _offers(chapters: list[queries.Chapter]) -> dict[str, str]:
    """Return the titles of what was shown and stands for something, by key."""
    return {each.key: each.title for each in chapters if each.key}
