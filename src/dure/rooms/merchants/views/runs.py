"""Payout runs for staff: what is due, the run, its bank file, and the bank's answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.money import Money
from dure.rooms.merchants.models.merchants import CURRENCY_OF
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services import payouts
from dure.rooms.merchants.services.bank_files import bank_file
from dure.rooms.merchants.views.staff import read_reason

PAGE_SIZE = 50
CURRENCIES = tuple(CURRENCY_OF.values())


@require_http_methods(["GET", "POST"])
def runs(request: DureRequest) -> HttpResponse:
    """What a run would send now, and the runs before; sending the preview makes the run."""
    if request.method == "POST":
        made = payouts.make_run(by=request.actor, sealed_preview=request.POST.get("preview", ""))
        messages.success(request, _("The run is made. Now send its file to the bank."))
        return redirect("merchants:run", run_id=made.id)
    currency = request.GET.get("currency", CURRENCIES[0])
    if currency not in CURRENCIES:
        raise BadInput(fields={"currency": [currency]})
    preview = queries.preview(currency=currency)
    page = Paginator(queries.runs(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "preview": preview,
        "sealed": payouts.seal_preview(preview),
        "currencies": CURRENCIES,
        "page": page,
        "rows": [(run, Money(run.total, run.currency)) for run in page],
    }
    return render(request, "merchants/staff/runs.html", context)


@require_safe
def run(request: DureRequest, run_id: UUID) -> HttpResponse:
    """One run: its payouts, whether its file balances, and whether the book agrees."""
    found = queries.run(run_id=run_id)
    page = Paginator(queries.payouts_of(run_id=run_id), PAGE_SIZE).get_page(request.GET.get("page"))
    in_book, in_rows = queries.under_way_in_book(currency=found.currency)
    context = {
        "run": found,
        "total": Money(found.total, found.currency),
        "page": page,
        "rows": [(each, Money(each.amount, each.currency)) for each in page],
        "file": bank_file(by=request.actor, run_id=run_id),
        "agrees": in_book == in_rows,
        "under_way": Money(in_book, found.currency),
    }
    return render(request, "merchants/staff/run.html", context)


@require_safe
def run_file(request: DureRequest, run_id: UUID) -> HttpResponse:
    """The bank file."""
    found = queries.run(run_id=run_id)
    made = bank_file(by=request.actor, run_id=run_id)
    answer = HttpResponse(made.content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="pain001-{found.made_at:%Y%m%d}-{found.id.hex[:8]}.xml"'
    return answer


@require_POST
def run_settlement(request: DureRequest, run_id: UUID) -> HttpResponse:
    """Note that the bank booked the run."""
    payouts.settle_run(by=request.actor, run_id=run_id)
    messages.success(request, _("Noted. The money has arrived."))
    return redirect("merchants:run", run_id=run_id)


@require_POST
def payout_bounce(request: DureRequest, payout_id: UUID) -> HttpResponse:
    """Note that a bank sent a payout back."""
    came_back = payouts.bounce(by=request.actor, payout_id=payout_id, reason=read_reason(request))
    messages.success(request, _("Noted. The money is the merchant's earnings again."))
    return redirect("merchants:run", run_id=came_back.run_id)
