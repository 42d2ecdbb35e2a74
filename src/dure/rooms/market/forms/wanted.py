"""What somebody wants at once, as an address or a form says it."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from dure.kernel.errors import BadInput
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.forms.baskets import OFFER_ID_MAX
from dure.rooms.market.queries.reading import WantedRow
from dure.rooms.market.services.putting_in import QUANTITY_MAX


class WantedForm(forms.Form):
    """An offer, and how many of it; one where nothing else is said."""

    offer = forms.IntegerField(min_value=1, max_value=OFFER_ID_MAX)
    quantity = forms.IntegerField(min_value=1, max_value=QUANTITY_MAX, required=False)


def wanted_in(said: QueryDict) -> WantedRow | None:
    """Return what is wanted past the basket, at the price the page showed; None where it is the basket that is meant.

    BadInput for an offer or a number that makes no sense.
    """
    if "offer" not in said:
        return None
    form = WantedForm(said)
    if not form.is_valid():
        raise BadInput(fields={name: [str(error) for error in errors] for name, errors in form.errors.items()})
    offer_id = form.cleaned_data["offer"]
    seen_price = _price_in(said.getlist("seen"), offer_id)
    return WantedRow(HOME_CELL, offer_id, form.cleaned_data["quantity"] or 1, seen_price)


def _price_in(seen: Sequence[str], offer_id: int) -> int | None:
    """Return the price a page showed of an offer, of `offer:number:price`."""
    for each in seen:
        parts = each.split(":")
        if parts[0] == str(offer_id) and parts[-1].isascii() and parts[-1].isdecimal():
            return int(parts[-1])
    return None
