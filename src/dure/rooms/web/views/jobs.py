"""The page of somebody who waits for a job."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import progress
from dure.kernel.http import DureRequest


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


@require_safe
def job_file(request: DureRequest, progress_id: UUID) -> FileResponse:
    """Hand out the file a job made, to the person who waited for it."""
    found = progress.file_of(progress_id=progress_id, by=request.actor)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
