"""What lies where: every change is noted, nothing promised disappears, and the movements always add up."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dure.events.catalog import OfferEnded, StockChanged
from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import LotDraft
from dure.rooms.catalog.models import Level, Location, Lot, Offer, StockMove, Variant
from dure.rooms.catalog.queries.offers import offer
from dure.rooms.catalog.services import locations, lots, products, shelves, stock
from dure.rooms.catalog.tests.conftest import apples, five_kilos
from dure.rooms.inbox import factories as inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def boxes(farm) -> Level:
    """Ten boxes on the farm's shelf."""
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos()])
    return Level.objects.get(level_id=made.level_id)


def moved(level_id: int) -> int:
    return sum(StockMove.objects.filter(level_id=level_id).values_list("change", flat=True))


def on_hand(level: Level) -> int:
    level.refresh_from_db()
    return level.on_hand


def test_goods_come_in_and_are_announced(farm, boxes, announced):
    shelves.receive(**farm.own, level_id=boxes.level_id, count=5)
    assert on_hand(boxes) == 15
    assert announced(StockChanged).level_ids == (str(boxes.level_id),)


def test_a_count_sets_what_was_found_if_nothing_moved_meanwhile(farm, boxes):
    shelves.count_stock(**farm.own, level_id=boxes.level_id, found=7, seen=10)
    assert on_hand(boxes) == 7
    with pytest.raises(errors.StockMovedMeanwhile) as refused:
        shelves.count_stock(**farm.own, level_id=boxes.level_id, found=9, seen=10)
    assert refused.value.facts["now"] == 7
    assert on_hand(boxes) == moved(boxes.level_id) == 7


def test_what_is_promised_stays(farm, boxes):
    stock.reserve(counts={boxes.level_id: 4})
    which = {**farm.own, "level_id": boxes.level_id}
    with pytest.raises(errors.FewerThanPromised):
        shelves.write_off(**which, count=7, reason="frost")
    with pytest.raises(errors.FewerThanPromised):
        shelves.count_stock(**which, found=3, seen=10)
    shelves.write_off(**which, count=6, reason="frost")
    assert on_hand(boxes) == moved(boxes.level_id) == 4


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_written_off_without_a_reason(farm, boxes, reason):
    with pytest.raises(errors.ReasonMissing):
        shelves.write_off(**farm.own, level_id=boxes.level_id, count=1, reason=reason)
    assert on_hand(boxes) == 10


def test_goods_move_between_a_sellers_own_locations(farm, other_farm, boxes):
    hall = locations.open_location(**farm.own, kind="hall", name="Village hall")
    there = shelves.transfer(**farm.own, level_id=boxes.level_id, location_id=hall.id, count=4)
    assert (on_hand(boxes), on_hand(there)) == (6, 4)
    assert moved(there.level_id) == 4
    elsewhere = locations.open_location(**other_farm.own, kind="hall", name="Not mine")
    for place, count, reason in (
        (elsewhere.id, 1, errors.LocationUnknown),
        (boxes.location_id, 1, errors.LocationUnknown),
        (hall.id, 7, errors.FewerThanPromised),
        (hall.id, 0, errors.CountWrong),
    ):
        with pytest.raises(reason):
            shelves.transfer(**farm.own, level_id=boxes.level_id, location_id=place, count=count)
    assert (on_hand(boxes), on_hand(there)) == (6, 4)


def test_a_location_closes_when_nothing_lies_there_and_opens_again_under_its_name(farm, boxes):
    with pytest.raises(errors.LocationNotEmpty):
        locations.close_location(**farm.own, location_id=boxes.location_id)
    hall = locations.open_location(**farm.own, kind="hall", name="Village hall")
    for name in ("Village hall", "  ", ""):
        with pytest.raises(errors.NameTaken):
            locations.open_location(**farm.own, kind="hall", name=name)
    locations.close_location(**farm.own, location_id=hall.id)
    assert locations.open_location(**farm.own, kind="shop", name="Village hall").id == hall.id
    assert Location.objects.filter(organisation_id=farm.organisation_id).count() == 2


def test_another_seller_touches_nothing_of_mine(other_farm, boxes):
    for verb, facts in (
        (shelves.receive, {"count": 1}),
        (shelves.count_stock, {"found": 1, "seen": 10}),
        (shelves.write_off, {"count": 1, "reason": "mine now"}),
    ):
        with pytest.raises(errors.LevelUnknown):
            verb(**other_farm.own, level_id=boxes.level_id, **facts)
    assert on_hand(boxes) == 10


