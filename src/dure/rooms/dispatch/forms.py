"""What people fill in: hubs, driving, handing over, mishaps, choosing deliveries."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.pictures import ACCEPT, keep, prepare
from dure.rooms.dispatch.drafts import Moment, ProofDraft
from dure.rooms.dispatch.models import Driver, LabelRun
from dure.rooms.dispatch.models.traces import REASONS
from dure.rooms.dispatch.services.hubs import HubDraft
from dure.rooms.people.contacts import read_phone
from dure.rooms.people.queries.regions import know_above, search_regions

CANDIDATES_MAX = 8
STROKES_LENGTH_MAX = 60_000
STAGES = [
    ("to_pack", _("To pack")),
    ("packed", _("Waiting for a driver")),
    ("under_way", _("On their way")),
    ("done", _("Done")),
]


class PhoneLine(forms.CharField):
    """A phone number as people type it at home; cleans to E.164, or empty."""

    def __init__(self, **options: Any) -> None:
        """Ask the phone's keyboard for digits."""
        super().__init__(
            **{"label": _("Phone number"), "max_length": 40, **options},
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        )

    def clean(self, value: Any) -> str:
        """Return the number in E.164."""
        typed = super().clean(value)
        number = read_phone(typed, language=get_language() or "") if typed else ""
        if number is None:
            raise ValidationError(_("This is not a phone number we understand. Example: 010-1234-5678"), "phone")
        return number


class HubForm(forms.Form):
    """What a hub says about itself; the county is typed, and chosen where several are called so."""

    name = forms.CharField(label=_("Name of the hub"), max_length=120)
    place = forms.CharField(
        label=_("City or county"), max_length=80, help_text=_("For example: Haenam, 해남군, 海南郡")
    )
    region = forms.ChoiceField(label=_("Which one do you mean?"), required=False)
    street = forms.CharField(label=_("Street and number"), max_length=200)
    detail = forms.CharField(label=_("Floor, entrance"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    phone = PhoneLine(required=False)
    opening_hours = forms.CharField(
        label=_("Opening hours"), max_length=200, required=False, help_text=_("For example: Mon–Fri 9–18, Sat 9–12")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the counties that are called like what was typed, once there are several."""
        super().__init__(*arguments, **options)
        typed = str(self.data.get("place", "")).strip()
        self.candidates = know_above(found=search_regions(text=typed)[:CANDIDATES_MAX]) if typed else []
        choice = self.fields["region"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (str(one.id), " ".join(above.name for above in [*one.above_in_country, one])) for one in self.candidates
        ]
        if len(self.candidates) <= 1:
            choice.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Settle which county is meant; ask where several are."""
        answers = super().clean() or {}
        if answers.get("place") and not self.candidates:
            self.add_error("place", _("We do not know this place. Please try the name of the city or county."))
        elif len(self.candidates) == 1:
            answers["region"] = str(self.candidates[0].id)
        elif self.candidates and not answers.get("region") and "region" not in self.errors:
            self.add_error("region", _("There are several places of this name."))
        return answers

    def draft(self) -> HubDraft:
        """Return what the verb takes."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in {"place", "region"}}
        return HubDraft(region_id=UUID(self.cleaned_data["region"]), **answers)


class DriverForm(forms.Form):
    """What somebody says who wants to drive."""

    hub = forms.ChoiceField(label=_("For which hub?"), required=False)
    vehicle = forms.ChoiceField(label=_("What do you drive?"), choices=Driver.Vehicle.choices)
    phone = PhoneLine()

    def __init__(self, *arguments: Any, hubs: list[tuple[str, str]], **options: Any) -> None:
        """Offer the open hubs, and the whole house."""
        super().__init__(*arguments, **options)
        choice = self.fields["hub"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Wherever I am needed")), *hubs]


class TellingForm(forms.Form):
    """What every telling from a phone bears: the name it gave it, so that it counts once."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput())
    happened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput())

    def moment(self) -> Moment:
        """Return the telling's name, and when it happened where it waited for a line."""
        return Moment(client_id=self.cleaned_data["client_id"], happened_at=self.cleaned_data["happened_at"])


class DeliveryForm(TellingForm):
    """How it is shown that goods were handed over: a PIN, or a photo, or a signature."""

    pin = forms.CharField(
        label=_("PIN of the receiver"),
        max_length=12,
        required=False,
        help_text=_("Six digits. The receiver sees them on the page of the delivery."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    photo = forms.FileField(
        label=_("Photo of the goods at the door"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"}),
    )
    signed_name = forms.CharField(label=_("Name of who signs"), max_length=120, required=False)
    strokes = forms.CharField(required=False, max_length=STROKES_LENGTH_MAX, widget=forms.HiddenInput())

    def clean_strokes(self) -> list[list[tuple[int, int]]]:
        """Return the drawn lines; a drawing that cannot be read is none: the typed name counts."""
        try:
            drawn = json.loads(self.cleaned_data["strokes"] or "[]")
            return [[(int(x), int(y)) for x, y in stroke] for stroke in drawn]
        except (ValueError, TypeError):
            return []

    def proof(self) -> ProofDraft:
        """Return the proof; a photo is checked, freed of its metadata and kept."""
        answers = self.cleaned_data
        return ProofDraft(
            pin=answers["pin"],
            photo=keep(prepare(answers["photo"]), folder="proofs") if answers["photo"] else "",
            signed_name=answers["signed_name"],
            strokes=answers["strokes"],
        )


class MishapForm(TellingForm):
    """Why goods could not be handed over."""

    reason = forms.ChoiceField(label=_("What happened?"), choices=REASONS, widget=forms.RadioSelect)
    note = forms.CharField(label=_("A few words"), max_length=300, required=False)
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"})
    )

    def kept_photo(self) -> str:
        """Return the key of the photo, checked and kept; empty without one."""
        photo = self.cleaned_data["photo"]
        return keep(prepare(photo), folder="mishaps") if photo else ""


class ScanForm(TellingForm):
    """One scan, typed or read by a hand scanner."""

    step = forms.ChoiceField(label=_("What are you doing?"), widget=forms.RadioSelect)
    hub = forms.ChoiceField(label=_("In which hub?"), required=False)
    code = forms.CharField(
        label=_("Number of the parcel"),
        max_length=400,
        help_text=_("18 digits below the bars, or the 8 written by hand."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "enterkeyhint": "send"}),
    )

    def __init__(
        self, *arguments: Any, steps: list[tuple[str, Any]], hubs: list[tuple[str, str]], **options: Any
    ) -> None:
        """Offer the steps and hubs of whoever scans."""
        super().__init__(*arguments, **options)
        for name, choices in (("step", steps), ("hub", hubs)):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = choices
        if not hubs:
            del self.fields["hub"]


class ChosenForm(forms.Form):
    """Deliveries ticked on the packing page, or every one of its stage, on whatever page it stands."""

    paper = forms.ChoiceField(choices=LabelRun.Paper.choices, required=False)
    every = forms.ChoiceField(choices=STAGES[:2], required=False)

    def stage(self) -> str:
        """Return the stage of which every delivery is meant; empty where some were ticked."""
        return str(self.cleaned_data["every"]) if self.is_valid() else ""

    def shipment_ids(self) -> list[UUID]:
        """Return what was ticked; what is no id is not ours."""
        ticked: list[str] = self.data.getlist("shipment") if isinstance(self.data, QueryDict) else []
        return [found for found in map(_uuid, ticked) if found]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class SplitForm(forms.Form):
    """Into how many boxes goods are packed."""

    count = forms.IntegerField(label=_("Boxes"), min_value=1, max_value=50)
