"""A camera over WebRTC: another program's pictures and sound go out as they came, and are the replay."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aioice.ice
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from dure.kernel.tests.gates import HOST, Answer, run, until, visit
from dure.rooms.stage.studio import cameras
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.doors import Studio, open_studio

pytestmark = pytest.mark.slow
SEGMENTS = 2


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ends are on this machine, and nobody else is asked."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_kinds: [HOST])


class Program:
    """Something that publishes as OBS does."""

    def __init__(self, studio: Studio, token: str = "", **changed: Any) -> None:
        self.studio = studio
        self.token = token or studio.hello(**changed).pass_
        self.place = ""
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    async def offer(self, codec: str = "video/H264") -> str:
        self.connection.addTrack(AudioStreamTrack())
        self.connection.addTrack(VideoStreamTrack())
        for transceiver in self.connection.getTransceivers():
            if transceiver.kind == "video":
                known = RTCRtpSender.getCapabilities("video").codecs
                transceiver.setCodecPreferences([each for each in known if each.mimeType == codec])
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def post(self, body: str, *, to: UUID | None = None, kind: str = "application/sdp") -> Answer:
        """Send an offer, and take the answer when there is one."""
        answer = await self._ask("POST", str(to or self.studio.broadcast_id), body, kind)
        if answer.status == 201:
            self.place = answer.headers["location"]
            await self.connection.setRemoteDescription(RTCSessionDescription(answer.body.decode(), "answer"))
        return answer

    async def connected(self) -> None:
        await until(lambda: self.connection.connectionState == "connected")

    async def delete(self) -> Answer:
        return await self._ask("DELETE", self.place, "", "application/sdp")

    async def _ask(self, method: str, path: str, body: str, kind: str) -> Answer:
        return await (await visit(self.studio.port)).ask(
            f"{method} /whip/{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )


def tell(story: Callable[[Studio], Any], folder: Path) -> None:
    async def told() -> None:
        async with open_studio(folder) as studio:
            await story(studio)

    run(told)


def test_what_a_program_sends_goes_out_untouched_and_is_the_replay(tmp_path: Path) -> None:
    async def story(studio: Studio) -> None:
        program = Program(studio)
        assert (await program.post(await program.offer())).status == 201
        await until(lambda: studio.broadcast_id in studio.house.pictures)
        lines = studio.desk.find(studio.broadcast_id).lines
        await until(lambda: min(len(line.live) for line in lines.values()) >= SEGMENTS)
        playlist = validator.read((await studio.get("low/live.m3u8")).body.decode())
        validator.check(playlist)
        assert (await program.delete()).status == 200
        assert studio.desk.state()["streams"] == 0
        assert (await program.delete()).status == 404
        await program.connection.close()
        studio.desk.end(studio.broadcast_id)
        for name, longest in (("low", 0.3), ("sound", 0.1)):
            folder = tmp_path / str(studio.broadcast_id) / name
            replay = validator.read((folder / "replay.m3u8").read_text())
            validator.check(replay)
            moments = validator.decode(folder, replay.entries)
            assert validator.holes(moments, longest) == []
            assert moments[-1] - moments[0] > 2

    tell(story, tmp_path)


def test_a_program_that_was_stopped_may_start_again(tmp_path: Path) -> None:
    async def story(studio: Studio) -> None:
        first, second = Program(studio), Program(studio)
        assert (await first.post(await first.offer())).status == 201
        await until(lambda: studio.broadcast_id in studio.house.pictures)
        assert (await first.delete()).status == 200
        lines = studio.desk.find(studio.broadcast_id).lines
        kept = len(lines["low"].live)
        assert (await second.post(await second.offer())).status == 201
        await until(lambda: len(lines["low"].live) > kept)
        assert not studio.house.recordings
        for program in (first, second):
            await program.connection.close()

    tell(story, tmp_path)


def test_a_program_that_comes_again_takes_its_own_place_and_a_phone_does_not(tmp_path: Path) -> None:
    async def story(studio: Studio) -> None:
        first, second = Program(studio), Program(studio)
        for program in (first, second):
            assert (await program.post(await program.offer())).status == 201
            await program.connected()
        assert first.place != second.place
        assert studio.desk.state()["streams"] == 1
        assert (await studio.phone()).first == {"code": "stage_taken"}
        assert (await first.delete()).status == 404
        for program in (first, second):
            await program.connection.close()

    tell(story, tmp_path)


@pytest.mark.parametrize(
    ("changed", "code"), [({"life": timedelta(seconds=-1)}, "pass_expired"), ({"key": b"k" * 32}, "pass_spoilt")]
)
def test_nobody_is_let_in_without_the_pass_of_this_broadcast(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    async def story(studio: Studio) -> None:
        spoilt, other = Program(studio, **changed), Program(studio)
        answers = [await spoilt.post("v=0"), await other.post("v=0", to=uuid4())]
        assert [(answer.status, answer.json["code"]) for answer in answers] == [(401, code), (401, "pass_spoilt")]
        assert studio.desk.state()["streams"] == 0
        for program in (spoilt, other):
            await program.connection.close()

    tell(story, tmp_path)


def test_an_offer_that_is_none_or_has_no_picture_we_know_is_refused(tmp_path: Path) -> None:
    async def story(studio: Studio) -> None:
        program = Program(studio)
        foreign = await program.offer("video/VP8")
        refused = [
            await program.post("hello", kind="text/plain"),
            await program.post("this is no offer"),
            await program.post(foreign),
        ]
        assert [(answer.status, answer.json["code"]) for answer in refused] == [
            (415, "offer_kind"), (409, "offer_unfit"), (409, "offer_unfit"),
        ]  # fmt: skip
        program.place = f"{studio.broadcast_id}/{uuid4()}"
        assert (await program.delete()).status == 404
        assert studio.desk.state()["streams"] == 0
        await program.connection.close()

    tell(story, tmp_path)


def test_a_house_without_the_extra_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dure.rooms.stage.studio.cameras", None)

    async def story(studio: Studio) -> None:
        program = Program(studio)
        answer = await program.post("v=0")
        assert (answer.status, answer.json["code"]) == (501, "whip_missing")
        await program.connection.close()

    tell(story, tmp_path)


def test_a_camera_that_is_silent_leaves_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "IDLE_S", 0.0)
    monkeypatch.setattr(cameras, "KEY_EVERY_S", 0.05)

    async def story(studio: Studio) -> None:
        program = Program(studio)
        assert (await program.post(await program.offer())).status == 201
        await program.connected()
        await until(lambda: studio.desk.state()["streams"] == 0)
        assert (await program.delete()).status == 404
        await program.connection.close()

    tell(story, tmp_path)
