"""A seller's products: the list with its bulk bar, listing a new one, one product with its photos and offers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel import clock
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.kernel.pictures import ACCEPT, prepare
from dure.rooms.catalog.forms.changes import BulkForm
from dure.rooms.catalog.forms.fields import first_error
from dure.rooms.catalog.forms.listing import ListingForm, ProductWordsForm, SizeFields
from dure.rooms.catalog.models import Channel, OfferStatus, Product, ProductStatus
from dure.rooms.catalog.queries import kinds, mine
from dure.rooms.catalog.queries.offers import offers_of_product, views_of
from dure.rooms.catalog.queries.photos import photo_address, photos
from dure.rooms.catalog.services import bulk, products
from dure.rooms.merchants.queries.agreements import rates

OFFERS_ON_A_PAGE = 50
STATUSES = {
    "pause": products.pause_product,
    "resume": products.resume_product,
    "withdraw": products.withdraw_product,
}


@require_safe
def own_products(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Everything a seller offers, with a bar to change many at once."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    text, status = request.GET.get("search", "")[:80], request.GET.get("status", "")
    found = mine.own_offers(organisation_id=organisation_id, text=text, status=status)
    page = Paginator(found, OFFERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shop": shop,
        "page": page,
        "offers": views_of(list(page.object_list)),
        "search": text,
        "status": status,
        "statuses": [("", _("All")), (OfferStatus.OPEN, _("For sale")), (OfferStatus.PAUSED, _("Paused"))],
        "latest_act": mine.latest_act(organisation_id=organisation_id),
        "holiday": mine.holiday(organisation_id=organisation_id),
    }
    return render(request, "catalog/own_products.html", context)


@require_http_methods(["GET", "POST"])
@idempotent
def new_product(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """List a product by photo: photo, kind, done; prices and sizes are those of last time."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    form = ListingForm(request.POST or None, request.FILES or None, shop=shop)
    if form.is_valid():
        pictures = [prepare(file) for file in form.cleaned_data["photos"]]
        offers = products.list_product(
            by=request.actor,
            organisation_id=organisation_id,
            draft=form.draft(),
            sizes=[form.size_draft()],
            photos=pictures,
        )
        messages.success(
            request, _("It is for sale now.") if shop.is_approved else _("It is kept until we approve you.")
        )
        page = reverse("catalog:product", args=[organisation_id, offers[0].product_id])
        return redirect(f"{page}?fresh=1")
    context = {"shop": shop, "form": form, "names": _kind_names(), "accept": ACCEPT, "rate": _rate(shop)}
    return render(request, "catalog/new_product.html", context, status=422 if form.errors else 200)


