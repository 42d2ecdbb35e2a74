"""A phone that films without a break, as the publisher's page does: what the studio has not kept, it sends again."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from picows import WSError, WSMsgType

from dure.kernel import clock
from dure.kernel.tests.gates import Caller, call
from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.frames import NAMES, Chunk, Hello
from dure.rooms.stage.studio.tests import phones

AGAIN_S, LOOK_S, ANSWER_WITHIN_S = 0.1, 0.02, 3.0
SECOND_US = 1_000_000
Ranges = Mapping[str, list[tuple[int, int]]]


def now_us() -> int:
    """Return what a phone's clock shows."""
    return int(clock.now().timestamp() * SECOND_US)


@dataclass
class FilmingPhone:
    """Films for `seconds` at most; `joins` is how it was let in each time, `acknowledged` what it might forget."""

    port: int
    hello: Callable[[], Hello]
    seconds: int
    film: list[Chunk] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acknowledged: set[tuple[str, int]] = field(default_factory=set)
    is_over: bool = False
    _sent: int = 0
    _live_from_us: int = 0
    _owes_late: bool = False
    _is_stopping: bool = False

    async def shoot(self) -> None:
        """Film and send until the studio says that the broadcast is over."""
        self.film = list(phones.Phone(self.seconds, begins_us=now_us()).chunks())
        while not self.is_over:
            with suppress(OSError, asyncio.TimeoutError, WSError):
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    caller = await call(self.port, "/ingest")
                if caller.transport is not None:  # the line was not cut at once
                    await self._hold(caller)
            await asyncio.sleep(AGAIN_S)

    def stop(self) -> None:
        """Film no more; what was filmed is still sent."""
        self.film = self.film[: max(self._filmed(), self._sent)]
        self._is_stopping = True

    async def _hold(self, caller: Caller) -> None:
        """Speak to the studio until the line ends."""
        assert caller.transport
        caller.transport.send(WSMsgType.TEXT, msgspec.json.encode(self.hello()))
        async with asyncio.timeout(ANSWER_WITHIN_S):
            ready = await caller.heard.get()
        if "join" not in ready:
            self.refused.append(ready["code"])
            caller.transport.disconnect()
            return
        self._begin(caller, ready)
        ended = asyncio.ensure_future(caller.transport.wait_disconnected())
        while not ended.done() and not self.is_over:
            self._send_due(caller)
            while not caller.heard.empty():
                self._hear(caller.heard.get_nowait())
            await asyncio.wait((ended,), timeout=LOOK_S)
        caller.transport.disconnect()

    def _begin(self, caller: Caller, ready: Mapping[str, Any]) -> None:
        """Send what was missed: in order when the others still wait for it, else as late."""
        self.joins.append(ready["join"])
        filmed = self.film[: self._filmed()]
        if ready["join"] == "skip":
            self._live_from_us = self._next_key_us()
        missed = [chunk for chunk in filmed if not _is_kept(chunk, ready["kept"])]
        late = [chunk for chunk in missed if chunk.at_us < self._live_from_us]
        live = [chunk for chunk in missed if chunk.at_us >= self._live_from_us]
        heard = ready["heard"]
        self._owes_late = self._live_from_us > 0
        self._send(caller, [replace(chunk, is_late=True) for chunk in late])
        self._send(caller, [chunk for chunk in live if chunk.number > heard.get(NAMES[chunk.tracks], -1)])
        self._sent = len(filmed)

    def _send_due(self, caller: Caller) -> None:
        """Send what was filmed since, and say when all that is late has come."""
        due = self._filmed()
        fresh, self._sent = self.film[self._sent : due], max(due, self._sent)
        self._send(caller, [replace(chunk, is_late=chunk.at_us < self._live_from_us) for chunk in fresh])
        is_done = self._is_stopping and self._sent == len(self.film)
        if self._owes_late and (is_done or now_us() >= self._live_from_us):
            self._owes_late = False
            _say(caller, b'{"caught_up":true}')
        if is_done:
            _say(caller, b'{"end":true}')
            self._is_stopping = False

    def _hear(self, word: Any) -> None:
        if isinstance(word, dict) and "kept" in word:
            name, first, last = word["kept"]
            self.acknowledged |= {(name, number) for number in range(first, last + 1)}
        self.is_over = self.is_over or (isinstance(word, dict) and "over" in word)

    def _filmed(self) -> int:
        """Return how many chunks there are by now."""
        now = now_us()
        return sum(chunk.at_us <= now for chunk in self.film)

    def _next_key_us(self) -> int:
        """Return when the next key frames are filmed."""
        begins = self.film[0].at_us
        return begins + ((now_us() - begins) // SECOND_US + 1) * SECOND_US

    def _send(self, caller: Caller, chunks: list[Chunk]) -> None:
        assert caller.transport
        for chunk in chunks:
            caller.transport.send(WSMsgType.BINARY, frames.chunk_bytes(chunk))


def _say(caller: Caller, word: bytes) -> None:
    assert caller.transport
    caller.transport.send(WSMsgType.TEXT, word)


def _is_kept(chunk: Chunk, kept: Ranges) -> bool:
    return any(first <= chunk.number <= last for first, last in kept.get(NAMES[chunk.tracks], ()))
