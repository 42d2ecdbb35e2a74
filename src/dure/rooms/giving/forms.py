"""What people fill in about funds, gifts and pledges."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import DECIMALS, Money
from dure.rooms.giving.services.disbursements import PURPOSE_LENGTH_MAX as PAID_FOR_LENGTH_MAX
from dure.rooms.giving.services.disbursements import RECEIVER_LENGTH_MAX
from dure.rooms.giving.services.funds import NAME_LENGTH_MAX, PURPOSE_LENGTH_MAX

CURRENCIES = [("KRW", _("Korean won")), ("CNY", _("Chinese yuan")), ("USD", _("US dollars"))]


class MoneyForm(forms.Form):
    """An amount as people write it, in a currency."""

    amount = forms.CharField(
        label=_("Amount"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="KRW")
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def money(self) -> Money:
        """The amount asked for; UnreadableAmount and its like where it is none."""
        return Money.parse(self.cleaned_data["amount"], currency=self.cleaned_data["currency"])


class GiftForm(MoneyForm):
    """A gift from my wallet."""

    is_named = forms.BooleanField(label=_("Show my name beside this gift"), required=False)


class DisbursementForm(MoneyForm):
    """Money paid out of a fund."""

    field_order = ("amount", "currency", "receiver", "purpose")
    receiver = forms.CharField(label=_("Paid to"), max_length=RECEIVER_LENGTH_MAX)
    purpose = forms.CharField(
        label=_("For what"), max_length=PAID_FOR_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )


class FundForm(forms.Form):
    """What a fund is called and what it is for."""

    name = forms.CharField(label=_("Name of the fund"), max_length=NAME_LENGTH_MAX)
    purpose = forms.CharField(
        label=_("What the money is for"), max_length=PURPOSE_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )


class CampaignForm(forms.Form):
    """A time in which shops give together."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=NAME_LENGTH_MAX)
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    @property
    def starts_at(self) -> datetime:
        """Midnight before the first day."""
        return datetime.combine(self.cleaned_data["first"], time.min, HOUSE_ZONE)

    @property
    def ends_at(self) -> datetime:
        """The last moment of the last day."""
        return datetime.combine(self.cleaned_data["last"], time.max, HOUSE_ZONE)


class PledgeForm(forms.Form):
    """What I pledge: to which fund or campaign, how much, and until when."""

    target = forms.CharField(max_length=60)
    share = forms.CharField(max_length=30)
    product_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    last = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_target(self) -> str:
        """Return `fund:<id>` or `campaign:<id>`."""
        target: str = self.cleaned_data["target"]
        if target.partition(":")[0] not in {"fund", "campaign"}:
            raise forms.ValidationError(_("Please choose a fund."))
        return target

    def clean_share(self) -> str:
        """Return `fixed:<minor>:<currency>` or `percent:<basis points>`."""
        share: str = self.cleaned_data["share"]
        kind, _colon, rest = share.partition(":")
        amount, _colon, currency = rest.partition(":")
        fits = kind == "percent" or (kind == "fixed" and currency in DECIMALS)
        if not (fits and amount.isdecimal() and len(amount) < 10):  # noqa: PLR2004 - beyond any sensible pledge
            raise forms.ValidationError(_("Please choose how much."))
        return share

    @property
    def fixed(self) -> Money | None:
        """The sum of each piece; None for a part of the price."""
        kind, amount, *currency = self.cleaned_data["share"].split(":")
        return Money(int(amount), currency[0]) if kind == "fixed" else None

    @property
    def percent_bp(self) -> int | None:
        """The part of the price in basis points; None for a fixed sum."""
        kind, amount, *_currency = self.cleaned_data["share"].split(":")
        return int(amount) if kind == "percent" else None

    @property
    def ends_at(self) -> datetime | None:
        """The last moment of the last day; None for no end."""
        last = self.cleaned_data["last"]
        return datetime.combine(last, time.max, HOUSE_ZONE) if last else None
