"""Flash prices: true stock, true ends, and that every box is somewhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dure.events.catalog import TermsChanged
from dure.events.market import FlashPriceEnded, FlashPriceStarted
from dure.events.stage import ShowEnded
from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE, Actor
from dure.kernel.money import Money
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.queries.mine import own_locations
from dure.rooms.catalog.services import offers as catalog_offers
from dure.rooms.ledger.services import proofs
from dure.rooms.market import factories, reactions
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.services import flash_prices
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.services.live_offers import pin_offer, put_on_sheet, take_off_sheet
from dure.rooms.market.services.orders import cancel_order
from dure.rooms.market.tests.on_stage import Stage, flash_offer, shelf, trace
from dure.rooms.people import factories as people
from dure.rooms.stage.services.broadcasts import end_show
from dure.rooms.stage.services.screens import next_cue

pytestmark = pytest.mark.django_db


def order(flash, count=1, **facts):
    """Let somebody order at a flash price."""
    return factories.placed_order(lines=[(flash_offer(flash), count)], **facts)


def cancel(placed):
    cancel_order(by=Actor(person_id=placed.buyer_id), order_id=placed.order_id, why="Changed my mind")


def test_boxes_are_set_aside_and_the_price_stands_on_the_screen_at_once(announced):
    stage = Stage()
    other = stage.more()
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id, other.offer_id])
    flash = stage.flash(per_buyer_limit=2)
    assert (shelf(stage.offer), shelf(flash_offer(flash))) == ((6, 0, 0), (4, 0, 0))
    assert stage.keys == [f"offer:{number}" for number in (stage.offer.offer_id, flash.offer_id, other.offer_id)]
    assert stage.shown == f"offer:{flash.offer_id}"
    facts = stage.facts(flash.offer_id)
    told = {name: facts[name] for name in ("kind", "price_minor", "was_minor", "left", "total", "limit", "until")}
    assert told == {
        "kind": "flash", "price_minor": 9_900, "was_minor": 12_000, "left": 4, "total": 4, "limit": 2,
        "until": flash.closes_at.isoformat(),
    }  # fmt: skip
    event = announced(FlashPriceStarted)
    assert (event.offer_id, event.of_offer_id, event.count) == (str(flash.offer_id), str(stage.offer.offer_id), 4)


def test_the_line_after_a_flash_price_is_the_one_that_was_next():
    stage = Stage()
    numbers = [stage.offer.offer_id, stage.more().offer_id]
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=numbers)
    next_cue(by=stage.host, show_id=stage.show_id)
    flash = stage.flash()
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    assert stage.shown == f"offer:{numbers[0]}"
    next_cue(by=stage.host, show_id=stage.show_id)
    assert stage.shown == f"offer:{numbers[1]}"


def test_ended_early_the_rest_goes_back_and_the_ordinary_offer_comes_back(announced):
    stage = Stage()
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    flash = stage.flash()
    order(flash, 3)
    ended = flash_prices.end_flash(by=stage.helper(), flash_id=flash.id)
    assert (ended.given_back, announced(FlashPriceEnded).given_back) == (1, 1)
    assert (shelf(stage.offer), shelf(flash_offer(flash))) == ((7, 0, 0), (3, 3, 0))
    assert (stage.keys, stage.shown) == ([f"offer:{stage.offer.offer_id}"], f"offer:{stage.offer.offer_id}")
    assert flash_offer(flash).status == "ended"
    look = trace()
    before = look()
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    assert look() == before


def test_after_its_end_nobody_orders_at_the_price_however_early_the_page_was_opened():
    stage = Stage()
    flash = stage.flash()
    cheap = flash_offer(flash)
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    wanted = factories.request(buyer_id=people.make_person().id, lines=[(cheap, 1)])
    assert [line.answer for line in _ask(wanted).lines] == ["closed"]
    assert shelf(cheap) == (0, 0, 0)


def test_its_end_comes_by_itself(frozen_time):
    stage = Stage()
    flash = stage.flash(minutes=5)
    frozen_time.tick(minutes=5)
    wanted = factories.request(buyer_id=people.make_person().id, lines=[(flash_offer(flash), 1)])
    assert [line.answer for line in _ask(wanted).lines] == ["closed"]
    flash_prices.end_in_time(flash_id=str(flash.id))
    flash.refresh_from_db()
    assert (flash.is_over, flash.given_back, shelf(stage.offer)) == (True, 4, (10, 0, 0))


def test_a_clock_ends_what_its_own_job_did_not_and_leaves_the_others(frozen_time):
    stage = Stage()
    short, long = stage.flash(minutes=5), stage.flash(offer_id=stage.more().offer_id, minutes=20)
    frozen_time.tick(minutes=6)
    assert flash_prices.end_due_flashes() == 1
    assert {flash.id: flash.is_over for flash in FlashPrice.objects.all()} == {short.id: True, long.id: False}


def test_it_ends_with_the_show(announced):
    stage = Stage()
    flash = stage.flash()
    end_show(by=stage.host, show_id=stage.show_id)
    reactions.end_flashes(announced(ShowEnded))
    assert flash_prices.end_flashes_of_show(show_id=stage.show_id) == 0
    flash.refresh_from_db()
    assert (flash.is_over, shelf(stage.offer)) == (True, (10, 0, 0))


def test_what_becomes_free_later_goes_back_too_and_nothing_else(frozen_time):
    stage = Stage()
    flash = stage.flash()
    kept, gone = order(flash, 1), order(flash, 2)
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    assert flash_prices.give_back_rests() == 0
    cancel(gone)
    assert flash_prices.give_back_rests() == 2
    assert flash_prices.give_rest_back(flash_id=flash.id) == 0
    assert (shelf(stage.offer), shelf(flash_offer(flash))) == ((9, 0, 0), (1, 1, 0))
    factories.pay(kept)
    frozen_time.tick(days=1)
    assert flash_prices.give_back_rests() == 0
    proofs.prove()


def test_undone_in_its_first_minute_everything_is_as_before(frozen_time):
    stage = Stage()
    other = stage.more()
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=other.offer_id)
    flash = stage.flash()
    frozen_time.tick(seconds=59)
    assert flash_prices.undo_flash(by=stage.host, flash_id=flash.id).is_undone
    assert flash_prices.undo_flash(by=stage.host, flash_id=flash.id).is_undone
    assert (shelf(stage.offer), stage.keys, stage.shown) == (
        (10, 0, 0), [f"offer:{other.offer_id}"], f"offer:{other.offer_id}",
    )  # fmt: skip


@pytest.mark.parametrize("why", ["a minute has passed", "somebody has bought", "it has ended"])
def test_it_cannot_be_undone_any_more(why, frozen_time):
    stage = Stage()
    flash = stage.flash()
    if why == "a minute has passed":
        frozen_time.tick(seconds=61)
    elif why == "somebody has bought":
        order(flash)
    else:
        flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    look = trace()
    before = look()
    with pytest.raises(Refusal) as refused:
        flash_prices.undo_flash(by=stage.host, flash_id=flash.id)
    assert refused.value.code == "undo_too_late"
    assert look() == before


KRW = "KRW"
REFUSED: dict[str, tuple[Callable[[Stage], dict[str, Any]], str]] = {
    "no lower": (lambda _stage: {"price": Money(12_000, KRW)}, "flash_price_not_lower"),
    "a slip": (lambda _stage: {"price": Money(1_199, KRW)}, "flash_price_too_low"),
    "another currency": (lambda _stage: {"price": Money(9_900, "CNY")}, "other_currency"),
    "more than there are": (lambda _stage: {"count": 11}, "fewer_free"),
    "none": (lambda _stage: {"count": 0}, "count_wrong"),
    "a limit of none": (lambda _stage: {"per_buyer_limit": 0}, "count_wrong"),
    "for no time": (lambda _stage: {"minutes": 0}, "flash_too_long"),
    "longer than the show": (lambda _stage: {"minutes": 91}, "flash_too_long"),
    "another's offer": (lambda _stage: {"offer_id": factories.offer().offer_id}, "offer_not_of_host"),
    "a paused offer": (
        lambda stage: {"offer_id": _paused(stage.more()).offer_id}, "offer_not_open",
    ),
    "a second one": (lambda stage: {"offer_id": stage.flash(count=2).of_offer_id}, "flash_running"),
    "one of a flash price": (
        lambda stage: {"offer_id": stage.flash(count=2).offer_id, "price": Money(5_000, KRW)}, "flash_of_flash",
    ),
    "one that is booked": (lambda stage: {"offer_id": _booked(stage)}, "flash_of_booking"),
    "before the show": (lambda _stage: {"show_id": Stage(is_live=False).show_id, "by": HOUSE}, "show_not_live"),
    "a viewer": (lambda _stage: {"by": Actor(person_id=people.make_person().id)}, "not_keeping_order"),
    "another farm's host": (lambda _stage: {"by": Stage(is_live=False).host}, "not_keeping_order"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_sets_nothing_aside(case):
    stage = Stage()
    wish, code = REFUSED[case]
    asked = {
        "by": stage.host, "show_id": stage.show_id, "offer_id": stage.offer.offer_id, "price": Money(9_900, KRW),
        "count": 4, "minutes": 10, **wish(stage),
    }  # fmt: skip
    look = trace()
    before = look()
    with pytest.raises(Refusal) as refused:
        flash_prices.start_flash(**asked)
    assert refused.value.code == code
    assert look() == before


def test_others_cannot_end_it_and_its_line_stays_while_it_runs():
    stage = Stage()
    flash = stage.flash()
    stranger = Actor(person_id=people.make_person().id)
    for verb in (flash_prices.end_flash, flash_prices.undo_flash):
        with pytest.raises(Refusal) as refused:
            verb(by=stranger, flash_id=flash.id)
        assert refused.value.code == "not_keeping_order"
    with pytest.raises(Refusal) as refused:
        take_off_sheet(by=stage.host, show_id=stage.show_id, offer_id=flash.offer_id)
    assert (refused.value.code, refused.value.facts["flash_id"]) == ("flash_still_runs", str(flash.id))
    assert refused.value.facts["remedy"] == f"/live/{stage.show_id}/desk/#goods"
    assert stage.shown == f"offer:{flash.offer_id}"
    flash.refresh_from_db()
    assert not flash.is_over
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    assert f"offer:{flash.offer_id}" not in stage.keys


@pytest.mark.parametrize(("price", "was", "is_over"), [(11_000, 11_000, False), (9_900, 12_000, True)])
def test_what_is_crossed_out_is_the_ordinary_price_of_now(price, was, is_over, announced):
    stage = Stage()
    flash = stage.flash()
    catalog_offers.change_price(
        by=HOUSE, organisation_id=stage.farm.id, offer_id=stage.offer.offer_id, price=Money(price, KRW),
        seen=Money(12_000, KRW),
    )  # fmt: skip
    reactions.say_the_new_price(announced(TermsChanged))
    flash.refresh_from_db()
    assert (flash.was, flash.is_over) == (was, is_over)
    if not is_over:
        assert stage.facts(flash.offer_id)["was_minor"] == was


def test_goods_set_aside_lie_at_a_place_nobody_else_is_offered():
    stage = Stage()
    before = own_locations(organisation_id=stage.farm.id)
    stage.flash()
    assert own_locations(organisation_id=stage.farm.id) == before


def _paused(offer):
    catalog.set_offer(offer, status="paused")
    return offer


def _booked(stage):
    offer_id = stage.more(price=500_000).offer_id
    terms = TermsDraft(full_minor=12_000_000, back_until=clock.today() + timedelta(days=3), next_words="We meet.")
    set_booking_terms(by=stage.host, organisation_id=stage.farm.id, offer_id=offer_id, draft=terms)
    return offer_id


def _ask(wanted):
    return place_orders(requests=[wanted])[0]


class Boxes(RuleBasedStateMachine):
    """Flash prices begin, sell, are cancelled and end in any order; every box is on a shelf, promised, or counted."""

    stage: Stage

    @initialize()
    def begin(self):
        """Begin inside a savepoint, so that what has happened can be undone."""
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        self.flashes: list[FlashPrice] = []
        self.orders: list[tuple[UUID, int]] = []

    @precondition(lambda self: all(flash.is_over for flash in self.flashes))
    @rule(count=st.integers(1, 12))
    def start(self, count):
        free = catalog.shelf_of(self.stage.offer).free
        if count <= free:
            self.flashes.append(self.stage.flash(count=count))
            return
        with pytest.raises(Refusal) as refused:
            self.stage.flash(count=count)
        assert refused.value.code == "fewer_free"

    @precondition(lambda self: self.flashes)
    @rule(count=st.integers(1, 4), is_cheap=st.booleans())
    def buy(self, count, is_cheap):
        offer = flash_offer(self.flashes[-1]) if is_cheap else self.stage.offer
        is_open = not (is_cheap and self.flashes[-1].is_over)
        free = catalog.shelf_of(offer).free
        wanted = factories.request(buyer_id=people.make_person().id, lines=[(offer, count)])
        outcome = _ask(wanted)
        assert outcome.is_placed == (is_open and count <= free)
        if outcome.is_placed:
            self.orders.append((wanted.buyer_id, outcome.order_id))

    @precondition(lambda self: self.orders)
    @rule(place=st.integers(0, 20))
    def change_ones_mind(self, place):
        buyer_id, order_id = self.orders.pop(place % len(self.orders))
        cancel_order(by=Actor(person_id=buyer_id), order_id=order_id, why="No")

    @precondition(lambda self: self.flashes)
    @rule()
    def end(self):
        self.flashes[-1] = flash_prices.end_flash(by=self.stage.host, flash_id=self.flashes[-1].id)
        assert catalog.shelf_of(flash_offer(self.flashes[-1])).free == 0

    @rule()
    def let_the_clock_tick(self):
        flash_prices.give_back_rests()

    @invariant()
    def every_box_is_somewhere(self):
        levels = [catalog.shelf_of(offer) for offer in (self.stage.offer, *map(flash_offer, self.flashes))]
        assert sum(level.on_hand for level in levels) == 10
        assert all(0 <= level.reserved <= level.on_hand for level in levels)

    def teardown(self):
        """End everything, count once more, and undo it."""
        if not hasattr(self, "undoing"):
            return
        try:
            self.end_all()
        finally:
            transaction.set_rollback(True)
            self.undoing.__exit__(None, None, None)

    def end_all(self):
        for flash in self.flashes:
            flash_prices.end_flash(by=self.stage.host, flash_id=flash.id)
        flash_prices.give_back_rests()
        promised = [catalog.shelf_of(flash_offer(flash)) for flash in self.flashes]
        assert all(level.free == 0 for level in promised)
        assert catalog.shelf_of(self.stage.offer).on_hand + sum(level.reserved for level in promised) == 10


def test_what_is_set_aside_sold_and_given_back_is_what_there_was():
    Boxes.stage = Stage(planned_minutes=480)
    told = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Boxes, settings=told)
