"""Contests: what people bring, whom they choose, and who won."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, read_id
from dure.rooms.stage.errors import NotAContest
from dure.rooms.stage.forms import EntryForm
from dure.rooms.stage.queries import clips, shows
from dure.rooms.stage.queries.contests import contest_of
from dure.rooms.stage.queries.standings import role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import contests as services
from dure.rooms.stage.views.desks import demand_valid


@require_safe
def contest(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Every entry with its votes."""
    found = shows.show_of(show_id=show_id, by=request.actor)
    if not found.is_contest:
        raise NotAContest
    person_id = request.actor.person_id
    context = {
        "show": found,
        "contest": contest_of(show=found, person_id=person_id),
        "is_host": role_in(show=found, by=request.actor) == HOST,
        "form": EntryForm(clips=clips.sent_by(person_id=person_id, usable=True) if person_id else []),
    }
    return render(request, "stage/contest.html", context)


@require_POST
def entering(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Bring something."""
    person_id = request.actor.person_id
    form = EntryForm(request.POST, clips=clips.sent_by(person_id=person_id, usable=True) if person_id else [])
    answers = demand_valid(form).cleaned_data
    services.enter(
        by=request.actor,
        show_id=show_id,
        title=answers["title"],
        words=answers["words"],
        clip_id=UUID(answers["clip_id"]) if answers["clip_id"] else None,
    )
    messages.success(request, _("You take part. Good luck."))
    return redirect("stage:contest", show_id=show_id)


@require_POST
def withdrawal(request: DureRequest, show_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take an entry back."""
    services.withdraw_entry(by=request.actor, show_id=show_id, entry_id=entry_id)
    messages.success(request, _("The entry is taken back."))
    return redirect("stage:contest", show_id=show_id)


@require_POST
def vote(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Choose an entry, or nobody after all."""
    if request.POST.get("as") == "back":
        services.take_vote_back(by=request.actor, show_id=show_id)
        messages.success(request, _("Your vote is taken back."))
    else:
        entry_id = read_id(request.POST.get("entry", ""))
        services.vote(by=request.actor, show_id=show_id, entry_id=entry_id)
        messages.success(request, _("Your vote counts. You can change it until the voting is closed."))
    return redirect("stage:contest", show_id=show_id)


@require_POST
def closing(request: DureRequest, show_id: UUID) -> HttpResponse:
    """End the voting."""
    services.close_voting(by=request.actor, show_id=show_id)
    messages.success(request, _("The voting is closed. This is the result."))
    return redirect("stage:contest", show_id=show_id)
