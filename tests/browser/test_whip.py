"""A browser publishes over WebRTC, as OBS does; another one sees it: read from the clock that is in the picture."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dure.rooms.stage.studio.tests import validator
from tests.browser.house import wait_until
from tests.browser.live_stage import CAMERA, open_stage
from tests.browser.test_live import LATER, seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLISH = """
async ([address, pass]) => {
  const film = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  const line = new RTCPeerConnection();
  for (const track of film.getTracks()) line.addTransceiver(track, { direction: "sendonly", streams: [film] });
  await line.setLocalDescription(await line.createOffer());
  while (line.iceGatheringState !== "complete") await new Promise((then) => setTimeout(then, 50));
  const headers = { "Content-Type": "application/sdp", Authorization: `Bearer ${pass}` };
  const answer = await fetch(address, { method: "POST", headers, body: line.localDescription.sdp });
  if (answer.status !== 201) throw new Error(await answer.text());
  await line.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  window.line = line;
  return new URL(answer.headers.get("Location"), answer.url).href;
}
"""
END = """
async ([address, pass]) => {
  const headers = { Authorization: `Bearer ${pass}` };
  return (await fetch(address, { method: "DELETE", headers })).status;
}
"""


def test_what_a_browser_publishes_over_webrtc_another_one_sees(browser: Browser, tmp_path: Path) -> None:
    with open_stage(tmp_path) as stage:
        camera, viewer = browser.new_page(), browser.new_page()
        camera.add_init_script(f"({CAMERA})()")
        camera.goto(f"{stage.address}/page/live")
        papers = stage.stage_pass()
        place = camera.evaluate(PUBLISH, [f"{stage.address}/whip/{stage.broadcast_id}", papers])
        viewer.goto(f"{stage.address}/page/live")
        stage.wait_for_list(viewer)
        viewer.locator("[data-do=play]").click()
        first = seen(viewer)
        viewer.wait_for_function(LATER, arg=first["frame"])
        assert camera.evaluate(END, [place, papers]) == 200
        stage.house.ended.add(stage.broadcast_id)
        folder = tmp_path / str(stage.broadcast_id) / "low"
        wait_until((folder / "replay.m3u8").exists, within_s=30, what="the replay, once the host has ended the show")
        playlist = validator.read((folder / "replay.m3u8").read_text())
        validator.check(playlist)
        assert len(validator.decode(folder, playlist.entries)) > 20
        print(f"behind by {first['behind_ms']:.0f} ms")
        for page in (camera, viewer):
            page.close()
