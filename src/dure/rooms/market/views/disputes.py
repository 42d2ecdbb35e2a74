"""Staff: reported problems, and deciding them; and the photos of reports for whom they concern."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.pictures import picture_answer
from dure.rooms.market.forms.disputes import DecisionForm
from dure.rooms.market.models import Dispute
from dure.rooms.market.queries import disputes as queries
from dure.rooms.market.services.disputes import decide_dispute

PER_PAGE = 30


@require_safe
def disputes(request: DureRequest) -> HttpResponse:
    """Reports that wait, or those decided."""
    is_open = request.GET.get("decided") is None
    page = Paginator(queries.disputes(is_open=is_open), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/disputes.html", {"is_open": is_open, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: DureRequest, dispute_id: UUID) -> HttpResponse:
    """One report, and its decision."""
    page = queries.dispute_page(dispute_id=dispute_id)
    part = page.dispute.fulfilment
    form = DecisionForm(request.POST or None, currency=part.currency, is_settled=not part.is_open)
    if request.method == "POST" and form.is_valid():
        decide_dispute(by=request.actor, dispute_id=dispute_id, **form.cleaned_data)
        messages.success(request, _("That is decided. Buyer and seller have been told."))
        return redirect("market:disputes")
    is_open = page.dispute.status in Dispute.UNDECIDED
    return render(request, "market/dispute.html", {"page": page, "form": form, "is_open": is_open})


@require_safe
def photo(request: DureRequest, photo_id: UUID, name: str) -> FileResponse:
    """One photo of a report or return, for buyer, seller and staff."""
    return picture_answer(key=queries.photo_key(by=request.actor, photo_id=photo_id), name=name, is_public=False)
