"""Our answers to allauth's questions: who a sign-up makes, which phone numbers count, how codes are sent.

The pages are `templates/account/…`, their fields `forms/signing_in.py`; every write is a verb.
"""

from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.texts import LettersNotSent, send_text
from dure.rooms.people.adapters.words import ERRORS, LETTERS, TOASTS
from dure.rooms.people.forms.fields import PhoneField
from dure.rooms.people.models import SignIn
from dure.rooms.people.queries import persons
from dure.rooms.people.services import persons as persons_services
from dure.rooms.people.services import sign_ins
from dure.ui import preferences


class ProveEmailIfGiven(EmailVerificationStage):  # type: ignore[misc]  # allauth has no types
    """Asks for the code sent by e-mail, except of people who signed up with a phone number only."""

    def handle(self) -> tuple[Any, bool]:
        """Return allauth's answer, or go on where there is no address to prove."""
        user = self.login.user
        if user and not user.email and not EmailAddress.objects.filter(user=user).exists():
            return None, True
        if not user and not self.login.email:
            return None, True
        response: tuple[Any, bool] = super().handle()
        return response


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's questions about accounts, answered with the room's verbs and queries."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of our letters, or raise `LettersNotSent`."""
        letter = LETTERS[template_prefix]
        subject, text = str(letter.subject) % context, str(letter.text) % context
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])
        except (SMTPException, OSError) as error:
            raise LettersNotSent from error

    def send_notification_mail(self, template_prefix: str, user: SignIn, *arguments: Any, **options: Any) -> None:
        """Tell somebody that something about their signing in changed, by text message where there is no e-mail."""
        if EmailAddress.objects.get_primary_email(user):
            super().send_notification_mail(template_prefix, user, *arguments, **options)
        elif user.phone and user.phone_proven_at:
            send_text(to=user.phone, text=_("Dure: %(news)s.") % {"news": LETTERS[template_prefix].subject})

    def set_password(self, user: SignIn, password: str) -> None:
        """Set a password, and forget the failed attempts made with the phone number; allauth forgets the others."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, phone=user.phone)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show one of our toasts."""
        del message_context
        words = message or TOASTS.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def get_login_stages(self) -> list[str]:
        """Name the steps of signing in, with our own step for e-mail addresses."""
        theirs = "allauth.account.stages.EmailVerificationStage"
        ours = f"{ProveEmailIfGiven.__module__}.{ProveEmailIfGiven.__qualname__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def save_user(self, request: HttpRequest, user: SignIn, form: Any, commit: bool = True) -> SignIn:  # noqa: FBT001, FBT002 - allauth's signature
        """Register the person who filled in the sign-up form."""
        del user, commit
        answers = form.cleaned_data
        return persons_services.register(
            name=answers["name"],
            language=get_language() or "",
            agreed_to=form.agreed_to(),
            email=answers.get("email") or "",
            phone=answers.get("phone") or "",
            password=answers.get("password1") or None,
            look=preferences.read(request.COOKIES),
        )

    def phone_form_field(self, **options: Any) -> Field:
        """Return the field that understands numbers as people type them."""
        return PhoneField(**options)

    def set_phone(self, user: SignIn, phone: str, verified: bool) -> None:  # noqa: FBT001 - allauth's signature
        """Note a number; `verified` says that it was proven."""
        if verified:
            sign_ins.prove_phone(sign_in_id=user.id, phone=phone)
        else:
            sign_ins.set_phone(sign_in_id=user.id, phone=phone)

    def get_phone(self, user: SignIn) -> tuple[str, bool] | None:
        """Return the number of a sign-in and whether it is proven."""
        fresh = SignIn.objects.get(id=user.id)
        return (fresh.phone, fresh.phone_proven_at is not None) if fresh.phone else None

    def set_phone_verified(self, user: SignIn, phone: str) -> None:
        """Record that the number was proven."""
        sign_ins.prove_phone(sign_in_id=user.id, phone=phone)

    def get_user_by_phone(self, phone: str) -> SignIn | None:
        """Return whose number this is; unproven numbers are nobody's."""
        return persons.sign_in_by_phone(phone=phone)

    def send_verification_code_sms(self, user: SignIn, phone: str, code: str, **_facts: Any) -> None:
        """Text a code."""
        del user
        send_text(to=phone, text=_("Dure: your code is %(code)s. Never tell it to anyone.") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **_facts: Any) -> None:
        """Text somebody who never joined; the page itself does not tell the difference."""
        send_text(to=phone, text=_("Dure: nobody signs in with this number yet. You are welcome to join."))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Text somebody who signs up a second time; the page itself does not tell the difference."""
        send_text(to=phone, text=_("Dure: you joined with this number already. Please sign in instead."))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed attempts per e-mail address or phone number."""
        login = credentials.get("email") or credentials.get("phone") or ""
        return f"{request.get_host()}:{login.lower()}"


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's questions about Kakao, Naver, Weixin and Google."""

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> SignIn:
        """Register the person who came through another service, once they agreed to our terms."""
        answers = form.cleaned_data
        sign_in = persons_services.register(
            name=answers["name"],
            language=get_language() or "",
            agreed_to=form.agreed_to(),
            email=answers.get("email") or "",
            look=preferences.read(request.COOKIES),
        )
        sociallogin.user = sign_in
        sociallogin.save(request)
        return sign_in
