"""Forms about an order: looking for one, cancelling, returning, reporting a problem."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.market.models import Dispute, OrderLine
from dure.rooms.market.queries.my_orders import Asked, Sort

COUNT = "count-"
"""The beginning of the names of the fields that ask how many of a line."""

NUMBER_MAX = 2**63 - 1


class OrderSearch(forms.Form):
    """Looking among one's orders; what cannot be read is as if it were not asked."""

    sort = forms.ChoiceField(
        required=False,
        choices=[
            (Sort.ALL.value, _("All")),
            (Sort.TO_PAY.value, _("To be paid")),
            (Sort.UNDER_WAY.value, _("Under way")),
            (Sort.COMPLETED.value, _("Completed")),
            (Sort.CANCELLED.value, _("Cancelled")),
        ],
    )
    text = forms.CharField(required=False, max_length=80)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=NUMBER_MAX)

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


class ReasonForm(forms.Form):
    """Why, in a few words."""

    why = forms.CharField(
        label=_("Why? A few words help the seller."), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinesForm(ReasonForm):
    """Which goods of a part, how many of each, and why."""

    def __init__(self, *arguments: Any, lines: Sequence[OrderLine], **options: Any) -> None:
        """Ask for every line that is still part of the order."""
        super().__init__(*arguments, **options)
        self.lines = [line for line in lines if line.remaining]
        for line in self.lines:
            self.fields[f"{COUNT}{line.line_no}"] = forms.IntegerField(
                label=line.about.get("name", ""),
                min_value=0,
                max_value=line.remaining,
                required=False,
                help_text=_("of %(number)s") % {"number": line.remaining},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.order_fields([*(f"{COUNT}{line.line_no}" for line in self.lines), "problem", "wish", "why"])
        if len(self.lines) == 1:
            self.initial.setdefault(f"{COUNT}{self.lines[0].line_no}", self.lines[0].remaining)

    def clean(self) -> dict[str, Any]:
        """At least one thing must be meant."""
        answers = super().clean() or {}
        if not self.errors and not self.counts():
            self.add_error(None, _("Please say how many of what."))
        return answers

    def counts(self) -> dict[int, int]:
        """Return how many of which line are meant."""
        found = ((line.line_no, self.cleaned_data.get(f"{COUNT}{line.line_no}")) for line in self.lines)
        return {number: count for number, count in found if count}


def keep_money_back(choice: forms.Field) -> None:
    """Take replacements out of what can be chosen: an order that is settled is not packed again."""
    assert isinstance(choice, forms.ChoiceField)
    known = cast("Iterable[tuple[str, str]]", choice.choices)
    choice.choices = [(name, words) for name, words in known if name != Dispute.Wish.REPLACEMENT]


class ReturnForm(LinesForm):
    """Goods that are to go back."""


class ReportForm(LinesForm):
    """Something is wrong with what arrived, or did not arrive."""

    problem = forms.ChoiceField(label=_("What is wrong?"), choices=Dispute.Problem.choices, widget=forms.RadioSelect)
    wish = forms.ChoiceField(
        label=_("What would put it right?"), choices=Dispute.Wish.choices, widget=forms.RadioSelect, initial="refund"
    )
    why = forms.CharField(
        label=_("In your own words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, is_settled: bool, **options: Any) -> None:
        """Offer money back only, once an order is settled."""
        super().__init__(*arguments, **options)
        if is_settled:
            keep_money_back(self.fields["wish"])
