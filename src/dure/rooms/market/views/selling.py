"""The seller's pages about orders: what to pack, looking for one, one in full."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.ids import new_id
from dure.rooms.inbox.queries import conversations
from dure.rooms.market.forms.selling import SaleSearch, ticked
from dure.rooms.market.queries import sales as queries
from dure.rooms.market.queries import selling
from dure.rooms.market.services import packing as verbs
from dure.rooms.market.services import talks
from dure.rooms.people.queries.organisations import organisation as organisation_of


@never_cache
@require_safe
def to_pack(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What waits to be packed, by the day it was paid or by where it goes."""
    by_area = request.GET.get("by") == "area"
    groups = selling.packing_groups(organisation_id=organisation_id, by_area=by_area)
    count = queries.to_pack_count(organisation_id=organisation_id)
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "groups": groups,
        "by_area": by_area,
        "count": count,
        "later_count": count - sum(len(group.sales) for group in groups),
    }
    return render(request, "market/to_pack.html", context)


@require_POST
@idempotent
def packing(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Say that the ticked orders are packed."""
    changed = verbs.pack_parts(by=request.actor, organisation_id=organisation_id, shipment_ids=ticked(request.POST))
    words = ngettext("%(count)s order is packed.", "%(count)s orders are packed.", len(changed))
    messages.success(request, words % {"count": len(changed)})
    return redirect("market:to_pack", organisation_id=organisation_id)


@never_cache
@require_safe
def sales(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """A seller's orders, newest first; htmx asks for further ones only."""
    search = SaleSearch(request.GET)
    asked = search.asked()
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "asked": asked,
        "page": selling.find_sales(organisation_id=organisation_id, asked=asked),
        "query": urlencode(_kept(request, "sort", "text", "first", "last")),
        "sorts": _sorts(request),
    }
    is_going_on = request.headers.get("HX-Request") and asked.before
    return render(request, "market/_sales.html" if is_going_on else "market/sales.html", context)


@never_cache
@require_safe
def sale(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """One order as its seller sees it: who bought what, how far it is, what is asked, what can be done, the talk."""
    page = queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "page": page,
        "sale": page.sale,
        "part": page.sale.part,
        "order": page.order,
        "talk": conversations.by_reference(reference=page.sale.part.reference, by=request.actor),
        "client_key": new_id(),
    }
    return render(request, "market/sale.html", context)


@require_POST
def sale_talk(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """Begin to write to the buyer."""
    queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    talks.open_talk(by=request.actor, fulfilment_id=sale_id)
    return redirect("market:sale", organisation_id=organisation_id, sale_id=sale_id)


def _kept(request: DureRequest, *names: str) -> dict[str, str]:
    """Return what of the address is to be carried along."""
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _sorts(request: DureRequest) -> list[tuple[str, str, str]]:
    """Return the tabs: value, word, address."""
    others = _kept(request, "text", "first", "last")
    return [
        (value, str(word), f"?{urlencode({**others, 'sort': value})}")
        for value, word in SaleSearch.base_fields["sort"].choices  # type: ignore[attr-defined]  # a ChoiceField's
    ]
