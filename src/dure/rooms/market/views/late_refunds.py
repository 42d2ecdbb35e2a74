"""Staff: refunds that wait for sellers' earnings, and the house's advance where that takes too long."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.promoting import WhyForm
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.services import late_refunds as services

PER_PAGE = 30


@never_cache
@require_safe
def late_refunds(request: DureRequest) -> HttpResponse:
    """What buyers wait for, longest first; or what the house advanced."""
    is_waiting = request.GET.get("advanced") is None
    found = queries.waiting() if is_waiting else queries.advanced()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/late_refunds.html", {"is_waiting": is_waiting, "page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def late_refund(request: DureRequest, late_refund_id: UUID) -> HttpResponse:
    """One refund: what is missing, and the press that has the house pay it."""
    found = queries.late_refund(late_refund_id=late_refund_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.advance(by=request.actor, late_refund_id=late_refund_id, why=form.cleaned_data["why"])
        messages.success(request, _("The buyer has the money. The seller was told."))
        return redirect("market:late_refunds")
    context = {"late": found, "form": form, "there": queries.sellers_have(late=found)}
    return render(request, "market/late_refund.html", context, status=422 if form.errors else 200)
