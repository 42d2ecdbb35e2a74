"""What a seller fills in about its orders: looking for one, packing, cancelling, paying back, answering."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.catalog.queries.cycle_orders import CycleRound
from dure.rooms.market.forms.orders import LinesForm, keep_money_back
from dure.rooms.market.queries.selling import Asked, Sort

WHY = _("Why? The buyer reads this.")
SHEETS = [
    ("by_customer", _("Pack sheet by customer")),
    ("by_product", _("Pack sheet by product")),
    ("by_supplier", _("Pack sheet by supplier")),
    ("orders", _("List of orders")),
    ("sales", _("Sales by day and region")),
]


class SaleSearch(forms.Form):
    """Looking among a seller's orders; what cannot be read is as if it were not asked."""

    sort = forms.ChoiceField(
        required=False,
        choices=[
            (Sort.ALL.value, _("All")),
            (Sort.TO_PACK.value, _("To pack")),
            (Sort.UNDER_WAY.value, _("Under way")),
            (Sort.ASKED.value, _("With a question")),
            (Sort.COMPLETED.value, _("Completed")),
            (Sort.CANCELLED.value, _("Cancelled")),
        ],
    )
    text = forms.CharField(required=False, max_length=80)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    before = forms.UUIDField(required=False)

    def asked(self) -> Asked:
        """Return what is looked for."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            sort=Sort(said.get("sort") or ""),
            text=said.get("text") or "",
            first=said.get("first"),
            last=said.get("last"),
            before=said.get("before"),
        )


def ticked(data: QueryDict) -> list[UUID]:
    """Return the shipments ticked on the packing page; what is no id is not ours."""
    return list(_ids(data.getlist("shipment")))


def _ids(texts: Iterable[str]) -> Iterable[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue


class SellerLinesForm(LinesForm):
    """Which goods of a part, how many of each, and why: taken out, or sent again."""

    why = forms.CharField(label=WHY, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AmountField(forms.CharField):
    """An amount of money as people type it; cleans to minor units, or None where nothing is typed."""

    def __init__(self, **options: Any) -> None:
        """Ask the phone's keyboard for digits."""
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)
        self.currency = "KRW"

    def clean(self, value: Any) -> int | None:
        """Return minor units of the field's currency."""
        text = super().clean(value)
        try:
            return Money.parse(text, currency=self.currency).minor if text.strip() else None
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from problem


class InCurrencyForm(forms.Form):
    """A form whose amount is in the order's currency."""

    def __init__(self, *arguments: Any, currency: str, **words: Any) -> None:
        """Read amounts in this currency."""
        super().__init__(*arguments, **words)
        field = self.fields["amount"]
        assert isinstance(field, AmountField)
        field.currency = currency


class RefundForm(InCurrencyForm):
    """How much goes back, and why."""

    amount = AmountField(label=_("How much goes back"))
    why = forms.CharField(label=WHY, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnAnswerForm(forms.Form):
    """Whether goods may come back."""

    answer = forms.ChoiceField(
        label=_("May it come back?"),
        choices=[("accept", _("Yes, please send it back")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("To the buyer"),
        required=False,
        max_length=500,
        help_text=_("Where to send it; or why not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnArrivalForm(forms.Form):
    """What came back, and whether it can be sold again."""

    fitness = forms.ChoiceField(
        label=_("Can it be sold again?"),
        choices=[("fit", _("Yes, it goes back onto the shelf")), ("unfit", _("No"))],
        widget=forms.RadioSelect,
    )


class ReportAnswerForm(InCurrencyForm):
    """How a seller answers a reported problem; of an order that is settled only money can go back."""

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("refund", _("Money back")),
            ("replacement", _("I send a replacement")),
            ("decline", _("I see it differently; let the staff decide")),
        ],
        widget=forms.RadioSelect,
    )
    amount = AmountField(
        label=_("How much goes back"), required=False, help_text=_("Empty: everything that was asked for.")
    )
    words = forms.CharField(
        label=_("To the buyer"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, is_settled: bool, **words: Any) -> None:
        """Offer what can be done."""
        super().__init__(*arguments, **words)
        if is_settled:
            keep_money_back(self.fields["outcome"])


class SheetForm(forms.Form):
    """Which sheet, of the orders still to be sent or of some days, and as what kind of file."""

    kind = forms.ChoiceField(label=_("Which sheet"), choices=SHEETS, widget=forms.RadioSelect)
    span = forms.ChoiceField(
        label=_("Of which orders"),
        choices=[("open", _("All that have not left yet")), ("days", _("Those paid on certain days"))],
        widget=forms.RadioSelect,
        initial="open",
    )
    first = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cycle = forms.ChoiceField(label=_("Of which order cycle"), required=False)
    format = forms.ChoiceField(
        label=_("As what"), choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV")], widget=forms.RadioSelect, initial="xlsx"
    )

    def __init__(self, *arguments: Any, rounds: Sequence[CycleRound] = (), **options: Any) -> None:
        """Offer the order cycles there are, whole and by hub."""
        super().__init__(*arguments, **options)
        if not rounds:
            del self.fields["cycle"]
            return
        choice = self.fields["cycle"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("All orders")), *_cycle_choices(rounds)]
        self._rounds = rounds

    def rounds(self) -> list[str]:
        """Return the ids of the chosen rounds; none means all orders."""
        chosen = self.cleaned_data.get("cycle", "")
        return [str(each.round_id) for each in self._rounds if chosen in _keys_of(each)] if chosen else []

    def clean(self) -> dict[str, Any]:
        """Certain days need a first and a last one."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if said.get("span") == "open":
            return said | {"first": None, "last": None}
        if not self.errors and (first is None or last is None or first > last):
            self.add_error("first", _("Please choose a first day, and a last day that is not before it."))
        return said


def _keys_of(each: CycleRound) -> tuple[str, str]:
    """Return by which choices a round is meant: its cycle as a whole, or its hub's share."""
    return f"{each.cycle_id}", f"{each.cycle_id}:{each.round_id}"


def _cycle_choices(rounds: Sequence[CycleRound]) -> list[tuple[str, str]]:
    """Return each cycle as a whole, then by hub where it goes to several."""
    cycles = {each.cycle_id: each.cycle for each in rounds}
    choices: list[tuple[str, str]] = []
    for cycle_id, name in cycles.items():
        own = [each for each in rounds if each.cycle_id == cycle_id]
        choices.append((str(cycle_id), name))
        choices += [(_keys_of(each)[1], f"{name} · {each.hub}") for each in own if len(own) > 1]
    return choices
