"""Forms of the till: a sale made without script, and counting the drawer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.money import Money
from dure.rooms.catalog.services.tills import SoldGoods
from dure.rooms.market.drafts import PRICE_MAX, QUANTITY_MAX
from dure.rooms.market.models import TillMeans
from dure.rooms.market.services.till import SaleDraft
from dure.rooms.market.services.till_closings import Count

COUNT, PRICE = "count-", "price-"
"""The beginnings of the names of the fields that say how many of an offer were sold, and at what price."""


class SaleForm(forms.Form):
    """What lies on the counter, and how it is paid."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    means = forms.ChoiceField(choices=TillMeans)

    def clean(self) -> dict[str, Any]:
        """Read the counts and prices; a sale of nothing is none."""
        said = super().clean() or {}
        said["goods"] = _goods(self.data)
        if not said["goods"]:
            raise forms.ValidationError(_("Please tap on what is sold first."), code="nothing_sold")
        return said

    def sale(self) -> SaleDraft:
        """Return the sale."""
        said = self.cleaned_data
        means, key = TillMeans(said["means"]), said["client_key"]
        return SaleDraft(client_key=key, means=means, goods=said["goods"], sold_at=clock.now())


def _goods(data: Mapping[str, Any]) -> list[SoldGoods]:
    """Return what is counted above zero among the fields that were sent."""
    numbers = [name.removeprefix(COUNT) for name in data if name.startswith(COUNT)]
    counted = [(number, _number(data[COUNT + number]), _number(data.get(PRICE + number))) for number in numbers]
    return [
        SoldGoods(offer_id=_number(number), quantity=min(count, QUANTITY_MAX + 1), unit_price=min(price, PRICE_MAX + 1))
        for number, count, price in counted
        if count
    ]


def _number(text: object) -> int:
    """Return a whole number from zero that somebody sent; zero for anything else."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0  # noqa: PLR2004  fits a bigint


class ClosingForm(forms.Form):
    """What lay in the drawer at the start and lies there now."""

    change_money = forms.CharField(
        label=_("Change money you began with"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    counted = forms.CharField(
        label=_("Cash in the drawer now, all together"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Take the shop's currency."""
        super().__init__(*arguments, **options)
        self.currency = currency

    def clean_change_money(self) -> int:
        """Read the change money; nothing is zero."""
        return self._read("change_money")

    def clean_counted(self) -> int:
        """Read what was counted."""
        return self._read("counted")

    def _read(self, name: str) -> int:
        typed = self.cleaned_data[name]
        try:
            return Money.parse(typed, currency=self.currency).minor if typed.strip() else 0
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message, refusal.code) from refusal

    def count(self) -> Count:
        """Return what was counted."""
        return Count(**self.cleaned_data)


def first_key(key: UUID) -> dict[str, object]:
    """Return the first contents of a sale's form."""
    return {"client_key": key, "means": TillMeans.CASH}
