"""Recordings: seen again with chapters and captions, published, withdrawn, and cut into clips."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, studio_address
from dure.kernel.saying import said_here
from dure.rooms.stage.captions_file import captions_file
from dure.rooms.stage.errors import BroadcastNotFound
from dure.rooms.stage.forms import CutForm
from dure.rooms.stage.models import Broadcast
from dure.rooms.stage.queries import replays as queries
from dure.rooms.stage.queries.clip_files import still_of
from dure.rooms.stage.queries.standings import role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import broadcasts, clips
from dure.rooms.stage.views.desks import demand_valid
from dure.rooms.stage.views.films import poster_answer

USUAL_S = 30
"""So long is a clip that nobody has changed yet."""


@require_safe
def replay(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """A recording with its chapters."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    chapters = queries.chapters(broadcast=found)
    context = {
        "broadcast": found,
        "show": found.show,
        "chapters": chapters,
        "has_captions": bool(queries.captions(broadcast=found)),
        "studio": studio_address(request),
        "kept_until": queries.kept_until(broadcast=found),
        **(_cutting(found, chapters) if role_in(show=found.show, by=request.actor) == HOST else {"is_host": False}),
    }
    return render(request, "stage/replay.html", context)


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


@require_POST
def cutting(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Cut a clip out of a recording."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    form = CutForm(request.POST, offers=_offers(queries.chapters(broadcast=found)))
    answers = demand_valid(form).cleaned_data
    clip = clips.cut_clip(
        by=request.actor,
        broadcast_id=broadcast_id,
        from_ms=int(answers["from_s"] * 1000),
        to_ms=int(answers["to_s"] * 1000),
        title=answers["title"],
        key=form.chosen_key,
    )
    messages.success(request, _("The clip is being made. You will find it here."))
    return redirect("stage:clip", clip_id=clip.id)


def _cutting(found: Broadcast, chapters: list[queries.Chapter]) -> dict[str, object]:
    """Return what a host needs to cut a clip."""
    length_s = (found.duration_ms or 0) / 1000
    ends = min(USUAL_S, length_s)
    form = CutForm(initial={"title": found.show.title, "from_s": 0, "to_s": f"{ends:.1f}"}, offers=_offers(chapters))
    return {"is_host": True, "cut_form": form, "length_s": f"{length_s:.1f}"}


def _offers(chapters: list[queries.Chapter]) -> dict[str, str]:
    """Return the titles of what was shown and stands for something, by key."""
    return {each.key: each.title for each in chapters if each.key}
