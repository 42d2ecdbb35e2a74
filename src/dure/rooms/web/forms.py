"""What visitors ask the shop for: words, a kind, a place, a price. A value nobody can read counts as not given."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.rooms.catalog.queries.search import ORDERS, Wish

ORDER_NAMES = {
    "best": _("Best fit"),
    "new": _("Newest"),
    "cheap": _("Lowest price"),
    "dear": _("Highest price"),
    "closing": _("Closing soon"),
}
CURRENCIES = (("KRW", _("Won (KRW)")), ("CNY", _("Yuan (CNY)")))
TEXT_LENGTH_MAX = 80


class ShopForm(forms.Form):
    """Narrowing down what is for sale, in an address: every field may be missing."""

    q = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    region = forms.ChoiceField(label=_("Where from"), required=False)
    low = forms.CharField(label=_("Price from"), required=False, max_length=20)
    high = forms.CharField(label=_("Price up to"), required=False, max_length=20)
    currency = forms.ChoiceField(label=_("Priced in"), choices=CURRENCIES, required=False)
    in_stock = forms.BooleanField(label=_("Only what is in stock"), required=False)
    help_first = forms.BooleanField(label=_("Only from regions to be helped first"), required=False)

    def __init__(self, data: Any, *, regions: list[tuple[str, str]]) -> None:
        """Offer these regions: their paths and names."""
        super().__init__(data)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [("", _("Everywhere")), *regions]
        self.is_valid()

    def said(self, name: str) -> Any:
        """Return a field's value, or nothing where it was not given or cannot be read."""
        return self.cleaned_data.get(name) or ""

    @property
    def is_narrowed(self) -> bool:
        """Whether any of the visible fields narrows the list down."""
        return any(self.said(name) for name in ("region", "low", "high", "in_stock", "help_first"))

    @property
    def currency_asked(self) -> str:
        """The currency of the prices; the one of the reader's language where none was chosen."""
        return str(self.said("currency") or ("CNY" if get_language() == "zh-hans" else "KRW"))

    def wish(self) -> Wish:
        """Return what is asked for, as search takes it."""
        low, high = self._price("low"), self._price("high")
        return Wish(
            text=str(self.said("q"))[:TEXT_LENGTH_MAX],
            language=get_language() or "ko",
            kind=str(self.said("kind")),
            region_path=str(self.said("region")),
            currency=self.currency_asked if low is not None or high is not None else "",
            price_min=low,
            price_max=high,
            is_in_stock=bool(self.said("in_stock")),
            is_help_first=bool(self.said("help_first")),
            order=self.order_asked,
        )

    @property
    def order_asked(self) -> str:
        """The order asked for, or the best fit first."""
        asked = str(self.said("order"))
        return asked if asked in ORDERS else "best"

    def _price(self, name: str) -> int | None:
        """Return a price in minor units, None where it cannot be read."""
        text = str(self.said(name))
        if not text:
            return None
        return readable_price(text, self.currency_asked)


def readable_price(text: str, currency: str) -> int | None:
    """Return what a person wrote in minor units; None where it is no amount of this currency."""
    try:
        return Money.parse(text, currency=currency).minor
    except BadInput:
        return None
