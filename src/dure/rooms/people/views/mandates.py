"""Who may act for an organisation, and for whom it acts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.rooms.people.forms.mandates import MandateForm
from dure.rooms.people.middleware import PeopleRequest
from dure.rooms.people.queries import mandates as queries
from dure.rooms.people.queries import memberships, organisations
from dure.rooms.people.roles import Role
from dure.rooms.people.services import mandates


@require_http_methods(["GET", "POST"])
def organisation_mandates(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Who acts for us, for whom we act, and a form to let somebody."""
    role = memberships.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MEMBER)
    form = MandateForm(request.POST or None, organisation_id=organisation_id)
    if form.is_valid():
        made = mandates.grant(by=request.actor, organisation_id=organisation_id, **form.facts())
        messages.success(request, _("%(name)s may act for you now.") % {"name": made.helper.shown_name})
        return redirect("people:mandates", organisation_id=organisation_id)
    context = {
        "organisation": organisations.organisation(organisation_id=organisation_id),
        "form": form,
        "is_owner": role is Role.OWNER,
        "may_stop_helping": role is not Role.MEMBER,
        "helpers": queries.helpers_of(organisation_id=organisation_id),
        "helped": queries.helped_by(organisation_id=organisation_id),
        "past": queries.past_mandates(organisation_id=organisation_id),
    }
    return render(request, "people/mandates.html", context, status=422 if form.errors else 200)


@require_POST
def mandate_revocation(request: PeopleRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate, as the one who gave it or the one who held it."""
    ended = mandates.revoke(by=request.actor, mandate_id=mandate_id)
    messages.success(request, _("Ended. From now on nobody acts under it."))
    own = memberships.standing(person_id=request.actor.person_id, organisation_id=ended.organisation_id)
    shown = ended.organisation_id if own is not None else ended.helper_id
    return redirect("people:mandates", organisation_id=shown)
