"""Forms about organisations, members and invitations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.forms.fields import ContactField
from dure.rooms.people.models import Kind, Organisation, Region
from dure.rooms.people.models.organisations import ROLES
from dure.rooms.people.queries.regions import line_of, search_regions
from dure.rooms.people.roles import Role, may_give

CANDIDATES_MAX = 8


def region_label(region: Region) -> str:
    """Return a region with what stands above it, in the reader's language: 전라남도 해남군."""
    language = get_language() or ""
    return " ".join(one.name_in(language) for one in line_of(region=region)) or region.name_in(language)


class OrganisationForm(forms.Form):
    """Name, kind, place and a few words: enough to begin, on one page of a phone."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    place = forms.CharField(
        label=_("City or county"), max_length=80, required=False, help_text=_("For example: Haenam, 해남군, 海南郡")
    )
    region = forms.ModelChoiceField(
        label=_("Which one do you mean?"), queryset=Region.objects.none(), required=False, empty_label=None
    )
    introduction = forms.CharField(
        label=_("About us"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the places that are called like what was typed, once there are several."""
        super().__init__(*arguments, **options)
        typed = str(self.data.get("place", "")).strip()
        self.candidates = search_regions(text=typed)[:CANDIDATES_MAX] if typed else []
        choice = self.fields["region"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Region.objects.filter(id__in=[found.id for found in self.candidates])
        choice.label_from_instance = region_label  # type: ignore[method-assign, assignment]
        if not self._must_choose():
            choice.widget = forms.HiddenInput()

    def _must_choose(self) -> bool:
        return len(self.candidates) > 1

    def clean(self) -> dict[str, Any]:
        """Settle which region is meant; ask where several are."""
        answers = super().clean() or {}
        if not answers.get("place"):
            answers["region"] = None
        elif not self.candidates:
            self.add_error("place", _("We do not know this place. Please try the name of the city or county."))
        elif len(self.candidates) == 1:
            answers["region"] = self.candidates[0]
        elif answers.get("region") is None and "region" not in self.errors:
            self.add_error("region", _("There are several places of this name."))
        return answers

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        region = self.cleaned_data["region"]
        return {
            "kind": self.cleaned_data["kind"],
            "name": self.cleaned_data["name"],
            "region_id": region.id if region else None,
            "introduction": self.cleaned_data["introduction"],
        }


class OrganisationDetailsForm(OrganisationForm):
    """Everything an organisation says about itself."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=120, required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        names = {field: self.cleaned_data[field] for field in ("name_ko", "name_zh", "name_en")}
        return {**super().facts(), **names}


def details_of(organisation: Organisation) -> dict[str, object]:
    """Return the first contents of the details form."""
    fields = ("name", "kind", "introduction", "name_ko", "name_zh", "name_en")
    place = region_label(organisation.region) if organisation.region else ""
    return {**{field: getattr(organisation, field) for field in fields}, "place": place}


class RoleForm(forms.Form):
    """A role, among those the acting person may give."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)

    def __init__(self, *arguments: Any, giver: Role = Role.OWNER, **options: Any) -> None:
        """Offer the roles `giver` may give."""
        super().__init__(*arguments, **options)
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(role, label) for role, label in ROLES if may_give(giver, role)]
        self.initial.setdefault("role", Role.MEMBER.value)


class InvitationForm(RoleForm):
    """Whom to invite, as what; without a contact it becomes a link to show or send."""

    contact = ContactField(required=False, help_text=_("Leave it empty to get a link and a QR code to show."))
    places = forms.IntegerField(
        label=_("For how many people (links only)"), min_value=1, max_value=50, initial=1, required=False
    )
    field_order = ("contact", "role", "places")

    def clean(self) -> dict[str, Any]:
        """A link for several people makes plain members only; an invitation to a contact is for one."""
        answers = super().clean() or {}
        places = answers.get("places") or 1
        contact = answers.get("contact")
        if places > 1 and contact and (contact.phone or contact.email):
            raise ValidationError(_("An invitation to a phone number or e-mail address is for one person."))
        if places > 1 and answers.get("role") != Role.MEMBER:
            self.add_error("role", _("A link for several people can only make members."))
        return {**answers, "places": places}


class NameForm(forms.Form):
    """The name others see."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ReasonForm(forms.Form):
    """A few words of why, if somebody wants to give them."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
