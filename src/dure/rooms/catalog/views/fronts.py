"""Which products stand first on a seller's own front, and in what order."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.rooms.catalog.forms.fronts import FrontForm
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.services.fronts import choose_front_products
from dure.rooms.merchants.queries.storefronts import own_storefront


@require_http_methods(["GET", "HEAD", "POST"])
def front_products(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Give the products that stand first their places."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    front = own_storefront(organisation_id=organisation_id)
    form = FrontForm(
        request.POST or None,
        products=mine.shown_products(organisation_id=organisation_id),
        chosen=front.chosen_products if front else [],
    )
    if form.is_valid():
        choose_front_products(by=request.actor, organisation_id=organisation_id, product_ids=form.chosen())
        messages.success(request, _("Saved."))
        return redirect("merchants:storefront_preview", organisation_id=organisation_id)
    return render(
        request, "catalog/front_products.html", {"shop": shop, "form": form}, status=422 if form.errors else 200
    )
