"""Invitations: reads; and the key in their links: the id, signed, so nothing is kept and nothing can be guessed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet

from dure.kernel.clock import now
from dure.kernel.errors import NotFound
from dure.rooms.people.models import Invitation, Membership
from dure.rooms.people.queries import persons

_SIGNER = Signer(salt="dure.people.invitation", sep="~")


def link_key(*, invitation_id: UUID) -> str:
    """Return the key that stands in the link of an invitation."""
    return _SIGNER.sign(urlsafe_b64encode(invitation_id.bytes).rstrip(b"=").decode())


def link(*, landing: str, invitation_id: UUID) -> str:
    """Return the whole address at which an invitation is answered; `landing` is what stands before its key."""
    return f"{landing}{link_key(invitation_id=invitation_id)}/"


def _read_key(key: str) -> UUID | None:
    """Return the invitation's id if we made this key, else None."""
    try:
        return UUID(bytes=urlsafe_b64decode(_SIGNER.unsign(key) + "=="))
    except (BadSignature, ValueError):
        return None


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return Invitation.objects.filter(
        revoked_at__isnull=True, declined_at__isnull=True, expires_at__gt=now(), places_taken__lt=F("places")
    ).select_related("organisation", "invited_by")


def invitations_of(*, organisation_id: UUID) -> QuerySet[Invitation]:
    """The open invitations of an organisation, newest first."""
    return open_invitations().filter(organisation_id=organisation_id)


def invitations_for(*, person_id: UUID) -> list[Invitation]:
    """The open invitations sent to a phone number or e-mail address this person proved."""
    reach = persons.reach(person_id=person_id)
    contact = Q(phone=reach.phone) & ~Q(phone="") | Q(email=reach.email) & ~Q(email="")
    return list(open_invitations().filter(contact).exclude(organisation__memberships__in=_active(person_id)))


def invitation_by_key(*, key: str) -> Invitation:
    """The invitation a link leads to, open or not."""
    invitation_id = _read_key(key)
    if invitation_id is None:
        raise NotFound
    found = Invitation.objects.filter(id=invitation_id).select_related("organisation", "invited_by").first()
    if found is None:
        raise NotFound
    return found


def _active(person_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.active().filter(person_id=person_id)


def open_invitation(*, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    """An open invitation of this very organisation."""
    found = invitations_of(organisation_id=organisation_id).filter(id=invitation_id).first()
    if found is None:
        raise NotFound
    return found
