"""How somebody signs in: reads for their own page."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from dure.rooms.people.contacts import show_phone
from dure.rooms.people.models import SignIn


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways a person can sign in, and how many browsers are signed in now."""

    phone: str
    email: str
    has_password: bool
    passkey_count: int
    has_app: bool
    services: tuple[str, ...]
    browser_count: int


def ways_of(*, person_id: UUID) -> Ways:
    """The ways this person signs in."""
    sign_in = SignIn.objects.get(person_id=person_id)
    kinds = list(Authenticator.objects.filter(user=sign_in).values_list("type", flat=True))
    return Ways(
        phone=show_phone(sign_in.phone) if sign_in.phone_proven_at else "",
        email=sign_in.email,
        has_password=sign_in.has_usable_password(),
        passkey_count=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
        services=tuple(SocialAccount.objects.filter(user=sign_in).values_list("provider", flat=True)),
        browser_count=UserSession.objects.filter(user=sign_in).count(),
    )


def staff_ids() -> list[UUID]:
    """Return the persons who are the house's own staff and may sign in."""
    found = SignIn.objects.filter(is_active=True).exclude(staff_roles=[])
    return list(found.values_list("person_id", flat=True))
