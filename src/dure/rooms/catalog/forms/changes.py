"""Small forms on the seller's pages: prices, terms, stock, locations, many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.catalog.drafts import COUNT_MAX, Terms
from dure.rooms.catalog.forms.fields import MoneyField
from dure.rooms.catalog.forms.listing import MOMENT, WRITTEN
from dure.rooms.catalog.models import Offer
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.models.stock import KEPT_IN

NUMBER = forms.NumberInput(attrs={"inputmode": "numeric"})


class TermsForm(forms.Form):
    """Price, limit and order window of an offer; `version` is the one the page showed."""

    price = MoneyField(label=_("Price of one"))
    per_buyer_limit = forms.IntegerField(label=_("How many may one buyer have?"), min_value=1, required=False)
    opens_at = forms.DateTimeField(label=_("On sale from"), required=False, widget=MOMENT, input_formats=WRITTEN)
    closes_at = forms.DateTimeField(label=_("On sale until"), required=False, widget=MOMENT, input_formats=WRITTEN)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Read prices in the seller's currency."""
        super().__init__(*arguments, **options)
        price = self.fields["price"]
        assert isinstance(price, MoneyField)
        price.currency = currency

    def clean(self) -> dict[str, Any]:
        """See that it does not close before it opens."""
        answers = super().clean() or {}
        if answers.get("opens_at") and answers.get("closes_at") and answers["closes_at"] <= answers["opens_at"]:
            self.add_error("closes_at", _("The second day must come after the first."))
        return answers

    def terms(self) -> Terms:
        """Return what the verb takes."""
        names = ("price", "per_buyer_limit", "opens_at", "closes_at")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class NewOfferForm(TermsForm):
    """Offering the same stock in one more channel."""

    channel = forms.ChoiceField(label=_("Where is it sold?"), choices=[(each.value, each.label) for each in LISTED])
    field_order = ("channel", "price")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """A new offer has no version yet."""
        super().__init__(*arguments, **options)
        del self.fields["version"]


class PriceForm(forms.Form):
    """Another price, and the one the page showed."""

    price = MoneyField(label=_("New price"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, offer: Offer, **options: Any) -> None:
        """Read the price in the offer's currency."""
        super().__init__(*arguments, **options)
        self.offer = offer
        price = self.fields["price"]
        assert isinstance(price, MoneyField)
        price.currency = offer.currency

    def facts(self) -> dict[str, Money]:
        """Return what the verb takes."""
        return {"price": self.cleaned_data["price"], "seen": Money(self.cleaned_data["seen"], self.offer.currency)}


class ReceiveForm(forms.Form):
    """Goods came in."""

    count = forms.IntegerField(label=_("How many came in?"), min_value=1, max_value=COUNT_MAX, widget=NUMBER)


class CountForm(forms.Form):
    """Goods were counted; `seen` is what the page showed."""

    found = forms.IntegerField(label=_("How many did you find?"), min_value=0, max_value=COUNT_MAX, widget=NUMBER)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WriteOffForm(forms.Form):
    """Goods are gone without having been sold."""

    count = forms.IntegerField(label=_("How many are gone?"), min_value=1, max_value=COUNT_MAX, widget=NUMBER)
    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=_("For example: frost, spoilt, given away"))


class TransferForm(forms.Form):
    """Goods go to another place of the same seller."""

    count = forms.IntegerField(label=_("How many?"), min_value=1, max_value=COUNT_MAX, widget=NUMBER)
    location_id = forms.UUIDField(label=_("Where to?"), widget=forms.Select)

    def __init__(self, *arguments: Any, places: list[tuple[str, str]], **options: Any) -> None:
        """Offer the other locations."""
        super().__init__(*arguments, **options)
        self.fields["location_id"].widget = forms.Select(choices=places)


class LocationForm(forms.Form):
    """A new place where goods lie."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("For example: barn, village hall"))
    kind = forms.ChoiceField(label=_("What is it?"), choices=[(each.value, each.label) for each in KEPT_IN])


class BulkForm(forms.Form):
    """What to do with the chosen offers."""

    act = forms.ChoiceField(
        choices=[("pause", ""), ("resume", ""), ("price", ""), ("restock", "")], widget=forms.HiddenInput
    )
    percent = forms.IntegerField(
        label=_("Change prices by how many percent"), required=False, min_value=-90, max_value=300
    )
    count = forms.IntegerField(label=_("Add to stock"), required=False, min_value=1, max_value=COUNT_MAX)
    offer = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, data: Any, **options: Any) -> None:
        """Take whatever numbers were ticked; whose they are the verb asks."""
        super().__init__(data, **options)
        chosen = self.fields["offer"]
        assert isinstance(chosen, forms.TypedMultipleChoiceField)
        chosen.choices = [(number, number) for number in data.getlist("offer") if number.isdecimal()]

    def clean(self) -> dict[str, Any]:
        """Ask for the number an act needs."""
        answers = super().clean() or {}
        needed = {"price": "percent", "restock": "count"}.get(answers.get("act", ""))
        if needed and answers.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("Please give a number."))
        return answers
