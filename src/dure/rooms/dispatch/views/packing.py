"""The farm's desk: what is to be packed, marked packed, printed and listed; and one delivery in full."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.clock import today
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.forms import STAGES, ChosenForm, SplitForm
from dure.rooms.dispatch.jobs import pack_many
from dure.rooms.dispatch.queries import desks, shipments
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.queries.waybills import address_line, paper_saved
from dure.rooms.dispatch.services.deliveries import send_back
from dure.rooms.dispatch.services.prints import RUN_MAX
from dure.rooms.dispatch.services.scans import pack
from dure.rooms.dispatch.services.shipments import split_shipment
from dure.rooms.people.queries.organisations import organisation as organisation_of

PAGE = 50
PACKED_AT_ONCE_MAX = 100
"""More deliveries than this are marked packed by the worker."""


@require_safe
def packing(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What to pack today, with the ways to mark, print and list it; other stages behind tabs."""
    stage = request.GET.get("stage", "to_pack")
    stage = stage if stage in desks.STAGES else "to_pack"
    only_due = request.GET.get("due") == "today"
    found = desks.of_sender(organisation_id=organisation_id, stage=stage, ready_by=today() if only_due else None)
    counts = desks.stage_counts(organisation_id=organisation_id)
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "stage": stage,
        "tabs": [(key, words, counts[key]) for key, words in STAGES],
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "only_due": only_due,
        "today": today(),
        "saved": paper_saved(organisation_id=organisation_id),
    }
    return render(request, "dispatch/packing.html", context)


@require_POST
@idempotent
def packed(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Mark the ticked deliveries packed."""
    chosen = chosen_of(request, organisation_id=organisation_id)
    if len(chosen) > PACKED_AT_ONCE_MAX:
        return _pack_later(request, organisation_id, chosen)
    changed = pack(by=request.actor, organisation_id=organisation_id, shipment_ids=chosen)
    words = ngettext("%(count)s delivery is packed.", "%(count)s deliveries are packed.", len(changed))
    messages.success(request, words % {"count": len(changed)})
    return redirect("dispatch:packing", organisation_id=organisation_id)


def chosen_of(request: DureRequest, *, organisation_id: UUID) -> list[UUID]:
    """Return the deliveries a form of the packing page is about: those ticked, or every one of its stage."""
    form = ChosenForm(request.POST)
    if not (stage := form.stage()):
        return form.shipment_ids()
    day = today() if request.POST.get("due") == "today" else None
    return desks.ids_of_sender(organisation_id=organisation_id, stage=stage, ready_by=day, count=RUN_MAX)


def _pack_later(request: DureRequest, organisation_id: UUID, chosen: list[UUID]) -> HttpResponse:
    """Have the worker mark many deliveries packed, on a page that shows how far it is."""
    begun = pack_many.defer(
        by=request.actor,
        title=_("Marking deliveries as packed"),
        organisation_id=organisation_id,
        person_id=request.actor.person_id,
        is_staff=request.actor.is_staff,
        shipment_ids=chosen,
    )
    return redirect("web:job", progress_id=begun.id)


@require_safe
def shipment(request: DureRequest, organisation_id: UUID, shipment_id: UUID) -> HttpResponse:
    """One delivery of the sender's: boxes, receiver, what happened, and what can be done."""
    found = shipments.shipment_of(shipment_id=shipment_id, organisation_id=organisation_id)
    parcels = list(found.parcels.all())
    context = {
        "organisation": found.sender,
        "shipment": found,
        "parcels": [(parcel, sscc.written(parcel.sscc)) for parcel in parcels],
        "address": address_line(shipment=found),
        "trail": shipments.trail_with_proofs(shipment_id=found.id),
        "split": SplitForm(initial={"count": len(parcels)}),
        "may_split": found.packed_at is None and found.ended_at is None,
        "may_turn": found.left_at is not None and found.ended_at is None and not found.is_returning,
    }
    return render(request, "dispatch/shipment.html", context)


@require_POST
def splitting(request: DureRequest, organisation_id: UUID, shipment_id: UUID) -> HttpResponse:
    """Say into how many boxes a delivery is packed."""
    form = SplitForm(request.POST)
    count = form.cleaned_data["count"] if form.is_valid() else 0
    split_shipment(by=request.actor, shipment_id=shipment_id, count=count)
    return redirect("dispatch:shipment", organisation_id=organisation_id, shipment_id=shipment_id)


@require_POST
def turning(request: DureRequest, organisation_id: UUID, shipment_id: UUID) -> HttpResponse:
    """Call goods back that are under way."""
    send_back(by=request.actor, shipment_id=shipment_id)
    messages.success(request, _("The goods come back to you."))
    return redirect("dispatch:shipment", organisation_id=organisation_id, shipment_id=shipment_id)


@require_safe
def trace_file(request: HttpRequest, organisation_id: UUID, shipment_id: UUID) -> JsonResponse:
    """The trace as a GS1 EPCIS 2.0 file."""
    del request
    found = shipments.shipment_of(shipment_id=shipment_id, organisation_id=organisation_id)
    answer = JsonResponse(epcis_document(shipment=found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/ld+json; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="epcis-{found.id}.jsonld"'
    return answer
