"""A show, whole: planned, filmed, talked in, sold out to the last box, seen again, cut, and bought from the clip."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.browser.house import House, wait_until
from tests.browser.visitors import Look
from tests.faults.bring_buyers import PRICE
from tests.faults.buyers import Crowd
from tests.journeys import showing
from tests.journeys.conftest import OpenPhone
from tests.journeys.live import line_in, say, watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VIEWERS, BOXES, FLASH = 20, 30, 12
ENGLISH = Look(language="en")


def test_twenty_viewers_buy_a_dozen_boxes_and_the_clip_sells_one_more(open_phone: OpenPhone, house: House) -> None:
    crowd = Crowd.brought(house, buyers=VIEWERS, boxes=BOXES)
    host, ana, bo = (
        open_phone(ENGLISH, showing.signed_in(each))
        for each in (crowd.farmer, crowd.buyers[0].visitor, crowd.buyers[1].visitor)
    )
    show = showing.plan(host, crowd.farm_id, title := f"Twenty before one field {secrets.token_hex(2)}")
    showing.be_reminded(ana, show)

    showing.go_live(host, show)
    wait_until(lambda: told_of(house, crowd, show), within_s=60, what="who waits for the show is told")
    expect(ana.locator("dure-room:defined [data-part=viewers]"), "who waits is led in").not_to_be_empty()
    watch(bo, show)
    for viewer in (ana, bo):
        assert showing.see(viewer)["behind_ms"] < 20_000
    say(ana, "Are they sweet?")
    expect(line_in(host, "Are they sweet?")).to_have_count(1)

    showing.add_goods(host, name_of(house, crowd))
    showing.start_flash(host, count=FLASH)
    expect(ana.locator("dure-sale [data-card] [data-of=left]")).to_contain_text(f"{FLASH} left")
    showing.order_in_the_room(ana)
    expect(bo.locator("dure-sale [data-card] [data-of=left]")).to_contain_text(f"{FLASH - 1} left")
    offer, price = flash_of(house, show)
    with ThreadPoolExecutor(VIEWERS) as pool:
        told = list(pool.map(lambda each: showing.order_by_the_sheet(each.visitor, show, offer), crowd.buyers[1:]))
    assert sum(status == 201 for status, _answer in told) == FLASH - 1
    for viewer in (ana, bo):
        expect(viewer.locator("dure-sale [data-card]")).to_have_attribute("data-shut", "")
    assert sold(house, offer) == FLASH

    broadcast = showing.end(host)
    expect(bo.locator("dure-room [data-part=over]")).to_be_visible()
    bo.goto(f"/live/replays/{broadcast}/")
    showing.see(bo)
    expect(bo.locator(".chapter")).not_to_have_count(0)

    showing.cut(host, broadcast, title, name_of(house, crowd))
    bo.goto("/live/clips/")
    chip = bo.locator("[data-clip]", has_text=title).locator(".film-chip").first
    bo.goto(chip.get_attribute("href") or "")
    bo.get_by_role("button", name="Order now").click()
    bo.locator("input[name=provider][value=wallet]").check(force=True)
    bo.get_by_role("button", name="Order and pay").click()
    expect(bo.get_by_role("main")).to_contain_text("Paid")

    ((paid,),) = house.rows(
        "SELECT count(*) FROM market_orderline WHERE offer_id = %s AND unit_price = %s", crowd.offer_id, PRICE
    )
    assert (paid, price < PRICE) == (1, True)
    crowd.prove()


def name_of(house: House, crowd: Crowd) -> str:
    """Return what the crowd's goods are called."""
    ((name,),) = house.rows(
        "SELECT product.name FROM catalog_product product JOIN catalog_offer offer ON offer.product_id = product.id "
        "WHERE offer.offer_id = %s", crowd.offer_id,
    )  # fmt: skip
    return str(name)


def told_of(house: House, crowd: Crowd, show_id: object) -> bool:
    """Whether the first of the crowd was told that the show begins."""
    ((count,),) = house.rows(
        "SELECT count(*) FROM inbox_notification WHERE person_id = %s AND key LIKE %s",
        crowd.buyers[0].person_id, f"show:{show_id}:%",
    )  # fmt: skip
    return bool(count)


def flash_of(house: House, show_id: object) -> tuple[int, int]:
    """Return the offer and the price that are sold for a while in a show."""
    ((offer, price),) = house.rows("SELECT offer_id, price FROM market_flashprice WHERE show_id = %s", show_id)
    return int(str(offer)), int(str(price))


def sold(house: House, offer_id: int) -> int:
    """Return how many boxes of an offer stand in orders."""
    ((count,),) = house.rows(
        "SELECT coalesce(sum(quantity), 0)::int FROM market_orderline WHERE offer_id = %s", offer_id
    )
    return int(str(count))
