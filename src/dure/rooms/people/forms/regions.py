"""Choosing a region step by step, searching regions, and writing an address. Works without JavaScript."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.errors import AddressWrong
from dure.rooms.people.models import Region
from dure.rooms.people.queries import regions
from dure.rooms.people.queries.addresses import read_address
from dure.rooms.people.services.addresses import checked_address

STEPS = 4  # country, province, city, county


class RegionPicker(forms.Widget):
    """Selects one below the other: country, province, city, county; each appears when the one above is chosen.

    With htmx the next select comes by itself; without JavaScript a button asks for it, and the form comes back.
    """

    template_name = "people/widgets/region_picker.html"
    use_fieldset = True
    LABELS: ClassVar = (_("Country or region"), _("Province"), _("City or county"), _("County or district"))

    def __init__(self, attrs: Mapping[str, Any] | None = None, countries: Iterable[str] = ()) -> None:
        """Offer all countries we know, or only these."""
        super().__init__(dict(attrs or {}))
        self.countries = tuple(countries)

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> list[str]:
        """Return the codes chosen, from the country down, up to the first gap."""
        if name in data and f"{name}-0" not in data:
            return [str(data[name])]
        chosen: list[str] = []
        for step in range(STEPS):
            code = str(data.get(f"{name}-{step}", ""))
            if not code:
                break
            chosen.append(code)
        return chosen

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: object, name: str) -> bool:
        """Whether the form did not hold the picker at all."""
        return f"{name}-0" not in data and name not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Let the label point at the first select."""
        return f"{id_}-{index}" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return the selects to draw: one for each step chosen, and the next one where something lies below."""
        context = super().get_context(name, value, attrs)
        identity = context["widget"]["attrs"].get("id", f"id_{name}")
        chosen = chain_of(value)
        context["widget"] |= {
            "selects": [
                {"name": f"{name}-{step}", "id": f"{identity}-{step}", "label": self.LABELS[step], "options": options,
                 "chosen": chosen[step].id if step < len(chosen) else None}
                for step, options in enumerate(self._options(chosen))
            ],
            "choices_url": reverse_lazy("people:region_choices"),
            "is_open": bool(chosen) and regions.has_children(region=chosen[-1]),
        }  # fmt: skip
        return context

    def _render(self, template_name: str, context: dict[str, Any], _renderer: Any = None) -> SafeString:
        """Draw with the house's own templates, where forms draw with Django's."""
        return render_to_string(template_name, context)

    def _options(self, chosen: list[Region]) -> list[list[Region]]:
        """Return what may be chosen at each step."""
        known = [one for one in regions.countries() if not self.countries or one.country in self.countries]
        return [known, *(options for one in chosen if (options := list(regions.children(parent=one))))][:STEPS]


def chain_of(value: Any) -> list[Region]:
    """Return the regions a picker's value means, from the country down; a choice that no longer fits ends the chain."""
    if isinstance(value, Region):
        return [*regions.ancestors(region=value), value]
    return regions.chain(codes=[str(one) for one in value or []])


class RegionField(forms.Field):
    """A region chosen step by step; cleans to the `Region` chosen last, which has nothing below it."""

    widget = RegionPicker
    default_error_messages: ClassVar = {
        "incomplete": _("Please choose the next step too."),
        "required": _("Please choose the province and the city or county."),
    }

    def __init__(self, *, countries: Iterable[str] = (), down_to: str = "", **options: Any) -> None:
        """Ask for the last step, or with `down_to="province"` let people stop from there on."""
        options.setdefault("label", _("Region"))
        options.setdefault("widget", RegionPicker(countries=countries))
        super().__init__(**options)
        self.countries = tuple(countries)
        self.down_to = down_to

    def prepare_value(self, value: Any) -> Any:
        """Let a form begin with a region or with its id."""
        return value

    def clean(self, value: Any) -> Region | None:
        """Return the region, None where none was asked for, or say which step is missing."""
        chosen = chain_of(value)
        if not chosen:
            if self.required:
                raise ValidationError(self.error_messages["required"], "required")
            return None
        if self.countries and chosen[0].country not in self.countries:
            raise ValidationError(self.error_messages["required"], "required")
        last = chosen[-1]
        is_enough = bool(self.down_to) and self.down_to in {one.level for one in chosen}
        if not is_enough and regions.has_children(region=last):
            raise ValidationError(self.error_messages["incomplete"], "incomplete")
        return last


class RegionSearch(forms.Form):
    """Searching the public list."""

    country = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Name or code of a region"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    help_first = forms.BooleanField(label=_("Only regions to be helped first"), required=False)

    def asks_something(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.cleaned_data.get("text") or self.cleaned_data.get("help_first"))

    def found(self, *, country: str) -> list[Region]:
        """Return what the search finds; a text is looked for in every country."""
        text, only = self.cleaned_data.get("text", ""), self.cleaned_data.get("help_first", False)
        if text:
            return regions.search_regions(text=text, only_help_first=only)
        return regions.help_first_regions(country=country)


class AddressForm(forms.Form):
    """An address: pasted in one line, or filled in step by step; checked by the rules of its country."""

    pasted = forms.CharField(
        label=_("Paste an address"),
        help_text=_("Korean or Chinese, in one line. We take it apart for you to check."),
        required=False,
        max_length=400,
    )
    region = RegionField(required=False)
    street = forms.CharField(
        label=_("Street and number, or village"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )  # fmt: skip
    detail = forms.CharField(
        label=_("Building, floor, door"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )  # fmt: skip
    postcode = forms.CharField(
        label=_("Postcode"), required=False, max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Fill empty fields from the pasted line, then check everything as one address."""
        facts = super().clean() or {}
        if facts.get("pasted") and not facts.get("street"):
            facts |= self._taken_apart(facts)
        self.address = PostalAddress(
            country=facts["region"].country if facts.get("region") else "KR",
            region_code=facts["region"].code if facts.get("region") else "",
            street=facts.get("street", ""),
            detail=facts.get("detail", ""),
            postcode=facts.get("postcode", ""),
        )
        if not self.errors:
            self._check()
        return facts

    def _taken_apart(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return what the pasted line says about the fields that are still empty."""
        for country in ("KR", "CN"):
            read = read_address(line=facts["pasted"], country=country)
            if read.region is not None:
                said = {"region": read.region, "street": read.street, "detail": read.detail, "postcode": read.postcode}
                return {field: value for field, value in said.items() if not facts.get(field)}
        return {}

    def _check(self) -> None:
        """Hang each problem on its field."""
        try:
            self.address, _region = checked_address(address=self.address)
        except AddressWrong as wrong:
            for field, sentences in wrong.fields.items():
                self.add_error(field if field in self.fields else None, sentences)
