"""Pack sheets and lists of orders: chosen on one page, made by the worker."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.catalog.queries.cycle_orders import latest_rounds
from dure.rooms.market.forms.selling import SHEETS, SheetForm
from dure.rooms.market.jobs import make_sheet
from dure.rooms.people.queries.organisations import organisation as organisation_of


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def sheets(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Choose a sheet; the worker makes it, and its page hands it out."""
    initial = {"kind": request.GET.get("kind", SHEETS[0][0]), "cycle": request.GET.get("cycle", "")}
    form = SheetForm(request.POST or None, initial=initial, rounds=latest_rounds(organisation_id=organisation_id))
    if form.is_valid():
        asked = form.cleaned_data
        begun = make_sheet.defer(
            by=request.actor,
            title=str(dict(SHEETS)[asked["kind"]]),
            organisation_id=organisation_id,
            kind=asked["kind"],
            first=asked["first"].isoformat() if asked["first"] else "",
            last=asked["last"].isoformat() if asked["last"] else "",
            form=asked["format"],
            rounds=form.rounds(),
        )
        return redirect("web:job", progress_id=begun.id)
    context = {"form": form, "organisation": organisation_of(organisation_id=organisation_id)}
    return render(request, "market/sheets.html", context, status=422 if form.errors else 200)
