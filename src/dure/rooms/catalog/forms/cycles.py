"""Forms about order cycles: planning one, asking producers and hubs, and their answers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import Refusal
from dure.kernel.money import Money
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.forms.fields import MoneyField
from dure.rooms.catalog.forms.listing import MOMENT, WRITTEN
from dure.rooms.catalog.queries.cycles import SupplyRow
from dure.rooms.catalog.services.cycles import NAME_LENGTH_MAX, CyclePlan

PRICE, LEFT_OUT = "price-", "left_out"
BP_OF_A_PERCENT = 100


class FeeForm(forms.Form):
    """What somebody adds to each piece: a percentage of the producer's price, and a fixed sum."""

    percent = forms.DecimalField(
        label=_("Fee in percent of the producer's price"), min_value=Decimal(0), max_value=Decimal(100),
        decimal_places=2, required=False, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
    )  # fmt: skip
    each = MoneyField(label=_("Fee for each piece"), required=False)
    each_kg = MoneyField(
        label=_("Fee for each kilogram"), required=False, help_text=_("Only for what is sold by weight.")
    )

    def __init__(self, *arguments: Any, currency: str, **options: Any) -> None:
        """Read sums in the cycle's currency."""
        super().__init__(*arguments, **options)
        self.currency = currency
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = currency

    def fee(self) -> Fee:
        """Return the fee."""
        return Fee(
            int((self.cleaned_data.get("percent") or 0) * BP_OF_A_PERCENT),
            self._minor("each"), self._minor("each_kg"), self._minor("order"),
        )  # fmt: skip

    def _minor(self, name: str) -> int:
        """Return a sum in minor units; nothing where none was given."""
        given = self.cleaned_data.get(name)
        return given.minor if given else 0


class OrderFeeForm(FeeForm):
    """Besides a sum once for every order."""

    order = MoneyField(
        label=_("Fee for each order"), required=False, help_text=_("Once, however much somebody orders.")
    )


class PlanForm(OrderFeeForm):
    """A cycle's name and window, and the coordinator's fee."""

    name = forms.CharField(label=_("Name of the cycle"), max_length=NAME_LENGTH_MAX)
    opens_at = forms.DateTimeField(label=_("Orders from"), widget=MOMENT, input_formats=WRITTEN)
    closes_at = forms.DateTimeField(label=_("Orders until"), widget=MOMENT, input_formats=WRITTEN)
    field_order = ("name", "opens_at", "closes_at", "percent", "each", "each_kg", "order")

    def plan(self) -> CyclePlan:
        """Return the plan."""
        said = self.cleaned_data
        return CyclePlan(name=said["name"], opens_at=said["opens_at"], closes_at=said["closes_at"], fee=self.fee())


class ProducerForm(forms.Form):
    """Which seller is asked."""

    producer_id = forms.UUIDField(widget=forms.HiddenInput)


class HubForm(forms.Form):
    """Which hub, and when goods are fetched there."""

    hub_id = forms.ChoiceField(label=_("Hub"))
    pickup_from = forms.DateTimeField(label=_("To be fetched from"), widget=MOMENT, input_formats=WRITTEN)
    pickup_until = forms.DateTimeField(label=_("To be fetched until"), widget=MOMENT, input_formats=WRITTEN)

    def __init__(self, *arguments: Any, hubs: Sequence[tuple[str, str]], **options: Any) -> None:
        """Offer these hubs."""
        super().__init__(*arguments, **options)
        choice = self.fields["hub_id"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(hubs)

    def facts(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {**self.cleaned_data, "hub_id": UUID(self.cleaned_data["hub_id"])}


class SupplyForm(FeeForm):
    """What a producer brings: a price beside a good; none where it is not brought."""

    def __init__(self, *arguments: Any, rows: Sequence[SupplyRow], **options: Any) -> None:
        """Ask for these goods."""
        super().__init__(*arguments, **options)
        self.rows = rows

    def clean(self) -> dict[str, Any]:
        """Read the prices."""
        said = super().clean() or {}
        said["prices"] = {}
        for row in self.rows:
            typed = str(self.data.get(f"{PRICE}{row.level.level_id}", "")).strip()
            if typed:
                said["prices"][row.level.level_id] = self._price(typed)
        return said

    def _price(self, typed: str) -> int:
        try:
            return Money.parse(typed, currency=self.currency).minor
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message, refusal.code) from refusal


def left_out_of(data: Mapping[str, Any], *, pairs: Sequence[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Return the pairs (round, item) whose tick was taken away."""
    return [(round_id, item_id) for round_id, item_id in pairs if f"goes-{round_id}-{item_id}" not in data]
