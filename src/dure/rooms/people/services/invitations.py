"""Invitations: sent, accepted, declined, withdrawn."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.kernel.clock import now
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.people.errors import InvitationForSomeoneElse, InvitationSpent, RoleTooLow, TooManyInvitations
from dure.rooms.people.models import Invitation, Membership, Organisation
from dure.rooms.people.queries import persons
from dure.rooms.people.queries.invitations import link
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role, may_give
from dure.rooms.people.services import memberships, messages

LIFETIME = timedelta(days=14)
SENT_AN_HOUR = 30
PLACES_MAX = 50


@transaction.atomic
def invite(
    *, by: Actor, organisation_id: UUID, role: str, landing: str, phone: str = "", email: str = "", places: int = 1
) -> Invitation:
    """Ask somebody in by phone number (E.164) or e-mail address, or make a link when neither is given.

    The message is sent once the invitation is kept; its link is `landing` and its key.
    A link for several people makes plain members only.
    """
    if by.person_id is None:
        raise NotSignedIn
    _lock_organisation(organisation_id)
    own = demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    _check(role=role, phone=phone, email=email, places=places)
    if not may_give(own, role):
        raise RoleTooLow
    _brake(organisation_id)
    _replace_earlier(organisation_id, phone=phone, email=email, by=by)
    made = Invitation.objects.create(
        organisation_id=organisation_id,
        role=role,
        phone=phone,
        email=email,
        places=places,
        invited_at=now(),
        invited_by_id=by.person_id,
        expires_at=now() + LIFETIME,
    )
    if not made.is_for_anyone:
        messages.post_invitation.defer(invitation_id=str(made.id), link=link(landing=landing, invitation_id=made.id))
    return made


def _lock_organisation(organisation_id: UUID) -> None:
    if Organisation.objects.select_for_update().filter(id=organisation_id).first() is None:
        raise NotFound


def _check(*, role: str, phone: str, email: str, places: int) -> None:
    if role not in list(Role):
        raise BadInput(fields={"role": [role]})
    is_for_many = places != 1
    if is_for_many and (phone or email or role != Role.MEMBER or not 1 <= places <= PLACES_MAX):
        raise BadInput(fields={"places": [str(places)]})
    if phone and email:
        raise BadInput(fields={"contact": [""]})


def _brake(organisation_id: UUID) -> None:
    """An organisation sends a bounded number of invitations an hour: each may cost a text message."""
    lately = Invitation.objects.filter(organisation_id=organisation_id, invited_at__gt=now() - timedelta(hours=1))
    if lately.count() >= SENT_AN_HOUR:
        raise TooManyInvitations(retry_after_s=3600)


def _replace_earlier(organisation_id: UUID, *, phone: str, email: str, by: Actor) -> None:
    """Only the newest invitation to one contact counts."""
    if phone or email:
        earlier = Invitation.objects.filter(
            organisation_id=organisation_id, phone=phone, email=email, places_taken=0, revoked_at__isnull=True
        )
        earlier.update(revoked_at=now(), revoked_by_id=by.person_id)


@transaction.atomic
def revoke_invitation(*, by: Actor, organisation_id: UUID, invitation_id: UUID) -> None:
    """Take an invitation back; taking it back twice changes nothing."""
    own = demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    invitation = _locked(invitation_id)
    if invitation.organisation_id != organisation_id:
        raise NotFound
    if not may_give(own, invitation.role):
        raise RoleTooLow
    if invitation.revoked_at is None:
        invitation.revoked_at, invitation.revoked_by_id = now(), by.person_id
        invitation.save(update_fields=["revoked_at", "revoked_by"])


@transaction.atomic
def accept_invitation(*, by: Actor, invitation_id: UUID) -> Membership:
    """Join the organisation in the role offered."""
    invitation = _for_me(by, invitation_id)
    membership = memberships.start(
        person_id=by.person_id or UUID(int=0),
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        invitation_id=invitation.id,
    )
    Invitation.objects.filter(id=invitation.id).update(places_taken=F("places_taken") + 1)
    return membership


@transaction.atomic
def decline_invitation(*, by: Actor, invitation_id: UUID) -> None:
    """Say no. A link for anyone stays open for others."""
    invitation = _for_me(by, invitation_id)
    if not invitation.is_for_anyone:
        invitation.declined_at = now()
        invitation.save(update_fields=["declined_at"])


def _for_me(by: Actor, invitation_id: UUID) -> Invitation:
    """The invitation, locked, if it is open and meant for the acting person."""
    if by.person_id is None:
        raise NotSignedIn
    invitation = _locked(invitation_id)
    if not invitation.is_open(now()):
        raise InvitationSpent
    if not invitation.is_for_anyone and not persons.is_reached_by(
        person_id=by.person_id, phone=invitation.phone, email=invitation.email
    ):
        raise InvitationForSomeoneElse
    return invitation


def _locked(invitation_id: UUID) -> Invitation:
    """The invitation under its organisation's lock, the same order in which every verb here locks."""
    found = Invitation.objects.filter(id=invitation_id).first()
    if found is None:
        raise NotFound
    _lock_organisation(found.organisation_id)
    found.refresh_from_db()
    return found
