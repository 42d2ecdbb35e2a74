"""A camera over WebRTC: its pictures (H.264) and its sound (Opus) go to the broadcast as they came over the wire.

aiortc decodes what it receives in a thread of its own. Nothing here is to be decoded, so that thread hands on instead.
"""

import asyncio
import hashlib
import logging
import queue
from collections.abc import Callable, Coroutine
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any, Final, cast

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
    rtcrtpreceiver,
)
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import MediaStreamError

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.stage.stage_passes import StagePass
from dure.rooms.stage.studio.frames import Chunk, FrameRefused, Hello, Kind, Track

if TYPE_CHECKING:
    from dure.rooms.stage.studio.broadcast import Broadcast
    from dure.rooms.stage.studio.desk import Desk

log = logging.getLogger("dure.studio")

CODECS: Final = {"video": "video/H264", "audio": "audio/opus"}
TICKS: Final = {"video": 90_000, "audio": 48_000}
KEY_EVERY_S: Final = 2.0
"""Browsers send a key frame only when they are asked; each begins a segment."""
IDLE_S: Final = 15.0
BYTES_A_SECOND: Final = 2_500_000
LOOK_UP_S: Final = 2.0
APART_MAX_US: Final = 400_000
"""A track's own clock is followed until it is so far from ours."""


def _hand_on(
    loop: asyncio.AbstractEventLoop, input_q: "queue.Queue[Any]", output_q: "asyncio.Queue[Any]", decode_error: Event
) -> None:
    """Give whole frames to their track as they came; end with the loop, though nobody may have stopped the track."""
    del decode_error  # nothing is decoded
    with suppress(RuntimeError):  # the process ends, and its loop has closed
        while not loop.is_closed():
            with suppress(queue.Empty):
                task = input_q.get(timeout=LOOK_UP_S)
                loop.call_soon_threadsafe(output_q.put_nowait, task and task[1])
                if task is None:
                    return


rtcrtpreceiver.decoder_worker = _hand_on


class Camera:
    """One camera at the studio, known to the desk like a phone."""

    def __init__(self, desk: "Desk", found: StagePass, forget: Callable[["Camera"], None]) -> None:
        """Wait for its offer; `forget` is told when it has gone."""
        self.id = new_id()
        # Who shows the same pass again is the same camera: it takes its own place.
        self.papers = found, hashlib.sha256(b"whip" + found.nonce.bytes).hexdigest()[:48]
        self._desk = desk
        self._forget = forget
        self._broadcast: Broadcast | None = None
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._tasks: set[asyncio.Task[None]] = set()
        self._number = 0
        self._heard_s = asyncio.get_running_loop().time()
        self._bytes = 0
        self._is_closed = False

    async def open(self, offer: str) -> str:
        """Take the stage; return the answer to an offer. FrameRefused when that cannot be."""
        for kind, name in CODECS.items():
            known = RTCRtpReceiver.getCapabilities(kind)
            wanted = [codec for codec in known.codecs if codec.mimeType == name] if known else []
            self._connection.addTransceiver(kind, direction="recvonly").setCodecPreferences(wanted)
        self._connection.on("track", self._film)
        try:
            answer = await self._negotiate(offer)
            self._join()
        except FrameRefused:
            await self._connection.close()
            raise
        self._begin(self._watch())
        return answer

    async def _negotiate(self, offer: str) -> str:
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        except Exception as error:  # whatever its parser makes of what a stranger wrote
            log.info("an offer could not be taken: %s", error)
            raise FrameRefused("offer_unfit") from error
        return self._connection.localDescription.sdp

    def _join(self) -> None:
        found, phone_key = self.papers
        hello = Hello(pass_="", run=self.id.hex[-16:], phone_key=phone_key, clock_us=_now_us(), tracks=("low", "sound"))
        self._broadcast, _ready = self._desk.join(self, found, hello)

    # What the desk calls.

    @property
    def is_on_stage(self) -> bool:
        """Whether it sends what goes out now."""
        return self._broadcast is not None and self._broadcast.state != "ended"

    def tell_kept(self, _name: str, _first: int, _last: int) -> None:
        """A camera keeps nothing to send again."""

    def tell_over(self) -> None:
        """The broadcast was ended."""
        self.close()

    def give_way(self) -> None:
        """It has come back on another connection, or the studio ends."""
        self.close()

    def lose_stage(self) -> None:
        """Another phone has the stage."""
        self.close()

    def refuse(self, code: str) -> None:
        """What it sent cannot be right."""
        log.info("a camera is cut off: %s", code)
        self.close()

    def close(self) -> None:
        """Leave the stage, and hang up. Harmless when gone."""
        if self._is_closed:
            return
        self._is_closed = True
        self._desk.leave(self.papers[0].broadcast_id, self)
        self._broadcast = None
        self._forget(self)
        self._desk.later(self._hang_up())

    async def _hang_up(self) -> None:
        await self._connection.close()
        own = asyncio.current_task()
        rest = [task for task in self._tasks if task is not own]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    # What it sends.

    def _begin(self, part: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(part)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _film(self, track: MediaStreamTrack) -> None:
        self._begin(self._take_all(track))

    async def _take_all(self, track: MediaStreamTrack) -> None:
        """Take a track's frames until it ends."""
        began_us = 0
        with suppress(MediaStreamError):
            while True:
                frame = cast(JitterFrame, await track.recv())
                into_us = frame.timestamp * 1_000_000 // TICKS[track.kind]
                if abs(began_us + into_us - _now_us()) > APART_MAX_US:
                    began_us = _now_us() - into_us
                self._take(track.kind, began_us + into_us, frame.data)

    def _take(self, kind: str, at_us: int, data: bytes) -> None:
        """Hand one frame to the broadcast; a picture that came torn is left out."""
        self._heard_s = asyncio.get_running_loop().time()
        self._bytes += len(data)
        if self._broadcast is None or not data:
            return
        what, track = (Kind.VIDEO, Track.LOW) if kind == "video" else (Kind.SOUND, Track.SOUND)
        self._number += 1
        try:
            self._broadcast.take(Chunk(what, track, self._number, at_us, data))
        except FrameRefused as problem:
            if problem.code != "not_pictures":
                self.refuse(problem.code)

    async def _watch(self) -> None:
        """Ask for key frames, and end a camera that is silent or sends without measure."""
        loop = asyncio.get_running_loop()
        while not self._is_closed:
            await asyncio.sleep(KEY_EVERY_S)
            if loop.time() - self._heard_s > IDLE_S:
                self.refuse("idle")
            elif self._bytes > KEY_EVERY_S * BYTES_A_SECOND:
                self.refuse("too_fast")
            self._bytes = 0
            await self._ask_for_key()

    async def _ask_for_key(self) -> None:
        for transceiver in self._connection.getTransceivers():
            if transceiver.kind == "video":
                for source in transceiver.receiver.getSynchronizationSources():
                    with suppress(ConnectionError):
                        await transceiver.receiver._send_rtcp_pli(source.source)  # noqa: SLF001  there is no other way


def _now_us() -> int:
    return int(clock.now().timestamp() * 1_000_000)
