"""What lies where: the stock page, one level with its movements, locations."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.catalog.forms.changes import CountForm, LocationForm, ReceiveForm, TransferForm, WriteOffForm
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.services import locations, shelves

VERBS: Mapping[str, Callable[..., object]] = {
    "receive": shelves.receive,
    "count": shelves.count_stock,
    "write_off": shelves.write_off,
    "transfer": shelves.transfer,
}


@require_safe
def stock(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Everything that lies at a seller's locations, location by location."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    rows = mine.stock(organisation_id=organisation_id)
    context = {
        "shop": shop,
        "rows": [row for row in rows if row.level.on_hand],
        "empty_rows": [row for row in rows if not row.level.on_hand],
        "locations": mine.own_locations(organisation_id=organisation_id),
    }
    return render(request, "catalog/stock.html", context)


@require_http_methods(["GET", "POST"])
@idempotent
def level(request: DureRequest, organisation_id: UUID, level_id: int) -> HttpResponse:
    """One level: what came in, was counted, moved, written off; each with its own short form."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    row = mine.stock_row(organisation_id=organisation_id, level_id=level_id)
    asked = request.POST.get("act", "")
    forms_of = _forms(request, shop, row, asked)
    sent = forms_of.get(asked)
    if sent is not None and sent.is_valid():
        VERBS[asked](by=request.actor, organisation_id=organisation_id, level_id=level_id, **sent.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("catalog:level", organisation_id=organisation_id, level_id=level_id)
    context = {"shop": shop, "row": row, "forms": forms_of, "moves": mine.moves(level_id=level_id), "asked": asked}
    return render(request, "catalog/level.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@idempotent
def own_locations(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Where a seller keeps its goods."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    form = LocationForm(request.POST or None)
    if form.is_valid():
        locations.open_location(by=request.actor, organisation_id=organisation_id, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("catalog:own_locations", organisation_id=organisation_id)
    context = {"shop": shop, "form": form, "locations": mine.own_locations(organisation_id=organisation_id)}
    return render(request, "catalog/own_locations.html", context, status=422 if form.errors else 200)


@require_POST
def location_closing(request: DureRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    """Close a place where nothing lies any more."""
    locations.close_location(by=request.actor, organisation_id=organisation_id, location_id=location_id)
    messages.success(request, _("Closed."))
    return redirect("catalog:own_locations", organisation_id=organisation_id)


def _forms(request: DureRequest, shop: mine.Shop, row: mine.StockRow, asked: str) -> dict[str, forms.Form]:
    """Return the forms of the page, the one that was sent with what was sent."""
    others = [place for place in mine.own_locations(organisation_id=shop.organisation_id) if place != row.location]
    made: dict[str, forms.Form] = {
        "receive": ReceiveForm(_sent(request, asked, "receive")),
        "count": CountForm(
            _sent(request, asked, "count"), initial={"found": row.level.on_hand, "seen": row.level.on_hand}
        ),
        "write_off": WriteOffForm(_sent(request, asked, "write_off")),
    }
    if others:
        places = [(str(place.id), place.name) for place in others]
        made["transfer"] = TransferForm(_sent(request, asked, "transfer"), places=places)
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    return made


def _sent(request: DureRequest, asked: str, name: str) -> QueryDict | None:
    """Return what was sent, to the form it was sent by."""
    return request.POST if asked == name else None
