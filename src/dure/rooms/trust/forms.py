"""Forms of the room: papers, decisions, searching the list of trades."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.pictures import ACCEPT
from dure.rooms.trust.models import Outcome, PaperKind

REASON = {"rows": 3}


class PaperForm(forms.Form):
    """A photographed paper and what it is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=PaperKind.choices)
    photo = forms.FileField(
        label=_("Photo"), widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"})
    )


class DecisionForm(forms.Form):
    """What staff decide, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(each.value, each.label) for each in (Outcome.APPROVED, Outcome.REFUSED, Outcome.MORE_PAPERS)],
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed unless you approve. The organisation reads it."),
        widget=forms.Textarea(attrs=REASON),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs=REASON))


class TextForm(forms.Form):
    """A text to hold against the list."""

    text = forms.CharField(
        label=_("Try a text"),
        max_length=2000,
        required=False,
        help_text=_("For example the name of what you want to sell."),
    )
