"""Clips: the feed, one clip, sending one, and whether everybody sees it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.rooms.stage.captions_file import captions_file
from dure.rooms.stage.clip_words import REFUSALS
from dure.rooms.stage.forms import ClipForm
from dure.rooms.stage.models import Clip
from dure.rooms.stage.models.clips import CLIP_MS_MAX, FILM_BYTES_MAX
from dure.rooms.stage.queries import clips as queries
from dure.rooms.stage.queries import shows
from dure.rooms.stage.queries.clip_files import film_of, poster_of
from dure.rooms.stage.queries.sendings import sendings_of
from dure.rooms.stage.services import clips as services
from dure.rooms.stage.services import sendings
from dure.rooms.stage.views.films import film_answer, poster_answer

CLIPS_PER_PAGE = 6


@require_safe
def feed(request: DureRequest) -> HttpResponse:
    """Clips one below the other, newest first."""
    page = queries.feed_page(before=request.GET.get("before", ""), count=CLIPS_PER_PAGE)
    return render(request, "stage/clips.html", {"page": page})


@require_safe
def clip(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """One clip; its makers see how far it is, and publish it."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return render(request, "stage/clip.html", _look(request, found))


@require_safe
def state(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """How far a clip is: the part of its page that renews itself until it is made."""
    return render(request, "stage/_clip_state.html", _look(request, queries.clip_of(clip_id=clip_id, by=request.actor)))


@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: DureRequest) -> HttpResponse:
    """Send a film of a minute at most."""
    hosts = shows.hosts(person_id=request.actor.person_id)
    form = ClipForm(request.POST or None, request.FILES or None, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        sent = services.send_clip(
            by=request.actor,
            film=answers["film"],
            size=answers["film"].size,
            title=answers["title"],
            organisation_id=UUID(answers["organisation_id"]) if answers["organisation_id"] else None,
            poster_ms=int((answers["poster_s"] or 0) * 1000),
        )
        messages.success(request, _("We have your film. It is being made ready."))
        return redirect("stage:clip", clip_id=sent.id)
    own = queries.sent_by(person_id=request.actor.person_id) if request.actor.person_id else []
    context = {
        "form": form,
        "own": own,
        "on_their_way": sendings_of(person_id=request.actor.person_id),
        "limits": {
            "bytes": FILM_BYTES_MAX,
            "seconds": CLIP_MS_MAX // 1000,
            "least": sendings.PIECE_LEAST,
            "most": sendings.PIECE_MOST,
        },
    }
    return render(request, "stage/sending.html", context, status=BadInput.status if form.is_bound else 200)


@require_POST
def sending_end(request: DureRequest, sending_id: UUID) -> HttpResponse:
    """Give up a film on its way."""
    sendings.give_up_sending(by=request.actor, sending_id=sending_id)
    messages.success(request, _("We threw away what was here of that film."))
    return redirect("stage:sending")


@require_POST
def publication(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """Let everybody see a clip, or nobody."""
    if request.POST.get("as") == "withdraw":
        services.withdraw_clip(by=request.actor, clip_id=clip_id)
        messages.success(request, _("Nobody sees the clip any more. You can publish it again."))
    else:
        services.publish_clip(by=request.actor, clip_id=clip_id)
        messages.success(request, _("Everybody can see the clip now."))
    return redirect("stage:clip", clip_id=clip_id)


@require_safe
def film(request: DureRequest, clip_id: UUID) -> HttpResponseBase:
    """The film of a clip."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return film_answer(request, film_of(clip=found))


@require_safe
def captions(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """What was said in a clip, as WebVTT."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    lines = ((each.at_ms, each.until_ms, each.text) for each in queries.captions_of(clip=found))
    return HttpResponse(captions_file(lines), content_type="text/vtt; charset=utf-8")


@require_safe
def poster(request: DureRequest, clip_id: UUID) -> FileResponse:
    """The still picture of a clip."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return poster_answer(poster_of(clip=found))


def _look(request: DureRequest, clip: Clip) -> dict[str, object]:
    return {"clip": clip, "is_own": queries.is_own(clip=clip, by=request.actor), "why": REFUSALS.get(clip.refusal, "")}
