"""Shapes of the paying pages' forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.market.card_sandbox import card_of
from dure.rooms.market.errors import NotATestCard, ProviderNotOffered, TopUpTooLarge
from dure.rooms.market.models import Difference
from dure.rooms.market.providers.contract import Provider
from dure.rooms.market.rules import TOP_UP_MAX

PLAY_MONEY = "demo"
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
    """How much to put into one's wallet, and through whom."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    amount = forms.CharField(label=_("How much"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    way = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, ways: Sequence[Provider], has_play_money: bool, **kwargs: Any) -> None:
        """Offer the house's payment companies, and in the demo world play money."""
        super().__init__(*args, **kwargs)
        self.ways = {each.name: each for each in ways}
        play_money = [(PLAY_MONEY, _("Play money of the demo: at once, and not real"))] if has_play_money else []
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = play_money + [(each.name, f"{each.title}: {each.words}") for each in ways]
        way.initial = next((name for name, _words in way.choices), "")

    @property
    def is_offered(self) -> bool:
        """Whether there is any way to put money in."""
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        return bool(way.choices)

    def clean(self) -> dict[str, Any]:
        """Read the amount as people write it; refuse too much at once, and ways that do not take the currency."""
        cleaned = super().clean() or self.cleaned_data
        if "amount" not in cleaned or "currency" not in cleaned:
            return cleaned
        currency, way = cleaned["currency"], self.ways.get(cleaned.get("way", ""))
        if way is not None and currency not in way.currencies:
            self.add_error("way", ProviderNotOffered().message)
        try:
            money = Money.parse(cleaned["amount"], currency=currency)
        except BadInput as unreadable:
            self.add_error("amount", unreadable.message)
            return cleaned
        if not 0 < money.minor <= TOP_UP_MAX[currency]:
            self.add_error("amount", TopUpTooLarge(most=Money(TOP_UP_MAX[currency], currency)).message)
        return cleaned | {"money": money}


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