def test_a_lot_past_its_day_leaves_sale_and_its_seller_is_told(farm, frozen_time, announced):
    fresh = LotDraft(label="A1", harvested_on=clock.today(), best_before=clock.today() + timedelta(days=2))
    (made,) = products.list_product(**farm.own, draft=apples(), sizes=[five_kilos(lot=fresh)])
    assert lots.expire_lots() == 0
    frozen_time.tick(days=2)
    assert offer(offer_id=made.offer_id).is_open
    frozen_time.tick(days=1)
    assert not offer(offer_id=made.offer_id).is_open
    assert lots.expire_lots() == 1
    assert lots.expire_lots() == 0
    assert Offer.objects.get(offer_id=made.offer_id).status == "ended"
    assert Lot.objects.get().expired_at is not None
    assert announced(OfferEnded).is_final is True
    assert len(inbox.notifications()) == 1
    assert Level.objects.get(level_id=made.level_id).on_hand == 10


acts = st.lists(
    st.tuples(
        st.sampled_from(["receive", "count", "write_off", "transfer", "reserve", "release", "take", "put_back"]),
        st.integers(1, 6),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_is_done_the_movements_add_up_and_nothing_promised_is_missing(farm, boxes, done):
    hall = Location.objects.filter(name="Hall").first() or locations.open_location(**farm.own, kind="hall", name="Hall")
    there = shelves.shelf(variant_id=boxes.variant_id, organisation_id=farm.organisation_id, location=hall)
    pair = {False: (boxes, hall.id), True: (there, boxes.location_id)}
    for what, count, is_there in done:
        level, other = pair[is_there]
        _try(farm, what, level, count, other)
    for level in (boxes, there):
        level.refresh_from_db()
        assert moved(level.level_id) == level.on_hand
        assert 0 <= level.reserved <= level.on_hand


def _try(farm, what, level, count, other):
    """Do one thing; what the rules refuse is left undone."""
    which = {**farm.own, "level_id": level.level_id}
    try:
        match what:
            case "receive":
                shelves.receive(**which, count=count)
            case "count":
                shelves.count_stock(**which, found=count, seen=on_hand(level))
            case "write_off":
                shelves.write_off(**which, count=count, reason="test")
            case "transfer":
                shelves.transfer(**which, location_id=other, count=count)
            case _:
                getattr(stock, what)(counts={level.level_id: count})
    except Refusal:
        pass


def test_levels_that_changed_together_are_told_of_as_one(farm, boxes, announced):
    (other,) = products.list_product(**farm.own, draft=apples(name="Pears"), sizes=[five_kilos()])
    shelves.announce_stock(levels=[])
    assert announced(StockChanged) is None
    shelves.announce_stock(levels=[boxes, Level.objects.get(level_id=other.level_id)])
    [told] = announced.all(StockChanged)
    assert told.level_ids == (str(boxes.level_id), str(other.level_id))
    assert (told.cell_id, told.organisation_id) == (boxes.cell_id, str(farm.organisation_id))


def test_a_lot_is_written_down_tidily_and_sold_on_its_last_day(boxes):
    variant, today = Variant.objects.get(id=boxes.variant_id), clock.today()
    draft = LotDraft(label=" A7 ", village=" Haenam ", grade="1", harvested_on=today, best_before=today)
    made = Lot.objects.get(id=lots.make_lot(variant=variant, draft=draft).id)
    assert (made.variant_id, made.label, made.village, made.grade) == (variant.id, "A7", "Haenam", "1")
    assert (made.harvested_on, made.best_before, made.expired_at) == (today, today, None)


def test_a_lot_past_its_day_or_spoilt_unharvested_is_not_made(boxes):
    variant, today = Variant.objects.get(id=boxes.variant_id), clock.today()
    past = LotDraft(best_before=today - timedelta(days=1))
    unharvested = LotDraft(harvested_on=today + timedelta(days=2), best_before=today + timedelta(days=1))
    for draft, reason in ((past, errors.LotExpired), (unharvested, errors.DatesWrong)):
        with pytest.raises(reason), transaction.atomic():
            lots.make_lot(variant=variant, draft=draft)
    assert not Lot.objects.exists()
