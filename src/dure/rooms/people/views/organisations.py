"""Organisations: founding, page, details, closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.idempotency import idempotent
from dure.rooms.people.forms.organisations import (
    OrganisationDetailsForm,
    OrganisationForm,
    ReasonForm,
    details_of,
    region_label,
)
from dure.rooms.people.middleware import ACTING_KEY, PeopleRequest
from dure.rooms.people.queries import memberships
from dure.rooms.people.queries import organisations as queries
from dure.rooms.people.queries.mandates import helpers_of
from dure.rooms.people.roles import Role
from dure.rooms.people.services import organisations


@require_http_methods(["GET", "POST"])
@idempotent
def new_organisation(request: PeopleRequest) -> HttpResponse:
    """Found an organisation on one short page, and act for it at once."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        founded = organisations.found_organisation(by=request.actor, **form.facts())
        request.session[ACTING_KEY] = str(founded.id)
        messages.success(request, _("%(name)s is ready. You are its owner.") % {"name": founded.name})
        return redirect("people:organisation", organisation_id=founded.id)
    return render(request, "people/new_organisation.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def organisation(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """What everybody may know of an organisation, and for its members the ways on."""
    found = queries.organisation(organisation_id=organisation_id)
    language = get_language() or ""
    standing = memberships.standing(person_id=request.actor.person_id, organisation_id=found.id)
    context = {
        "organisation": found,
        "name": found.name_in(language),
        "place": region_label(found.region) if found.region else "",
        "closure": queries.open_closure(organisation_id=found.id),
        "standing": standing,
        "helpers": [each.helper.name_in(language) for each in helpers_of(organisation_id=found.id)] if standing else [],
    }
    return render(request, "people/organisation.html", context)


@require_http_methods(["GET", "POST"])
def organisation_details(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Change what the organisation says about itself."""
    found = queries.organisation(organisation_id=organisation_id)
    form = OrganisationDetailsForm(request.POST or None, initial=details_of(found))
    if form.is_valid():
        organisations.change_organisation(by=request.actor, organisation_id=organisation_id, **form.facts())
        messages.success(request, _("Saved."))
        return redirect("people:organisation", organisation_id=organisation_id)
    # Outsiders may not even see the form filled in.
    memberships.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MANAGER)
    context = {"form": form, "organisation": found}
    return render(request, "people/organisation_details.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def closure(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Say what closing means, and close."""
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:300]
        organisations.close_organisation(by=request.actor, organisation_id=organisation_id, reason=reason)
        if request.session.get(ACTING_KEY) == str(organisation_id):
            del request.session[ACTING_KEY]
        messages.success(request, _("The organisation is closed. You can open it again on this page."))
        return redirect("people:organisation", organisation_id=organisation_id)
    memberships.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.OWNER)
    context = {"form": ReasonForm(), "organisation": queries.organisation(organisation_id=organisation_id)}
    return render(request, "people/closure.html", context)


@require_POST
def reopening(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Let a closed organisation go on."""
    organisations.reopen_organisation(by=request.actor, organisation_id=organisation_id)
    messages.success(request, _("The organisation is open again."))
    return redirect("people:organisation", organisation_id=organisation_id)
