"""The checkout on one page: how the goods arrive, gifts, a word, and how it is paid."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.market.drafts import Means
from dure.rooms.market.queries.checkouts import Wishes
from dure.rooms.market.queries.reading import AddresseeRow
from dure.rooms.people.contacts import read_phone

NEW = "new"
GIFTS = {"KRW": (1_000, 3_000, 5_000, 10_000), "CNY": (500, 1_500, 3_000, 5_000), "USD": (100, 300, 500, 1_000)}
"""The sums of one's own gift that are offered, in minor units."""

TICKS = frozenset({"is_present", "with_pledges"})
MESSAGE_LENGTH_MAX = 200
NOTE_LENGTH_MAX = 300


COLLECTED: Final = frozenset({Means.HUB, Means.MEET})
"""Nothing is brought to a door: whoever comes must be known by name and be reached by phone."""

SENT: Final = ((Means.HOME.value, _("To a door")), (Means.HUB.value, _("Pick-up point")))
MET: Final = ((Means.MEET.value, _("Meeting the seller")),)


class CheckoutForm(forms.Form):
    """Everything the buyer decides; which addresses, pick-up points, funds and ways to pay there are is given."""

    means = forms.ChoiceField()
    addressee = forms.ChoiceField(required=False)
    hub = forms.ChoiceField(label=_("Pick-up point"), required=False)
    collector_name = forms.CharField(
        label=_("Who collects it"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    collector_phone = forms.CharField(
        label=_("Phone number"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    is_present = forms.BooleanField(required=False)
    message = forms.CharField(
        label=_("Your words to them"), max_length=MESSAGE_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("They lie in the box, without prices."),
    )  # fmt: skip
    with_pledges = forms.BooleanField(required=False)
    gift = forms.ChoiceField(required=False)
    gift_fund = forms.ChoiceField(label=_("For which fund"), required=False)
    note = forms.CharField(
        label=_("A word to the sellers"), max_length=NOTE_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    provider = forms.ChoiceField()

    def __init__(
        self,
        *arguments: Any,
        currency: str,
        addressees: Sequence[AddresseeRow],
        hubs: Sequence[tuple[UUID, str]],
        funds: Sequence[tuple[UUID, str]],
        providers: Sequence[tuple[str, str]],
        is_met: bool = False,
        **options: Any,
    ) -> None:
        """Offer what there is; what `is_met` is not sent."""
        super().__init__(*arguments, **options)
        self.currency = currency
        self._offered: dict[str, Any] = {"addressees": addressees, "hubs": hubs, "funds": funds, "providers": providers}
        self._offered["is_met"] = is_met
        self._offer("means", list(MET if is_met else SENT))
        if is_met:
            self.fields["collector_name"].label = _("Who meets the seller")
            self.fields["collector_name"].required = self.fields["collector_phone"].required = True
        self._offer("addressee", [(str(each.id), each.name) for each in addressees] + [(NEW, "")])
        self._offer("hub", [(str(hub_id), name) for hub_id, name in hubs])
        self._offer("gift", [("0", _("No gift of my own"))] + [(str(sum_), self._shown(sum_)) for sum_ in self.gifts])
        self._offer("gift_fund", [(str(fund_id), name) for fund_id, name in funds])
        self._offer("provider", list(providers))

    @property
    def gifts(self) -> tuple[int, ...]:
        """The sums one may give."""
        return GIFTS[self.currency]

    def wishes(self) -> Wishes:
        """Return what changes the sum, as far as the form can be read."""
        given = self.data if self.is_bound else self.initial
        gift = str(given.get("gift") or "0")
        return Wishes(
            is_collected=given.get("means") in COLLECTED,
            with_pledges=bool(given.get("with_pledges")),
            gift=int(gift) if gift in {str(each) for each in self.gifts} else 0,
        )

    @property
    def is_new_addressee(self) -> bool:
        """Whether the address is written in the form itself."""
        given = self.data if self.is_bound else self.initial
        return given.get("means") not in COLLECTED and given.get("addressee", NEW) in {NEW, ""}

    def untouched(self) -> "CheckoutForm":
        """Return the form as it would be sent if nothing on the page was touched."""
        if self.is_bound:
            return self
        shown = {name: self[name].value() for name in self.fields}
        sent = {name: "on" if name in TICKS else str(value) for name, value in shown.items() if value}
        first_way = next((name for name, _title in self._offered["providers"]), "")
        return CheckoutForm({"provider": first_way, **sent}, currency=self.currency, **self._offered)

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        answers = super().clean() or {}
        if answers.get("means") in COLLECTED:
            self._check_collector(answers)
        if answers.get("gift") not in {None, "", "0"} and not answers.get("gift_fund"):
            self.add_error("gift_fund", _("Please choose for which fund."))
        return answers

    def _check_collector(self, answers: dict[str, Any]) -> None:
        """Whoever collects must be known by name and be reached by phone."""
        if answers["means"] == Means.HUB and not answers.get("hub"):
            self.add_error("hub", _("Please choose a pick-up point."))
        if not (answers.get("collector_name") or self.has_error("collector_name")):
            self.add_error("collector_name", _("Please say who collects it."))
        number = read_phone(answers.get("collector_phone", ""), language=get_language() or "")
        if number is None and not self.has_error("collector_phone"):
            wrong = ValidationError(_("This is not a phone number we understand. Example: 010-1234-5678"), "phone")
            self.add_error("collector_phone", wrong)
        answers["collector_phone"] = number or ""

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _shown(self, minor: int) -> str:
        return Money(minor, self.currency).format(get_language() or "")


class KeyForm(forms.Form):
    """The key of a page with a button: pressed twice, it is one order."""

    idempotency_key = forms.UUIDField(required=False)
