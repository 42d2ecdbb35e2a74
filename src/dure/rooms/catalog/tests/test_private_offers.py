"""Private offers: another price over the same stock, listed nowhere, one at a time."""

from datetime import timedelta

import pytest

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.kernel.money import Money
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.models import Offer, OfferStatus
from dure.rooms.catalog.queries.offers import offers_of_product
from dure.rooms.catalog.services.private_offers import offer_privately
from dure.rooms.merchants import factories as merchants

pytestmark = pytest.mark.django_db


def beside(offer, **facts):
    told = {"price": Money(9_000, "KRW"), "closes_at": clock.now() + timedelta(hours=1), "per_buyer_limit": 1}
    return offer_privately(
        by=HOUSE, organisation_id=offer.organisation_id, offer_id=offer.offer_id, **{**told, **facts}
    )


@pytest.fixture
def apples():
    return factories.offer(organisation_id=merchants.make_merchant().organisation.id)


def test_it_stands_beside_the_ordinary_one_and_in_no_list(apples):
    made = beside(apples)

    assert (made.level_id, made.channel, made.price, made.per_buyer_limit) == (apples.level_id, "coupon", 9_000, 1)
    assert [each.offer_id for each in offers_of_product(product_id=apples.product_id)] == [apples.offer_id]


def test_there_is_one_at_a_time(apples):
    first = beside(apples)
    with pytest.raises(errors.AlreadyOffered):
        beside(apples)
    factories.set_offer(first, closes_at=clock.now())

    second = beside(apples)

    first.refresh_from_db()
    assert (first.status, second.status) == (OfferStatus.ENDED, OfferStatus.OPEN)


def test_what_nobody_can_buy_has_none(apples):
    with pytest.raises(errors.OfferUnknown):
        offer_privately(
            by=HOUSE, organisation_id=merchants.make_merchant().organisation.id, offer_id=apples.offer_id,
            price=Money(1, "KRW"), closes_at=clock.now() + timedelta(hours=1), per_buyer_limit=1,
        )  # fmt: skip
    factories.set_offer(apples, status=OfferStatus.PAUSED)
    with pytest.raises(errors.OfferOver):
        beside(apples)

    assert Offer.objects.count() == 1
