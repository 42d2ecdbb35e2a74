"""The form for somebody in the address book: name, phone number, address in one line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.market.models import Addressee
from dure.rooms.market.queries.addressees import postal_address
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.contacts import read_phone, show_phone
from dure.rooms.people.errors import AddressWrong
from dure.rooms.people.queries.addresses import read_address
from dure.rooms.people.services.addresses import checked_address

COUNTRIES = [("KR", _("Korea")), ("CN", _("China"))]
FIELD_OF = {"street": "line", "region": "line", "country": "country", "detail": "detail", "postcode": "postcode"}
"""Where a problem of an address is shown."""


class AddresseeForm(forms.Form):
    """Who receives goods, and where; an address is written as on an envelope, province and city first."""

    name = forms.CharField(
        label=_("Name of the receiver"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        help_text=_("Needed in Korea: five digits. In China you may leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    line = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("With province and city first, for example: 전라남도 해남군 해남읍 군청1길 80"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    detail = forms.CharField(
        label=_("Building, floor, door"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    hint = forms.CharField(label=_("A word for the driver"), max_length=200, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin with the country of the reader's language."""
        super().__init__(*arguments, **options)
        self.initial.setdefault("country", "CN" if get_language() == "zh-hans" else "KR")

    def clean_phone(self) -> str:
        """Return the number in E.164."""
        number = read_phone(self.cleaned_data["phone"], language=get_language() or "")
        if number is None:
            raise ValidationError(_("This is not a phone number we understand. Example: 010-1234-5678"), "phone")
        return number

    def clean(self) -> dict[str, Any]:
        """Take the line apart and check everything as one address."""
        answers = super().clean() or {}
        if not {"line", "country"} & self.errors.keys() and answers.get("line"):
            self._read(answers)
        return answers

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        return {
            "name": self.cleaned_data["name"],
            "phone": self.cleaned_data["phone"],
            "hint": self.cleaned_data["hint"],
            "address": self.checked,
        }

    def _read(self, answers: dict[str, Any]) -> None:
        """Keep the address the answers mean, or hang what is wrong on its field."""
        read = read_address(line=answers["line"], country=answers["country"])
        if read.region is None:
            self.add_error("line", _("Please begin with the province and the city or county."))
            return
        written = PostalAddress(
            country=answers["country"],
            region_code=read.region.code,
            street=read.street,
            detail=" ".join(part for part in (read.detail, answers.get("detail", "")) if part),
            postcode=answers.get("postcode") or read.postcode,
        )
        try:
            self.checked = checked_address(address=written, around=read.around)
        except AddressWrong as wrong:
            for field, sentences in wrong.fields.items():
                self.add_error(FIELD_OF.get(field), sentences)


def filled_in(found: Addressee) -> dict[str, str]:
    """Return the first contents of the form for an entry that is to be changed."""
    address = postal_address(found)
    return {
        "name": found.name,
        "phone": show_phone(found.phone),
        "country": address.country,
        "postcode": address.postcode,
        "line": " ".join(dict.fromkeys([*address.region_names, address.street])),
        "detail": address.detail,
        "hint": found.hint,
    }
