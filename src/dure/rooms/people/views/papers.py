"""Terms of use and privacy notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dure.rooms.people.models import Matter
from dure.rooms.people.services.consents import VERSIONS


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What we promise each other."""
    return render(request, "people/terms.html", {"version": VERSIONS[Matter.TERMS]})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, why, and for how long."""
    return render(request, "people/privacy.html", {"version": VERSIONS[Matter.PRIVACY]})
