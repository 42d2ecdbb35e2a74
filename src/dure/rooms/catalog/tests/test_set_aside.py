"""Goods set aside for an offer of their own: they lie apart, are sold apart, and come back."""

from datetime import timedelta

import pytest

from dure.events.catalog import OfferEnded, OfferPublished, StockChanged, TermsChanged
from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE
from dure.kernel.money import Money
from dure.rooms.catalog import factories
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.models import Location, Offer, StockMove
from dure.rooms.catalog.models.stock import PlaceKind
from dure.rooms.catalog.queries.mine import own_locations
from dure.rooms.catalog.queries.set_aside import free_among
from dure.rooms.catalog.services.bulk import change_prices
from dure.rooms.catalog.services.locations import first_location, open_location, place_for_show
from dure.rooms.catalog.services.publishing import announce_terms
from dure.rooms.catalog.services.set_aside import give_back, set_aside
from dure.rooms.catalog.services.stock import release, reserve
from dure.rooms.merchants import factories as merchants

pytestmark = pytest.mark.django_db


@pytest.fixture
def boxes():
    """An offer of ten boxes of an approved seller."""
    offer = factories.offer()
    merchants.make_merchant(organisation_id=offer.organisation_id)
    return offer


def aside(boxes, **facts):
    terms = Terms(price=Money(9_000, "KRW"), closes_at=clock.now() + timedelta(minutes=5))
    asked = {"level_id": boxes.level_id, "count": 4, "place": "Show · 1", "terms": terms, "channel": "live", **facts}
    return set_aside(by=HOUSE, organisation_id=boxes.organisation_id, **asked)


def back(boxes, made):
    return give_back(
        by=HOUSE, organisation_id=boxes.organisation_id, offer_id=made.offer_id, to_level_id=boxes.level_id
    )


def on_hand(*offers):
    return [factories.shelf_of(each).on_hand for each in offers]


def test_they_lie_apart_under_an_offer_of_their_own(boxes, announced):
    made = aside(boxes)
    assert (made.channel, made.price, made.is_public, on_hand(boxes, made)) == ("live", 9_000, True, [6, 4])
    assert announced(OfferPublished).offer_id == str(made.offer_id)
    assert announced(StockChanged).level_ids == (str(boxes.level_id), str(made.level_id))
    kinds = StockMove.objects.filter(level_id__in=[boxes.level_id, made.level_id]).order_by("id").values_list("kind")
    assert [kind for (kind,) in kinds] == ["received", "sent", "arrived"]


def test_what_is_free_comes_back_and_what_is_promised_stays_until_it_is_free(boxes, announced):
    made = aside(boxes)
    reserve(counts={made.level_id: 3})
    assert (back(boxes, made), on_hand(boxes, made)) == (1, [7, 3])
    assert announced(OfferEnded).is_final is True
    assert (back(boxes, made), free_among(level_ids=[made.level_id])) == (0, {})
    release(counts={made.level_id: 2})
    assert free_among(level_ids=[made.level_id, boxes.level_id]) == {made.level_id: 2, boxes.level_id: 7}
    assert (back(boxes, made), on_hand(boxes, made)) == (2, [9, 1])


def test_their_place_is_closed_once_nothing_lies_there_and_no_place_sellers_choose(boxes):
    known = own_locations(organisation_id=boxes.organisation_id)
    made = aside(boxes)
    place = Location.objects.get(name="Show · 1")
    assert (place.kind, place.closed_at) == (PlaceKind.STAGE, None)
    assert own_locations(organisation_id=boxes.organisation_id) == known
    assert first_location(organisation_id=boxes.organisation_id) == known[0]
    back(boxes, made)
    place.refresh_from_db()
    assert place.closed_at is not None
    assert place_for_show(organisation_id=boxes.organisation_id, name="Show · 1").id == place.id


def test_goods_come_back_even_where_the_place_was_closed(boxes):
    made = aside(boxes, count=10)
    Location.objects.filter(name="Barn").update(closed_at=clock.now())
    back(boxes, made)
    assert (on_hand(boxes), Location.objects.get(name="Barn").closed_at) == ([10], None)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"count": 11}, "fewer_free"),
        ({"count": 0}, "count_wrong"),
        ({"level_id": 7}, "level_unknown"),
        ({"terms": Terms(price=Money(900, "CNY"))}, "other_currency"),
        ({"terms": Terms(price=Money(0, "KRW"))}, "price_wrong"),
    ],
)
def test_what_is_refused_moves_nothing(boxes, facts, code):
    before = StockMove.objects.count(), Location.objects.count(), Offer.objects.count()
    with pytest.raises(Refusal) as refused:
        aside(boxes, **facts)
    assert refused.value.code == code
    assert (StockMove.objects.count(), Location.objects.count(), Offer.objects.count()) == before
    assert on_hand(boxes) == [10]


def test_others_cannot_take_them_back(boxes):
    made = aside(boxes)
    other = factories.offer()
    merchants.make_merchant(organisation_id=other.organisation_id)
    with pytest.raises(Refusal) as refused:
        give_back(by=HOUSE, organisation_id=other.organisation_id, offer_id=made.offer_id, to_level_id=other.level_id)
    assert refused.value.code == "offer_unknown"
    assert on_hand(boxes, made) == [6, 4]


def test_nobody_opens_such_a_place_by_hand(boxes):
    with pytest.raises(Refusal) as refused:
        open_location(by=HOUSE, organisation_id=boxes.organisation_id, kind="stage", name="Mine")
    assert refused.value.code == "name_taken"


def test_a_change_of_many_prices_is_told_once_for_all(boxes, announced):
    other = factories.offer(organisation_id=boxes.organisation_id)
    numbers = [boxes.offer_id, other.offer_id]
    change_prices(by=HOUSE, organisation_id=boxes.organisation_id, offer_ids=numbers, percent=10)
    [told] = announced.all(TermsChanged)
    assert told.offer_ids == tuple(str(number) for number in numbers)
    announce_terms(offers=[])
    assert len(announced.all(TermsChanged)) == 1
