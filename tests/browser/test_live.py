"""From one browser's camera to another's screen, and to the replay: read from the clock that is in the picture."""

from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, Page, expect

from dure.rooms.stage.studio.tests import validator
from tests.browser.live_stage import READ, Stage, open_stage
from tests.browser.thin_line import ThinLine

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
        stage.wait_for_list(viewer)
        viewer.locator("[data-do=play]").click()
        first = seen(viewer)
        viewer.wait_for_function(LATER, arg=first["frame"])
        phone.locator("[data-do=end]").click()
        phone.locator("dure-publisher[data-is=over]").wait_for()
        stage.watch(viewer, "replay")
        assert seen(viewer)["frame"] <= first["frame"] + 1000, "it plays from its beginning"
        for name in ("low", "sound") if recorded else ("high", "low", "least", "sound"):
            folder = tmp_path / str(stage.broadcast_id) / name
            playlist = validator.read((folder / "replay.m3u8").read_text())
            validator.check(playlist)
            assert playlist.is_over
            assert len(validator.decode(folder, playlist.entries)) > 20
        for page in (phone, viewer):
            page.close()


SIZE = "() => { const film = document.querySelector('video'); return [film.videoWidth, film.videoHeight].join('x'); }"
PLAYER_IS_FETCHED = "() => performance.getEntriesByType('resource').some(file => file.name.includes('/hls-'))"
SMALL_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PLAYED = "() => document.querySelector('dure-player video').currentTime"
PLAYS_ON = f"until => ({PLAYED})() > until"
PLAYS_ON_S = 4
TAKE_AWAY = """
kind => {
  window.isCameraGone = kind === "video";
  window.isMicrophoneGone = kind === "audio";
  for (const track of document.querySelector("dure-publisher").stream.getTracks().filter(each => each.kind === kind)) {
    track.stop();
    track.dispatchEvent(new Event("ended"));
  }
}
"""
TOO_THIN_FOR_PICTURES, THICK = 6_000, None
BUSY = "window.isBusyPicture = true"
ONLY_TWO = """
const ask = VideoEncoder.isConfigSupported;
VideoEncoder.isConfigSupported = async (config) =>
  config.height === 240 ? { supported: false, config } : ask.call(VideoEncoder, config);
"""
SLOW_ENCODER = """
const configure = VideoEncoder.prototype.configure;
VideoEncoder.prototype.configure = function (config) {
  this.isLarge = config.bitrate > 1e6;
  configure.call(this, config);
};
const queue = Object.getOwnPropertyDescriptor(VideoEncoder.prototype, "encodeQueueSize").get;
Object.defineProperty(VideoEncoder.prototype, "encodeQueueSize", {
  get() { return this.isLarge ? 9 : queue.call(this); },
});
"""
LONGER_THAN_CALM_MS = 12_000
STEPS_WITHIN_MS = 120_000


def begin(stage: Stage, phone: Page, viewer: Page, **way: int) -> None:
    """Film, and open the viewer's page when there is a picture."""
    stage.film(phone, **way)
    viewer.goto(f"{stage.address}/page/live")
    stage.wait_for_list(viewer)


def test_who_chooses_the_least_data_sees_240_lines_and_so_again_after_a_reload(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path) as stage, browser.new_context() as context:
        phone, viewer = browser.new_page(), context.new_page()
        begin(stage, phone, viewer)
        viewer.locator("[data-choose=picture]").select_option("least")
        viewer.locator("[data-do=play]").click()
        seen(viewer)
        assert viewer.evaluate(SIZE) == "426x240"
        viewer.reload()
        expect(viewer.locator("[data-choose=picture]")).to_have_value("least")
        viewer.locator("[data-do=play]").click()
        seen(viewer)
        assert viewer.evaluate(SIZE) == "426x240"
        viewer.locator("[data-choose=picture]").select_option("high")
        viewer.wait_for_function(f"() => ({SIZE})() === '640x360'")
        viewer.locator("[data-choose=picture]").select_option("sound")
        expect(viewer.locator("[data-do=listen]")).to_have_attribute("aria-pressed", "true")
        viewer.wait_for_function(f"() => ({SIZE})() === '0x0'")
        viewer.locator("[data-do=listen]").click()
        expect(viewer.locator("[data-choose=picture]")).to_have_value("high")
        viewer.wait_for_function(f"() => ({SIZE})() === '640x360'")
        phone.close()


