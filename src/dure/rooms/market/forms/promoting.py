"""What sellers, hosts and staff fill in about the host network."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.catalog.queries.mine import shown_products
from dure.rooms.market.models import Affiliate, Programme
from dure.rooms.market.promoting import COMMISSION_MAX_BP, WINDOW_DAYS, WINDOW_DAYS_MAX, percent
from dure.rooms.market.services.programmes import Terms
from dure.rooms.merchants.queries.merchants import approved_among
from dure.rooms.people.queries.memberships import standings

BP_OF_A_PERCENT = 100
WHY_LENGTH_MAX = 500


class TermsForm(forms.Form):
    """What a seller promises hosts, in percent, days and money."""

    percent = forms.DecimalField(
        label=_("Commission in percent"),
        min_value=Decimal("0.01"),
        max_value=Decimal(COMMISSION_MAX_BP // BP_OF_A_PERCENT),
        decimal_places=2,
        initial=Decimal(5),
        help_text=_("Of what buyers pay for the goods, out of your share. Everybody who follows a link sees it."),
    )
    window_days = forms.IntegerField(
        label=_("How many days a link counts"),
        min_value=1,
        max_value=WINDOW_DAYS_MAX,
        initial=WINDOW_DAYS,
        help_text=_("Who orders within these days after following a link counts for its host."),
    )
    budget = forms.CharField(
        label=_("Most you spend in all"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Empty means no limit. When it is spent, further orders earn nothing."),
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *arguments: Any, currency: str, **words: Any) -> None:
        """Read amounts in this currency."""
        super().__init__(*arguments, **words)
        self.currency = currency

    def clean_budget(self) -> int | None:
        """Return minor units, or None without a limit."""
        text: str = self.cleaned_data["budget"]
        if not text.strip():
            return None
        try:
            budget = Money.parse(text, currency=self.currency).minor
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from problem
        if budget <= 0:
            raise forms.ValidationError(_("Please enter more than nothing."))
        return budget

    def clean_ends_on(self) -> date | None:
        """Return the last day, which is still to come; None without one."""
        last: date | None = self.cleaned_data["ends_on"]
        if last and last < clock.today():
            raise forms.ValidationError(_("Please choose today or a later day."))
        return last

    def terms(self) -> Terms:
        """Return what the verb takes."""
        said = self.cleaned_data
        last = said["ends_on"]
        return Terms(
            commission_bp=int(said["percent"] * BP_OF_A_PERCENT),
            window_days=said["window_days"],
            budget=said["budget"],
            ends_at=datetime.combine(last, time.max, HOUSE_ZONE) if last else None,
        )


class ProgrammeForm(TermsForm):
    """A new programme: of which goods, on which terms."""

    product = forms.ChoiceField(label=_("Of what"), required=False)
    field_order = ("product", "percent", "window_days", "budget", "ends_on")

    def __init__(self, *arguments: Any, seller_id: UUID, **words: Any) -> None:
        """Offer the seller's own products."""
        super().__init__(*arguments, **words)
        own = [(str(each.id), each.name) for each in shown_products(organisation_id=seller_id)]
        self.fields["product"].choices = [("", _("Everything we sell")), *own]  # type: ignore[attr-defined]

    def product_id(self) -> UUID | None:
        """Return the chosen product; None for everything."""
        chosen: str = self.cleaned_data["product"]
        return UUID(chosen) if chosen else None


def initial_of(programme: Programme) -> dict[str, object]:
    """Return the terms as the form shows them."""
    return {
        "percent": percent(programme.commission_bp),
        "window_days": programme.window_days,
        "budget": "" if programme.budget is None else f"{Money(programme.budget, programme.currency).major:f}",
        "ends_on": programme.ends_at.astimezone(HOUSE_ZONE).date() if programme.ends_at else None,
    }


class HostChoiceForm(forms.Form):
    """Whether a host is named, and how they are paid."""

    is_named = forms.BooleanField(
        label=_("Show my name in the leaderboard"), required=False, help_text=_("Without it you stand there unnamed.")
    )
    organisation = forms.ChoiceField(label=_("Pay my commission"), required=False)

    def __init__(self, *arguments: Any, affiliate: Affiliate, **words: Any) -> None:
        """Offer the wallet, and the host's own organisations that sell."""
        words["initial"] = {"is_named": affiliate.is_named, "organisation": str(affiliate.organisation_id or "")}
        super().__init__(*arguments, **words)
        own = {each.organisation_id: each.organisation_name for each in standings(person_id=affiliate.person_id)}
        selling = approved_among(organisation_ids=own)
        rest = [(str(number), name) for number, name in own.items() if number in selling]
        self.fields["organisation"].choices = [("", _("Into my wallet")), *rest]  # type: ignore[attr-defined]

    def organisation_id(self) -> UUID | None:
        """Return with whose earnings it is paid; None for the wallet."""
        chosen: str = self.cleaned_data["organisation"]
        return UUID(chosen) if chosen else None


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why"), max_length=WHY_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 3}))


class HostDecisionForm(WhyForm):
    """What staff decide about a host, and why; an approval needs no reason."""

    act = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, acts: list[str], **words: Any) -> None:
        """Take only what can be done with where the host stands."""
        super().__init__(*arguments, **words)
        self.fields["act"].choices = [(act, act) for act in acts]  # type: ignore[attr-defined]


def ticked(data: QueryDict) -> list[UUID]:
    """Return the commissions ticked on staff's page; what is no id is not ours."""
    try:
        return [UUID(text) for text in data.getlist("attribution")]
    except ValueError as error:
        raise BadInput from error
