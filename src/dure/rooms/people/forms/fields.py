"""Fields that understand what people type: phone numbers as at home, and "phone or e-mail" in one box."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.contacts import read_email, read_phone


@dataclass(frozen=True)
class Contact:
    """A phone number (E.164) or an e-mail address; the other is empty."""

    phone: str = ""
    email: str = ""


class PhoneField(forms.CharField):
    """A phone number, typed internationally or as at home in Korea or China; cleans to E.164."""

    def __init__(self, **options: Any) -> None:
        """Ask the phone's keyboard for digits."""
        options.setdefault("label", _("Phone number"))
        options.setdefault("max_length", 40)
        attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """Return the number in E.164, or empty where none was asked for."""
        typed = super().clean(value)
        if not typed:
            return ""
        number = read_phone(typed, language=get_language() or "")
        if number is None:
            raise ValidationError(_("This is not a phone number we understand. Example: 010-1234-5678"), "phone")
        return number


class ContactField(forms.CharField):
    """A phone number or an e-mail address in one box; cleans to a `Contact`."""

    def __init__(self, **options: Any) -> None:
        """Let the browser offer what it knows."""
        options.setdefault("label", _("Phone number or e-mail address"))
        options.setdefault("max_length", 254)
        attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the contact, or an empty one where none was asked for."""
        typed = super().clean(value)
        if not typed:
            return Contact()
        if email := read_email(typed):
            return Contact(email=email)
        if phone := read_phone(typed, language=get_language() or ""):
            return Contact(phone=phone)
        raise ValidationError(_("Please enter a phone number or an e-mail address."), "contact")
