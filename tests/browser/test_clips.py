"""Clips over the whole screen, one at a time; and a clip cut out of a recording with two handles."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.demo_films import films_are_drawn, published_clips
from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import DESKTOP, Look, looking

pytestmark = pytest.mark.browser

CLIPS = "[data-clip]"
PLAYING = """number => {
  const video = document.querySelectorAll('[data-clip] video')[number];
  return !video.paused && video.currentTime > 0.1;
}"""
LOOPED = """() => {
  const video = document.querySelector('dure-player video');
  if (video.currentTime > 3) window.wasNearTheEnd = true;
  return window.wasNearTheEnd && video.currentTime < 2.5;
}"""


@pytest.fixture
def filmed(house: House) -> House:
    """The house with its drawn films."""
    films_are_drawn(house)
    return house


@pytest.fixture
def phone(browser: Browser, filmed: House) -> Iterator[BrowserContext]:
    """A telephone whose owner does not mind movement."""
    options = {**Look(language="en").options(filmed.address), "reduced_motion": "no-preference"}
    context = browser.new_context(**options)
    yield context
    context.close()


def muted(page: Page) -> list[bool]:
    """Return of each clip whether its sound is off."""
    found: list[bool] = page.evaluate("() => [...document.querySelectorAll('[data-clip] video')].map((v) => v.muted)")
    return found


def test_clips_play_one_at_a_time_without_sound_until_it_is_asked_for(phone: BrowserContext, filmed: House) -> None:
    page = phone.new_page()
    page.goto("/live/clips/")
    page.wait_for_function(PLAYING, arg=0)
    clips = page.locator(CLIPS)
    assert clips.count() == published_clips(filmed)
    assert all(muted(page))
    assert clips.nth(1).locator("video").get_attribute("preload") == "auto", "the next one is fetched ahead"
    expect(clips.nth(0).locator(".film-chip")).to_contain_text("₩")
    page.locator("[data-do=sound]").click()
    expect(page.locator("[data-do=sound]")).to_have_attribute("aria-pressed", "true")
    assert not any(muted(page))
    clips.nth(0).locator("[data-do=next]").click()
    page.wait_for_function(PLAYING, arg=1)
    page.wait_for_function("() => document.querySelectorAll('[data-clip] video')[0].paused")
    box, screen = clips.nth(1).bounding_box(), page.locator(".feed__clips").bounding_box()
    assert box is not None
    assert screen is not None
    assert abs(box["y"] - screen["y"]) < 2, "it snaps to the screen"


def test_a_recording_plays_without_a_complaint(browser: Browser, filmed: House) -> None:
    """Its list of pictures tells the time of each; the player hangs none of it on a track the pages forbid."""
    ((broadcast,),) = filmed.rows("SELECT id FROM stage_broadcast WHERE published_at IS NOT NULL ORDER BY id LIMIT 1")
    with looking(browser, filmed.address, Look(language="en", screen=DESKTOP)) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.goto(f"/live/replays/{broadcast}/")
        page.locator("dure-player [data-do=play], [data-around-film] [data-do=play]").first.click()
        page.wait_for_function("() => document.querySelector('dure-player video').currentTime > 1")
        assert complaints == []


def test_who_wants_no_movement_presses_play(browser: Browser, filmed: House) -> None:
    with looking(browser, filmed.address, Look(language="en")) as context:
        page = context.new_page()
        page.goto("/live/clips/")
        first = page.locator(CLIPS).first
        play = first.locator("[data-do=play]")
        play.wait_for()
        assert first.locator("video").evaluate("(video) => video.paused")
        play.click()
        page.wait_for_function(PLAYING, arg=0)
        expect(play).to_be_hidden()


def test_without_a_script_clips_are_a_list(browser: Browser, filmed: House) -> None:
    with looking(browser, filmed.address, Look(language="en", has_script=False)) as context:
        page = context.new_page()
        page.goto("/live/clips/")
        expect(page.locator("[data-clip] video[controls]")).to_have_count(published_clips(filmed))
        expect(page.locator("h1")).to_be_visible()


def pull_to_a_fifth(page: Page) -> None:
    """Pull the handle where a clip ends to a fifth of the strip."""
    handle, strip = (page.locator(f"[data-part={name}]").bounding_box() for name in ("to", "strip"))
    assert handle is not None
    assert strip is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 5, handle["y"] + 5, steps=4)
    page.mouse.up()


def test_a_clip_is_cut_with_two_handles(browser: Browser, people: People, filmed: House) -> None:
    ((broadcast,),) = filmed.rows("SELECT id FROM stage_broadcast WHERE published_at IS NOT NULL ORDER BY id LIMIT 1")
    with looking(browser, filmed.address, Look(language="en", screen=DESKTOP), state=people.state("bo")) as context:
        page = context.new_page()
        page.goto(f"/live/replays/{broadcast}/")
        begins, ends = page.locator("[data-part=from]"), page.locator("[data-part=to]")
        begins.focus()
        for _press in range(3):
            begins.press("ArrowRight")
        begins.press("PageUp")
        expect(begins).to_have_attribute("aria-valuetext", "0:01.3")
        whole = page.locator("[name=to_s]").input_value()
        pull_to_a_fifth(page)
        assert 4 < float(page.locator("[name=to_s]").input_value()) < 6
        page.locator("[data-do=undo]").click()
        assert page.locator("[name=to_s]").input_value() == whole
        pull_to_a_fifth(page)
        ends.press("Control+z")
        assert page.locator("[name=to_s]").input_value() == whole
        pull_to_a_fifth(page)
        page.locator("[data-do=loop]").click()
        page.wait_for_function(LOOPED)
        page.locator("[data-chapter]").nth(1).locator("a.chapter__jump").click()
        page.locator("[data-do=loop]").click()
        page.locator("dure-cutter [name=title]").fill("Cut by hand")
        page.locator("dure-cutter form [type=submit]").click()
        page.locator("#clip-state video").wait_for()
        page.locator("button[value=publish]").click()
        expect(page.locator("button[value=withdraw]")).to_be_visible()
        page.locator("button[value=withdraw]").click()
        expect(page.locator("button[value=publish]")).to_be_visible()
