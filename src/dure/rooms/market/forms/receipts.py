"""Of which days, and of which orders, receipts are wanted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.market.queries.my_orders import Asked, Sort


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DaysForm(forms.Form):
    """A first and a last day."""

    first = _day(_("First day"))
    last = _day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        if not self.errors and said["first"] > said["last"]:
            self.add_error("first", _("Please choose a first day, and a last day that is not before it."))
        return said

    def words(self) -> dict[str, str]:
        """Return what was chosen as a job keeps it."""
        return {"first": self.cleaned_data["first"].isoformat(), "last": self.cleaned_data["last"].isoformat()}


class ReceiptsForm(DaysForm):
    """The days, among the orders that were looked for."""

    sort = forms.ChoiceField(
        required=False, choices=[(each.value, each.value) for each in Sort], widget=forms.HiddenInput
    )
    text = forms.CharField(label=_("Only with this thing, receiver or number"), required=False, max_length=80)

    def words(self) -> dict[str, str]:
        """Return what was chosen as a job keeps it."""
        return super().words() | {"sort": self.cleaned_data["sort"], "text": self.cleaned_data["text"]}

    def asked(self) -> Asked:
        """Return what is looked for."""
        said = self.cleaned_data
        return Asked(sort=Sort(said["sort"]), text=said["text"], first=said["first"], last=said["last"])
