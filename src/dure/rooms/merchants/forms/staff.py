"""Forms of the staff's pages: agreements, market rates, reasons."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.merchants.models import Channel
from dure.rooms.merchants.plans import HOUSE_PLAN, percent_of

DAY = {"type": "date"}
HUNDRED = Decimal(100)
COUNTRIES = [("KR", _("Korea")), ("CN", _("China"))]


class PercentField(forms.DecimalField):
    """A share in percent with at most two digits after the point; cleans to basis points."""

    def __init__(self, **options: Any) -> None:
        """Take shares from nothing to everything."""
        super().__init__(min_value=0, max_value=100, decimal_places=2, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return basis points."""
        percent = super().clean(value)
        return None if percent is None else int(percent * HUNDRED)


class AgreementForm(forms.Form):
    """Rates by channel, and the days they hold."""

    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask for a rate on every channel, beginning with the house's."""
        super().__init__(*arguments, **options)
        for channel in Channel:
            self.fields[f"rate_{channel.value}"] = PercentField(
                label=_("%(channel)s, percent") % {"channel": channel.label},
                initial=percent_of(HOUSE_PLAN[channel.value]),
            )

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        return {
            "starts_on": self.cleaned_data["starts_on"],
            "ends_on": self.cleaned_data["ends_on"],
            "note": self.cleaned_data["note"],
            "rates": {channel: self.cleaned_data[f"rate_{channel}"] for channel in Channel.values},
        }


class MarketRateForm(forms.Form):
    """What selling costs elsewhere, and who says so."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    market_rate = PercentField(label=_("Rate elsewhere, percent"))
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Who published it, under which title."))
    published_on = forms.DateField(label=_("Published"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        asked = self.cleaned_data
        kept = {field: asked[field] for field in ("country", "channel", "source", "published_on")}
        return {**kept, "market_bp": asked["market_rate"]}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
