"""The gate is killed under a live show's page: the page comes back by itself, and what was being said counts once."""

import os
import signal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House, wait_until
from tests.browser.people import People
from tests.browser.visitors import Look, looking
from tests.journeys.live import line_in, put_on_air, say, watch

pytestmark = [pytest.mark.browser, pytest.mark.faults]

UP_WITHIN_S = 60
PIN = "UPDATE stage_show SET pinned_text = 'Still here', sequence = sequence + 1 WHERE id = %s RETURNING sequence"


def test_a_page_comes_back_when_the_gate_is_killed(browser: Browser, hurt_house: House) -> None:
    people = People(browser, hurt_house)
    ((farm,),) = hurt_house.rows("SELECT id FROM people_organisation WHERE name_en LIKE 'Dawn Field%%'")
    show = put_on_air(hurt_house, UUID(str(farm)), "Pears in a storm")
    with looking(browser, hurt_house.address, Look(language="en"), people.state("ana")) as phone:
        viewer = phone.new_page()
        watch(viewer, show)
        say(viewer, "Before")
        expect(line_in(viewer, "Before")).to_have_count(1)

        before = hurt_house.pid("gate")
        assert before
        os.kill(before, signal.SIGKILL)
        hurt_house.rows(PIN, show)
        say(viewer, "Meanwhile")

        wait_until(lambda: hurt_house.pid("gate") not in {before, None}, within_s=UP_WITHIN_S, what="a gate is back")
        expect(viewer.locator("dure-room [data-part=pinned_text]")).to_have_text("Still here")
        if not line_in(viewer, "Meanwhile").count():  # it was tried while nobody was there: the page kept the words
            expect(viewer.locator("dure-room:not([aria-busy])")).to_be_visible()
            if viewer.locator("dure-room [data-part=text]").input_value():
                viewer.locator("dure-room [data-part=form] button").click()
        expect(line_in(viewer, "Meanwhile")).to_have_count(1)
        expect(line_in(viewer, "Before")).to_have_count(1)
    ((count,),) = hurt_house.rows("SELECT count(*) FROM stage_chatmessage WHERE show_id = %s", show)
    assert count == 2
