"""What this room knows about a person, part by part, for their own export: reads."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from dure.rooms.people.about_me import Rows, Teller
from dure.rooms.people.models import ApiKey, Consent, Departure, Export, Invitation, Membership, Person, SignIn
from dure.rooms.people.queries.persons import reach


def own_parts() -> dict[str, Teller]:
    """The parts this room adds to everybody's export, each with the function that tells it."""
    return {
        "me": _me,
        "sign_in": _sign_in,
        "browsers": _browsers,
        "api_keys": _api_keys,
        "consents": _consents,
        "organisations": _organisations,
        "invitations": _invitations,
        "requests": _requests,
    }


def _me(person_id: UUID) -> Rows:
    fields = ("id", "name", "language", "is_text_large", "is_data_low", "theme", "joined_at")
    return list(Person.objects.filter(id=person_id).values(*fields))


def _sign_in(person_id: UUID) -> Rows:
    sign_in = SignIn.objects.get(person_id=person_id)
    emails = EmailAddress.objects.filter(user=sign_in).values("email", "verified", "primary")
    factors = Authenticator.objects.filter(user=sign_in).values("type", "created_at", "last_used_at")
    return [
        {
            "phone": sign_in.phone,
            "phone_proven_at": sign_in.phone_proven_at,
            "last_login": sign_in.last_login,
            "has_password": sign_in.has_usable_password(),
            "email_addresses": list(emails),
            "second_factors": list(factors),
            "services": list(SocialAccount.objects.filter(user=sign_in).values("provider", "date_joined")),
        }
    ]


def _browsers(person_id: UUID) -> Rows:
    return list(
        UserSession.objects.filter(user__person_id=person_id).values("ip", "user_agent", "created_at", "last_seen_at")
    )


def _api_keys(person_id: UUID) -> Rows:
    fields = ("name", "organisation_id", "is_read_only", "made_at", "expires_at", "used_at", "ended_at")
    return list(ApiKey.objects.filter(person_id=person_id).values(*fields))


def _consents(person_id: UUID) -> Rows:
    fields = ("matter", "version", "language", "given_at", "withdrawn_at")
    return list(Consent.objects.filter(person_id=person_id).values(*fields))


def _organisations(person_id: UUID) -> Rows:
    fields = ("organisation_id", "organisation__name", "role", "started_at", "ended_at", "end_reason")
    return list(Membership.objects.filter(person_id=person_id).values(*fields))


def _invitations(person_id: UUID) -> Rows:
    known = reach(person_id=person_id)
    to_me = Q(phone=known.phone) & ~Q(phone="") | Q(email=known.email) & ~Q(email="")
    fields = ("organisation__name", "role", "phone", "email", "invited_at", "expires_at", "revoked_at", "declined_at")
    return list(Invitation.objects.filter(to_me | Q(invited_by_id=person_id)).values(*fields))


def _requests(person_id: UUID) -> Rows:
    exports = Export.objects.filter(person_id=person_id).values("requested_at", "ready_at", "removed_at")
    fields = ("requested_at", "due_at", "withdrawn_at", "reason")
    departures = Departure.objects.filter(person_id=person_id).values(*fields)
    return [{"export": row} for row in exports] + [{"departure": row} for row in departures]
