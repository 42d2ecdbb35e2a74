"""Receipts on paper: of one order at once, of many by the worker."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dure.kernel.clock import today
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.receipts import DaysForm, ReceiptsForm
from dure.rooms.market.jobs import make_invoices, make_receipts
from dure.rooms.market.queries.receipts import paid_orders, sold_orders
from dure.rooms.market.services.receipt_files import receipts_paper
from dure.rooms.market.views.people import buyer_of
from dure.rooms.people.queries.organisations import organisation as organisation_of


@require_safe
def receipt(request: DureRequest, order_id: int) -> HttpResponse:
    """The receipts of an order as one PDF, a page for each seller."""
    response = HttpResponse(receipts_paper(by=request.actor, order_id=order_id), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="dure-{order_id}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def receipts(request: DureRequest) -> HttpResponse:
    """Choose the days; the worker makes the receipts of one's orders into one PDF, and its page hands it out."""
    shown = {name: request.GET[name] for name in ("sort", "text", "first", "last") if request.GET.get(name)}
    form = ReceiptsForm(request.POST or None, initial=this_month() | shown)
    if form.is_valid():
        buyer_id = buyer_of(request)
        paid_orders(buyer_id=buyer_id, asked=form.asked())
        begun = make_receipts.defer(by=request.actor, title=_("Receipts"), person_id=buyer_id, **form.words())
        return redirect("web:job", progress_id=begun.id)
    return render(request, "market/receipts.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def invoices(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Choose the days; the worker makes the seller's receipts of them into one PDF."""
    form = DaysForm(request.POST or None, initial=this_month())
    if form.is_valid():
        days = form.words()
        sold_orders(seller_id=organisation_id, first=form.cleaned_data["first"], last=form.cleaned_data["last"])
        begun = make_invoices.defer(
            by=request.actor, title=_("Receipts for buyers"), organisation_id=organisation_id, **days
        )
        return redirect("web:job", progress_id=begun.id)
    context = {"form": form, "organisation": organisation_of(organisation_id=organisation_id)}
    return render(request, "market/receipts.html", context, status=422 if form.errors else 200)


def this_month() -> dict[str, object]:
    """Return the days of the month so far."""
    last: date = today()
    return {"first": last.replace(day=1), "last": last}
