"""Statements as files: short ones at once, long ones when the worker has made them."""

import tempfile
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import progress
from dure.kernel.errors import BadInput, NotAllowed
from dure.kernel.http import DureRequest
from dure.rooms.ledger.forms import ExportForm
from dure.rooms.ledger.jobs import make_export
from dure.rooms.ledger.models import Export
from dure.rooms.ledger.queries import exports as export_queries
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.statements import Period, Statement
from dure.rooms.ledger.services import exports
from dure.rooms.ledger.views.own import own_wallet, person_of

CONTENT_TYPES = {
    Export.Format.CSV: "text/csv; charset=utf-8",
    Export.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def statement_file(request: DureRequest) -> HttpResponseBase:
    """Hand out a short statement as a file at once; have a long one made and show how far it is."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields={name: [str(error) for error in errors] for name, errors in form.errors.items()})
    asked = form.cleaned_data
    account = asked["account"] or own_wallet(request)
    if not exports.may_see(by=request.actor, account=account):
        raise NotAllowed
    period = Period(asked["first"], asked["last"])
    found = statements.statement(account=account, unit=asked["unit"], period=period)
    if found.line_count > exports.AT_ONCE_MAX:
        return _have_made(request, found, asked["format"])
    return _at_once(found, Export.Format(asked["format"]))


@require_safe
def export(request: DureRequest, export_id: UUID) -> HttpResponse:
    """How far a long file is, and where it can be fetched."""
    found = _own_export(request, export_id)
    return render(request, "ledger/export.html", {"export": found, "job": _job(request, found)})


@require_safe
def export_progress(request: DureRequest, export_id: UUID) -> HttpResponse:
    """A card that asks again by itself, and opens the page anew once the file is ready."""
    found = _own_export(request, export_id)
    job = _job(request, found)
    if job is None or job["state"] in {"failed", "cancelled"}:
        return HttpResponse(headers={"HX-Redirect": reverse("ledger:export", args=[export_id])})
    poll_url = reverse("ledger:export_progress", args=[export_id])
    return render(request, "ui/_job.html", {"job": job, "poll_url": poll_url})


@require_safe
def export_file(request: DureRequest, export_id: UUID) -> FileResponse:
    """Hand out a file, to the one who asked for it only."""
    found = export_queries.ready_file(export_id=export_id, person_id=person_of(request))
    name = _file_name(found.account, Period(found.first, found.last), Export.Format(found.format))
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name)


def _own_export(request: DureRequest, export_id: UUID) -> Export:
    return export_queries.export_of(export_id=export_id, person_id=person_of(request))


def _have_made(request: DureRequest, found: Statement, file_format: str) -> HttpResponse:
    asked = exports.request_export(
        by=request.actor, account=found.account.code, unit=found.unit.code, period=found.period, format=file_format
    )
    begun = make_export.defer(
        by=request.actor,
        title=_("Statement as a file"),
        export_id=str(asked.export_id),
        download_url=reverse("ledger:export_file", args=[asked.export_id]),
    )
    exports.note_progress(export_id=asked.export_id, progress_id=begun.id)
    return redirect("ledger:export", export_id=asked.export_id)


def _at_once(found: Statement, file_format: Export.Format) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it after the last byte
    exports.write_statement(of=found, format=file_format, file=file)
    file.seek(0)
    name = _file_name(found.account.code, found.period, file_format)
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[file_format])


def _file_name(account: str, period: Period, file_format: Export.Format) -> str:
    return f"dure-{account.replace(':', '-')}-{period.first}-{period.last}.{file_format}"


def _job(request: DureRequest, found: Export) -> dict[str, object] | None:
    """Return what the progress card shows, while the file is in the making."""
    if found.ready_at or found.progress_id is None:
        return None
    seen = progress.visible(progress_id=found.progress_id, by=request.actor)
    return {
        "title": seen.title,
        "state": seen.status,
        "done": seen.done_count,
        "total": seen.total_count,
        "words": seen.message,
    }
