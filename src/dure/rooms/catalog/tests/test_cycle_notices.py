"""Producers and hubs are told of their order cycles, and everybody finds the open ones."""

import pytest
from django.utils import translation

from dure.kernel import clock
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.models import Variant
from dure.rooms.catalog.queries.cycle_fees import order_fees
from dure.rooms.catalog.queries.cycles_at_hand import cycles_at_hand, soonest_rounds
from dure.rooms.catalog.services.cycle_notices import tell_of_closing, tell_of_copy, tell_of_opening
from dure.rooms.catalog.services.cycle_rounds import copy_cycle
from dure.rooms.catalog.services.cycles import agree_to_round, ask_producer
from dure.rooms.catalog.templatetags.cycles import fee_words
from dure.rooms.catalog.tests.test_cycles import DAY, Week, hub_of, offers, plan
from dure.rooms.inbox.queries.notifications import newest

pytestmark = pytest.mark.django_db


def told(farm) -> list[str]:
    return [note.title for note in newest(person_id=farm.by.person_id)]


def test_producers_are_told_once_of_copies_openings_and_closings(farm):
    week = Week([farm])
    now = clock.now()
    made = copy_cycle(**week.own, cycle_id=week.cycle.id, plan=plan(opens_at=now, closes_at=now + 8 * DAY))
    before = len(told(farm))
    assert tell_of_copy(cycle_id=made.id) == tell_of_opening(cycle_id=made.id) == tell_of_closing(cycle_id=made.id) == 1
    tell_of_copy(cycle_id=made.id)
    assert len(told(farm)) == before + 3
    assert len(told(week.coordinator)) == 0


def test_a_desk_says_which_cycles_wait_and_which_are_open(farm, other_farm):
    week = Week([farm])
    ask_producer(**week.own, cycle_id=week.cycle.id, producer_id=other_farm.organisation_id)
    assert cycles_at_hand(organisation_id=other_farm.organisation_id).waiting == 1
    assert soonest_rounds(count=3) == []
    week.open()
    here, there = (cycles_at_hand(organisation_id=each.organisation_id) for each in (farm, other_farm))
    assert ((here.waiting, here.open), there.waiting) == ((0, 1), 0)
    assert [each.id for each in soonest_rounds(count=3)] == [week.round.id]
    assert [each.id for each in soonest_rounds(count=3, organisation_id=farm.organisation_id)] == [week.round.id]
    assert soonest_rounds(count=3, organisation_id=other_farm.organisation_id) == []


def test_fees_by_weight_and_for_the_order_reach_offers_and_buyers(farm, other_farm):
    week = Week([farm], packing=Fee(0, 0, 40), fee=Fee(500, 100, 20, 1_000))
    hub = hub_of(other_farm)
    second = week.at(hub)
    agree_to_round(**other_farm.own, round_id=second.id, fee=Fee(0, 0, 0, 300))
    week.open()
    assert Fee(each_kg=30).on(0, weight_mg=2_500_000) == 75
    weight = Variant.objects.get().weight_mg
    assert {offer.price for offer in offers()} == {10_600 + 60 * weight // 1_000_000}
    asked = order_fees(round_ids=[week.round.id, second.id])
    assert [fee.amount.minor for fee in asked[second.id]] == [1_000, 300]
    assert [fee.amount.minor for fee in asked[week.round.id]] == [1_000]
    with translation.override("en"):
        assert fee_words(Fee(250, 0, 0, 300), "KRW") == "2.5% of the producer's price, ₩300 for each order"
