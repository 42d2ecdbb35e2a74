"""Forms of the selling page: delivery and storefront."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.kernel.pictures import ACCEPT
from dure.rooms.merchants.models.storefronts import CHOSEN_MAX
from dure.rooms.merchants.opening_hours import are_sound
from dure.rooms.merchants.slugs import LONGEST, is_slug

DAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class AmountField(forms.CharField):
    """An amount of one currency as people write it; cleans to minor units, None for an empty field."""

    def __init__(self, *, currency: str = "KRW", **options: Any) -> None:
        """Read amounts of a currency."""
        super().__init__(max_length=24, **options)
        self.currency = currency
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return minor units."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return Money.parse(typed, currency=self.currency).minor
        except BadInput as wrong:
            raise ValidationError(wrong.message) from wrong


class DeliveryForm(forms.Form):
    """What delivery costs the buyer."""

    delivery_fee = AmountField(label=_("Delivery to the door costs"), required=False)
    free_delivery_from = AmountField(
        label=_("Free from goods worth"), required=False, help_text=_("Leave it empty if delivery is never free.")
    )

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Ask in the merchant's currency."""
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            assert isinstance(field, AmountField)
            field.currency = currency

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        return {
            "delivery_fee": self.cleaned_data["delivery_fee"] or 0,
            "free_delivery_from": self.cleaned_data["free_delivery_from"],
        }


class StorefrontForm(forms.Form):
    """What a storefront says."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("Letters, digits and dashes; Korean and Chinese characters too."),
    )
    story = forms.CharField(
        label=_("Our story"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    hours_note = forms.CharField(
        label=_("About the opening hours"),
        max_length=120,
        required=False,
        help_text=_("For example: closed on the days of the market, please call before you come."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Add two times for each day of the week."""
        super().__init__(*arguments, **options)
        for day, name in enumerate(DAY_NAMES):
            for side, label in (("opens", _("%(day)s from")), ("closes", _("%(day)s until"))):
                self.fields[f"{side}_{day}"] = forms.CharField(
                    label=label % {"day": name},
                    required=False,
                    max_length=5,
                    widget=forms.TimeInput(attrs={"type": "time"}),
                )

    def days(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return the fields of each day with its name, Monday first."""
        return [(str(name), self[f"opens_{day}"], self[f"closes_{day}"]) for day, name in enumerate(DAY_NAMES)]

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields other than the hours."""
        return [self["slug"], self["story"], self["hours_note"]]

    def clean_slug(self) -> str:
        """Return the address in small letters, if it can be one."""
        slug: str = self.cleaned_data["slug"].strip().casefold()
        if not is_slug(slug):
            raise ValidationError(_("Please use 2 to 40 letters, digits or dashes."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Put the days together; a day with one time only, or the wrong way round, is wrong."""
        facts = super().clean() or {}
        self.hours = [self._day(facts, day) for day in range(len(DAY_NAMES))]
        if not any(self.hours):
            self.hours = []
        elif not are_sound(self.hours):
            raise ValidationError(_("Please enter for each day two times, the later one last, or leave both empty."))
        return facts

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        return {
            "slug": self.cleaned_data["slug"],
            "story": self.cleaned_data["story"],
            "hours": self.hours,
            "hours_note": self.cleaned_data["hours_note"],
        }

    def _day(self, facts: dict[str, Any], day: int) -> list[str]:
        times = [facts.get(f"opens_{day}") or "", facts.get(f"closes_{day}") or ""]
        return times if any(times) else []


class BannerForm(forms.Form):
    """A picture to put over the storefront."""

    banner = forms.FileField(label=_("Picture"), widget=forms.FileInput(attrs={"accept": ACCEPT}))


def read_products(ids: list[str]) -> list[UUID]:
    """Return the ids of products somebody chose; what is none, or too many, is left out."""
    found: list[UUID] = []
    for text in ids[: CHOSEN_MAX * 2]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
