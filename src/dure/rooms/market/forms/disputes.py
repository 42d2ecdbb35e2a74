"""Shape of the form in which staff decide a reported problem."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.market.forms.orders import keep_money_back


class DecisionForm(forms.Form):
    """What is decided, for how much, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("refund", _("Money back")),
            ("replacement", _("Send a replacement")),
            ("decline", _("Decline")),
        ],
        widget=forms.RadioSelect,
    )
    amount = forms.CharField(
        label=_("How much goes back"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    words = forms.CharField(
        label=_("Why, for buyer and seller"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, currency: str, is_settled: bool, **words: Any) -> None:
        """Read amounts in this currency; of an order that is settled only money can go back."""
        super().__init__(*arguments, **words)
        self.currency = currency
        if is_settled:
            keep_money_back(self.fields["outcome"])

    def clean_amount(self) -> int | None:
        """Return minor units; None means all that was asked."""
        text: str = self.cleaned_data["amount"]
        try:
            return Money.parse(text, currency=self.currency).minor if text.strip() else None
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from problem
