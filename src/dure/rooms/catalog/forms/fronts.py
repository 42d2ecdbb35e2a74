"""Choosing what stands first on one's own front."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.models import Product

PLACES = 24
"""As many as a storefront shows first."""


class FrontForm(forms.Form):
    """A place for each product: 1 stands first; those without one come after, the newest first."""

    def __init__(self, *arguments: Any, products: Sequence[Product], chosen: Sequence[UUID], **options: Any) -> None:
        """Ask for the place of every product; those chosen before come first."""
        super().__init__(*arguments, **options)
        places = {product_id: place for place, product_id in enumerate(chosen, start=1)}
        self.products = sorted(products, key=lambda each: places.get(each.id, PLACES + 1))
        for product in self.products:
            self.fields[str(product.id)] = forms.IntegerField(
                label=product.shown_name,
                required=False,
                min_value=1,
                max_value=PLACES,
                initial=places.get(product.id),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Two products cannot have one place."""
        said = super().clean() or {}
        taken = [place for place in said.values() if place]
        if len(taken) != len(set(taken)):
            self.add_error(None, _("Two products have the same place."))
        return said

    def chosen(self) -> list[UUID]:
        """Return the products with a place, the first one first."""
        placed = [(self.cleaned_data[str(each.id)], each.id) for each in self.products]
        return [product_id for place, product_id in sorted((one for one in placed if one[0]), key=lambda one: one[0])]
