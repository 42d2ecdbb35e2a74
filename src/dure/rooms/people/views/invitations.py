"""Invitations: sending them, and the page their link leads to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.clock import now
from dure.kernel.qr_codes import qr_code
from dure.rooms.people.forms.organisations import InvitationForm
from dure.rooms.people.middleware import ACTING_KEY, PeopleRequest, landing_of
from dure.rooms.people.models import Invitation
from dure.rooms.people.queries import invitations as queries
from dure.rooms.people.queries import organisations
from dure.rooms.people.queries.memberships import demand_role, standing
from dure.rooms.people.roles import Role
from dure.rooms.people.services import invitations


@require_http_methods(["GET", "POST"])
def organisation_invitations(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Invite somebody, and see who has not answered yet."""
    own = demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MANAGER)
    form = InvitationForm(request.POST or None, giver=own)
    if form.is_valid():
        made = _invite(request, organisation_id, form)
        return redirect("people:invitation_card", organisation_id=organisation_id, invitation_id=made.id)
    context = {
        "form": form,
        "organisation": organisations.organisation(organisation_id=organisation_id),
        "invitations": queries.invitations_of(organisation_id=organisation_id),
    }
    return render(request, "people/invitations.html", context, status=422 if form.errors else 200)


def _invite(request: PeopleRequest, organisation_id: UUID, form: InvitationForm) -> Invitation:
    contact = form.cleaned_data["contact"]
    made = invitations.invite(
        by=request.actor,
        organisation_id=organisation_id,
        role=form.cleaned_data["role"],
        landing=landing_of(request),
        phone=contact.phone,
        email=contact.email,
        places=form.cleaned_data["places"],
    )
    if not made.is_for_anyone:
        messages.success(request, _("The invitation is on its way."))
    return made


@require_safe
def invitation_card(request: PeopleRequest, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """One invitation with its link and QR code, to send on or to show."""
    demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MANAGER)
    invitation = queries.open_invitation(organisation_id=organisation_id, invitation_id=invitation_id)
    link = queries.link(landing=landing_of(request), invitation_id=invitation.id)
    context = {"invitation": invitation, "organisation": invitation.organisation, "link": link, "qr": qr_code(link)}
    return render(request, "people/invitation_card.html", context)


@require_POST
def invitation_revocation(request: PeopleRequest, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitations.revoke_invitation(by=request.actor, organisation_id=organisation_id, invitation_id=invitation_id)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people:invitations", organisation_id=organisation_id)


@require_safe
def invitation(request: PeopleRequest, key: str) -> HttpResponse:
    """Where an invitation's link leads: who invites me, to what, as what."""
    found = queries.invitation_by_key(key=key)
    context = {
        "invitation": found,
        "key": key,
        "is_open": found.is_open(now()),
        "standing": standing(person_id=request.actor.person_id, organisation_id=found.organisation_id),
        "inviter": found.invited_by.display_name,
    }
    return render(request, "people/invitation.html", context)


@require_POST
def invitation_acceptance(request: PeopleRequest, key: str) -> HttpResponse:
    """Accept, and act for the organisation at once."""
    found = queries.invitation_by_key(key=key)
    invitations.accept_invitation(by=request.actor, invitation_id=found.id)
    request.session[ACTING_KEY] = str(found.organisation_id)
    messages.success(request, _("Welcome to %(name)s.") % {"name": found.organisation.shown_name})
    return redirect("people:organisation", organisation_id=found.organisation_id)


@require_POST
def invitation_refusal(request: PeopleRequest, key: str) -> HttpResponse:
    """Say no, thank you."""
    found = queries.invitation_by_key(key=key)
    invitations.decline_invitation(by=request.actor, invitation_id=found.id)
    messages.success(request, _("The invitation is declined."))
    return redirect("people:me")
