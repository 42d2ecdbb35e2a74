"""A product's page and a seller's front."""

from uuid import UUID

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dure.kernel import clock
from dure.kernel.http import DureRequest
from dure.rooms.catalog.queries.cycles_at_hand import soonest_rounds
from dure.rooms.catalog.queries.goods import goods
from dure.rooms.merchants.queries.storefronts import storefront as public_storefront
from dure.rooms.web.queries import products

ROUNDS = 3


@require_safe
def product(request: DureRequest, product_id: UUID) -> HttpResponse:
    """What a product is, what it costs, who makes it, how it comes, and the bar to buy it."""
    page = products.product_page(goods=goods(product_id=product_id), offer_asked=request.GET.get("offer", ""))
    facts = {
        "page": page,
        "address": request.build_absolute_uri(request.path),
        "structured_facts": products.structured(page, address=request.build_absolute_uri(request.path)),
    }
    return render(request, "web/product.html", facts)


@require_safe
def storefront(request: DureRequest, slug: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """A seller's own front; an address it had before leads to the one it has now."""
    front = public_storefront(slug=slug)
    if front.slug != slug:
        return redirect("web:storefront", slug=front.slug, permanent=True)
    page = products.front_page(front=front)
    facts = {
        "page": page,
        "front": front,
        "today": clock.today().weekday(),
        "rounds": soonest_rounds(count=ROUNDS, organisation_id=front.organisation_id),
    }
    return render(request, "web/storefront.html", facts)
