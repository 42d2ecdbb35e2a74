"""What search engines ask for first: where they may look, and what there is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dure.kernel.http import DureRequest
from dure.rooms.catalog.queries.on_sale import products_on_sale, sellers_on_sale
from dure.rooms.merchants.queries.storefronts import slugs

PRODUCTS_MAX = 45_000
CLOSED = ("/api/", "/back-office/", "/me/", "/market/", "/sign/", "/search/", "/jobs/", "/desk/", "/staff/")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap(request: DureRequest) -> HttpResponse:
    """Every public page a search engine should know: the shop's, the products', the sellers' fronts."""
    pages = [reverse(name) for name in ("web:home", "web:shop", "web:kinds", "people:regions", "ledger:book")]
    fronts = [
        reverse("web:storefront", args=[slug]) for slug in sorted(slugs(organisation_ids=sellers_on_sale()).values())
    ]
    goods = [(reverse("web:product", args=[each]), day) for each, day in products_on_sale(count=PRODUCTS_MAX)]
    facts = {"house": request.build_absolute_uri("/").rstrip("/"), "pages": [*pages, *fronts], "products": goods}
    return render(request, "web/sitemap.xml", facts, content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: DureRequest) -> HttpResponse:
    """Where robots need not look, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('web:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
