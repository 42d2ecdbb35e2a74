"""The live rooms of this process: what is posted is checked, kept, shown here and told to the other gates."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Final, Self
from uuid import UUID

from dure.kernel import clock
from dure.kernel.gate.tasks import keep_running
from dure.kernel.ids import new_id
from dure.rooms.stage.gate import letters
from dure.rooms.stage.gate.archive import Archive, Away
from dure.rooms.stage.gate.bus import Bus
from dure.rooms.stage.gate.goods import Bought, Facts
from dure.rooms.stage.gate.hub import Hub
from dure.rooms.stage.gate.room import Room
from dure.rooms.stage.gate.rules import tidy
from dure.rooms.stage.gate.said import Caption, Said
from dure.rooms.stage.gate.writing import Line, Writing
from dure.rooms.stage.seats import SeatPass

COUNT_EVERY_S: Final = 1.0
NAME_LENGTH_MAX: Final = 40
VIEWERS_MAX: Final = 12_000


class Live:
    """Every live room of this gate; use as `async with`."""

    def __init__(
        self, *, database_url: str, nats_url: str | None = None, name: str = "gate", viewers_max: int = VIEWERS_MAX
    ) -> None:
        """Take the database, the way to other gates (None: there are none), and how many may watch here."""
        name = f"{name}-{secrets.token_hex(4)}"
        self._reading = Archive(database_url, name="dure live")
        self._keeping = Archive(database_url, name="dure chat")
        self.hub = Hub(self._reading, viewers_max=viewers_max)
        self._name = name
        self._bus = Bus(nats_url, name=name, hub=self.hub)
        self._chat: Writing[Said] = Writing(self._keeping.keep_chat, self._chat_kept)
        self._captions: Writing[Caption] = Writing(self._keeping.keep_captions, self._captions_kept)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Begin."""
        parts = (self.hub.tell, self.hub.read, self._bus.run, self._chat.run, self._captions.run, self._count)
        self._tasks = [asyncio.create_task(keep_running(part)) for part in parts]
        return self

    async def __aexit__(self, *_exception: object) -> None:
        """Keep what was said and end."""
        await self._chat.finish()
        await self._captions.finish()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._reading.close()
        await self._keeping.close()

    def state(self) -> dict[str, object]:
        """Return how the rooms do, as JSON writes it."""
        rooms = tuple(self.hub.rooms)
        return {"rooms": len(rooms), "viewers": self.hub.viewers, "is_connected": self._bus.is_connected}

    async def say(self, room: Room, seat: SeatPass, text: str, client_key: UUID) -> tuple[bool, UUID]:
        """Keep a message and show it to all; return whether it is new, and its number. GateProblem when refused."""
        seat = room.moderation.as_now(seat)
        person_id = room.moderation.require_welcome(seat)
        if (number := room.answer_to(person_id, client_key)) is not None:
            return False, number
        text, now_s = tidy(text), self.hub.now_s
        room.moderation.require(seat, text, now_s)
        line = Said(new_id(), person_id, seat.name[:NAME_LENGTH_MAX], seat.role, text, client_key, clock.now())
        room.moderation.spoke(person_id, now_s)
        try:
            return await self._chat.add(room.show_id, line), line.id
        except BaseException:
            room.moderation.unspoke(person_id)
            raise

    async def caption(self, room: Room, seat: SeatPass, text: str, client_key: UUID) -> tuple[bool, UUID]:
        """Keep a caption and show it to everybody, as `say` does; only for hosts and helpers."""
        person_id = room.moderation.require_keeper(room.moderation.as_now(seat))
        if (number := room.answer_to(person_id, client_key)) is not None:
            return False, number
        line = Caption(new_id(), person_id, tidy(text), client_key, clock.now())
        return await self._captions.add(room.show_id, line), line.id

    # What is told of the things on a sheet, by whoever knows them.

    def watched(self) -> dict[UUID, frozenset[str]]:
        """Return the keys on the sheets of the shows that are watched here."""
        return {room.show_id: room.goods.keys for room in self.hub.rooms if room.viewers and room.goods.keys}

    def renew(self, show_id: UUID, facts: Mapping[str, Facts]) -> None:
        """Tell those who watch a show here what is true now of things on its sheet; every gate finds out by itself."""
        if room := self.hub.room(show_id):
            room.renew(facts)

    async def buy(self, show_id: UUID, bought: Sequence[Bought]) -> None:
        """Tell everybody who watches a show, at every gate, who bought."""
        if room := self.hub.room(show_id):
            room.buy(bought)
        await self._bus.tell(f"{letters.BOUGHT}{show_id}", letters.BoughtLetter(self._name, tuple(bought)))

    async def _chat_kept(self, said: Sequence[tuple[UUID, Said]]) -> None:
        for show_id, lines in _by_show(said).items():
            if room := self.hub.room(show_id):
                room.hear(lines, self.hub.now_s)
            await self._bus.tell(f"{letters.CHAT}{show_id}", letters.ChatLetter(self._name, tuple(lines)))

    async def _captions_kept(self, said: Sequence[tuple[UUID, Caption]]) -> None:
        for show_id, lines in _by_show(said).items():
            if room := self.hub.room(show_id):
                room.caption(lines)
            await self._bus.tell(f"{letters.CAPTIONS}{show_id}", letters.CaptionLetter(self._name, tuple(lines)))

    async def _count(self) -> None:
        """Tell the other gates how many watch here, and write hearts down; once a second."""
        while True:
            await asyncio.sleep(COUNT_EVERY_S)
            for room in self.hub.rooms:
                if room.viewers:
                    letter = letters.CountLetter(self._name, room.audience)
                    await self._bus.tell(f"{letters.COUNT}{room.show_id}", letter)
            await self._keep_counts()

    async def _keep_counts(self) -> None:
        """Write down what is new; what cannot be written now is tried again."""
        found = {room.show_id: room.counts for room in self.hub.rooms if room.is_ready and not room.counts.are_kept}
        if not found:
            return
        taken = {show_id: counts.take() for show_id, counts in found.items()}
        try:
            kept = await self._keeping.count(taken)
        except Away:
            for counts in found.values():
                counts.give_back()
        else:
            for show_id, counts in found.items():
                counts.saved(kept.get(show_id, 0), taken[show_id][1])


def _by_show(said: Sequence[tuple[UUID, Line]]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    for show_id, line in said:
        found.setdefault(show_id, []).append(line)
    return found
