"""The desk of those who sell, the choice between several, and the desk of our staff."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dure.kernel.clock import HOUSE_ZONE, now
from dure.kernel.http import DureRequest
from dure.rooms.dispatch.queries.desks import troubled
from dure.rooms.people.queries.organisations import organisation as organisation_of
from dure.rooms.people.queries.persons import names
from dure.rooms.web.queries import desks as queries

NOON, EVENING = 12, 18
PAGE = 50


@never_cache
@require_safe
def desk(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """A seller's day: the one job of today, orders to pack, money and when, stock, the latest words."""
    found = queries.desk(by=request.actor, organisation_id=organisation_id)
    person_id = request.actor.person_id
    context = {
        "organisation": organisation_of(organisation_id=organisation_id),
        "desk": found,
        "name": names(person_ids=[person_id]).get(person_id, "") if person_id else "",
        "part_of_day": _part_of_day(),
        "points": [(formats.date_format(day, "D"), count) for day, count in found.week.days],
    }
    return render(request, "web/desk.html", context)


@never_cache
@require_safe
def desks(request: DureRequest) -> HttpResponse:
    """Whoever has one desk goes there; who has several chooses; who has none learns how to begin."""
    found = queries.desks(person_id=request.actor.person_id)
    if len(found) == 1:
        return redirect("web:desk", organisation_id=found[0].organisation_id)
    return render(request, "web/desks.html", {"shops": found})


@never_cache
@require_safe
def staff(request: DureRequest) -> HttpResponse:
    """What waits for our staff."""
    return render(request, "web/staff.html", {"waiting": queries.waiting()})


@never_cache
@require_safe
def troubled_deliveries(request: DureRequest) -> HttpResponse:
    """The deliveries that are not going as they should."""
    page = Paginator(troubled(), PAGE).get_page(request.GET.get("page"))
    return render(request, "web/troubled_deliveries.html", {"page": page})


def _part_of_day() -> str:
    """Return morning, afternoon or evening, as it is at the house."""
    hour = now().astimezone(HOUSE_ZONE).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
