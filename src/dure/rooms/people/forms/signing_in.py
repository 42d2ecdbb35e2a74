"""The fields of signing up and in. allauth does the work behind them; here they are made few and plain."""

from typing import Any

from allauth.account import forms as theirs
from allauth.mfa.webauthn.forms import AddWebAuthnForm as TheirAddPasskeyForm
from allauth.socialaccount.forms import SignupForm as TheirSocialSignUpForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.adapters.new_password import send_reset_code_by_text
from dure.rooms.people.contacts import read_email, read_phone
from dure.rooms.people.forms.fields import ContactField
from dure.rooms.people.models import Matter
from dure.rooms.people.queries import persons


def _name_field() -> forms.CharField:
    return forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class Agreement(forms.Form):
    """What everybody agrees to before joining, and what they may agree to."""

    agree = forms.BooleanField(
        label=_("I agree to the terms of use and the privacy notice."),
        error_messages={"required": _("Please agree first: without this we cannot serve you.")},
    )
    news = forms.BooleanField(label=_("Send me news now and then (you can stop it at any time)."), required=False)

    def agreed_to(self) -> list[str]:
        """Return the matters agreed to."""
        matters = [Matter.TERMS, Matter.PRIVACY] if self.cleaned_data.get("agree") else []
        return [*matters, Matter.MARKETING] if self.cleaned_data.get("news") else list(matters)


def _plain(form: forms.Form) -> None:
    """Labels stand above the fields, so placeholders would only repeat them and vanish."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignUpForm(Agreement, theirs.SignupForm):  # type: ignore[misc]  # allauth has no types
    """Name, phone or e-mail, a password if wanted, and the agreement: one short page."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Put one box for phone or e-mail in the place of two."""
        super().__init__(*arguments, **options)
        for replaced in ("email", "phone"):
            self.fields.pop(replaced, None)
        self.fields["name"] = _name_field()
        self.fields["contact"] = ContactField()
        self.fields["password1"].required = False
        self.fields["password1"].help_text = _("At least 8 characters. Leave it empty to sign in by a code each time.")
        self.order_fields(["name", "contact", "password1", "agree", "news"])
        _plain(self)

    def clean_contact(self) -> str:
        """Sort the contact into phone or e-mail; whether somebody has it already is not told."""
        contact = self.cleaned_data["contact"]
        self.cleaned_data["phone"], self.cleaned_data["email"] = contact.phone, contact.email
        if contact.email and persons.is_email_proven_by_someone(email=contact.email):
            self.account_already_exists = True
        return str(contact.phone or contact.email)


def _name_told(facts: dict[str, Any]) -> str:
    """Return the name another service told us; Kakao keeps it two floors down."""
    profile = facts.get("kakao_account", {}).get("profile", {})
    return str(facts.get("name") or facts.get("nickname") or profile.get("nickname") or "")


class SocialSignUpForm(Agreement, TheirSocialSignUpForm):  # type: ignore[misc]  # allauth has no types
    """Name and agreement of somebody who comes from Kakao, Naver, Weixin or Google."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Keep the e-mail address the other service told us, if it did; do not ask for more."""
        super().__init__(*arguments, **options)
        self.fields.pop("phone", None)
        if "email" in self.fields:
            self.fields["email"].required = False
        suggested = options.get("sociallogin")
        self.fields["name"] = _name_field()
        self.fields["name"].initial = _name_told(suggested.account.extra_data) if suggested else ""
        self.order_fields(["name", "email", "agree", "news"])
        _plain(self)


class LoginForm(theirs.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Phone or e-mail, and the password."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Label the fields as everywhere else."""
        super().__init__(*arguments, **options)
        attributes = {"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Phone number or e-mail address"), widget=forms.TextInput(attrs=attributes)
        )
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])
        _plain(self)

    def clean_login(self) -> str:
        """Return the address in lower case or the number in E.164; anything else is asked for again."""
        typed = self.cleaned_data["login"]
        login = read_email(typed) or read_phone(typed)
        if login is None:
            raise ValidationError(_("Please enter a phone number or an e-mail address."), "contact")
        return login


class RequestCodeForm(forms.Form):
    """Where the code should go."""

    contact = ContactField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Let allauth's own form do the work once the contact is sorted."""
        super().__init__(*arguments, **options)
        self._user: Any = None

    def clean(self) -> dict[str, Any]:
        """Find who may get a code: only who proved the contact; nobody is told whether there is somebody."""
        answers = super().clean() or {}
        contact = answers.get("contact")
        if contact is None:
            return answers
        inner = theirs.RequestLoginCodeForm({"phone": contact.phone, "email": contact.email})
        if not inner.is_valid():
            raise ValidationError([error for errors in inner.errors.values() for error in errors])
        self._user = getattr(inner, "_user", None)
        if contact.email and not persons.is_email_proven_by_someone(email=contact.email):
            self._user = None
        return {"phone": contact.phone, "email": contact.email}


class AddPasskeyForm(TheirAddPasskeyForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey, to sign in with it alone unless somebody wants it as a second step only."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Choose what most people mean by a passkey."""
        super().__init__(*arguments, **options)
        self.fields["passwordless"].initial = True


class ChangePhoneForm(theirs.ChangePhoneForm):  # type: ignore[misc]  # allauth has no types
    """A new phone number."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take the placeholder away."""
        super().__init__(*arguments, **options)
        _plain(self)


class ResetPasswordForm(forms.Form):
    """Where the code for a new password goes: a phone or an e-mail address, in one box."""

    contact = ContactField()

    def clean(self) -> dict[str, Any]:
        """Name the contact `email` too: under this name allauth's page counts how often a code is asked for."""
        answers = super().clean() or {}
        contact = answers.get("contact")
        return {**answers, "email": contact.phone or contact.email} if contact else answers

    def save(self, request: HttpRequest) -> None:
        """Send the code, or a friendly word to who has none; the page does not tell the difference."""
        contact = self.cleaned_data["contact"]
        if contact.phone:
            send_reset_code_by_text(request, phone=contact.phone)
            return
        by_email = theirs.ResetPasswordForm({"email": contact.email})
        by_email.full_clean()
        by_email.save(request)


class _OnePassword:
    """A new password is typed once: the field can show it."""

    fields: dict[str, forms.Field]

    def ask_once(self) -> None:
        """Drop the repetition."""
        self.fields.pop("password2", None)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("At least 8 characters, not only digits.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(_OnePassword, theirs.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """The new password after a code."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask once."""
        super().__init__(*arguments, **options)
        self.ask_once()


class ChangePasswordForm(_OnePassword, theirs.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The old password and a new one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask once."""
        super().__init__(*arguments, **options)
        self.ask_once()
        self.fields["oldpassword"].label = _("Password now")
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(_OnePassword, theirs.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """A first password for somebody who signs in by code or through another service."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask once."""
        super().__init__(*arguments, **options)
        self.ask_once()
