"""Writing down how a kind of goods is taxed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.market.services.tax_rules import RATE_MAX_BP, SOURCE_LENGTH_MAX

BP_OF_A_PERCENT = 100


class TaxRuleForm(forms.Form):
    """A country, a kind, a rate in percent and who says so."""

    country = forms.ChoiceField(label=_("Country"), choices=[("KR", _("Korea")), ("CN", _("China"))])
    kind_code = forms.ChoiceField(
        label=_("Kind of goods"), choices=lambda: [(kind.code, kind.name) for kind in kinds()]
    )
    percent = forms.DecimalField(
        label=_("Value added tax in percent"),
        min_value=Decimal(0),
        max_value=Decimal(RATE_MAX_BP // BP_OF_A_PERCENT),
        decimal_places=2,
        help_text=_("0 where it is exempt."),
    )
    source = forms.CharField(
        label=_("Who says so"),
        max_length=SOURCE_LENGTH_MAX,
        help_text=_("The law and its article, as anybody can look it up."),
    )

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        said = self.cleaned_data
        return {
            "country": said["country"],
            "kind_code": said["kind_code"],
            "rate_bp": int(said["percent"] * BP_OF_A_PERCENT),
            "source": said["source"],
        }
