"""Shapes of the paying pages' forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.market.card_sandbox import card_of
from dure.rooms.market.errors import NotATestCard
from dure.rooms.market.models import Difference

CURRENCIES = [("KRW", _("Won")), ("CNY", _("Yuan")), ("USD", _("Dollar"))]


class ProviderForm(forms.Form):
    """Which way to pay."""

    provider = forms.SlugField(max_length=20)


class CardForm(forms.Form):
    """The number of a test card."""

    number = forms.CharField(
        label=_("Test card number"),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Take the sandbox's own cards only."""
        number: str = self.cleaned_data["number"]
        if card_of(number) is None:
            raise forms.ValidationError(NotATestCard().message)
        return number


class CodeForm(forms.Form):
    """The code a bank sent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class TopUpForm(forms.Form):
    """How much play money to put into one's wallet."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    amount = forms.CharField(label=_("How much"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the amount as people write it."""
        cleaned = super().clean() or self.cleaned_data
        if "amount" in cleaned and "currency" in cleaned:
            try:
                cleaned["money"] = Money.parse(cleaned["amount"], currency=cleaned["currency"])
            except BadInput as unreadable:
                self.add_error("amount", unreadable.message)
        return cleaned


class SettlementForm(forms.Form):
    """How a difference is settled, and why."""

    outcome = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        """Offer what can be done with this difference."""
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [(way, WAYS[way]) for way in ways]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where money is given back or written off."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") not in {None, Difference.Outcome.MATCHED} and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please say why."))
        return cleaned


WAYS: dict[str, Promise] = {
    Difference.Outcome.MATCHED: _("Match: take the payment in as the provider tells it"),
    Difference.Outcome.REFUNDED: _("Give the money back through the provider"),
    Difference.Outcome.WRITTEN_OFF: _("Write it off: let it stand, and bring the book to what the provider says"),
}
