"""Which products stand first on a seller's own front."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.queries.mine import shown_products
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.merchants.services.storefronts import choose_products


@transaction.atomic
def choose_front_products(*, by: Actor, organisation_id: UUID, product_ids: Sequence[UUID]) -> None:
    """Put products of one's own first on the front, in this order; ProductUnknown for others' and for those gone."""
    demand_seller(by=by, organisation_id=organisation_id)
    own = {product.id for product in shown_products(organisation_id=organisation_id)}
    if not own.issuperset(product_ids):
        raise errors.ProductUnknown
    choose_products(by=by, organisation_id=organisation_id, product_ids=product_ids)
