"""Fields that understand what people type about goods: prices, sizes, kinds, photos."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import Refusal
from dure.kernel.money import Money
from dure.kernel.pictures import ACCEPT
from dure.kernel.quantity import Quantity


def _read(read: Callable[[], Any]) -> Any:
    """Return what a text means, or say in the form why it cannot be read."""
    try:
        return read()
    except Refusal as refusal:
        raise ValidationError(refusal.message, refusal.code) from refusal


class MoneyField(forms.CharField):
    """An amount of money in one currency, typed as people type it: 30,000, 3만원, ¥12.5."""

    currency = "KRW"

    def __init__(self, **options: Any) -> None:
        """Ask the phone's keyboard for digits."""
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Money | None:
        """Return the amount, or None where none was asked for."""
        typed = super().clean(value)
        return _read(lambda: Money.parse(typed, currency=self.currency)) if typed else None

    def prepare_value(self, value: Any) -> Any:
        """Show an amount as the reader writes it."""
        return value.format(get_language() or "en") if isinstance(value, Money) else value


class QuantityField(forms.CharField):
    """How much is in one, typed with its unit: 5kg, 10 개, 500g, 3斤."""

    def __init__(self, **options: Any) -> None:
        """Show how it is written."""
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "placeholder": "5 kg"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Quantity | None:
        """Return the quantity, or None where none was asked for."""
        typed = super().clean(value)
        return _read(lambda: Quantity.parse(typed)) if typed else None

    def prepare_value(self, value: Any) -> Any:
        """Show a quantity as the reader writes it."""
        return value.format(get_language() or "en") if isinstance(value, Quantity) else value


class ManyFiles(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to ten photos at once."""

    def __init__(self, *, photos_max: int, **options: Any) -> None:
        """Ask for pictures only."""
        self.photos_max = photos_max
        options.setdefault("label", _("Photos"))
        options.setdefault("widget", ManyFiles(attrs={"accept": ACCEPT}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> "Sequence[UploadedFile[bytes]]":
        """Return the files that were sent."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > self.photos_max:
            raise ValidationError(_("Ten photos at most, please."), "too_many_photos")
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], "required")
        return [super(PhotosField, self).clean(each, initial) for each in sent]


def first_error(form: forms.Form) -> str:
    """Return the first sentence a form has to say against what was sent."""
    return str(next(iter(form.errors.values()))[0])
