"""A host's telephone: in three presses from "our shows" onto the air, the show under one thumb, a reload, the end."""

import secrets
import time
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House, wait_until
from tests.browser.live_stage import CAMERA
from tests.browser.people import People
from tests.browser.visitors import Look
from tests.journeys.conftest import OpenPhone

pytestmark = pytest.mark.browser

ENGLISH = Look(language="en")
LIVE_WITHIN_S = 60
REPLAY_WITHIN_S = 2
REFUSED = """
() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); }; }
"""
PLANNED = """
INSERT INTO stage_show (id, organisation_id, title, about, cover, kind, languages, starts_at, planned_minutes, status,
                        cancelled_why, scheduled_at, sequence, pinned_text, is_frozen, slow_mode_s,
                        is_public, is_contest)
VALUES (%s, %s, %s, '', '', 'selling', '{en}', now() + interval '10 minutes', 60, 'planned', '', now(), 0, '', false, 0,
        true, false)
RETURNING id
"""
LINE = """
INSERT INTO stage_cue (id, show_id, position, key, title, facts, added_at)
VALUES (%s, %s, 1, '', 'First the pears', '{}', now()) RETURNING id
"""
BROADCAST = "SELECT id, has_recording FROM stage_broadcast WHERE show_id = %s ORDER BY started_at DESC LIMIT 1"


@pytest.fixture
def show(house: House, farm: UUID) -> UUID:
    """A show of Bo's farm in ten minutes, with one line on its run-sheet."""
    ((show_id,),) = house.rows(PLANNED, uuid4(), farm, f"Pears {secrets.token_hex(3)}")
    house.rows(LINE, uuid4(), show_id)
    return UUID(str(show_id))


def camera_works(page: Page) -> None:
    """Give a page a camera and a microphone that are always there."""
    page.add_init_script(f"({CAMERA})()")


def is_served(house: House, broadcast_id: object) -> bool:
    """Whether the studio serves the broadcast's list of pictures, and the first piece of one."""
    found = house.rows("SELECT first_picture_at IS NOT NULL FROM stage_broadcast WHERE id = %s", broadcast_id)
    return found == [(True,)]


def test_three_presses_from_our_shows_to_the_air_and_on_after_a_reload(
    house: House, open_phone: OpenPhone, people: People, show: UUID, farm: UUID
) -> None:
    host = open_phone(ENGLISH, people.state("bo"))
    camera_works(host)
    host.goto(f"/live/desk/{farm}/")
    began = time.monotonic()
    host.locator(f'a[href="/live/{show}/desk/air/"]').click()
    expect(host.locator("[data-check=camera]")).to_have_attribute("data-mark", "good")
    expect(host.locator("[data-check=line]")).to_have_attribute("data-mark", "good")
    host.locator("[data-air=begin]").click()
    expect(host.locator("[data-part=answer]").first).to_contain_text("tick")
    host.locator("[name=is_given]").check()
    host.locator("[data-air=begin]").click()
    expect(host.locator("dure-publisher")).to_have_attribute("data-is", "live")
    assert time.monotonic() - began < LIVE_WITHIN_S
    ((broadcast_id, _has_recording),) = house.rows(BROADCAST, show)
    wait_until(lambda: is_served(house, broadcast_id), within_s=30, what="there is a picture")

    host.locator(".air__next").click()
    expect(host.locator(".air__what")).to_contain_text("First the pears")
    expect(host.locator(".air__undo")).to_be_visible()
    host.locator("[data-air=cover]").click()
    expect(host.locator("dure-publisher")).to_have_attribute("data-covered", "")

    host.on("dialog", lambda dialog: dialog.accept())
    host.reload()
    host.locator("[data-air=resume][data-when=again]").click()
    expect(host.locator("dure-publisher")).to_have_attribute("data-is", "live")
    assert house.rows(BROADCAST, show)[0][0] == broadcast_id

    host.locator("[data-opens=air-end]").click()
    host.locator("#air-end button[type=submit]").click()
    host.wait_for_selector("#recording")
    wait_until(lambda: bool(house.rows(BROADCAST, show)[0][1]), within_s=REPLAY_WITHIN_S, what="there is a recording")
    host.locator("#recording [value=publish]").click()
    expect(host.locator("#recording [value=withdraw]")).to_be_visible()


def test_a_camera_that_is_not_allowed_is_told_with_what_to_do(
    open_phone: OpenPhone, people: People, show: UUID
) -> None:
    host = open_phone(ENGLISH, people.state("bo"))
    host.add_init_script(f"({REFUSED})()")
    host.goto(f"/live/{show}/desk/air/")
    expect(host.locator("[data-check=camera]")).to_contain_text("Press the lock beside the address")
    expect(host.locator("[data-check=line]")).to_have_attribute("data-mark", "good")
    expect(host.locator("[data-air=begin]")).to_be_disabled()
    expect(host.locator("[data-check=camera] [data-air=camera]")).to_be_visible()


def test_a_second_host_joins_by_a_link_and_the_two_take_turns(
    house: House, open_phone: OpenPhone, people: People, show: UUID
) -> None:
    """One person follows the link; whoever presses films, in one broadcast, until a host ends the other's place."""
    host, guest, late = (open_phone(ENGLISH, people.state(key)) for key in ("bo", "dee", "chi"))
    for page in (host, guest):
        camera_works(page)
    host.goto(f"/live/{show}/desk/")
    host.locator("#second-host [value=invite]").click()
    link = host.locator("#second-host dure-copy code").inner_text()
    for page in (guest, late):
        page.goto(link)
    guest.locator("[name=is_given]").check()
    guest.locator("form:has([name=is_given]) button[type=submit]").click()
    expect(guest.locator("dure-on-air")).to_have_attribute("data-is", "before")
    late.locator("[name=is_given]").check()
    late.locator("form:has([name=is_given]) button[type=submit]").click()
    expect(late.locator("main")).to_contain_text("used already")

    host.goto(f"/live/{show}/desk/air/")
    host.locator("[name=is_given]").check()
    host.locator("[data-air=begin]").click()
    expect(host.locator("dure-publisher")).to_have_attribute("data-is", "live")
    ((broadcast_id, _has_recording),) = house.rows(BROADCAST, show)
    wait_until(lambda: is_served(house, broadcast_id), within_s=30, what="there is a picture")

    for takes, gives in ((guest, host), (host, guest)):
        takes.locator("[data-air=resume]:visible").click()
        expect(takes.locator("dure-publisher")).to_have_attribute("data-is", "live")
        expect(gives.locator("dure-on-air")).to_have_attribute("data-is", "elsewhere")
        expect(gives.locator("#air-films")).to_contain_text("is filming now")
    guest.locator("[data-air=resume]:visible").click()
    expect(guest.locator("dure-publisher")).to_have_attribute("data-is", "live")

    desk = open_phone(ENGLISH, people.state("bo"))
    desk.goto(f"/live/{show}/desk/")
    desk.locator("#second-host [value=remove]").click()
    expect(desk.locator("#second-host [value=remove]")).to_have_count(0)
    expect(guest.locator("dure-on-air")).not_to_have_attribute("data-is", "live")
    answer = guest.goto(f"/live/{show}/desk/air/")
    assert answer is not None
    assert answer.status in {403, 404}
    host.locator("[data-air=resume]:visible").click()
    expect(host.locator("dure-publisher")).to_have_attribute("data-is", "live")
    broadcasts = house.rows("SELECT id FROM stage_broadcast WHERE show_id = %s", show)
    assert broadcasts == [(broadcast_id,)]
