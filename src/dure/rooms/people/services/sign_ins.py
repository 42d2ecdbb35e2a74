"""Sign-ins: phone numbers, locks and staff roles."""

from collections.abc import Iterable
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from dure.kernel.clock import now
from dure.kernel.errors import BadInput, NotAllowed, NotFound
from dure.kernel.http import Actor
from dure.rooms.people.errors import LastAdministrator
from dure.rooms.people.models import Lock, SignIn
from dure.rooms.people.roles import StaffRole


@transaction.atomic
def set_phone(*, sign_in_id: UUID, phone: str) -> None:
    """Note the number a sign-in wants to use; it still has to be proven."""
    SignIn.objects.filter(id=sign_in_id).update(phone=phone, phone_proven_at=None)


@transaction.atomic
def prove_phone(*, sign_in_id: UUID, phone: str) -> None:
    """Record that the person behind a sign-in holds this number; they sign in with it from now on."""
    SignIn.objects.filter(id=sign_in_id).update(phone=phone, phone_proven_at=now())


@transaction.atomic
def lock_sign_in(*, by: Actor, sign_in_id: UUID, reason: str) -> Lock:
    """Close a sign-in and end its sessions everywhere; locking twice changes nothing."""
    sign_in = _for_staff(by, sign_in_id)
    if sign_in.person_id == by.person_id:
        raise NotAllowed
    standing = sign_in.locks.filter(lifted_at__isnull=True).first()
    if standing:
        return standing
    sign_in.is_active = False
    sign_in.save(update_fields=["is_active"])
    end_sessions(sign_in_id=sign_in.id)
    return Lock.objects.create(sign_in=sign_in, reason=reason, locked_at=now(), locked_by_id=by.person_id)


@transaction.atomic
def lift_lock(*, by: Actor, sign_in_id: UUID) -> None:
    """Open a locked sign-in again; lifting twice changes nothing."""
    sign_in = _for_staff(by, sign_in_id)
    sign_in.locks.filter(lifted_at__isnull=True).update(lifted_at=now(), lifted_by_id=by.person_id)
    sign_in.is_active = True
    sign_in.save(update_fields=["is_active"])


@transaction.atomic
def set_staff_roles(*, by: Actor, sign_in_id: UUID, roles: Iterable[str]) -> SignIn:
    """Make somebody a member of staff with these roles, or none; administrators only, and one must remain."""
    sign_in = _for_staff(by, sign_in_id)
    if by.person_id is not None and not _is_administrator(by.person_id):
        raise NotAllowed
    wanted = sorted(set(roles))
    if unknown := set(wanted) - set(StaffRole):
        raise BadInput(fields={"staff_roles": sorted(unknown)})
    was_administrator = sign_in.is_superuser
    sign_in.staff_roles = wanted
    sign_in.save(update_fields=["staff_roles"])
    if was_administrator and not _administrators().exists():
        raise LastAdministrator
    return sign_in


@transaction.atomic
def end_sessions(*, sign_in_id: UUID) -> None:
    """Sign out every browser of a sign-in."""
    keys = list(UserSession.objects.filter(user_id=sign_in_id).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=sign_in_id).delete()


@transaction.atomic
def end_sessions_of(*, by: Actor, sign_in_id: UUID) -> None:
    """Staff sign out every browser of somebody, for instance after a lost phone."""
    end_sessions(sign_in_id=_for_staff(by, sign_in_id).id)


def _administrators() -> QuerySet[SignIn]:
    return SignIn.objects.filter(staff_roles__contains=[StaffRole.ADMINISTRATOR.value], is_active=True)


def _is_administrator(person_id: UUID) -> bool:
    return _administrators().filter(person_id=person_id).exists()


def _for_staff(by: Actor, sign_in_id: UUID) -> SignIn:
    """The sign-in, locked for a change only staff may make."""
    if not by.is_staff:
        raise NotAllowed
    sign_in = SignIn.objects.select_for_update(of=("self",)).filter(id=sign_in_id).first()
    if sign_in is None:
        raise NotFound
    return sign_in
