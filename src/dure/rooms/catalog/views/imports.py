"""Bringing in a whole list: send it, look at what we understand, confirm, and take it back if it was wrong."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

import xlsxwriter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.catalog.forms.imports import ACCEPT, LABELS, ColumnsForm, ListForm
from dure.rooms.catalog.list_rows import Row
from dure.rooms.catalog.models import ProduceImport
from dure.rooms.catalog.queries import imports as queries
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.catalog.samples import ENDINGS, sample_rows
from dure.rooms.catalog.services import imports
from dure.rooms.catalog.services.sellers import licences_of

ROWS_SHOWN = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@idempotent
def own_imports(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Send a list, or look at those that were sent."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        made = imports.look_at_list(by=request.actor, organisation_id=organisation_id, file=file, name=file.name)
        return redirect("catalog:produce_import", organisation_id=organisation_id, import_id=made.id)
    context = {
        "shop": shop,
        "form": form,
        "accept": ACCEPT,
        "imports": queries.own_imports(organisation_id=organisation_id),
    }
    return render(request, "catalog/own_imports.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def produce_import(request: DureRequest, organisation_id: UUID, import_id: UUID) -> HttpResponse:
    """What we understand of a list, row by row; a post says which column says what."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    uploaded = queries.own_import(by=request.actor, organisation_id=organisation_id, import_id=import_id)
    form = ColumnsForm(request.POST or None, uploaded=uploaded)
    if form.is_valid():
        imports.choose_columns(
            by=request.actor, organisation_id=organisation_id, import_id=import_id, columns=form.columns()
        )
        return redirect("catalog:produce_import", organisation_id=organisation_id, import_id=import_id)
    is_open = uploaded.status == ProduceImport.Status.READ
    found = queries.preview(uploaded, licences=licences_of(organisation_id=organisation_id)) if is_open else None
    context = {
        "shop": shop,
        "uploaded": uploaded,
        "form": form,
        "preview": found,
        "wrong": [_told(row) for row in found.wrong[:ROWS_SHOWN]] if found else [],
        "changes": found.changes[:ROWS_SHOWN] if found else [],
        "good": _named(found.new[:ROWS_SHOWN]) if found else [],
        "has_price": "price" in uploaded.columns,
    }
    return render(request, "catalog/produce_import.html", context, status=422 if form.errors else 200)


@require_POST
@idempotent
def bringing_in(request: DureRequest, organisation_id: UUID, import_id: UUID) -> HttpResponse:
    """Bring a list in, now or by the worker."""
    page = reverse("catalog:produce_import", args=[organisation_id, import_id])
    uploaded = imports.confirm(
        by=request.actor,
        organisation_id=organisation_id,
        import_id=import_id,
        skips_wrong="skips_wrong" in request.POST,
        page=page,
    )
    if uploaded.progress_id:
        return redirect("web:job", progress_id=uploaded.progress_id)
    _tell(request, uploaded)
    return redirect(page)


@require_POST
def undoing(request: DureRequest, organisation_id: UUID, import_id: UUID) -> HttpResponse:
    """Take a whole list back."""
    count = imports.take_back(by=request.actor, organisation_id=organisation_id, import_id=import_id)
    messages.success(request, ngettext("%(count)s taken back.", "%(count)s taken back.", count) % {"count": count})
    return redirect("catalog:own_imports", organisation_id=organisation_id)


@require_safe
def sample(request: DureRequest, organisation_id: UUID, ending: str) -> HttpResponse:
    """A list to start from, in the reader's language."""
    mine.shop(by=request.actor, organisation_id=organisation_id)
    if ending not in ENDINGS:
        raise Http404
    rows = sample_rows(get_language() or "en")
    if ending == "csv":
        content = (BYTE_ORDER_MARK + "".join(csv_line(list(row)) for row in rows)).encode()
    else:
        content = _sheet(rows)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8" if ending == "csv" else SHEET)
    answer["Content-Disposition"] = f'attachment; filename="dure-products.{ending}"'
    return answer


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a workbook."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.autofit()
    return file.getvalue()


def _tell(request: DureRequest, uploaded: ProduceImport) -> None:
    """Say how many offers a list made and how many it changed."""
    made, changed = len(uploaded.offer_ids), len(uploaded.changed)
    if made or not changed:
        messages.success(request, ngettext("%(count)s offer made.", "%(count)s offers made.", made) % {"count": made})
    if changed:
        told = ngettext("%(count)s offer changed.", "%(count)s offers changed.", changed)
        messages.success(request, told % {"count": changed})


def _named(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return new rows as the page shows them: with the name of their kind in the reader's language."""
    codes = {row.product.kind_code for row in rows if row.product}
    names = {kind.code: kind.name for kind in kinds(codes=codes)}
    return [
        {"number": row.number, "product": row.product, "size": row.size, "kind_name": names[row.product.kind_code]}
        for row in rows if row.product
    ]  # fmt: skip


def _told(row: Row) -> dict[str, object]:
    """Return a wrong row as the page shows it: its number, and for each field what is wrong."""
    return {"number": row.number, "problems": [(LABELS[field], why.message) for field, why in row.problems.items()]}
