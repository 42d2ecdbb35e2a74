"""Everything about me as a file, and leaving the house."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.progress import visible
from dure.rooms.people.forms.organisations import ReasonForm
from dure.rooms.people.jobs import make_export
from dure.rooms.people.middleware import PeopleRequest, person_of
from dure.rooms.people.models import Export
from dure.rooms.people.queries import memberships, persons
from dure.rooms.people.queries.exports import export_file
from dure.rooms.people.services import departures, exports


@require_http_methods(["GET", "POST"])
def export(request: PeopleRequest) -> HttpResponse:
    """Ask for everything about me, and see how far it is."""
    if request.method == "POST":
        ask_for_export(request)
        return redirect("people:export")
    found = persons.latest_export(person_id=person_of(request))
    return render(request, "people/export.html", {"export": found, "job": _job(request, found)})


@require_safe
def export_progress(request: PeopleRequest) -> HttpResponse:
    """How far the export is: a card that asks again by itself, and opens the page anew once it is ready."""
    found = persons.latest_export(person_id=person_of(request))
    job = _job(request, found)
    if job is None or found is None or found.ready_at:
        return HttpResponse(headers={"HX-Redirect": reverse("people:export")})
    return render(request, "people/_export_job.html", {"job": job})


def _job(request: PeopleRequest, found: Export | None) -> dict[str, object] | None:
    """Return what the progress card shows, while there is something in the making."""
    if found is None or found.ready_at or found.progress_id is None:
        return None
    progress = visible(progress_id=found.progress_id, by=request.actor)
    return {
        "title": progress.title,
        "state": progress.status,
        "done": progress.done_count,
        "total": progress.total_count,
        "words": progress.message,
    }


def ask_for_export(request: PeopleRequest) -> Export:
    """Ask for an export and have it made; asking again while one is made changes nothing."""
    found, is_waiting = exports.request_export(by=request.actor)
    if is_waiting:
        title, download_url = _("Everything about me"), reverse("people:export_download")
        progress = make_export.defer(by=request.actor, title=title, export_id=str(found.id), download_url=download_url)
        exports.note_progress(export_id=found.id, progress_id=progress.id)
    return found


@require_safe
def export_download(request: PeopleRequest) -> FileResponse:
    """Hand out the file, to its person only."""
    found = export_file(person_id=person_of(request))
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=f"dure-{found.requested_at:%Y-%m-%d}.zip")


@require_http_methods(["GET", "POST"])
def departure(request: PeopleRequest) -> HttpResponse:
    """Say what leaving means, and ask for it."""
    if request.method == "POST":
        departures.request_departure(by=request.actor, reason=request.POST.get("reason", "")[:300])
        messages.success(request, _("You asked to leave. You can still change your mind."))
        return redirect("people:me")
    context = {
        "form": ReasonForm(),
        "departure": persons.open_departure(person_id=person_of(request)),
        "sole_owner_of": memberships.organisations_only_owned_by(person_id=person_of(request)),
        "grace_days": departures.GRACE.days,
    }
    return render(request, "people/departure.html", context)


@require_POST
def departure_withdrawal(request: PeopleRequest) -> HttpResponse:
    """Stay after all."""
    departures.withdraw_departure(by=request.actor)
    messages.success(request, _("Good that you stay. Nothing was deleted."))
    return redirect("people:me")
