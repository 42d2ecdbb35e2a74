"""Giving coupons away in a show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.rooms.market.forms.selling import AmountField
from dure.rooms.market.services.coupons import COUNT_MAX, PIECES_MAX

HOURS: Final = ((1, _("1 hour")), (24, _("1 day")), (72, _("3 days")), (168, _("7 days")))
NUMBER = forms.NumberInput(attrs={"inputmode": "numeric"})


class CouponForm(forms.Form):
    """For what, how much off, how many, and until when."""

    offer = forms.TypedChoiceField(label=_("For what?"), coerce=int)
    off = AmountField(label=_("How much off one piece?"))
    count = forms.IntegerField(
        label=_("How many coupons?"), min_value=1, max_value=COUNT_MAX, initial=30, widget=NUMBER
    )
    per_person = forms.IntegerField(
        label=_("How many pieces may one person buy with it?"), min_value=1, max_value=PIECES_MAX, initial=1,
        widget=NUMBER,
    )  # fmt: skip
    hours = forms.TypedChoiceField(label=_("How long can it be used?"), coerce=int, choices=HOURS, initial=24)

    def __init__(self, *arguments: Any, offers: Sequence[tuple[int, str]], currency: str, **options: Any) -> None:
        """Offer what the host sells now, and read amounts in its currency."""
        super().__init__(*arguments, **options)
        offer, off = self.fields["offer"], self.fields["off"]
        assert isinstance(offer, forms.ChoiceField)
        assert isinstance(off, AmountField)
        offer.choices, off.currency = list(offers), currency

    @property
    def until(self) -> datetime:
        """Until when it can be used."""
        return clock.now() + timedelta(hours=self.cleaned_data["hours"])
