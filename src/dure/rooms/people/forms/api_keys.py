"""Making a key for a program."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.queries.memberships import Standing
from dure.rooms.people.services.api_keys import NAME_LENGTH_MAX

LIVES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year"))]


class ApiKeyForm(forms.Form):
    """Which program it is for, for whom it acts, how long, and whether it may change anything."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=NAME_LENGTH_MAX,
        help_text=_("For example: our bookkeeping"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation = forms.ChoiceField(label=_("For whom does it act?"), required=False)
    days = forms.ChoiceField(label=_("How long does it hold?"), choices=LIVES, initial="90")
    is_read_only = forms.BooleanField(label=_("It may only read"), required=False)

    def __init__(self, *arguments: Any, standings: list[Standing], **options: Any) -> None:
        """Offer oneself, and the open organisations one belongs to."""
        super().__init__(*arguments, **options)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ChoiceField)
        own = [(str(each.organisation_id), each.organisation_name) for each in standings if not each.is_closed]
        choice.choices = [("", _("Only for me")), *own]

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        said = self.cleaned_data
        organisation_id = UUID(said["organisation"]) if said["organisation"] else None
        return {
            "name": said["name"],
            "organisation_id": organisation_id,
            "days": int(said["days"]),
            "is_read_only": said["is_read_only"],
        }
