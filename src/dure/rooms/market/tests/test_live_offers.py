"""Offers on a show's sheet and screen, and that what is said of them stays true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dure.events.catalog import OfferEnded, OfferPublished, TermsChanged
from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE, Actor
from dure.kernel.money import Money
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.services import offers as catalog_offers
from dure.rooms.market import factories, reactions
from dure.rooms.market.gate.onstage import masked
from dure.rooms.market.queries.live_numbers import live_numbers
from dure.rooms.market.queries.live_offers import offers_to_choose, on_stage
from dure.rooms.market.services.live_offers import pin_offer, put_on_sheet, renew_offers, renew_terms, take_off_sheet
from dure.rooms.market.services.orders import cancel_order
from dure.rooms.market.stage_keys import key_of, offer_of
from dure.rooms.market.tests.on_stage import Stage, trace
from dure.rooms.people import factories as people
from dure.rooms.stage.services.broadcasts import end_show
from dure.rooms.stage.services.screens import next_cue

pytestmark = pytest.mark.django_db


def react_to(announced, kind):
    """Let the market hear what was announced last."""
    event = announced(kind)
    assert event is not None
    reactions_to: dict[str, Callable[[Any], None]] = {
        "OfferEnded": reactions.say_it_cannot_be_bought,
        "OfferPublished": reactions.say_it_can_be_bought,
        "TermsChanged": reactions.say_the_new_price,
    }
    reactions_to[kind.__name__](event)


@pytest.mark.parametrize(
    ("key", "number"), [("offer:81", 81), ("offer:", None), ("offer:x", None), ("81", None), ("coupon:81", None)]
)
def test_a_key_tells_its_offer(key, number):
    assert offer_of(key=key) == number
    assert number is None or key_of(offer_id=number) == key


@pytest.mark.parametrize(
    ("name", "shown"), [("김두레", "김○○"), ("  ana", "a○○"), ("", ""), ("   ", ""), ("☂ rain", ""), ("李", "李○○")]
)
def test_of_a_name_only_its_first_letter_is_told(name, shown):
    assert masked(name) == shown


def test_several_offers_are_put_on_the_sheet_at_once_with_what_is_true_of_them():
    stage = Stage(is_live=False)
    pears = stage.more(kind_code="pear", name="Pears", size="3 kg", price=20_000, on_hand=7, per_buyer_limit=2)
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id, pears.offer_id])
    assert stage.keys == [f"offer:{stage.offer.offer_id}", f"offer:{pears.offer_id}"]
    assert stage.facts(pears.offer_id) == {
        "kind": "sale", "offer": str(pears.offer_id), "title": "Pears", "unit": "3kg", "currency": "KRW",
        "price_minor": 20_000, "left": 7, "open": True, "limit": 2, "picture": "",
        "product": f"/products/{pears.product_id}/",
    }  # fmt: skip


def test_an_offer_that_stands_there_already_stays_where_it_is():
    stage = Stage()
    other = stage.more()
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id, other.offer_id])
    again = put_on_sheet(by=stage.helper(), show_id=stage.show_id, offer_ids=[stage.offer.offer_id] * 2)
    assert len(again) == 1
    assert stage.keys == [f"offer:{stage.offer.offer_id}", f"offer:{other.offer_id}"]


def test_an_offer_is_pinned_even_if_it_was_not_on_the_sheet_and_every_change_is_counted():
    stage = Stage()
    before = stage.state["sequence"]
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    assert stage.shown == f"offer:{stage.offer.offer_id}"
    assert stage.state["sequence"] > before
    other = stage.more()
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[other.offer_id])
    next_cue(by=stage.host, show_id=stage.show_id)
    assert stage.shown == f"offer:{other.offer_id}"


def test_an_offer_is_taken_off_sheet_and_screen():
    stage = Stage()
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    take_off_sheet(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    assert (stage.keys, stage.shown) == ([], "")


REFUSED: dict[str, tuple[Callable[[Stage], dict[str, Any]], str]] = {
    "somebody else's offer": (lambda _stage: {"offer_ids": [factories.offer().offer_id]}, "offer_not_of_host"),
    "no offer at all": (lambda _stage: {"offer_ids": [7]}, "offer_not_of_host"),
    "an offer of the till": (lambda stage: {"offer_ids": [stage.more(channel="street").offer_id]}, "offer_not_of_host"),
    "one that closed": (
        lambda stage: {"offer_ids": [stage.more(closes_at=clock.now() - timedelta(hours=1)).offer_id]},
        "offer_not_open",
    ),
    "a good one and a bad one": (
        lambda stage: {"offer_ids": [stage.offer.offer_id, stage.more(is_public=False).offer_id]}, "offer_not_open",
    ),
    "nothing": (lambda _stage: {"offer_ids": []}, "nothing_to_show"),
    "too much": (lambda _stage: {"offer_ids": range(31)}, "nothing_to_show"),
    "a viewer": (lambda _stage: {"by": Actor(person_id=people.make_person().id)}, "not_keeping_order"),
    "another farm's host": (lambda _stage: {"by": Stage(is_live=False).host}, "not_keeping_order"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_the_sheet_as_it_is(case):
    stage = Stage()
    wish, code = REFUSED[case]
    asked = {"by": stage.host, "show_id": stage.show_id, "offer_ids": [stage.offer.offer_id], **wish(stage)}
    look = trace()
    before = look()
    with pytest.raises(Refusal) as refused:
        put_on_sheet(**asked)
    assert refused.value.code == code
    assert look() == before


def test_nothing_is_put_on_the_sheet_of_a_show_that_is_over_or_taken_off_one_it_is_not_on():
    stage = Stage()
    with pytest.raises(Refusal) as refused:
        take_off_sheet(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    assert refused.value.code == "offer_not_on_sheet"
    end_show(by=stage.host, show_id=stage.show_id)
    with pytest.raises(Refusal) as refused:
        pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    assert refused.value.code == "show_over"


def test_what_is_said_follows_price_pause_and_return(announced):
    stage = Stage()
    number = stage.offer.offer_id
    here = {"by": HOUSE, "organisation_id": stage.farm.id, "offer_id": number}
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=number)
    before = stage.state["sequence"]
    catalog_offers.change_price(**here, price=Money(11_000, "KRW"), seen=Money(12_000, "KRW"))
    react_to(announced, TermsChanged)
    assert stage.facts(number)["price_minor"] == 11_000
    catalog_offers.pause_offer(**here)
    react_to(announced, OfferEnded)
    assert stage.facts(number)["open"] is False
    catalog_offers.resume_offer(**here)
    react_to(announced, OfferPublished)
    assert stage.facts(number)["open"] is True
    assert stage.state["sequence"] == before + 3


def test_what_is_true_already_is_not_told_again():
    stage = Stage()
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    before = stage.state["sequence"]
    assert renew_offers(offer_ids=[stage.offer.offer_id, factories.offer().offer_id, 7]) == 0
    assert stage.state["sequence"] == before


def test_what_can_be_chosen_is_open_the_hosts_own_and_not_on_the_sheet():
    stage = Stage()
    pears = stage.more(name="Pears")
    catalog.set_offer(stage.more(name="Paused"), status="paused")
    stage.more(name="Hidden", is_public=False)
    factories.offer(name="Others'")
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id])
    found = offers_to_choose(organisation_id=stage.farm.id, show_id=stage.show_id)
    assert [view.offer_id for view in found] == [pears.offer_id]
    [line] = on_stage(show_id=stage.show_id)
    assert (line.offer_id, line.left, line.kind, line.is_on_screen) == (stage.offer.offer_id, 10, "sale", False)


def test_numbers_count_what_was_ordered_on_air_and_stands():
    stage = Stage()
    other = stage.more(price=5_000)
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id, other.offer_id])
    ana = people.make_person().id
    factories.placed_order(buyer_id=ana, lines=[(stage.offer, 2), (other, 1)])
    gone = factories.placed_order(buyer_id=ana, lines=[(other, 3)])
    cancel_order(by=Actor(person_id=ana), order_id=gone.order_id, why="Changed my mind")
    factories.placed_order(lines=[(stage.more(), 1)])
    numbers = live_numbers(show_id=stage.show_id)
    assert (numbers.orders, numbers.boxes, numbers.taken) == (1, 3, Money(29_000, "KRW"))
    assert [(each.offer_id, each.sold, each.left, each.taken.minor) for each in numbers.offers] == [
        (stage.offer.offer_id, 2, 8, 24_000),
        (other.offer_id, 1, 9, 5_000),
    ]


def test_nothing_counts_before_a_show_begins(frozen_time):
    stage = Stage(is_live=False)
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id])
    factories.placed_order(lines=[(stage.offer, 2)])
    assert live_numbers(show_id=stage.show_id).orders == 0


def test_what_is_not_booked_is_said_to_be_sold_and_what_stands_nowhere_changes_nothing():
    stage = Stage()
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=stage.offer.offer_id)
    renew_terms(offer_id=stage.offer.offer_id)
    assert stage.facts(stage.offer.offer_id)["kind"] == "sale"
    assert renew_terms(offer_id=stage.more(name="Pears").offer_id) == 0
