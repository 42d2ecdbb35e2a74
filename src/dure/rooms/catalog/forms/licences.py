"""Asking for a licence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.pictures import ACCEPT
from dure.rooms.trust.queries.trades import licences


class LicenceForm(forms.Form):
    """Which licence, and a photo of its paper."""

    licence = forms.ChoiceField(label=_("Which licence"), choices=lambda: list(licences().items()))
    photo = forms.FileField(
        label=_("Photo of the paper"),
        help_text=_("The whole sheet, so that everything on it can be read."),
        widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"}),
    )
