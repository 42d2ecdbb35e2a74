"""Forms of the house's advance of late refunds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.market.services.acts import WHY_LENGTH_MAX


class DecisionForm(forms.Form):
    """Approve, or decline and say why."""

    act = forms.ChoiceField(choices=[("approve", "approve"), ("decline", "decline")], widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why, if you decline"), max_length=WHY_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where it is declined."""
        given = super().clean() or {}
        if given.get("act") == "decline" and not given.get("why", "").strip():
            self.add_error("why", _("Please say why."))
        return given
