"""Selling by booking, proposing a date, and how a booking ended."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.rooms.market.forms.selling import AmountField
from dure.rooms.market.models.bookings import PLACE_LENGTH_MAX, WORDS_LENGTH_MAX
from dure.rooms.market.services.booking_terms import TermsDraft

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WRITTEN = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
FEW_LINES = forms.Textarea(attrs={"rows": 3})


class BookingTermsForm(forms.Form):
    """The full price, until when the deposit comes back, and what happens next."""

    full = AmountField(label=_("Full price of one"))
    back_until = forms.DateField(
        label=_("The deposit comes back in full until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    next_words = forms.CharField(
        label=_("What happens next?"), max_length=WORDS_LENGTH_MAX, widget=FEW_LINES,
        help_text=_("For example: we call you, you come and look at it, the rest is paid at the handover."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Read the amount in the seller's currency."""
        super().__init__(*arguments, **options)
        full = self.fields["full"]
        assert isinstance(full, AmountField)
        full.currency = currency

    def clean_back_until(self) -> date:
        """Return the day, which is still to come."""
        day: date = self.cleaned_data["back_until"]
        if day < clock.today():
            raise forms.ValidationError(_("Please choose today or a later day."))
        return day

    def draft(self) -> TermsDraft:
        """Return what the verb takes."""
        answers = self.cleaned_data
        return TermsDraft(
            full_minor=answers["full"], back_until=answers["back_until"], next_words=answers["next_words"]
        )


class ProposalForm(forms.Form):
    """When and where to meet."""

    meets_at = forms.DateTimeField(label=_("When?"), widget=MOMENT, input_formats=WRITTEN)
    place = forms.CharField(label=_("Where?"), max_length=PLACE_LENGTH_MAX)
    note = forms.CharField(
        label=_("Words for the other side"),
        max_length=WORDS_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_meets_at(self) -> datetime:
        """Return the moment, which is still to come."""
        moment: datetime = self.cleaned_data["meets_at"]
        if moment <= clock.now():
            raise forms.ValidationError(_("Please choose a time that is still to come."))
        return moment


class OutcomeForm(forms.Form):
    """How it ended, and why."""

    outcome = forms.ChoiceField(
        choices=[("bought", _("Purchase made")), ("give_up", _("Given up")), ("not_come", _("Buyer did not come"))]
    )
    why = forms.CharField(
        label=_("Why? (for the other side)"), max_length=WORDS_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
