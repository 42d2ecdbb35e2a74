"""The bag of a live show: everything that can be had of it, on its page, on demand, and under its recording."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.kernel.money import Money
from dure.rooms.catalog import factories as catalog
from dure.rooms.market.queries.stage_goods import stall
from dure.rooms.market.services import booking_terms, flash_prices
from dure.rooms.market.services.booking_terms import TermsDraft
from dure.rooms.market.services.live_offers import pin_offer, put_on_sheet
from dure.rooms.market.tests.on_stage import Stage
from dure.rooms.people.factories import person_of, sign_in_of
from dure.rooms.stage.services import broadcasts

pytestmark = pytest.mark.django_db


def filled() -> tuple[Stage, Any, Any]:
    """Return a show on air with two offers on its sheet, the second on its screen, and the two."""
    stage = Stage()
    pears = stage.more(name="Pears", price=20_000)
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[stage.offer.offer_id, pears.offer_id])
    pin_offer(by=stage.host, show_id=stage.show_id, offer_id=pears.offer_id)
    return stage, stage.offer, pears


def numbers(stage: Stage) -> list[int]:
    return [each.offer_id for each in stall(show_id=stage.show_id).goods]


def bag(stage: Stage, **headers: str) -> str:
    address = reverse("market:stage_bag", args=[stage.show_id])
    return Client().get(address, headers={"accept-language": "en", **headers}).text


def test_what_is_on_the_screen_comes_first_and_each_says_price_and_stock():
    stage, apples, pears = filled()
    assert numbers(stage) == [pears.offer_id, apples.offer_id]
    page = bag(stage)
    assert page.index("Pears") < page.index("Sea apples")
    for said in ("₩20,000", "₩12,000", "10 left", f"?offer={apples.offer_id}"):
        assert said in page, said


def test_a_flash_price_stands_in_the_ordinary_ones_stead_until_it_is_sold_out():
    stage, apples, pears = filled()
    flash = stage.flash(price=Money(9_900, "KRW"))
    assert numbers(stage) == [flash.offer_id, pears.offer_id]
    assert "₩9,900" in bag(stage)
    catalog.set_shelf(flash.level_id, on_hand=0)
    assert numbers(stage) == [flash.offer_id, apples.offer_id, pears.offer_id]
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    assert flash.offer_id not in numbers(stage)


def test_what_is_booked_or_sent_again_while_it_is_on_the_sheet_says_so_at_once():
    stage, apples, _pears = filled()
    here = {"by": stage.host, "organisation_id": stage.farm.id, "offer_id": apples.offer_id}
    draft = TermsDraft(full_minor=900_000, back_until=clock.today() + timedelta(days=9), next_words="Come and see.")
    booking_terms.set_booking_terms(**here, draft=draft)
    for said in ("₩900,000", "deposit ₩12,000", "Book with a deposit"):
        assert said in bag(stage), said
    assert stage.facts(apples.offer_id)["kind"] == "booking"
    booking_terms.end_booking_terms(**here)
    assert "deposit ₩" not in bag(stage)
    assert stage.facts(apples.offer_id)["kind"] == "sale"


def test_what_is_sold_out_is_called_so_and_what_is_over_is_not_there():
    stage, apples, pears = filled()
    catalog.set_shelf(apples.level_id, on_hand=0)
    catalog.set_offer(pears, status="ended")
    assert numbers(stage) == [apples.offer_id]
    assert "Sold out" in bag(stage)
    catalog.set_offer(apples, status="ended")
    assert "Nothing is for sale just now." in bag(stage)


def test_each_reader_has_it_in_his_own_language():
    stage, _apples, _pears = filled()
    assert "지금 소개 중" in bag(stage, **{"accept-language": "ko"})
    assert "正在介绍" in bag(stage, **{"accept-language": "zh-hans"})


def test_a_show_that_is_not_on_air_sells_nothing_and_a_closed_one_is_not_shown():
    assert "data-key" not in bag(Stage(is_live=False))
    closed = Stage(is_public=False)
    assert Client().get(reverse("market:stage_bag", args=[closed.show_id])).status_code == 404


def test_the_shows_page_brings_the_bag_and_counts_it_in_two_statements(django_assert_num_queries):
    stage, _apples, _pears = filled()
    page = Client().get(f"/live/{stage.show_id}/", headers={"accept-language": "en"}).text
    assert "All 2 goods of this show" in page
    assert page.count("data-key=") == 2
    with django_assert_num_queries(2):
        stall(show_id=stage.show_id)


def test_a_recording_lists_what_can_be_had_today_once():
    stage, apples, pears = filled()
    flash = stage.flash()
    flash_prices.end_flash(by=stage.host, flash_id=flash.id)
    catalog.set_shelf(pears.level_id, on_hand=0)
    broadcast = stage.show.broadcasts.get()
    broadcasts.end_show(by=HOUSE, show_id=stage.show_id)
    host = Client()
    host.force_login(sign_in_of(person_of(stage.host.person_id)))
    page = host.get(reverse("stage:replay", args=[broadcast.id]), headers={"accept-language": "en"}).text
    goods = page[page.index('id="goods"') :]
    assert goods.index(f"?offer={apples.offer_id}") < goods.index(f"?offer={pears.offer_id}")
    assert goods.count('class="film-chip"') == 2