def test_on_a_thin_line_the_least_picture_comes_first_in_whole_segments(browser: Browser, tmp_path: Path) -> None:
    with open_stage(tmp_path) as stage, browser.new_context() as context:
        phone, viewer = browser.new_page(), context.new_page()
        begin(stage, phone, viewer)
        wire = context.new_cdp_session(viewer)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SMALL_LINE)
        asked: list[str] = []
        viewer.on("request", lambda request: asked.append(request.url.rpartition(f"{stage.broadcast_id}/")[2]))
        viewer.reload()
        viewer.wait_for_load_state("networkidle")
        assert not viewer.evaluate(PLAYER_IS_FETCHED)
        viewer.locator("[data-do=play]").click()
        first = seen(viewer)
        viewer.wait_for_function(LATER, arg=first["frame"])
        assert viewer.evaluate(SIZE) == "426x240"
        lists = {each.partition("?")[0] for each in asked if each.partition("?")[0].endswith(".m3u8")}
        assert lists == {"plain.m3u8", "least/noll.m3u8", "sound/noll.m3u8"}
        phone.close()


def test_a_phone_short_of_uplink_takes_one_step_after_the_other_and_comes_back(
    browser: Browser, tmp_path: Path
) -> None:
    """All three, the small and the least, the least alone, sound with a picture that stands still; and back again."""
    with open_stage(tmp_path) as stage, ThinLine(stage.port, THICK) as line:
        phone = browser.new_page()
        phone.add_init_script(BUSY)
        phone.add_init_script(
            "window.steps = []; addEventListener('dure-camera', event => steps.push(event.detail.is));"
        )
        stage.film(phone, by_port=line.port)
        stage.wait_for_list(phone)
        phone.wait_for_timeout(5_000)
        line.bytes_a_second = TOO_THIN_FOR_PICTURES
        phone.locator("dure-publisher[data-is=still]").wait_for(timeout=STEPS_WITHIN_MS)
        line.bytes_a_second = THICK
        phone.locator("dure-publisher[data-is=live]").wait_for(timeout=STEPS_WITHIN_MS)
        steps = phone.evaluate("() => steps")
        assert steps[steps.index("live") :] == ["live", "small", "least", "still", "least", "small", "live"]
        phone.wait_for_timeout(3_000)
        phone.locator("[data-do=end]").click()
        phone.locator("dure-publisher[data-is=over]").wait_for()
        for name, sizes in (("high", {360, 240}), ("low", {360, 240}), ("least", {240})):
            folder = tmp_path / str(stage.broadcast_id) / name
            playlist = validator.read((folder / "replay.m3u8").read_text())
            validator.check(playlist)
            assert not any(entry.has_break for entry in playlist.entries)
            heads = {entry.head for entry in playlist.entries}
            assert {av.open(str(folder / head)).streams.video[0].height for head in heads} == sizes
        phone.close()


def test_a_phone_too_slow_for_its_largest_picture_gives_it_up_and_says_so(browser: Browser, tmp_path: Path) -> None:
    with open_stage(tmp_path) as stage:
        phone = browser.new_page()
        phone.add_init_script(SLOW_ENCODER)
        stage.film(phone)
        phone.locator("dure-publisher[data-is=spared]").wait_for()
        phone.wait_for_timeout(LONGER_THAN_CALM_MS)
        expect(phone.locator("dure-publisher")).to_have_attribute("data-is", "spared")
        phone.locator("[data-do=end]").click()
        phone.locator("dure-publisher[data-is=over]").wait_for()
        newest = [
            validator.read((tmp_path / str(stage.broadcast_id) / name / "replay.m3u8").read_text()).entries[-1]
            for name in ("high", "low")
        ]
        assert newest[0].head == newest[1].head, "the small picture stands for both"
        phone.close()


