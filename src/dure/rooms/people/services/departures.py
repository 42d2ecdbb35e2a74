"""Leaving: asked for, taken back within two weeks, or carried out. The book and other records stay as they are."""

from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q

from dure.events.people import PersonErased
from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import HOUSE, Actor
from dure.kernel.outbox import announce
from dure.rooms.people import about_me
from dure.rooms.people.errors import DepartureUnderWay, NoDeparture, SoleOwner, StaffStayOnDuty, StillNeeded
from dure.rooms.people.models import (
    Departure,
    Export,
    Invitation,
    Language,
    Membership,
    Organisation,
    Person,
    SignIn,
    Theme,
)
from dure.rooms.people.queries import persons
from dure.rooms.people.queries.memberships import organisations_only_owned_by
from dure.rooms.people.services import api_keys, exports, memberships, sign_ins

GRACE = timedelta(days=14)


@transaction.atomic
def request_departure(*, by: Actor, reason: str = "") -> Departure:
    """Ask to be deleted in two weeks. Refused while an organisation, staff duty or another room needs the person."""
    if by.person_id is None:
        raise NotSignedIn
    Person.objects.select_for_update().get(id=by.person_id)
    if _open(by.person_id):
        raise DepartureUnderWay
    _must_be_free(by.person_id)
    return Departure.objects.create(
        person_id=by.person_id, reason=reason.strip(), requested_at=now(), due_at=now() + GRACE
    )


@transaction.atomic
def withdraw_departure(*, by: Actor) -> None:
    """Stay after all."""
    departure = _open(by.person_id) if by.person_id else None
    if departure is None:
        raise NoDeparture
    departure.withdrawn_at = now()
    departure.save(update_fields=["withdrawn_at"])


@transaction.atomic
def erase(*, departure_id: UUID) -> bool:
    """Carry out a departure that is due; return whether it was done (not when taken back, or needed again)."""
    departure = Departure.objects.select_for_update().filter(id=departure_id).first()
    if departure is None or departure.withdrawn_at or departure.completed_at or departure.due_at > now():
        return False
    person = Person.objects.select_for_update().get(id=departure.person_id)
    _must_be_free(person.id)
    _end_memberships(person.id)
    _unname_invitations(person.id)
    _forget_credentials(person.id)
    api_keys.forget_api_keys(person_id=person.id)
    for export in Export.objects.filter(person_id=person.id, removed_at__isnull=True):
        exports.remove_export(export_id=export.id)
    _unname(person)
    departure.completed_at, departure.reason = now(), ""
    departure.save(update_fields=["completed_at", "reason"])
    announce(PersonErased(person_id=str(person.id)))
    return True


def _open(person_id: UUID) -> Departure | None:
    return Departure.objects.filter(person_id=person_id, withdrawn_at__isnull=True, completed_at__isnull=True).first()


def _must_be_free(person_id: UUID) -> None:
    """Nothing may be left hanging: no staff duty, no ownerless organisation, no room that still needs the person."""
    if SignIn.objects.filter(person_id=person_id).exclude(staff_roles=[]).exists():
        raise StaffStayOnDuty
    # Locks in one order, so that the other owner cannot leave in the same moment.
    owned = Organisation.objects.filter(memberships__person_id=person_id, memberships__ended_at__isnull=True)
    list(Organisation.objects.select_for_update().filter(id__in=owned.values("id")).order_by("id"))
    if names := organisations_only_owned_by(person_id=person_id):
        raise SoleOwner(organisations=", ".join(names))
    if reasons := about_me.reasons_to_stay(person_id):
        raise StillNeeded(reasons=" ".join(reasons))


def _end_memberships(person_id: UUID) -> None:
    for membership in Membership.objects.active().filter(person_id=person_id).order_by("organisation_id"):
        memberships.end_membership(by=HOUSE, organisation_id=membership.organisation_id, membership_id=membership.id)


def _unname_invitations(person_id: UUID) -> None:
    """Take the person's phone number and e-mail address out of invitations, and close these."""
    reach = persons.reach(person_id=person_id)
    for contact in filter(None, (reach.phone and Q(phone=reach.phone), reach.email and Q(email=reach.email))):
        sent = Invitation.objects.filter(contact)
        sent.filter(revoked_at__isnull=True).update(revoked_at=now())
        sent.update(phone="", email="")


def _forget_credentials(person_id: UUID) -> None:
    """Empty the sign-in; its row stays, because what staff did in the back office hangs on it."""
    sign_in = SignIn.objects.filter(person_id=person_id).first()
    if sign_in is None:
        return
    sign_ins.end_sessions(sign_in_id=sign_in.id)
    for kind in (EmailAddress, Authenticator, SocialAccount):
        kind.objects.filter(user=sign_in).delete()
    sign_in.email, sign_in.phone, sign_in.phone_proven_at, sign_in.is_active = "", "", None, False
    sign_in.set_unusable_password()
    sign_in.save()


def _unname(person: Person) -> None:
    person.name, person.erased_at = "", now()
    person.language, person.theme = Language.KOREAN, Theme.SYSTEM
    person.is_text_large = person.is_data_low = False
    person.save()
