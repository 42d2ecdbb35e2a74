"""Offers of a seller the house has not approved yet, or no more: kept, and shown to nobody."""

import pytest

from dure.events.catalog import OfferEnded, OfferPublished
from dure.kernel.money import Money
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Offer
from dure.rooms.catalog.services import products
from dure.rooms.catalog.services.offers import show_offers
from dure.rooms.catalog.services.publishing import publish
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.catalog.services.shelves import locked_level
from dure.rooms.catalog.tests.conftest import apples, five_kilos, make_farm

pytestmark = pytest.mark.django_db


def test_approval_opens_what_was_kept_and_suspension_closes_it(announced) -> None:
    farm = make_farm(is_approved=False)
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    assert not made.is_public
    assert announced(OfferPublished) is None
    for is_public in (True, False):
        assert show_offers(organisation_id=farm.organisation_id, is_public=is_public) == 1
        assert show_offers(organisation_id=farm.organisation_id, is_public=is_public) == 0
        assert Offer.objects.get().is_public is is_public
    assert announced(OfferPublished).offer_id == str(made.offer_id)
    assert announced(OfferEnded).is_final is False


def test_a_channel_has_one_offer_of_a_shelf(farm) -> None:
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    terms, seller = Terms(price=Money(1_000, "KRW")), demand_seller(**farm.own)
    level = locked_level(organisation_id=farm.organisation_id, level_id=made.level_id)
    with pytest.raises(errors.AlreadyOffered):
        publish(level=level, product_id=made.product_id, channel=made.channel, terms=terms, seller=seller)
    assert Offer.objects.get().price == made.price
