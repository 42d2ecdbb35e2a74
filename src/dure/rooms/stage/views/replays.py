"""Recordings: seen again with chapters and captions, published, withdrawn, and cut into clips."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, studio_address
from dure.rooms.stage.captions_file import captions_file
from dure.rooms.stage.forms import CutForm
from dure.rooms.stage.queries import replays as queries
from dure.rooms.stage.queries.standings import role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import broadcasts, clips
from dure.rooms.stage.views.desks import demand_valid


@require_safe
def replay(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """A recording with its chapters."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    context = {
        "broadcast": found,
        "show": found.show,
        "chapters": queries.chapters(broadcast=found),
        "has_captions": bool(queries.captions(broadcast=found)),
        "studio": studio_address(request),
        "is_host": role_in(show=found.show, by=request.actor) == HOST,
        "cut_form": CutForm(initial={"title": found.show.title, "from_s": 0, "to_s": 30}),
    }
    return render(request, "stage/replay.html", context)


@require_safe
def captions(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """The captions of a recording as WebVTT."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    lines = ((each.at_ms, each.until_ms, each.text) for each in queries.captions(broadcast=found))
    return HttpResponse(captions_file(lines), content_type="text/vtt; charset=utf-8")


@require_POST
def publication(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Let everybody see a recording, or nobody."""
    if request.POST.get("as") == "withdraw":
        found = broadcasts.withdraw_replay(by=request.actor, broadcast_id=broadcast_id)
        messages.success(request, _("Nobody sees the recording any more. You can publish it again."))
    else:
        found = broadcasts.publish_replay(by=request.actor, broadcast_id=broadcast_id)
        messages.success(request, _("Everybody can see the recording now."))
    return redirect("stage:show_desk", show_id=found.show_id)


@require_POST
def cutting(request: DureRequest, broadcast_id: UUID) -> HttpResponse:
    """Cut a clip out of a recording."""
    answers = demand_valid(CutForm(request.POST)).cleaned_data
    clip = clips.cut_clip(
        by=request.actor,
        broadcast_id=broadcast_id,
        from_ms=answers["from_s"] * 1000,
        to_ms=answers["to_s"] * 1000,
        title=answers["title"],
    )
    messages.success(request, _("The clip is being made. You will find it here."))
    return redirect("stage:clip", clip_id=clip.id)
