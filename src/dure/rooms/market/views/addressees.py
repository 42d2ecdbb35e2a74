"""The buyer's address book."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.addressees import AddresseeForm, filled_in
from dure.rooms.market.queries import addressees as queries
from dure.rooms.market.services import addressees as verbs
from dure.rooms.market.views.people import buyer_of


@require_safe
def addressees(request: DureRequest) -> HttpResponse:
    """Everybody in the address book."""
    found = queries.addressees(buyer_id=buyer_of(request))
    return render(request, "market/addressees.html", {"found": [(each, queries.address_line(each)) for each in found]})


@require_http_methods(["GET", "POST"])
@idempotent
def new_addressee(request: DureRequest) -> HttpResponse:
    """Add somebody."""
    form = AddresseeForm(request.POST or None)
    if form.is_valid():
        verbs.add_addressee(by=request.actor, **form.facts())
        messages.success(request, _("Saved."))
        return redirect("market:addressees")
    return render(request, "market/addressee.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@idempotent
def addressee(request: DureRequest, addressee_id: UUID) -> HttpResponse:
    """Write somebody's entry anew."""
    found = queries.addressee(buyer_id=buyer_of(request), addressee_id=addressee_id)
    form = AddresseeForm(request.POST or None, initial=filled_in(found))
    if form.is_valid():
        verbs.change_addressee(by=request.actor, addressee_id=addressee_id, **form.facts())
        messages.success(request, _("Saved."))
        return redirect("market:addressees")
    context = {"form": form, "found": found}
    return render(request, "market/addressee.html", context, status=422 if form.errors else 200)


@require_POST
def addressee_removal(request: DureRequest, addressee_id: UUID) -> HttpResponse:
    """Take somebody out of the address book."""
    verbs.remove_addressee(by=request.actor, addressee_id=addressee_id)
    messages.success(request, _("Removed from your address book."))
    return redirect("market:addressees")
