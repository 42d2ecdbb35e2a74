"""Clips: the feed, one clip, sending one, and whether everybody sees it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.rooms.stage.forms import ClipForm
from dure.rooms.stage.queries import clips as queries
from dure.rooms.stage.queries import shows
from dure.rooms.stage.queries.clip_files import film_of, poster_of
from dure.rooms.stage.services import clips as services

CLIPS_PER_PAGE = 12


@require_safe
def feed(request: DureRequest) -> HttpResponse:
    """Clips one below the other, newest first."""
    page = Paginator(queries.feed(), CLIPS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stage/clips.html", {"page": page})


@require_safe
def clip(request: DureRequest, clip_id: UUID) -> HttpResponse:
    """One clip; its makers see how far it is, and publish it."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return render(request, "stage/clip.html", {"clip": found, "is_own": queries.is_own(clip=found, by=request.actor)})


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
        )
        messages.success(request, _("We have your film. It is being made ready."))
        return redirect("stage:clip", clip_id=sent.id)
    own = queries.sent_by(person_id=request.actor.person_id) if request.actor.person_id else []
    context = {"form": form, "own": own}
    return render(request, "stage/sending.html", context, status=BadInput.status if form.is_bound else 200)


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
def film(request: DureRequest, clip_id: UUID) -> FileResponse:
    """The film of a clip."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return FileResponse(film_of(clip=found), content_type="video/mp4")


@require_safe
def poster(request: DureRequest, clip_id: UUID) -> FileResponse:
    """The still picture of a clip."""
    found = queries.clip_of(clip_id=clip_id, by=request.actor)
    return FileResponse(poster_of(clip=found), content_type="image/jpeg")
