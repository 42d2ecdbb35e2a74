"""Waybills and lists on paper: a few at once, many when the worker has made them."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import progress
from dure.kernel.clock import today
from dure.kernel.errors import NotFound
from dure.kernel.http import DureRequest
from dure.kernel.sheets import Cell, write_csv, write_xlsx
from dure.rooms.dispatch.errors import NothingChosen
from dure.rooms.dispatch.jobs import make_run
from dure.rooms.dispatch.models import LabelRun, Shipment
from dure.rooms.dispatch.queries import desks, hubs, lists, runs
from dure.rooms.dispatch.queries.lists import GoodsList
from dure.rooms.dispatch.services import prints
from dure.rooms.dispatch.views.packing import chosen_of
from dure.rooms.people.queries.organisations import organisation as organisation_of

LISTS: dict[str, Callable[..., GoodsList]] = {"pick": lists.pick_list, "packing": lists.packing_list}
SHEETS: dict[str, tuple[Callable[[Iterable[Sequence[Cell]], IO[bytes]], None], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PDF = "application/pdf"


@require_POST
def waybills(request: DureRequest, organisation_id: UUID) -> HttpResponseBase:
    """The waybills of the ticked deliveries: at once, or from the worker when there are many."""
    chosen = chosen_of(request, organisation_id=organisation_id)
    if not chosen:
        raise NothingChosen
    asked = request.POST.get("paper")
    paper = LabelRun.Paper.A4 if asked == LabelRun.Paper.A4 else LabelRun.Paper.LABEL
    if len(chosen) > prints.AT_ONCE_MAX:
        return _have_made(request, organisation_id, chosen, paper)
    made = prints.print_waybills(by=request.actor, organisation_id=organisation_id, shipment_ids=chosen, paper=paper)
    return _file(made, PDF, f"waybills-{today()}.pdf")


@require_safe
def run(request: DureRequest, organisation_id: UUID, run_id: UUID) -> HttpResponse:
    """How far a file of many waybills is, and where it can be fetched."""
    found = runs.run_of(run_id=run_id, organisation_id=organisation_id)
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "run": found,
        "job": _job(request, found),
        "count": len(found.shipment_ids),
    }
    return render(request, "dispatch/run.html", context)


@require_safe
def run_progress(request: DureRequest, organisation_id: UUID, run_id: UUID) -> HttpResponse:
    """A card that asks again by itself, and opens the page anew once the file is ready."""
    found = runs.run_of(run_id=run_id, organisation_id=organisation_id)
    job = _job(request, found)
    if job is None or job["state"] in {"failed", "cancelled"}:
        return HttpResponse(headers={"HX-Redirect": reverse("dispatch:run", args=[organisation_id, run_id])})
    poll_url = reverse("dispatch:run_progress", args=[organisation_id, run_id])
    return render(request, "ui/_job.html", {"job": job, "poll_url": poll_url})


@require_safe
def run_file(request: DureRequest, organisation_id: UUID, run_id: UUID) -> FileResponse:
    """Hand out the file of waybills."""
    del request
    found = runs.ready_run(run_id=run_id, organisation_id=organisation_id)
    return FileResponse(found.file.open("rb"), filename=f"waybills-{found.requested_at:%Y-%m-%d}.pdf")


@require_safe
def farm_list(request: DureRequest, organisation_id: UUID, which: str, form: str) -> HttpResponseBase:
    """What a farm has to pick or pack, as PDF, CSV or XLSX; `?due=today` leaves out what is for later days."""
    day = today() if request.GET.get("due") == "today" else None
    found = desks.of_sender(organisation_id=organisation_id, stage="to_pack", ready_by=day)
    issuer = organisation_of(organisation_id=organisation_id).shown_name
    return _list(which, form, sorted(found, key=lists.as_packed), issuer)


@require_safe
def hub_list(request: DureRequest, organisation_id: UUID, hub_id: UUID, which: str, form: str) -> HttpResponseBase:
    """What is in a hub, or comes to it, as PDF, CSV or XLSX."""
    del request
    hub = hubs.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    desk = desks.hub_desk(hub=hub)
    leaving = sorted(desk.leaving, key=lists.as_driven)
    return _list(which, form, [*desk.to_collect, *leaving, *desk.arriving], hub.name)


def _list(which: str, form: str, found: Sequence[Shipment], issuer: str) -> HttpResponseBase:
    if which not in LISTS or form not in {*SHEETS, "pdf"}:
        raise NotFound
    goods = LISTS[which](shipments=found)
    name = f"{which}-{today()}.{form}"
    if form in SHEETS:
        write, content_type = SHEETS[form]
        return _sheet(goods, write, content_type, name)
    boxes = sum(len(each.parcels.all()) for each in found)
    lead = _("%(shipments)s deliveries, %(boxes)s boxes") % {"shipments": len(found), "boxes": boxes}
    return _file(lists.list_pdf(of=goods, issuer=issuer, lead=lead), PDF, name)


def _sheet(
    goods: GoodsList, write: Callable[[Iterable[Sequence[Cell]], IO[bytes]], None], content_type: str, name: str
) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it after the last byte
    write(goods.sheet(), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Show a file in the browser, which prints it from there."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _have_made(request: DureRequest, organisation_id: UUID, chosen: list[UUID], paper: str) -> HttpResponse:
    asked = prints.request_run(by=request.actor, organisation_id=organisation_id, shipment_ids=chosen, paper=paper)
    begun = make_run.defer(
        by=request.actor,
        title=_("Waybills"),
        run_id=str(asked.id),
        download_url=reverse("dispatch:run_file", args=[organisation_id, asked.id]),
    )
    prints.note_run_progress(run_id=asked.id, progress_id=begun.id)
    return redirect("dispatch:run", organisation_id=organisation_id, run_id=asked.id)


def _job(request: DureRequest, found: LabelRun) -> dict[str, object] | None:
    """Return what the progress card shows, while the file is in the making; to the one who asked, and staff."""
    is_asker = request.actor.is_staff or request.actor.person_id == found.person_id
    if found.ready_at or found.progress_id is None or not is_asker:
        return None
    seen = progress.visible(progress_id=found.progress_id, by=request.actor)
    return {
        "title": seen.title,
        "state": seen.status,
        "done": seen.done_count,
        "total": seen.total_count,
        "words": seen.message,
    }
