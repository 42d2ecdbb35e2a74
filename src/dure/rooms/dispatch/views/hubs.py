"""Hubs and who drives for them: the desk of a hub, opening and changing one, letting drivers in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.dispatch.forms import HubForm
from dure.rooms.dispatch.models import Hub
from dure.rooms.dispatch.queries import desks
from dure.rooms.dispatch.queries import hubs as queries
from dure.rooms.dispatch.queries.corrections import told_lately
from dure.rooms.dispatch.services import drivers, hubs
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.queries.organisations import organisation as organisation_of
from dure.rooms.people.roles import Role

PARTS = ("arriving", "to_collect", "leaving")


@require_safe
def hub_list(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """The hubs of an organisation."""
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "hubs": queries.hubs_of(organisation_id=organisation_id),
    }
    return render(request, "dispatch/hubs.html", context)


@require_http_methods(["GET", "POST"])
@idempotent
def new_hub(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Open a hub on one page."""
    form = HubForm(request.POST or None)
    if form.is_valid():
        opened = hubs.open_hub(by=request.actor, organisation_id=organisation_id, hub=form.draft())
        messages.success(request, _("%(name)s is open.") % {"name": opened.name})
        return redirect("dispatch:hub", organisation_id=organisation_id, hub_id=opened.id)
    context = {"organisation": organisation_of(organisation_id=organisation_id), "form": form}
    return render(request, "dispatch/hub_form.html", context, status=422 if form.errors else 200)


@require_safe
def hub(request: DureRequest, organisation_id: UUID, hub_id: UUID) -> HttpResponse:
    """The hub's desk: what comes, what is collected here, what leaves with a driver; and its drivers."""
    found = queries.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    desk = desks.hub_desk(hub=found)
    part = request.GET.get("part", "")
    part = part if part in PARTS else next((each for each in PARTS if getattr(desk, each)), PARTS[0])
    tabs = ((_("Arriving"), "arriving"), (_("To be collected"), "to_collect"), (_("Leaving"), "leaving"))
    context = {
        "organisation": found.organisation,
        "hub": found,
        "part": part,
        "tabs": [(key, words, len(getattr(desk, key))) for words, key in tabs],
        "shipments": getattr(desk, part),
        "drivers": queries.drivers_of(hub_id=found.id),
        "told_lately": told_lately(person_id=request.actor.person_id) if request.actor.person_id else [],
    }
    return render(request, "dispatch/hub.html", context)


@require_http_methods(["GET", "POST"])
def hub_details(request: DureRequest, organisation_id: UUID, hub_id: UUID) -> HttpResponse:
    """Change what a hub says about itself."""
    found = queries.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    form = HubForm(request.POST or None, initial=_first_contents(found))
    if form.is_valid():
        hubs.change_hub(by=request.actor, hub_id=found.id, hub=form.draft())
        messages.success(request, _("Saved."))
        return redirect("dispatch:hub", organisation_id=organisation_id, hub_id=hub_id)
    demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MANAGER)
    context = {"organisation": found.organisation, "hub": found, "form": form}
    return render(request, "dispatch/hub_form.html", context, status=422 if form.errors else 200)


@require_POST
def hub_closing(request: DureRequest, organisation_id: UUID, hub_id: UUID) -> HttpResponse:
    """Close a hub that is empty."""
    found = queries.hub_of(hub_id=hub_id, organisation_id=organisation_id)
    hubs.close_hub(by=request.actor, hub_id=found.id)
    messages.success(request, _("The hub is closed."))
    return redirect("dispatch:hubs", organisation_id=organisation_id)


@require_POST
def driver_approval(request: DureRequest, organisation_id: UUID, driver_id: UUID) -> HttpResponse:
    """Let somebody drive for a hub."""
    approved = drivers.approve_driver(by=request.actor, driver_id=driver_id)
    messages.success(request, _("%(name)s may drive now.") % {"name": approved.person.display_name})
    return redirect("dispatch:hub", organisation_id=organisation_id, hub_id=approved.hub_id)


@require_POST
def driver_ending(request: DureRequest, organisation_id: UUID, driver_id: UUID) -> HttpResponse:
    """Decline or end a driver."""
    ended = drivers.end_driver(by=request.actor, driver_id=driver_id)
    messages.success(request, _("%(name)s no longer drives here.") % {"name": ended.person.display_name})
    return redirect("dispatch:hub", organisation_id=organisation_id, hub_id=ended.hub_id)


@require_http_methods(["GET", "POST"])
def house_drivers(request: DureRequest) -> HttpResponse:
    """Those who drive for the whole house, or ask to: staff let them in, or end it."""
    if request.method == "POST":
        driver_id = UUID(request.POST["driver"])
        if request.POST.get("act") == "approve":
            drivers.approve_driver(by=request.actor, driver_id=driver_id)
        else:
            drivers.end_driver(by=request.actor, driver_id=driver_id)
        messages.success(request, _("Saved."))
        return redirect("dispatch:house_drivers")
    return render(request, "dispatch/house_drivers.html", {"drivers": queries.drivers_of(hub_id=None)})


def _first_contents(hub: Hub) -> dict[str, object]:
    names = ("name", "street", "detail", "postcode", "phone", "opening_hours")
    return {**{name: getattr(hub, name) for name in names}, "place": hub.region.name}
