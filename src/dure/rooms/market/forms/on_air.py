"""What a host says under the thumb while a show is on air: a flash price, a coupon."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.market.forms.selling import AmountField

MINUTES: Final = (5, 10, 15, 30)
COUNT_MAX: Final = 10_000


class PriceForm(forms.Form):
    """A price: one of those offered (minor units), or an own one."""

    price = forms.IntegerField(min_value=1, required=False)
    own = AmountField(required=False)

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Read amounts in the offer's currency."""
        super().__init__(*arguments, **options)
        self.currency = currency
        own = self.fields["own"]
        assert isinstance(own, AmountField)
        own.currency = currency

    def clean(self) -> dict[str, Any]:
        """Take the own price where one is written."""
        answers: dict[str, Any] = super().clean() or {}
        answers["minor"] = answers.get("own") or answers.get("price")
        if not answers["minor"]:
            self.add_error("price", _("Please choose a price."))
        return answers

    @property
    def amount(self) -> Money:
        """What was chosen."""
        return Money(self.cleaned_data["minor"], self.currency)


class FlashForm(PriceForm):
    """A lower price for so many boxes and minutes."""

    count = forms.IntegerField(label=_("How many boxes?"), min_value=1, max_value=COUNT_MAX)
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int, choices=[(each, each) for each in MINUTES])


class GiftForm(PriceForm):
    """Coupons for an offer: how much off (as its price), and how many."""

    count = forms.IntegerField(label=_("How many coupons?"), min_value=1, max_value=COUNT_MAX)
