"""What one costs in all is kept beside a deposit: search goes by it, and by the price again once it is taken back."""

import pytest

from dure.kernel.money import Money
from dure.rooms.catalog import factories
from dure.rooms.catalog.models import Offer
from dure.rooms.catalog.queries.offers import offer
from dure.rooms.catalog.queries.search import Wish, search
from dure.rooms.catalog.services import search as index
from dure.rooms.catalog.services.whole_prices import set_whole_price
from dure.rooms.ledger.chart import HOME_CELL

pytestmark = pytest.mark.django_db

DEPOSIT, WHOLE, OTHER = 50_000, 900_000, 70_000


@pytest.fixture
def booked(farm) -> Offer:
    """What is booked for a deposit, smaller than what the other farm asks for its own."""
    return factories.offer(organisation_id=farm.organisation_id, price=DEPOSIT)


@pytest.fixture
def other(booked, other_farm) -> Offer:
    """What is paid at once; both are found."""
    made = factories.offer(organisation_id=other_farm.organisation_id, price=OTHER)
    index.index_everything()
    return made


def found(**wish) -> list[int]:
    """The numbers of the offers that search finds."""
    return [hit.offer_id for hit in search(Wish(currency="KRW", **wish)).hits]


def test_search_goes_by_the_whole_price_as_long_as_it_is_kept(booked, other):
    assert found(order="cheap") == [booked.offer_id, other.offer_id]
    set_whole_price(offer_id=booked.offer_id, whole_price=WHOLE)
    assert found(order="cheap") == [other.offer_id, booked.offer_id]
    assert found(price_max=OTHER) == [other.offer_id]
    assert found(price_min=WHOLE, price_max=WHOLE) == [booked.offer_id]
    set_whole_price(offer_id=booked.offer_id, whole_price=None)
    assert found(order="cheap") == [booked.offer_id, other.offer_id]
    assert found(price_max=DEPOSIT) == [booked.offer_id]
    assert found(price_min=WHOLE) == []


def test_the_price_stays_the_deposit_and_a_new_whole_price_takes_the_place_of_the_old(booked, other):
    for whole in (WHOLE, WHOLE + 1):
        set_whole_price(offer_id=booked.offer_id, whole_price=whole)
        view = offer(offer_id=booked.offer_id)
        assert (view.price, view.whole_price) == (Money(DEPOSIT, "KRW"), Money(whole, "KRW"))
    set_whole_price(offer_id=booked.offer_id, whole_price=None)
    assert offer(offer_id=booked.offer_id).whole_price is None


def test_no_other_offer_and_no_offer_of_another_cell_is_touched(booked, other):
    set_whole_price(offer_id=booked.offer_id, whole_price=WHOLE)
    before = list(Offer.objects.order_by("offer_id").values())
    set_whole_price(offer_id=booked.offer_id, whole_price=1, cell_id=HOME_CELL + 1)
    assert list(Offer.objects.order_by("offer_id").values()) == before
    assert offer(offer_id=other.offer_id).whole_price is None