@require_safe
def product(request: DureRequest, organisation_id: UUID, product_id: UUID) -> HttpResponse:
    """One product as its seller sees it."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    found = mine.own_product(organisation_id=organisation_id, product_id=product_id)
    context = {
        "shop": shop,
        "product": found,
        "photos": [(each, photo_address(key=each.key)) for each in photos(product_id=product_id)],
        "offers": offers_of_product(product_id=product_id),
        "accept": ACCEPT,
        "is_fresh": "fresh" in request.GET and found.status == ProductStatus.LISTED,
        "is_gone": found.status == ProductStatus.WITHDRAWN,
    }
    return render(request, "catalog/product.html", context)


@require_http_methods(["GET", "POST"])
def product_words(request: DureRequest, organisation_id: UUID, product_id: UUID) -> HttpResponse:
    """Say otherwise what a product is."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    found = mine.own_product(organisation_id=organisation_id, product_id=product_id)
    form = ProductWordsForm(request.POST or None, initial=_words_of(found))
    if form.is_valid():
        products.change_product(
            by=request.actor, organisation_id=organisation_id, product_id=product_id, draft=form.draft()
        )
        messages.success(request, _("Saved."))
        return redirect("catalog:product", organisation_id=organisation_id, product_id=product_id)
    context = {"shop": shop, "product": found, "form": form, "names": _kind_names()}
    return render(request, "catalog/product_words.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@idempotent
def new_size(request: DureRequest, organisation_id: UUID, product_id: UUID) -> HttpResponse:
    """Sell a further size, or a further harvest, of a product."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    found = mine.own_product(organisation_id=organisation_id, product_id=product_id)
    form = SizeFields(request.POST or None, shop=shop)
    if form.is_valid():
        products.add_size(
            by=request.actor, organisation_id=organisation_id, product_id=product_id, draft=form.size_draft()
        )
        messages.success(
            request, _("It is for sale now.") if shop.is_approved else _("It is kept until we approve you.")
        )
        return redirect("catalog:product", organisation_id=organisation_id, product_id=product_id)
    context = {"shop": shop, "product": found, "form": form}
    return render(request, "catalog/new_size.html", context, status=422 if form.errors else 200)


@require_POST
def product_status(request: DureRequest, organisation_id: UUID, product_id: UUID) -> HttpResponse:
    """Pause a product, put it on sale again, or take it out."""
    verb = STATUSES.get(request.POST.get("act", ""), products.pause_product)
    changed = verb(by=request.actor, organisation_id=organisation_id, product_id=product_id)
    messages.success(request, changed.get_status_display())
    return redirect("catalog:product", organisation_id=organisation_id, product_id=product_id)


@require_POST
@idempotent
def product_photos(request: DureRequest, organisation_id: UUID, product_id: UUID) -> HttpResponse:
    """Show one more photo of a product."""
    file = request.FILES.get("photo")
    if file is not None:
        picture = prepare(file)
        products.add_photo(by=request.actor, organisation_id=organisation_id, product_id=product_id, picture=picture)
        messages.success(request, _("The photo is there."))
    return redirect("catalog:product", organisation_id=organisation_id, product_id=product_id)


@require_POST
def photo_change(request: DureRequest, organisation_id: UUID, photo_id: UUID) -> HttpResponse:
    """Show a photo first, or no more."""
    verb = products.remove_photo if request.POST.get("act") == "remove" else products.show_first
    photo = verb(by=request.actor, organisation_id=organisation_id, photo_id=photo_id)
    messages.success(request, _("Saved."))
    return redirect("catalog:product", organisation_id=organisation_id, product_id=photo.product_id)


@require_POST
@idempotent
def bulk_change(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Pause, resume, reprice or restock the ticked offers."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("catalog:own_products", organisation_id=organisation_id)
    answers = form.cleaned_data
    chosen = {"by": request.actor, "organisation_id": organisation_id, "offer_ids": answers["offer"]}
    match answers["act"]:
        case "pause":
            act = bulk.pause_many(**chosen)
        case "resume":
            act = bulk.resume_many(**chosen)
        case "price":
            act = bulk.change_prices(**chosen, percent=answers["percent"])
        case _:
            act = bulk.restock_many(**chosen, count=answers["count"])
    messages.success(request, _("%(what)s: %(count)s") % {"what": act.get_sort_display(), "count": len(act.before)})
    return redirect("catalog:own_products", organisation_id=organisation_id)


@require_POST
def holiday(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Close the shop for a while."""
    act = bulk.close_for_a_while(by=request.actor, organisation_id=organisation_id)
    messages.success(request, _("Closed. %(count)s offers wait until you open again.") % {"count": len(act.before)})
    return redirect("catalog:own_products", organisation_id=organisation_id)


@require_POST
def bulk_undoing(request: DureRequest, organisation_id: UUID, act_id: UUID) -> HttpResponse:
    """Take a change of many offers back."""
    count = bulk.take_back(by=request.actor, organisation_id=organisation_id, act_id=act_id)
    messages.success(request, ngettext("%(count)s taken back.", "%(count)s taken back.", count) % {"count": count})
    return redirect("catalog:own_products", organisation_id=organisation_id)


def _rate(shop: mine.Shop) -> dict[str, object]:
    """Return what a seller keeps of a sale in the shop, and what would be kept at the market's usual rate."""
    rate = rates(organisation_ids=[shop.organisation_id], channel=Channel.SHOP, on=clock.today())[shop.organisation_id]
    price = Money.of(10_000 if shop.currency == "KRW" else 100, shop.currency)
    market = rate.market_bp
    return {
        "price": price,
        "kept": price - price.share(parts_per_million=rate.commission_bp * 100),
        "elsewhere": None if market is None else price - price.share(parts_per_million=market * 100),
    }


def _kind_names() -> list[str]:
    """Return the names of all kinds in the reader's language, for the browser to propose."""
    return [kind.name for kind in kinds.kinds()]


def _words_of(found: Product) -> dict[str, object]:
    """Return the first contents of the form about words."""
    fields = ("name", "name_ko", "name_zh", "name_en", "story", "storage", "allergens")
    return {**{field: getattr(found, field) for field in fields}, "kind_text": found.kind.name}
