"""Our answers to allauth's questions about the second step: authenticator apps, passkeys, recovery codes."""

from typing import Any, ClassVar

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dure.kernel.sealing import seal, unseal
from dure.rooms.people.adapters.words import SECOND_FACTOR_ERRORS
from dure.rooms.people.models import SignIn

PURPOSE = b"dure.mfa"
STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(sign_in: SignIn) -> bool:
    """Whether an authenticator app or passkey is set up."""
    return bool(is_mfa_enabled(sign_in, STRONG))


def passed_second_factor(request: HttpRequest, sign_in: SignIn) -> bool:
    """Whether this browser's session was opened, or confirmed since, with a second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, sign_in))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps secrets sealed in the database, and the last second factor of staff in place."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, **SECOND_FACTOR_ERRORS}

    def generate_authenticator_name(self, user: SignIn, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Return a plain name to begin with; people may change it."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text, purpose=PURPOSE)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether it may go: staff keep at least one strong factor."""
        if not authenticator.user.is_staff or authenticator.type not in STRONG:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG).exclude(pk=authenticator.pk)
        return bool(others.exists())
