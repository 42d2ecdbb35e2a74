"""The driver's pages: stops by area with the next one big, one stop, handing over, and what went wrong."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.dispatch.errors import ShipmentUnknown
from dure.rooms.dispatch.forms import DeliveryForm, DriverForm, MishapForm
from dure.rooms.dispatch.models import Shipment
from dure.rooms.dispatch.queries import desks, hubs, shipments
from dure.rooms.dispatch.queries.corrections import told_lately
from dure.rooms.dispatch.queries.rounds import round_of
from dure.rooms.dispatch.queries.waybills import address_line
from dure.rooms.dispatch.services.corrections import take_back
from dure.rooms.dispatch.services.deliveries import deliver, report_exception
from dure.rooms.dispatch.services.drivers import ask_to_drive, end_driver
from dure.rooms.dispatch.services.rounds import set_out
from dure.rooms.people.queries.memberships import standing

MAPS = "https://www.openstreetmap.org/search?query="


@require_safe
def driving(request: DureRequest) -> HttpResponse:
    """What is in the van, by area; what waits to be fetched; or how to become a driver."""
    person_id = _person(request)
    mine = hubs.driving(person_id=person_id)
    found = round_of(person_id=person_id, drivers=mine)
    context = {
        "drivers": mine,
        "round": found,
        "next": _told(found.next) if found.next else None,
        "told_lately": told_lately(person_id=person_id),
        "form": DriverForm(hubs=_hub_choices()),
    }
    return render(request, "dispatch/driving.html", context)


@require_POST
def setting_out(request: DureRequest) -> HttpResponse:
    """Begin the day's round: the receivers hear that their goods come today."""
    count = set_out(by=request.actor)
    words = ngettext(
        "%(count)s receiver hears that it comes today.", "%(count)s receivers hear that it comes today.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("dispatch:driving")


@require_POST
def taking_back(request: DureRequest, event_id: UUID) -> HttpResponse:
    """Take back what was tapped by mistake."""
    line = take_back(by=request.actor, event_id=event_id)
    messages.success(request, _("Taken back. The goods are with you as before."))
    return redirect(_way_back(request, line.shipment_id))


@require_POST
def asking(request: DureRequest) -> HttpResponse:
    """Ask to drive."""
    form = DriverForm(request.POST, hubs=_hub_choices())
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in problems] for name, problems in form.errors.items()})
    hub = form.cleaned_data["hub"]
    ask_to_drive(
        by=request.actor,
        vehicle=form.cleaned_data["vehicle"],
        phone=form.cleaned_data["phone"],
        hub_id=UUID(hub) if hub else None,
    )
    messages.success(request, _("Thank you. You can drive as soon as somebody there lets you in."))
    return redirect("dispatch:driving")


@require_POST
def stopping(request: DureRequest, driver_id: UUID) -> HttpResponse:
    """Stop driving, or take the question back."""
    end_driver(by=request.actor, driver_id=driver_id)
    messages.success(request, _("Saved."))
    return redirect("dispatch:driving")


@require_safe
def stop(request: DureRequest, shipment_id: UUID) -> HttpResponse:
    """One stop: who, where, what, and the ways to end it. A hub's desk hands out by the same page."""
    found = _in_hand(request, shipment_id)
    context = {
        "stop": _told(found),
        "back": _way_back(request, shipment_id),
        "delivery": DeliveryForm(initial={"client_id": new_id()}),
        "mishap": MishapForm(initial={"client_id": new_id()}),
    }
    return render(request, "dispatch/stop.html", context)


@require_http_methods(["POST"])
def handing_over(request: DureRequest, shipment_id: UUID) -> HttpResponse:
    """Hand the goods to the receiver."""
    form = DeliveryForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in problems] for name, problems in form.errors.items()})
    back = _way_back(request, shipment_id)
    deliver(by=request.actor, shipment_id=shipment_id, proof=form.proof(), moment=form.moment())
    messages.success(request, _("Handed over. Thank you."))
    return redirect(back)


@require_http_methods(["POST"])
def missing(request: DureRequest, shipment_id: UUID) -> HttpResponse:
    """Tell why the goods could not be handed over."""
    form = MishapForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in problems] for name, problems in form.errors.items()})
    back = _way_back(request, shipment_id)
    report_exception(
        by=request.actor,
        shipment_id=shipment_id,
        reason=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        photo=form.kept_photo(),
        moment=form.moment(),
    )
    messages.success(request, _("Noted. The sender and the receiver can see it."))
    return redirect(back)


def _person(request: DureRequest) -> UUID:
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id


def _hub_choices() -> list[tuple[str, str]]:
    return [(str(hub.id), f"{hub.name} · {hub.region.name}") for hub in hubs.open_hubs()]


def _told(found: Shipment) -> dict[str, object]:
    """Return what a stop's card shows; goods that go back are brought to their sender."""
    if found.is_returning:
        region = found.sender.region
        name, phone, address, area = found.sender.shown_name, "", str(region or ""), region.name if region else ""
    else:
        area = found.region.name if found.region else ""
        name, phone, address = found.receiver_name, found.receiver_phone, address_line(shipment=found)
    return {
        "shipment": found,
        "name": name,
        "phone": phone,
        "address": address,
        "area": area,
        "geo_url": f"geo:0,0?q={quote(address)}",
        "map_url": f"{MAPS}{quote(address)}",
        "parcels": list(found.parcels.all()),
    }


def _in_hand(request: DureRequest, shipment_id: UUID) -> Shipment:
    """Return the shipment to its driver, or to the people of the hub it lies in; ShipmentUnknown to all others."""
    person_id = _person(request)
    found = desks.stop_of(shipment_id=shipment_id, person_id=person_id)
    if found is not None:
        return found
    found = shipments.shipment(shipment_id=shipment_id)
    owners = {parcel.hub.organisation_id for parcel in found.parcels.all() if parcel.hub}
    if request.actor.is_staff or any(standing(person_id=person_id, organisation_id=each) for each in owners):
        return found
    raise ShipmentUnknown


def _way_back(request: DureRequest, shipment_id: UUID) -> str:
    """Return where somebody goes on: a hub's people to their desk, a driver to the stops."""
    found = shipments.shipment(shipment_id=shipment_id)
    hub = next((parcel.hub for parcel in found.parcels.all() if parcel.hub), None)
    if hub and standing(person_id=request.actor.person_id, organisation_id=hub.organisation_id):
        return reverse("dispatch:hub", args=[hub.organisation_id, hub.id])
    return reverse("dispatch:driving")
