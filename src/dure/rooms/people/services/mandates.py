"""Mandates: granted by the organisation, ended by either side, and farms brought in by those who help them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from dure.events.people import MandateGranted, MandateRevoked, OrganisationFounded
from dure.kernel.clock import now, today
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce, announce_all
from dure.rooms.people.errors import HelperUnfit, MandateOver, MandateStands, RoleTooLow
from dure.rooms.people.models import Closure, Invitation, Mandate, Organisation
from dure.rooms.people.queries.invitations import link
from dure.rooms.people.queries.memberships import demand_role, standing
from dure.rooms.people.roles import Role
from dure.rooms.people.services import messages
from dure.rooms.people.services.invitations import LIFETIME
from dure.rooms.people.services.organisations import checked_new_organisation


@transaction.atomic
def grant(*, by: Actor, organisation_id: UUID, helper_organisation_id: UUID, until: date | None = None) -> Mandate:
    """Let another organisation's people act for this one as members, until a day if one is given; owners only."""
    _locked(organisation_id)
    demand_role(by=by, organisation_id=organisation_id, least=Role.OWNER)
    if until is not None and until < today():
        raise BadInput(fields={"until": [until.isoformat()]})
    _demand_fit(organisation_id, helper_organisation_id)
    _end_run_out(organisation_id, helper_organisation_id)
    if Mandate.objects.active(today()).filter(organisation_id=organisation_id, helper_id=helper_organisation_id):
        raise MandateStands
    return _begin(organisation_id, helper_organisation_id, by=by, until=until)


@transaction.atomic
def revoke(*, by: Actor, mandate_id: UUID) -> Mandate:
    """End a mandate at once; owners of the organisation, and managers of the helper, may."""
    found = Mandate.objects.select_for_update().filter(id=mandate_id).first()
    if found is None:
        raise NotFound
    _demand_may_end(by, found)
    if found.revoked_at is not None or (found.until is not None and found.until < today()):
        raise MandateOver
    found.revoked_at, found.revoked_by_id = now(), by.person_id
    found.save(update_fields=["revoked_at", "revoked_by"])
    announce(
        MandateRevoked(
            mandate_id=str(found.id),
            organisation_id=str(found.organisation_id),
            helper_organisation_id=str(found.helper_id),
        )
    )
    return found


@transaction.atomic
def found_for_another(
    *,
    by: Actor,
    helper_organisation_id: UUID,
    kind: str,
    name: str,
    owner_phone: str,
    landing: str,
    region_id: UUID | None = None,
) -> Organisation:
    """Bring in an organisation for somebody who cannot do it alone, and invite them (E.164 number) to own it.

    The helper acts for it by mandate from the first moment on; the owner sees that and can end it.
    """
    if by.person_id is None:
        raise NotSignedIn
    _locked(helper_organisation_id)
    demand_role(by=by, organisation_id=helper_organisation_id, least=Role.MEMBER)
    if not owner_phone:
        raise BadInput(fields={"owner_phone": [""]})
    organisation = checked_new_organisation(by=by, kind=kind, name=name, region_id=region_id)
    announce_all(
        [
            OrganisationFounded(
                organisation_id=str(organisation.id), kind=organisation.kind, founder_id=str(by.person_id)
            )
        ]
    )
    _begin(organisation.id, helper_organisation_id, by=by, until=None)
    _invite_owner(organisation, inviter_id=by.person_id, phone=owner_phone, landing=landing)
    return organisation


def _invite_owner(organisation: Organisation, *, inviter_id: UUID, phone: str, landing: str) -> None:
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=Role.OWNER.value,
        phone=phone,
        invited_at=now(),
        invited_by_id=inviter_id,
        expires_at=now() + LIFETIME,
    )
    messages.post_invitation.defer(
        invitation_id=str(invitation.id), link=link(landing=landing, invitation_id=invitation.id)
    )


def _begin(organisation_id: UUID, helper_id: UUID, *, by: Actor, until: date | None) -> Mandate:
    made = Mandate.objects.create(
        organisation_id=organisation_id, helper_id=helper_id, granted_at=now(), granted_by_id=by.person_id, until=until
    )
    announce(
        MandateGranted(
            mandate_id=str(made.id), organisation_id=str(organisation_id), helper_organisation_id=str(helper_id)
        )
    )
    return made


def _demand_fit(organisation_id: UUID, helper_id: UUID) -> None:
    is_known = Organisation.objects.filter(id=helper_id).exists()
    is_closed = Closure.objects.filter(organisation_id=helper_id, reopened_at__isnull=True).exists()
    if organisation_id == helper_id or not is_known or is_closed:
        raise HelperUnfit


def _end_run_out(organisation_id: UUID, helper_id: UUID) -> None:
    """Close the row of a mandate whose last day is past, so that a new one can stand in its place."""
    run_out = Mandate.objects.filter(
        organisation_id=organisation_id, helper_id=helper_id, revoked_at__isnull=True, until__lt=today()
    )
    run_out.update(revoked_at=now())


def _demand_may_end(by: Actor, found: Mandate) -> None:
    """Owners of the organisation may, and managers of the helper; to outsiders there is no such mandate."""
    if by.is_staff:
        return
    own = standing(person_id=by.person_id, organisation_id=found.organisation_id)
    helping = standing(person_id=by.person_id, organisation_id=found.helper_id)
    if own is None and helping is None:
        raise NotFound
    is_owner = own is not None and Role.OWNER in own.roles
    is_helping_manager = helping is not None and Role.MANAGER in helping.roles
    if not (is_owner or is_helping_manager):
        raise RoleTooLow


def _locked(organisation_id: UUID) -> None:
    if Organisation.objects.select_for_update().filter(id=organisation_id).first() is None:
        raise NotFound
