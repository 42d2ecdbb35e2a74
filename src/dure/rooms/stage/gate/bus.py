"""The way to other gates and from the pages over NATS; without it everything still comes true, a second later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from dure.kernel import bus
from dure.rooms.stage.gate import letters
from dure.rooms.stage.gate.hub import Hub
from dure.rooms.stage.snapshots import CHANGED

log = logging.getLogger("dure.live")

AGAIN_AFTER_S: Final = 0.5
UNREADABLE: Final = (ValueError, msgspec.MsgspecError)


class Bus:
    """Our connection to NATS, made again whenever it ends."""

    def __init__(self, url: str | None, *, name: str, hub: Hub) -> None:
        """Take NATS' address, None where there is none, and the rooms that hear."""
        self._url = url
        self._name = name
        self._hub = hub
        self._client: Client | None = None
        self._last_error = ""

    @property
    def is_connected(self) -> bool:
        """Whether other gates can be told."""
        return self._client is not None

    async def run(self) -> None:
        """Stay connected until cancelled; nothing to do without an address."""
        while self._url is not None:
            try:
                await self._stay(self._url)
            except (OSError, nats.errors.Error) as error:
                self._note(error)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def tell(self, subject: str, letter: msgspec.Struct) -> None:
        """Tell everybody, if anybody can be reached."""
        if self._client is not None:
            with bus.heeding_cancellation(), suppress(nats.errors.Error, OSError):
                await self._client.publish(subject, letters.WRITE(letter))

    async def _stay(self, url: str) -> None:
        lost = asyncio.Event()
        client = await bus.connect(url, name=self._name, lost=lost)
        try:
            with bus.heeding_cancellation():
                for subject, hear in (
                    (CHANGED, self._hear_change),
                    (letters.CHAT, self._hear_chat),
                    (letters.CAPTIONS, self._hear_captions),
                    (letters.COUNT, self._hear_count),
                    (letters.BOUGHT, self._hear_bought),
                ):
                    await client.subscribe(f"{subject}*", cb=_reading(hear))
            self._client, self._hub.hears_others = client, True
            self._last_error = ""
            await lost.wait()
        finally:
            self._client, self._hub.hears_others = None, False
            with suppress(nats.errors.Error, OSError, asyncio.TimeoutError):
                await client.close()

    async def _hear_change(self, message: Msg) -> None:
        self._hub.changed(letters.show_of(message.subject), int(message.data or b"0"))

    async def _hear_chat(self, message: Msg) -> None:
        letter = letters.READ_CHAT(message.data)
        if letter.gate != self._name and (room := self._hub.room(letters.show_of(message.subject))):
            room.hear(letter.lines, self._hub.now_s)

    async def _hear_captions(self, message: Msg) -> None:
        letter = letters.READ_CAPTIONS(message.data)
        if letter.gate != self._name and (room := self._hub.room(letters.show_of(message.subject))):
            room.caption(letter.lines)

    async def _hear_count(self, message: Msg) -> None:
        letter = letters.READ_COUNT(message.data)
        if letter.gate != self._name and (room := self._hub.room(letters.show_of(message.subject))):
            room.counts.heard(letter.gate, letter.viewers, self._hub.now_s)

    async def _hear_bought(self, message: Msg) -> None:
        letter = letters.READ_BOUGHT(message.data)
        if letter.gate != self._name and (room := self._hub.room(letters.show_of(message.subject))):
            room.buy(letter.bought)

    def _note(self, error: Exception) -> None:
        """Log why other gates cannot be reached, once."""
        said = f"{type(error).__name__}: {error}".partition("\n")[0]
        if said != self._last_error:
            log.warning("no way to other gates: %s", said)
        self._last_error = said


def _reading(hear: Callable[[Msg], Awaitable[None]]) -> Callable[[Msg], Awaitable[None]]:
    """Return what hears letters and puts those aside that cannot be read."""

    async def heard(message: Msg) -> None:
        try:
            await hear(message)
        except UNREADABLE:
            log.warning("a letter on %s cannot be read", message.subject)

    return heard
