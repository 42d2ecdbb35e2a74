"""All broadcasts of this process: who sends, which are open, and what is due each second."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from dure.rooms.stage.stage_passes import StagePass
from dure.rooms.stage.studio.broadcast import Broadcast, open_broadcast
from dure.rooms.stage.studio.facts import read_facts
from dure.rooms.stage.studio.frames import FrameRefused, Hello, Ready
from dure.rooms.stage.studio.register import Register, Unknown

log = logging.getLogger("dure.studio")

TICK_S: Final = 1.0
SEEN_EVERY: Final = 2
"""Ticks."""
FORGOTTEN_AFTER: Final = 600
"""Ticks without a phone after which a broadcast leaves memory; it stays on disk, and comes back with its phone."""
LAG_MAX_S: Final = 0.5


class Sender(Protocol):
    """Who sends pictures: a phone on its WebSocket, or a camera over WebRTC."""

    @property
    def papers(self) -> tuple[StagePass, str]:
        """Its pass, and its own key."""

    @property
    def is_on_stage(self) -> bool:
        """Whether it sends what goes out now."""

    def tell_kept(self, name: str, first: int, last: int) -> None:
        """Say which chunks of a track need not be sent again."""

    def tell_over(self) -> None:
        """Say that the broadcast was ended."""

    def give_way(self) -> None:
        """End it: it has come back on another connection, or the studio starts anew."""

    def lose_stage(self) -> None:
        """End it: another one has the stage."""

    def refuse(self, code: str) -> None:
        """End it, and say why."""


class Desk:
    """Lets phones in, keeps what goes out, ends what the house has ended. One for a process."""

    def __init__(self, folder: Path, register: Register, now: Callable[[], datetime], *, streams_max: int) -> None:
        """Keep broadcasts below a folder."""
        self.folder = folder
        self.register = register
        self.streams_max = streams_max
        self.lag_s = 0.0
        self._now = now
        self._broadcasts: dict[UUID, Broadcast] = {}
        self._senders: dict[UUID, Sender] = {}
        self._holders: dict[UUID, tuple[UUID, str]] = {}
        self._alone: dict[UUID, int] = {}
        self._shown: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # Phones.

    async def may_enter(self, found: StagePass, phone_key: str) -> bool:
        """Whether a phone may send now. While the house does not answer, those that were let in before may."""
        holder = (found.nonce, phone_key)
        try:
            is_let_in = await self.register.enter(found, phone_key)
        except Unknown:
            if self._holders.get(found.broadcast_id) != holder:
                raise
            return True
        if is_let_in:
            self._holders[found.broadcast_id] = holder
        return is_let_in or self._may_catch_up(found, holder)

    def _may_catch_up(self, found: StagePass, holder: tuple[UUID, str]) -> bool:
        """Whether a phone may bring what came late to a broadcast that is over."""
        broadcast = self._broadcasts.get(found.broadcast_id)
        is_over = broadcast is not None and broadcast.state == "ended"
        return is_over and self._holders.get(found.broadcast_id) == holder

    def join(self, sender: Sender, found: StagePass, hello: Hello) -> tuple[Broadcast, Ready]:
        """Put a phone on stage in place of what it, or another before it, left behind."""
        earlier = self._senders.get(found.broadcast_id)
        if earlier is None and len(self._senders) >= self.streams_max:
            raise FrameRefused("studio_full")
        broadcast = self.find(found.broadcast_id) or self._open(found, hello)
        if earlier is not None:
            self.leave(found.broadcast_id, earlier)
            earlier.give_way()
        ready = broadcast.join(hello)
        self._senders[found.broadcast_id] = sender
        self._alone.pop(found.broadcast_id, None)
        broadcast.told, broadcast.failed = sender.tell_kept, sender.refuse
        return broadcast, ready

    def leave(self, broadcast_id: UUID, sender: Sender) -> None:
        """Note that a phone has gone; one that has been replaced leaves nothing."""
        if self._senders.get(broadcast_id) is sender:
            del self._senders[broadcast_id]
            self._alone[broadcast_id] = 0
            self._broadcasts[broadcast_id].leave()

    def _open(self, found: StagePass, hello: Hello) -> Broadcast:
        broadcast = open_broadcast(
            self.folder / str(found.broadcast_id),
            broadcast_id=str(found.broadcast_id),
            show_id=str(found.show_id),
            hello=hello,
            now=self._now,
        )
        self._broadcasts[found.broadcast_id] = broadcast
        return broadcast

    # Broadcasts.

    def find(self, broadcast_id: UUID) -> Broadcast | None:
        """Return a broadcast that goes on, also one that an earlier process of ours began; None when there is none."""
        found = self._broadcasts.get(broadcast_id)
        if found is not None:
            return found
        facts = read_facts(self.folder / str(broadcast_id))
        if facts is None or facts.state == "ended":
            return None
        found = self._broadcasts[broadcast_id] = Broadcast(self.folder / str(broadcast_id), facts, self._now)
        found.leave()
        self._alone[broadcast_id] = 0
        return found

    def end(self, broadcast_id: UUID) -> None:
        """End a broadcast, and tell the house what there is of it."""
        broadcast = self._broadcasts.get(broadcast_id)
        if broadcast is None or broadcast.state == "ended":
            return
        broadcast.end()
        self.later(self.register.recorded(broadcast_id, int(broadcast.duration_s * 1_000)))
        sender = self._senders.get(broadcast_id)
        if sender is not None:
            sender.tell_over()

    def state(self) -> dict[str, object]:
        """Return how it goes, for those who look after the house."""
        return {"streams": len(self._senders), "broadcasts": len(self._broadcasts), "lag_ms": round(self.lag_s * 1_000)}

    # Time.

    async def tend(self) -> None:
        """Do each second what is due, until cancelled."""
        loop = asyncio.get_running_loop()
        ticks = 0
        while True:
            due = loop.time() + TICK_S
            await asyncio.sleep(TICK_S)
            self.lag_s = loop.time() - due
            ticks += 1
            self._look()
            try:
                await self._ask(is_seen=ticks % SEEN_EVERY == 0)
            except Unknown:
                continue
            except Exception:
                log.exception("the studio could not look after its broadcasts")

    def _look(self) -> None:
        for broadcast_id, broadcast in list(self._broadcasts.items()):
            broadcast.rest()
            for line in broadcast.lines.values():
                line.look()
            self._note_picture(broadcast_id, broadcast)
            if broadcast_id in self._alone:
                self._alone[broadcast_id] += 1
                if self._alone[broadcast_id] > FORGOTTEN_AFTER:
                    self._forget(broadcast_id)

    def _note_picture(self, broadcast_id: UUID, broadcast: Broadcast) -> None:
        if broadcast_id not in self._shown and broadcast.is_shown:
            self._shown.add(broadcast_id)
            self.later(self.register.shown(broadcast_id))

    def _forget(self, broadcast_id: UUID) -> None:
        self._broadcasts.pop(broadcast_id).close()
        self._alone.pop(broadcast_id, None)
        self._holders.pop(broadcast_id, None)
        self._shown.discard(broadcast_id)

    async def _ask(self, *, is_seen: bool) -> None:
        """Ask the house which broadcasts are over, and tell it which phones are there."""
        going = [each for each, broadcast in self._broadcasts.items() if broadcast.state != "ended"]
        if not going:
            return
        for broadcast_id in await self.register.over(going):
            self.end(broadcast_id)
        for sender in list(self._senders.values()) if is_seen else ():
            if sender.is_on_stage and not await self.register.seen(*sender.papers):
                sender.lose_stage()

    def later(self, part: Coroutine[object, object, None]) -> None:
        """Tell the house something that nobody waits for."""

        async def tell() -> None:
            try:
                await part
            except Unknown:
                log.warning("the house could not be told of a broadcast")

        task = asyncio.ensure_future(tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Close what is open: whole up to its last part, so that another process can go on."""
        for sender in list(self._senders.values()):
            sender.give_way()
        for broadcast in self._broadcasts.values():
            broadcast.close()
        await asyncio.gather(*self._tasks)
