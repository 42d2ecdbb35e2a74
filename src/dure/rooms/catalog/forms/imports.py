"""Sending a list, and saying which column says what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.list_columns import FIELDS
from dure.rooms.catalog.models import ProduceImport

ACCEPT = ".csv,.tsv,.txt,.xlsx,.ods,.xls,.html,text/csv"
LETTERS = 26
LABELS = {
    "name": _("Name"),
    "kind": _("Kind of goods"),
    "variety": _("Variety"),
    "price": _("Price of one"),
    "size": _("How much is in one"),
    "unit": _("Unit"),
    "count": _("How many there are"),
    "package": _("Package"),
    "grade": _("Grade"),
    "village": _("Village"),
    "harvested_on": _("Harvested on"),
    "best_before": _("Good until"),
    "label": _("Lot number"),
    "story": _("Its story"),
    "per_buyer_limit": _("How many one buyer may have"),
}


class ListForm(forms.Form):
    """A table to look at."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=_("CSV, XLSX, ODS or XLS, up to 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class ColumnsForm(forms.Form):
    """Which column of a list says what."""

    def __init__(self, *arguments: Any, uploaded: ProduceImport, **options: Any) -> None:
        """Offer the list's own heads for everything that can be said."""
        super().__init__(*arguments, **options)
        heads = [(str(at), head or _letter(at)) for at, head in enumerate(uploaded.heads)]
        for field in FIELDS:
            self.fields[field] = forms.ChoiceField(
                label=LABELS[field], required=False, choices=[("", "—"), *heads],
                initial=str(uploaded.columns.get(field, "")),
            )  # fmt: skip

    def columns(self) -> dict[str, int]:
        """Return what the verb takes."""
        return {field: int(at) for field, at in self.cleaned_data.items() if at}


def _letter(at: int) -> str:
    """Return how spreadsheets call a column: A, B … Z, AA."""
    return chr(ord("A") + at) if at < LETTERS else f"{chr(ord('A') + at // LETTERS - 1)}{chr(ord('A') + at % LETTERS)}"
