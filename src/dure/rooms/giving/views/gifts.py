"""My gifts: giving from the wallet, and whether my name stands beside them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.money import Money
from dure.rooms.giving.forms import GiftForm
from dure.rooms.giving.queries import gifts as queries
from dure.rooms.giving.services import donations
from dure.rooms.giving.views.public import fund_page

GIFTS_PER_PAGE = 30


@require_POST
def donation(request: DureRequest, fund_id: UUID) -> HttpResponse:
    """Give from my wallet."""
    form = GiftForm(request.POST)
    if not form.is_valid():
        return fund_page(request, fund_id, form, status=BadInput.status)
    given = donations.donate(
        by=request.actor,
        fund_id=fund_id,
        amount=form.money,
        client_key=form.cleaned_data["client_key"],
        is_named=form.cleaned_data["is_named"],
    )
    amount = Money(given.amount, given.currency).format(get_language() or "")
    messages.success(request, _("Thank you. %(amount)s is in the fund now.") % {"amount": amount})
    return redirect("giving:fund", fund_id=fund_id)


@require_safe
def gifts(request: DureRequest) -> HttpResponse:
    """What I gave, newest first."""
    page = Paginator(queries.gifts_of(by=request.actor), GIFTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, Money(each.amount, each.currency)) for each in page]
    return render(request, "giving/gifts.html", {"page": page, "rows": rows})


@require_POST
def naming(request: DureRequest, donation_id: UUID) -> HttpResponse:
    """Show my name beside a gift, or take it away."""
    is_named = request.POST.get("as") == "named"
    donations.show_name(by=request.actor, donation_id=donation_id, is_named=is_named)
    messages.success(request, _("Your name stands beside the gift now.") if is_named else _("Your name is taken away."))
    return redirect("giving:gifts")
