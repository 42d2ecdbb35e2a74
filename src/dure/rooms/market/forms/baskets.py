"""The form behind every button that changes a basket."""

from django import forms

OFFER_ID_MAX = 2**63 - 1


class LineForm(forms.Form):
    """An offer and how many of it; `exactly` means neither more nor less than so many."""

    offer_id = forms.IntegerField(min_value=1, max_value=OFFER_ID_MAX)
    quantity = forms.IntegerField(required=False)
    exactly = forms.BooleanField(required=False)

    def facts(self) -> dict[str, int]:
        """Return the arguments of the verb; without a number, one is meant."""
        quantity = self.cleaned_data["quantity"]
        return {"offer_id": self.cleaned_data["offer_id"], "quantity": 1 if quantity is None else quantity}
