"""Editing a storefront, looking at it before others do, and its banner."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.pictures import picture_answer, prepare
from dure.rooms.merchants.forms.selling import DAY_NAMES, BannerForm, StorefrontForm, read_products
from dure.rooms.merchants.models import Channel
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.queries import storefronts as fronts
from dure.rooms.merchants.queries.storefronts import Front
from dure.rooms.merchants.services import storefronts
from dure.rooms.merchants.slugs import slug_of


@require_http_methods(["GET", "POST"])
def storefront(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Write what the storefront says."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    front = fronts.own_storefront(organisation_id=organisation_id)
    form = StorefrontForm(request.POST or None, initial=_facts_of(front, merchant.organisation.name))
    if form.is_valid():
        chosen = read_products(request.POST.getlist("product")) if "product" in request.POST else _chosen(front)
        storefronts.write_storefront(
            by=request.actor, organisation_id=organisation_id, chosen_products=chosen, **form.facts()
        )
        messages.success(request, _("Saved."))
        return redirect("merchants:storefront_preview", organisation_id=organisation_id)
    context = {"form": form, "merchant": merchant, "front": front, "banner_form": BannerForm()}
    return render(request, "merchants/storefront.html", context, status=422 if form.errors else 200)


@require_safe
def storefront_preview(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """The storefront as visitors will see it, and the button that opens it."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    front = fronts.own_storefront(organisation_id=organisation_id)
    if front is None:
        return redirect("merchants:storefront", organisation_id=organisation_id)
    context = {
        "front": front,
        "merchant": merchant,
        "free_channels": [Channel(channel).label for channel in front.free_channels],
        "hours": opening_days(front),
    }
    return render(request, "merchants/storefront_preview.html", context)


@require_POST
def storefront_showing(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Open the storefront to everybody, or close it."""
    is_published = request.POST.get("is_published") == "yes"
    storefronts.show_storefront(by=request.actor, organisation_id=organisation_id, is_published=is_published)
    said = _("Your storefront is open.") if is_published else _("Your storefront is closed.")
    messages.success(request, said)
    return redirect("merchants:storefront_preview", organisation_id=organisation_id)


@require_POST
def banner_change(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Put another picture over the storefront."""
    form = BannerForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(fields={field: [str(error) for error in errors] for field, errors in form.errors.items()})
    queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    picture = prepare(form.cleaned_data["banner"])
    storefronts.change_banner(by=request.actor, organisation_id=organisation_id, picture=picture)
    messages.success(request, _("The picture is changed."))
    return redirect("merchants:storefront", organisation_id=organisation_id)


@require_safe
def banner(request: DureRequest, organisation_id: UUID, name: str) -> HttpResponseBase:
    """A file of the banner; of a storefront that is not open, its own people see it only."""
    front = fronts.own_storefront(organisation_id=organisation_id)
    if front is None or not front.is_published:
        queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    key = front.banner if front else ""
    return picture_answer(key=key, name=name, is_public=False)


def opening_days(front: Front) -> list[tuple[str, str]]:
    """Return the days with their hours, Monday first; empty where nothing was said."""
    closed = _("closed")
    return [(str(name), " – ".join(day) if day else closed) for name, day in zip(DAY_NAMES, front.hours, strict=False)]


def _facts_of(front: Front | None, name: str) -> dict[str, object]:
    if front is None:
        return {"slug": slug_of(name)}
    times = {
        f"{side}_{day}": hours[place]
        for day, hours in enumerate(front.hours)
        if hours
        for place, side in enumerate(("opens", "closes"))
    }
    return {"slug": front.slug, "story": front.story, "hours_note": front.hours_note, **times}


def _chosen(front: Front | None) -> list[UUID]:
    return front.chosen_products if front else []
