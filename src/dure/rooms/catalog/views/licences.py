"""The licences of a seller: how each stands, and bringing the paper of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.pictures import prepare
from dure.rooms.catalog.forms.licences import LicenceForm
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries.licences import own_licences
from dure.rooms.catalog.services.licences import ask_for_licence


@require_http_methods(["GET", "HEAD", "POST"])
def licences(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Show which licences are held, and take the photo of a further one."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    wanted = {"licence": request.GET.get("licence", "")}
    form = LicenceForm(request.POST or None, request.FILES or None, initial=wanted)
    if form.is_valid():
        asked = ask_for_licence(
            by=request.actor,
            organisation_id=organisation_id,
            licence=form.cleaned_data["licence"],
            picture=prepare(form.cleaned_data["photo"]),
        )
        messages.success(request, _("We look at it and tell you. Until then, goods that need it cannot be sold."))
        return redirect("trust:verification", verification_id=asked)
    context = {"shop": shop, "form": form, "licences": own_licences(organisation_id=organisation_id)}
    return render(request, "catalog/licences.html", context, status=422 if form.errors else 200)
