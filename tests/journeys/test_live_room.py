"""The live room at the browser: two people talk, the host pins and bans, and a page without script says what is on."""

import secrets
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import Look
from tests.journeys.conftest import OpenPhone
from tests.journeys.live import line_in, put_on_air, say, watch

pytestmark = pytest.mark.browser

ENGLISH = Look(language="en")


@pytest.fixture
def show(house: House, farm: UUID) -> UUID:
    """A show of Bo's farm that is on air."""
    return put_on_air(house, farm, f"Pears {secrets.token_hex(3)}")


def test_host_and_viewer_talk_and_the_host_keeps_order(open_phone: OpenPhone, people: People, show: UUID) -> None:
    host, viewer = (open_phone(ENGLISH, people.state(name)) for name in ("bo", "ana"))
    watch(host, show)
    watch(viewer, show)

    say(viewer, "How sweet are <b>they</b>?")
    expect(line_in(host, "How sweet are <b>they</b>?")).to_have_count(1)
    expect(viewer.locator("dure-room [data-part=text]")).to_have_value("")
    say(host, "As honey")
    expect(line_in(viewer, "As honey")).to_have_attribute("data-role", "host")
    expect(viewer.locator("dure-room [data-part=told]")).to_contain_text("As honey")

    viewer.locator("dure-room [data-part=heart]").click()
    expect(host.locator("dure-room [data-part=hearts]")).to_have_text("1")

    host.goto(f"/live/{show}/desk/")
    host.locator("form:has(button[value=pin]) [name=text]").fill("Two boxes ship free")
    host.locator("button[value=pin]").click()
    expect(viewer.locator("dure-room [data-part=pinned_text]")).to_have_text("Two boxes ship free")
    expect(viewer.locator("dure-room [data-part=pinned]")).to_be_visible()

    host.goto(f"/live/{show}/desk/order/")
    host.locator("li", has_text="How sweet").locator("summary, .menu > button").first.click()
    host.locator("button[value=ban]").click()
    say(viewer, "And now?")
    expect(viewer.locator("dure-room [data-part=answer]")).to_have_text("You cannot take part in this show.")
    expect(viewer.locator("dure-room [data-part=text]")).to_have_value("And now?")
    expect(line_in(viewer, "And now?")).to_have_count(0)


def test_a_stranger_watches_and_a_page_without_script_says_what_was_said(
    open_phone: OpenPhone, people: People, show: UUID
) -> None:
    host = open_phone(ENGLISH, people.state("bo"))
    watch(host, show)
    say(host, "Good morning")
    expect(line_in(host, "Good morning")).to_have_count(1)

    stranger = open_phone(ENGLISH)
    watch(stranger, show)
    expect(line_in(stranger, "Good morning")).to_have_count(1)
    expect(stranger.locator("dure-room [data-part=form]")).to_have_count(0)
    expect(stranger.locator("dure-room").get_by_role("link", name="Sign in to take part")).to_be_visible()

    plain = open_phone(Look(language="en", has_script=False))
    plain.goto(f"/live/{show}/")
    expect(line_in(plain, "Good morning")).to_be_visible()
    expect(plain.locator("dure-room form")).to_have_count(0)
    say(host, "Here are more")
    expect(line_in(host, "Here are more")).to_have_count(1)
    plain.get_by_role("link", name="See what is on now").click()
    expect(line_in(plain, "Here are more")).to_be_visible()