def test_where_a_browser_encodes_two_pictures_the_least_data_is_the_smaller_of_them(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path) as stage, browser.new_context() as context:
        phone, viewer = browser.new_page(), context.new_page()
        phone.add_init_script(ONLY_TWO)
        begin(stage, phone, viewer)
        listed = viewer.evaluate("address => fetch(address).then(answer => answer.text())", stage.list_address)
        assert [line for line in listed.splitlines() if not line.startswith("#")] == [
            "low/live.m3u8", "high/live.m3u8", "sound/live.m3u8",
        ]  # fmt: skip
        viewer.locator("[data-choose=picture]").select_option("least")
        asked: list[str] = []
        viewer.on("request", lambda request: asked.append(request.url.rpartition(f"{stage.broadcast_id}/")[2]))
        viewer.locator("[data-do=play]").click()
        seen(viewer)
        assert {each.partition("/")[0] for each in asked if each.endswith(".m4s")} == {"low", "sound"}
        phone.close()


@pytest.mark.parametrize("lost", ["video", "audio"])
def test_a_camera_or_microphone_that_is_taken_away_keeps_nobody_waiting_and_comes_back(
    browser: Browser, tmp_path: Path, lost: str
) -> None:
    """As a call or another program does: the last picture, or silence, goes out until it is there again."""
    with open_stage(tmp_path) as stage, browser.new_context() as context:
        phone, viewer = browser.new_page(), context.new_page()
        begin(stage, phone, viewer)
        viewer.locator("[data-do=play]").click()
        seen(viewer)
        phone.evaluate(TAKE_AWAY, lost)
        phone.locator("dure-publisher[data-is=lost]").wait_for()
        viewer.wait_for_function(PLAYS_ON, arg=viewer.evaluate(PLAYED) + PLAYS_ON_S)
        phone.evaluate("() => { window.isCameraGone = window.isMicrophoneGone = false; }")
        phone.locator("dure-publisher[data-is=live]").wait_for()
        viewer.wait_for_function(LATER, arg=phone.evaluate("() => Date.now() % 2 ** 24"))
        phone.locator("[data-do=end]").click()
        phone.locator("dure-publisher[data-is=over]").wait_for()
        for name, longest in (("high", 0.9), ("sound", 0.03)):
            folder = tmp_path / str(stage.broadcast_id) / name
            playlist = validator.read((folder / "replay.m3u8").read_text())
            validator.check(playlist)
            assert not any(entry.has_break for entry in playlist.entries)
            assert validator.holes(validator.decode(folder, playlist.entries), longest) == []
        phone.close()


def test_after_the_network_was_gone_the_phone_comes_back_by_itself_and_the_replay_is_whole(
    browser: Browser, tmp_path: Path
) -> None:
    with browser.new_context() as context:
        phone = context.new_page()
        with open_stage(tmp_path) as stage:
            stage.film(phone)
            stage.wait_for_list(phone)
        phone.locator("dure-publisher[data-is=away]").wait_for()
        with open_stage(tmp_path, port=stage.port, broadcast_id=stage.broadcast_id) as again:
            phone.locator("dure-publisher[data-is=live]").wait_for()
            again.wait_for_list(phone)
            phone.locator("[data-do=end]").click()
            phone.locator("dure-publisher[data-is=over]").wait_for()
            for name in ("low", "high", "least"):
                folder = tmp_path / str(again.broadcast_id) / name
                playlist = validator.read((folder / "replay.m3u8").read_text())
                validator.check(playlist)
                assert not any(entry.has_break for entry in playlist.entries)
