"""Shapes of the book's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.ledger.models import Export, Unit
from dure.rooms.ledger.queries.statements import Period, this_year
from dure.rooms.ledger.queries.words import unit_name

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Which unit and which days of a statement; this year where nothing is asked."""

    unit = forms.ChoiceField(label=_("What"))
    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("Until"), widget=DAY)

    def __init__(self, data: Any, *, units: list[Unit], **kwargs: Any) -> None:
        """Offer the units the account has; fill in what was not asked."""
        self.units = units
        year = this_year()
        filled = {"unit": units[0].code, "first": year.first.isoformat(), "last": year.last.isoformat()}
        super().__init__({**filled, **{name: value for name, value in data.items() if value}}, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [(each.code, unit_name(each)) for each in units]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, and days that have not come yet."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period must end after it begins."))
        return cleaned

    @property
    def period(self) -> Period:
        """The days asked for; this year when the form cannot be read."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return Period(first, last) if first and last and first <= last else this_year()

    @property
    def unit_code(self) -> str:
        """The unit asked for; the first one when the form cannot be read."""
        return str(self.cleaned_data.get("unit") or self.units[0].code)


class ExportForm(forms.Form):
    """Which statement, as which file."""

    account = forms.CharField(required=False, max_length=80)
    unit = forms.CharField(max_length=20)
    first = forms.DateField()
    last = forms.DateField()
    format = forms.ChoiceField(choices=Export.Format.choices)


class AccountSearchForm(forms.Form):
    """Finding an account by its code."""

    text = forms.CharField(label=_("Account"), required=False, max_length=80)
