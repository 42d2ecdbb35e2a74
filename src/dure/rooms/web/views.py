"""Pages over several rooms."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import progress
from dure.kernel.clock import today
from dure.kernel.http import DureRequest
from dure.rooms.ledger.queries import seals
from dure.rooms.people.queries import organisations, regions

SHOWN_REGIONS = 6
SHOWN_ORGANISATIONS = 8
KIND_ICONS = {
    "farm": "sprout",
    "cooperative": "users-round",
    "shop": "store",
    "charity": "hand-heart",
    "hospital": "stethoscope",
    "agency": "landmark",
}


@require_safe
def home(request: DureRequest) -> HttpResponse:
    """The first page: who needs help first, who is here, and what the book says."""
    language = get_language() or "ko"
    newest = [
        (found, found.name_in(language), KIND_ICONS[found.kind])
        for found in organisations.newest(count=SHOWN_ORGANISATIONS)
    ]
    context = {
        "regions": regions.help_first_of_the_day(day=today(), count=SHOWN_REGIONS),
        "organisations": newest,
        "proof": seals.last_proof(),
    }
    return render(request, "web/home.html", context)


@require_safe
def job(request: DureRequest, progress_id: UUID) -> HttpResponse:
    """How far a job is, for the person who waits for it; htmx asks for the card alone."""
    found = progress.visible(progress_id=progress_id, by=request.actor)
    template = "web/_job.html" if request.headers.get("HX-Request") == "true" else "web/job.html"
    return render(request, template, {"progress": found})


@require_POST
def job_cancellation(request: DureRequest, progress_id: UUID) -> HttpResponse:
    """Call a job off."""
    progress.call_off(progress_id=progress_id, by=request.actor)
    return redirect("web:job", progress_id=progress_id)
