"""Choosing what is shown in a show, and a lower price for a while."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.kernel.numbers import ID_MAX
from dure.rooms.market.forms.selling import AmountField

NUMBER: Final = forms.NumberInput(attrs={"inputmode": "numeric"})
DIGITS_MAX: Final = len(str(ID_MAX))
MINUTES: Final = ((3, _("3 minutes")), (5, _("5 minutes")), (10, _("10 minutes")), (20, _("20 minutes")))


class FlashForm(forms.Form):
    """For how much, how many, how long, and how many of them one person may have."""

    offer = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=ID_MAX)
    price = AmountField(label=_("Price for the moment"))
    count = forms.IntegerField(label=_("How many are set aside?"), min_value=1, max_value=1_000_000, widget=NUMBER)
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, choices=MINUTES, initial=10)
    per_buyer_limit = forms.IntegerField(
        label=_("At most for one person"), min_value=1, max_value=1_000_000, required=False, widget=NUMBER
    )

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Read the price in this currency."""
        super().__init__(*arguments, **options)
        self.currency = currency
        price = self.fields["price"]
        assert isinstance(price, AmountField)
        price.currency = currency

    def wish(self) -> dict[str, Any]:
        """Return what `start_flash` is asked."""
        said = self.cleaned_data
        price = Money(said["price"], self.currency)
        return {
            "offer_id": said["offer"], "price": price, "count": said["count"], "minutes": said["minutes"],
            "per_buyer_limit": said["per_buyer_limit"],
        }  # fmt: skip


def chosen_offers(data: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the offers that were ticked; what is no number is none of ours."""
    ticked = data.getlist("offer") if hasattr(data, "getlist") else []
    return [int(text) for text in ticked if text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX]
