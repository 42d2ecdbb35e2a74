"""Memberships: roles change, people leave, ownership is handed over. An organisation always keeps an owner.

Every verb locks the organisation first, so two owners leaving in the same moment cannot leave it ownerless.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from dure.events.people import MembershipEnded, MembershipStarted
from dure.kernel.clock import now
from dure.kernel.errors import NotFound, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.people.errors import AlreadyMember, LastOwner, MembershipOver, RoleTooLow
from dure.rooms.people.models import Closure, Membership, Organisation
from dure.rooms.people.queries.memberships import demand_role, staying_owners
from dure.rooms.people.roles import Role, may_give


@transaction.atomic
def change_role(*, by: Actor, organisation_id: UUID, membership_id: UUID, role: str) -> Membership:
    """Give a member another role. Owners give any, managers only what is below them."""
    membership = _locked(membership_id, organisation_id)
    own = demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    _must_be_active(membership)
    if not may_give(own, role) or not may_give(own, membership.role):
        raise RoleTooLow
    if membership.role == role:
        return membership
    _end(membership, by=by, reason="")
    changed = start(person_id=membership.person_id, organisation_id=organisation_id, role=role)
    _keep_an_owner(organisation_id)
    return changed


@transaction.atomic
def end_memberships(
    *, by: Actor, organisation_id: UUID, membership_ids: Iterable[UUID], reason: str = ""
) -> list[Membership]:
    """End several memberships, all or none; they lose their rights with the next request."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    return [
        end_membership(by=by, organisation_id=organisation_id, membership_id=membership_id, reason=reason)
        for membership_id in sorted(set(membership_ids))
    ]


@transaction.atomic
def end_membership(*, by: Actor, organisation_id: UUID, membership_id: UUID, reason: str = "") -> Membership:
    """End a membership: one's own at any time, others' when the role stands above theirs (owners: anybody's)."""
    membership = _locked(membership_id, organisation_id)
    if membership.person_id != by.person_id:
        own = demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
        if not may_give(own, membership.role):
            raise RoleTooLow
    _must_be_active(membership)
    _end(membership, by=by, reason=reason)
    _keep_an_owner(organisation_id)
    return membership


@transaction.atomic
def leave(*, by: Actor, organisation_id: UUID) -> Membership:
    """End one's own membership."""
    if by.person_id is None:
        raise NotSignedIn
    own = Membership.objects.active().filter(person_id=by.person_id, organisation_id=organisation_id).first()
    if own is None:
        raise NotFound
    return end_membership(by=by, organisation_id=organisation_id, membership_id=own.id)


@transaction.atomic
def restore_membership(*, by: Actor, organisation_id: UUID, membership_id: UUID) -> Membership:
    """Undo an ending: the same person, in the same role, as a new membership."""
    ended = _locked(membership_id, organisation_id)
    own = demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    if not may_give(own, ended.role):
        raise RoleTooLow
    return start(person_id=ended.person_id, organisation_id=organisation_id, role=ended.role)


@transaction.atomic
def hand_over(*, by: Actor, organisation_id: UUID, membership_id: UUID) -> Membership:
    """Make another member the owner and step down to manager oneself."""
    if by.person_id is None:
        raise NotSignedIn
    demand_role(by=by, organisation_id=organisation_id, least=Role.OWNER)
    new_owner = change_role(by=by, organisation_id=organisation_id, membership_id=membership_id, role=Role.OWNER)
    own = Membership.objects.active().filter(person_id=by.person_id, organisation_id=organisation_id).first()
    if own is not None and own.id != new_owner.id:
        change_role(by=by, organisation_id=organisation_id, membership_id=own.id, role=Role.MANAGER)
    return new_owner


@transaction.atomic
def start(*, person_id: UUID, organisation_id: UUID, role: str, invitation_id: UUID | None = None) -> Membership:
    """Begin a membership; a person belongs to an organisation once at a time."""
    active = Membership.objects.active().filter(person_id=person_id, organisation_id=organisation_id)
    if active.exists():
        raise AlreadyMember
    announce(MembershipStarted(person_id=str(person_id), organisation_id=str(organisation_id), role=Role(role).value))
    return Membership.objects.create(
        person_id=person_id,
        organisation_id=organisation_id,
        role=Role(role).value,
        invitation_id=invitation_id,
        started_at=now(),
    )


def _end(membership: Membership, *, by: Actor, reason: str) -> None:
    membership.ended_at, membership.ended_by_id, membership.end_reason = now(), by.person_id, reason.strip()
    membership.save(update_fields=["ended_at", "ended_by", "end_reason"])
    announce(
        MembershipEnded(
            person_id=str(membership.person_id),
            organisation_id=str(membership.organisation_id),
            role=membership.role,
        )
    )


def _keep_an_owner(organisation_id: UUID) -> None:
    """An organisation that is open needs an owner who stays."""
    is_closed = Closure.objects.filter(organisation_id=organisation_id, reopened_at__isnull=True).exists()
    if not is_closed and not staying_owners(organisation_id=organisation_id).exists():
        raise LastOwner


def _locked(membership_id: UUID, organisation_id: UUID) -> Membership:
    """The membership of this very organisation, read under the organisation's lock."""
    list(Organisation.objects.select_for_update().filter(id=organisation_id))
    found = (
        Membership.objects.select_related("person").filter(id=membership_id, organisation_id=organisation_id).first()
    )
    if found is None:
        raise NotFound
    return found


def _must_be_active(membership: Membership) -> None:
    """Said only to those who may know: after their role was checked."""
    if not membership.is_active:
        raise MembershipOver
