"""What a till sold: shelf and offers say for a moment what was so on the counter, and then the truth again."""

from datetime import timedelta

import pytest

from dure.kernel import clock
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.models import Channel, Level, Offer, OfferStatus, StockMove
from dure.rooms.catalog.services.tills import SoldGoods, as_sold

pytestmark = pytest.mark.django_db


def sold(offer: Offer, quantity: int = 1, price: int = 5_000) -> list[SoldGoods]:
    return [SoldGoods(offer_id=offer.offer_id, quantity=quantity, unit_price=price)]


@pytest.fixture
def asked(farm) -> Offer:
    """Three boxes in the farm's shop, at 5,000 won."""
    return factories.offer(
        organisation_id=farm.organisation_id, channel=Channel.STREET, price=5_000, on_hand=3
    )  # fmt: skip


def test_an_offer_that_still_says_so_sells_itself(farm, asked, trace):
    before = trace()
    with as_sold(**farm.own, goods=sold(asked, 3), reference="till:1") as counter:
        assert (counter.offers, counter.missing) == ({asked.offer_id: asked.offer_id}, {})
    assert factories.offer_numbered(asked.offer_id).status == OfferStatus.OPEN
    assert trace() == before


def test_an_offer_at_the_price_that_was_paid_stands_in_until_it_is_sold(farm, asked):
    with as_sold(**farm.own, goods=sold(asked, price=4_000), reference="till:1") as counter:
        number = counter.offers[asked.offer_id]
        stand_in = factories.offer_numbered(number)
        assert (stand_in.price, stand_in.level_id, stand_in.status) == (4_000, asked.level_id, OfferStatus.OPEN)
    kept = factories.offer_numbered(asked.offer_id)
    assert (kept.price, kept.status) == (5_000, OfferStatus.OPEN)
    assert factories.offer_numbered(number).status == OfferStatus.ENDED


def test_what_the_book_lacks_is_counted_in_and_promises_stay(farm, asked):
    factories.set_shelf(asked.level_id, reserved=2)
    with as_sold(**farm.own, goods=sold(asked, 3), reference="till:1") as counter:
        assert (counter.missing, factories.shelf_of(asked).free) == ({asked.offer_id: 2}, 3)
    assert StockMove.objects.get(reference="till:1").change == 2
    assert factories.shelf_of(asked).reserved == 2


def test_a_lot_past_its_day_is_sold_and_past_its_day_again(farm, asked):
    yesterday = clock.now() - timedelta(days=1)
    Level.objects.filter(level_id=asked.level_id).update(sell_until=yesterday)
    with as_sold(**farm.own, goods=sold(asked), reference="till:1"):
        assert factories.shelf_of(asked).sell_until is None
    assert factories.shelf_of(asked).sell_until == yesterday


def test_what_is_not_sold_in_its_own_shop_is_refused_without_a_trace(farm, other_farm, asked, trace):
    online = factories.offer(organisation_id=farm.organisation_id)
    before = trace()
    for own, goods in ((other_farm.own, sold(asked, 9)), (farm.own, sold(online, 99))):
        with pytest.raises(errors.OfferUnknown), as_sold(**own, goods=goods, reference="till:1"):
            pytest.fail("nothing of it may be sold")
    assert trace() == before
