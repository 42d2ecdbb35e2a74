"""From one browser's camera to another's screen, and to the replay: read from the clock that is in the picture."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dure.rooms.stage.studio.tests import validator
from tests.browser.live_stage import READ, open_stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAYING = f"() => {{ const seen = ({READ})(); return seen && seen.at > 0.2 ? seen : null; }}"
LATER = f"frame => {{ const seen = ({READ})(); return seen && seen.frame > frame + 1000 ? seen : null; }}"


def seen(page: Page) -> dict[str, float]:
    """Return what is in the picture once it plays."""
    found: dict[str, float] = page.wait_for_function(PLAYING).json_value()
    return found


@pytest.mark.parametrize("recorded", [False, True], ids=["frame by frame", "as a recording"])
def test_what_one_browser_films_another_one_sees_and_the_replay_shows(
    browser: Browser, tmp_path: Path, *, recorded: bool
) -> None:
    with open_stage(tmp_path) as stage:
        phone, viewer = browser.new_page(), browser.new_page()
        stage.film(phone, recorded=recorded)
        viewer.goto(f"{stage.address}/page/live")
        viewer.wait_for_function("address => fetch(address).then(answer => answer.ok)", arg=stage.list_address)
        viewer.locator("[data-do=play]").click()
        first = seen(viewer)
        viewer.wait_for_function(LATER, arg=first["frame"])
        phone.locator("[data-do=end]").click()
        phone.locator("dure-publisher[data-is=over]").wait_for()
        stage.watch(viewer, "replay")
        assert seen(viewer)["frame"] <= first["frame"] + 1000, "it plays from its beginning"
        for name in ("low", "sound"):
            folder = tmp_path / str(stage.broadcast_id) / name
            playlist = validator.read((folder / "replay.m3u8").read_text())
            validator.check(playlist)
            assert playlist.is_over
            assert len(validator.decode(folder, playlist.entries)) > 20
        for page in (phone, viewer):
            page.close()


def test_after_the_network_was_gone_the_phone_comes_back_by_itself_and_the_replay_is_whole(
    browser: Browser, tmp_path: Path
) -> None:
    with browser.new_context() as context:
        phone = context.new_page()
        with open_stage(tmp_path) as stage:
            stage.film(phone)
            phone.wait_for_function("address => fetch(address).then(answer => answer.ok)", arg=stage.list_address)
        phone.locator("dure-publisher[data-is=away]").wait_for()
        with open_stage(tmp_path, port=stage.port, broadcast_id=stage.broadcast_id) as again:
            phone.locator("dure-publisher[data-is=live]").wait_for()
            phone.wait_for_function("address => fetch(address).then(answer => answer.ok)", arg=again.list_address)
            phone.locator("[data-do=end]").click()
            phone.locator("dure-publisher[data-is=over]").wait_for()
            for name in ("low", "high"):
                folder = tmp_path / str(again.broadcast_id) / name
                playlist = validator.read((folder / "replay.m3u8").read_text())
                validator.check(playlist)
                assert not any(entry.has_break for entry in playlist.entries)
