"""The form by which an organisation lets another act for it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.models import Organisation
from dure.rooms.people.queries.organisations import search_open

CANDIDATES_MAX = 8


class MandateForm(forms.Form):
    """Whom to let act for us, found by name, and until which day."""

    name = forms.CharField(label=_("Name of the organisation that helps you"), max_length=120)
    helper = forms.ModelChoiceField(
        label=_("Which one do you mean?"), queryset=Organisation.objects.none(), required=False, empty_label=None
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty if it should hold until you end it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *arguments: Any, organisation_id: UUID, **options: Any) -> None:
        """Offer the open organisations of the name that was typed, once there are several."""
        super().__init__(*arguments, **options)
        typed = str(self.data.get("name", "")).strip()
        found = search_open(text=typed, count=CANDIDATES_MAX) if typed else []
        self.candidates = [each for each in found if each.id != organisation_id]
        choice = self.fields["helper"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(id__in=[each.id for each in self.candidates])
        choice.label_from_instance = _label  # type: ignore[method-assign, assignment]
        if len(self.candidates) <= 1:
            choice.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Settle which organisation is meant; ask where several are."""
        answers = super().clean() or {}
        if "name" in self.errors:
            return answers
        if not self.candidates:
            self.add_error("name", _("We know no organisation of this name."))
        elif len(self.candidates) == 1:
            answers["helper"] = self.candidates[0]
        elif answers.get("helper") is None and "helper" not in self.errors:
            self.add_error("helper", _("There are several organisations of this name."))
        return answers

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        return {"helper_organisation_id": self.cleaned_data["helper"].id, "until": self.cleaned_data["until"]}


def _label(organisation: Organisation) -> str:
    """Return name and place, which tell two of one name apart."""
    language = get_language() or ""
    place = organisation.region.name_in(language) if organisation.region else ""
    return " · ".join(part for part in (organisation.name_in(language), place) if part)
