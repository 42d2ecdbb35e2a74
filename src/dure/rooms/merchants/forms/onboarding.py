"""The three screens of setting up: who, where, and where the money goes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.merchants import banks
from dure.rooms.people.contacts import read_phone
from dure.rooms.people.forms.regions import AddressForm, RegionField

KINDS = [("farm", _("Farm")), ("cooperative", _("Co-operative")), ("shop", _("Shop"))]
COUNTRIES = ("KR", "CN")


class WhoForm(forms.Form):
    """What the farm or shop is called, and what it is."""

    name = forms.CharField(label=_("Name of your farm or shop"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS, initial="farm")


class ForSomebodyForm(WhoForm):
    """The same for somebody who cannot do it alone: which of our organisations helps, and the owner's phone."""

    helper = forms.ChoiceField(label=_("Which of your organisations helps?"))
    owner_phone = forms.CharField(
        label=_("Phone number of the owner"),
        max_length=30,
        help_text=_("We send a link by text message. With it the owner sees everything and can end your help."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, helpers: list[tuple[str, str]], **options: Any) -> None:
        """Offer the organisations that can help."""
        super().__init__(*arguments, **options)
        choice = self.fields["helper"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = helpers

    def clean_owner_phone(self) -> str:
        """Return the number as E.164."""
        number = read_phone(self.cleaned_data["owner_phone"], language=get_language() or "")
        if number is None:
            raise ValidationError(_("We cannot read this as a phone number."))
        return number


class PlaceField(RegionField):
    """A region of a country we sell in; the country alone, as the form begins, says nothing yet."""

    def clean(self, value: Any) -> Any:
        """Return the region, None where only the country is chosen, or say which step is missing."""
        return super().clean(value if len(value or []) > 1 else [])


class PlaceForm(AddressForm):
    """Where the farm or shop is: the region step by step, or the whole address pasted."""

    region = PlaceField(required=False, countries=COUNTRIES)


class AccountForm(forms.Form):
    """Where the money goes."""

    bank = forms.ChoiceField(label=_("Bank"))
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(label=_("In whose name?"), max_length=70)

    def __init__(self, *arguments: Any, country: str, **options: Any) -> None:
        """Offer the banks of the merchant's country."""
        super().__init__(*arguments, **options)
        self.country = country
        language = get_language() or ""
        choice = self.fields["bank"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("Please choose")),
            *((one.code, one.name_in(language)) for one in banks.banks_of(country)),
        ]

    def clean_number(self) -> str:
        """Return the digits, if they can be an account there."""
        number = banks.read_number(self.cleaned_data["number"])
        if not banks.is_number(number, self.country):
            raise ValidationError(_("This number does not have the right count of digits for an account there."))
        return number
