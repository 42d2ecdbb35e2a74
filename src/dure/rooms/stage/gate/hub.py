"""All rooms of this gate: opened when somebody comes, read in one statement for all, told five times a second."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from dure.kernel import clock
from dure.kernel.gate import problems
from dure.kernel.ids import first_id_at
from dure.rooms.stage.gate import answers, frames
from dure.rooms.stage.gate.archive import Archive, Away, Snapshot
from dure.rooms.stage.gate.room import CAPTIONS, HISTORY, Room
from dure.rooms.stage.gate.viewer import Watching

log = logging.getLogger("dure.live")

TICK_S: Final = 0.2
LOOK_EVERY_S: Final = 1.0
READ_AGAIN_S: Final = 30.0
"""Rules change without a word when a mute's time is over or the house's banned words change."""
READ_EVERY_S: Final = 0.05
CLOSE_AFTER_S: Final = 15.0
MISSING_MAX: Final = 4096
OVERLAP: Final = timedelta(seconds=3)
READY_WITHIN_S: Final = 5.0


class Hub:
    """The rooms; `now_s` is the loop's clock."""

    def __init__(self, archive: Archive, *, viewers_max: int) -> None:
        """Take where shows are read, and how many may watch in this process."""
        self._archive = archive
        self._viewers_max = viewers_max
        self._rooms: dict[UUID, Room] = {}
        self._stale: set[UUID] = set()
        self._missing: dict[UUID, float] = {}
        self._wake = asyncio.Event()
        self._heard_until = clock.now()
        self._was_deaf = True
        self._is_away = False
        self._clock = asyncio.get_running_loop().time
        self.hears_others = False

    # What others ask.

    @property
    def now_s(self) -> float:
        """The loop's clock."""
        return self._clock()

    @property
    def viewers(self) -> int:
        """How many watch at this gate."""
        return sum(len(room.viewers) for room in self._rooms.values())

    @property
    def rooms(self) -> Iterable[Room]:
        """The rooms that are open."""
        return tuple(self._rooms.values())

    def room(self, show_id: UUID) -> Room | None:
        """Return a room if somebody here needs it."""
        return self._rooms.get(show_id)

    def require_place(self, show_id: UUID) -> None:
        """Refuse one viewer too many, and shows there are not."""
        if self.viewers >= self._viewers_max:
            raise answers.room_full(5)
        if self._is_missing(show_id):
            raise answers.no_show()

    async def opened(self, show_id: UUID) -> Room:
        """Return a room that is ready; a refusal when there is no such show, or nobody can say."""
        if self._is_missing(show_id):
            raise answers.no_show()
        room = self._open(show_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(READY_WITHIN_S):
                await room.ready.wait()
        if room.is_ready:
            return room
        raise answers.no_show() if self._is_missing(show_id) else problems.outage()

    def enter(self, viewer: Watching, show_id: UUID) -> None:
        """Let a viewer in; he is greeted at once, or as soon as the room is ready."""
        viewer.room = self._open(show_id)
        viewer.room.viewers.add(viewer)
        self.greet(viewer)

    def greet(self, viewer: Watching) -> None:
        """Tell a viewer everything, if the room is ready and open to him."""
        room = viewer.room
        if room is None or not room.is_ready or viewer.is_full or viewer.is_welcome:
            return
        if room.moderation.rules.is_public or viewer.has_seat:
            viewer.is_welcome = True
            viewer.say(frames.told_now(room.welcome(self.now_s)))

    def changed(self, show_id: UUID, sequence: int) -> None:
        """Hear that a show has changed; read it again unless that is known."""
        room = self._rooms.get(show_id)
        if room is not None and sequence > room.sequence:
            self._need(show_id)

    # What it does by itself.

    async def tell(self) -> None:
        """Tell everybody what is new, tick by tick, until cancelled."""
        while True:
            began_s = self.now_s
            for room in self.rooms:
                if frame := room.tick(began_s):
                    await room.tell(frames.told_now(frame))
            await asyncio.sleep(max(began_s + TICK_S - self.now_s, 0))

    async def read(self) -> None:
        """Read what is new, at every hint and once a second in any case, until cancelled."""
        look_at_s = self.now_s
        while True:
            try:
                if self.now_s >= look_at_s:
                    look_at_s = self.now_s + LOOK_EVERY_S
                    await self._look()
                await self._read_stale()
                self._is_away = False
            except Away as error:
                if not self._is_away:
                    log.warning("shows cannot be read: %s", error.__cause__)
                self._is_away = True
                await asyncio.sleep(LOOK_EVERY_S / 4)
            await asyncio.sleep(READ_EVERY_S)
            await self._rest_until(look_at_s)

    # Its own.

    def _open(self, show_id: UUID) -> Room:
        room = self._rooms.get(show_id)
        if room is None:
            room = self._rooms[show_id] = Room(show_id)
            self._need(show_id)
        room.used_s = self.now_s
        return room

    def _need(self, show_id: UUID) -> None:
        self._stale.add(show_id)
        self._wake.set()

    def _is_missing(self, show_id: UUID) -> bool:
        return self._missing.get(show_id, 0.0) > self.now_s

    async def _rest_until(self, moment_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(moment_s):
                await self._wake.wait()
        self._wake.clear()

    async def _look(self) -> None:
        """Find out in one statement which shows have changed, and close the rooms nobody needs."""
        self._close_unused()
        ready = {room.show_id: room for room in self.rooms if room.is_ready}
        self._stale |= self._rooms.keys() - ready.keys()
        if not ready:
            return
        for show_id, (sequence, hearts) in (await self._archive.look(ready)).items():
            room = ready[show_id]
            room.counts.kept(hearts)
            if sequence > room.sequence or self.now_s - room.read_s > READ_AGAIN_S:
                self._stale.add(show_id)
        await self._hear_what_was_missed(ready)

    async def _hear_what_was_missed(self, rooms: dict[UUID, Room]) -> None:
        """While there is no way to other gates, and once after, read what they have written down."""
        now, is_deaf = clock.now(), not self.hears_others
        if is_deaf or self._was_deaf:
            from_id = first_id_at(self._heard_until - OVERLAP)
            for show_id, said in (await self._archive.newer_chat(rooms, from_id)).items():
                rooms[show_id].hear(said, self.now_s)
        self._heard_until, self._was_deaf = now, is_deaf

    async def _read_stale(self) -> None:
        stale, self._stale = self._stale & set(self._rooms), set()
        if not stale:
            return
        try:
            found = await self._archive.read(stale)
            for snapshot in found:
                await self._take(self._rooms[snapshot.show_id], snapshot)
        except Away:
            self._stale |= stale
            raise
        for show_id in stale - {snapshot.show_id for snapshot in found}:
            self._turn_away(show_id)

    async def _take(self, room: Room, snapshot: Snapshot) -> None:
        """Bring a room up to date, and tell those who watch."""
        if not room.is_ready or room.shows_again(snapshot.rules):
            chat = await self._archive.last_chat(room.show_id, HISTORY)
            room.recall(chat, await self._archive.last_captions(room.show_id, CAPTIONS))
        was_ready, room.read_s = room.is_ready, self.now_s
        is_newer = room.learn(snapshot.sequence, snapshot.state, snapshot.rules)
        room.ready.set()
        if not was_ready:
            for viewer in tuple(room.viewers):
                viewer.greet()
        elif is_newer:
            await room.tell(frames.told_now(room.now()))

    def _turn_away(self, show_id: UUID) -> None:
        """There is no such show: remember that for a while, so that asking again costs nothing."""
        room = self._rooms.pop(show_id)
        if len(self._missing) >= MISSING_MAX:
            self._missing.clear()
        self._missing[show_id] = self.now_s + CLOSE_AFTER_S
        room.ready.set()
        room.turn_away(frames.NOT_FOUND)

    def _close_unused(self) -> None:
        for room in self.rooms:
            if room.viewers:
                room.used_s = self.now_s
            elif self.now_s - room.used_s > CLOSE_AFTER_S and room.counts.are_kept:
                del self._rooms[room.show_id]
