"""Following a delivery: everybody with the link, the receiver's own, and the count of paper saved."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dure.kernel.errors import NotFound, NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.pictures import picture_answer
from dure.rooms.dispatch.handover import Status, Step
from dure.rooms.dispatch.models import Shipment, TraceEvent
from dure.rooms.dispatch.queries import hubs, pins, shipments, waybills
from dure.rooms.dispatch.queries.traces import epcis_document
from dure.rooms.dispatch.queries.words import METHOD_OF_SAVING, where_words, without_mistakes
from dure.rooms.people.queries.memberships import standings


@require_safe
def home(request: DureRequest) -> HttpResponse:
    """Every desk of dispatch that is this person's: farms, hubs, driving, and what comes to them."""
    person_id = request.actor.person_id
    if person_id is None:
        raise NotSignedIn
    own = [each for each in standings(person_id=person_id) if not each.is_closed]
    context = {
        "organisations": own,
        "hubs": hubs.hubs_among(organisation_ids=[each.organisation_id for each in own]),
        "drivers": hubs.driving(person_id=person_id),
        "coming": shipments.of_receiver(person_id=person_id),
    }
    return render(request, "dispatch/home.html", context)


@never_cache
@require_safe
def today(request: DureRequest) -> HttpResponse:
    """Where the day's work is: a driver's round, the desk of the only hub, or the choice between all desks."""
    person_id = request.actor.person_id
    if person_id is None:
        raise NotSignedIn
    if any(driver.is_approved for driver in hubs.driving(person_id=person_id)):
        return redirect("dispatch:driving")
    own = [each.organisation_id for each in standings(person_id=person_id) if not each.is_closed]
    kept = hubs.hubs_among(organisation_ids=own)
    if len(kept) == 1:
        return redirect("dispatch:hub", organisation_id=kept[0].organisation_id, hub_id=kept[0].id)
    return redirect("dispatch:home")


@require_safe
def track(request: DureRequest, tracking_key: str) -> HttpResponse:
    """Where a delivery is, without anybody's name; its receiver also sees the PIN."""
    found = shipments.shipment_by_key(key=tracking_key)
    trail = shipments.trail(shipment_id=found.id)
    context = {
        "shipment": found,
        "box_count": len(found.parcels.all()),
        "trail": [(each, where_words(each)) for each in reversed(without_mistakes(trail))],
        "pin": pins.pin_for(by=request.actor, shipment=found),
        "arrival": _arrival(request, found, trail),
        "is_receiver": request.actor.is_signed_in and request.actor.person_id == found.receiver_id,
    }
    answer = render(request, "dispatch/track.html", context)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _arrival(request: DureRequest, found: Shipment, trail: list[TraceEvent]) -> TraceEvent | None:
    """Return the handing over with its proof, to the receiver only."""
    is_receiver = request.actor.person_id is not None and request.actor.person_id == found.receiver_id
    handed = next((each for each in reversed(trail) if each.step == Step.DELIVER), None)
    if not is_receiver or handed is None or found.status != Status.DELIVERED:
        return None
    return shipments.event_for(event_id=handed.id, by=request.actor)


@require_safe
def track_trace(request: DureRequest, tracking_key: str) -> JsonResponse:
    """The trace behind a link as a GS1 EPCIS 2.0 document."""
    del request
    document = epcis_document(shipment=shipments.shipment_by_key(key=tracking_key))
    return JsonResponse(document, content_type="application/ld+json", json_dumps_params={"indent": 1})


@require_safe
def proof_picture(request: DureRequest, event_id: UUID, name: str) -> HttpResponseBase:
    """A photo that proves or explains a step, for those whose business it is."""
    event = shipments.event_for(event_id=event_id, by=request.actor)
    told = getattr(event, "proof", None) or getattr(event, "mishap", None)
    if told is None or not told.photo:
        raise NotFound
    return picture_answer(key=told.photo, name=name, is_public=False)


@require_safe
def paper_saved(request: DureRequest) -> HttpResponse:
    """How many waybills never had to be printed, and how that is counted."""
    months = waybills.paper_by_month()
    counted = waybills.paper_saved()
    earlier = waybills.PaperSaved(
        delivered=counted.delivered - sum(month.delivered for _first, month in months),
        saved=counted.saved - sum(month.saved for _first, month in months),
    )
    context = {"counted": counted, "months": months, "earlier": earlier, "method": METHOD_OF_SAVING}
    return render(request, "dispatch/paper_saved.html", context)
