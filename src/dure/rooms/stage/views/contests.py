"""Contests: what people bring, whom they choose, and who won."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id
from dure.kernel.saying import posted_from, said_here, said_on, status_of
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.stage.errors import NotAContest, ResultOpen
from dure.rooms.stage.forms import EntryForm, TakeOutForm
from dure.rooms.stage.models import Clip, Entry, Show
from dure.rooms.stage.queries import clips, shows
from dure.rooms.stage.queries.contests import contest_of
from dure.rooms.stage.queries.standings import demand_host, role_in
from dure.rooms.stage.seats import HOST
from dure.rooms.stage.services import contests as services


@require_safe
def contest(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Every entry: to take part, to vote, and at last who won."""
    return _page(request, show_id)


@posted_from("stage:contest")
def entering(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Bring something."""
    form = EntryForm(request.POST, clips=_own_clips(request))
    if form.is_valid():
        answers = form.cleaned_data
        with said_on(form):
            services.enter(
                by=request.actor,
                show_id=show_id,
                title=answers["title"],
                words=answers["words"],
                clip_id=UUID(answers["clip_id"]) if answers["clip_id"] else None,
            )
            messages.success(request, _("You take part. Good luck."))
            return redirect("stage:contest", show_id=show_id)
    return _page(request, show_id, form=form)


@posted_from("stage:contest")
def withdrawal(request: DureRequest, show_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take an entry back, take somebody's out with a reason, or put one back that was taken out."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id, "entry_id": entry_id}
    step = request.POST.get("as", "")
    if step == "out":
        form = TakeOutForm(request.POST, auto_id=f"{entry_id}-%s")
        if not form.is_valid():
            return _page(request, show_id, wrong=(entry_id, form))
        with said_here(request):
            services.withdraw_entry(**here, why=form.cleaned_data["why"])
            messages.success(
                request, _("The entry is taken out, and who brought it reads why. You can put it back below.")
            )
    elif step == "back":
        with said_here(request):
            services.put_back_entry(**here)
            messages.success(request, _("The entry takes part again."))
    else:
        with said_here(request):
            services.withdraw_entry(**here)
            messages.success(request, _("The entry is taken back."))
    return redirect("stage:contest", show_id=show_id)


@require_POST
def vote(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Choose an entry, or nobody after all."""
    with said_here(request):
        if request.POST.get("as") == "back":
            services.take_vote_back(by=request.actor, show_id=show_id)
            messages.success(request, _("Your vote is taken back."))
        else:
            entry_id = read_id(request.POST.get("entry", ""))
            services.vote(by=request.actor, show_id=show_id, entry_id=entry_id)
            messages.success(request, _("Your vote counts. You can change it until the voting is closed."))
    return redirect("stage:contest", show_id=show_id)


@require_POST
def voting(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Open the voting, take entries again, or end the voting."""
    steps = {
        "open": (services.open_voting, _("The voting is open. Those who take part are told.")),
        "reopen_entries": (services.take_opening_back, _("Entries are taken again.")),
        "close": (services.close_voting, _("The voting is closed. This is the result.")),
    }
    step = request.POST.get("as", "close")
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    verb, words = steps[step]
    with said_here(request):
        verb(by=request.actor, show_id=show_id)
        messages.success(request, words)
    return redirect("stage:contest", show_id=show_id)


@require_safe
def result_file(request: DureRequest, show_id: UUID) -> HttpResponse:
    """The result as CSV, for hosts; who voted for what is nowhere told."""
    found = _contest(request, show_id)
    demand_host(show=found, by=request.actor)
    if found.voting_closed_at is None:
        raise ResultOpen
    heads = [_("Place"), _("Title"), _("Name"), _("Votes")]
    rows = ([str(each.place), each.title, each.person.display_name, str(each.count)] for each in _entries(found))
    lines = [csv_line(cells) for cells in (heads, *rows)]
    response = HttpResponse(BYTE_ORDER_MARK + "".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="result-{show_id}.csv"'
    return response


def _entries(found: Show) -> Sequence[Entry]:
    """Return what stands in a contest, by votes."""
    return contest_of(show=found, person_id=None).entries


def _page(
    request: DureRequest, show_id: UUID, *, form: Form | None = None, wrong: tuple[UUID, TakeOutForm] | None = None
) -> HttpResponse:
    """Return the contest's page; `form` and `wrong` (of one entry) are what was filled in and does not fit."""
    found = _contest(request, show_id)
    is_host = role_in(show=found, by=request.actor) == HOST
    seen = contest_of(show=found, person_id=request.actor.person_id, is_host=is_host)
    outs = {each.id: TakeOutForm(auto_id=f"{each.id}-%s") for each in seen.entries} if is_host else {}
    if wrong is not None:
        outs[wrong[0]] = wrong[1]
    context = {
        "show": found,
        "contest": seen,
        "rows": [(each, outs.get(each.id)) for each in seen.entries],
        "is_host": is_host,
        "form": form or EntryForm(clips=_own_clips(request)),
    }
    typed = [each for each in (form, wrong[1] if wrong else None) if each is not None]
    return render(request, "stage/contest.html", context, status=status_of(*typed))


def _contest(request: DureRequest, show_id: UUID) -> Show:
    found = shows.show_of(show_id=show_id, by=request.actor)
    if not found.is_contest:
        raise NotAContest
    return found


def _own_clips(request: DureRequest) -> list[Clip]:
    person_id = request.actor.person_id
    return list(clips.sent_by(person_id=person_id, usable=True)) if person_id else []
