"""A studio in the test's own loop, with a house that a test can shut, and phones and viewers before it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
from picows import WSMsgType

from dure.kernel import clock, tokens
from dure.kernel.gate.doors import Route
from dure.kernel.tests.gates import Answer, Caller, call, open_gate, visit
from dure.rooms.stage.stage_passes import StagePass, stage_text
from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.desk import Desk
from dure.rooms.stage.studio.frames import Chunk, Hello
from dure.rooms.stage.studio.ingest import Ingest
from dure.rooms.stage.studio.origin import Origin
from dure.rooms.stage.studio.register import Register, Unknown
from dure.rooms.stage.studio.tests import phones
from dure.rooms.stage.studio.whip import Whip

KEY = tokens.key_of("a secret")
LIFE = timedelta(hours=1)


class OpenHouse:
    """A register that lets in one telephone a broadcast, as the house's does, and can be shut."""

    def __init__(self) -> None:
        self.phones: dict[UUID, str] = {}
        self.ended: set[UUID] = set()
        self.pictures: set[UUID] = set()
        self.recordings: dict[UUID, int] = {}
        self.is_shut = False

    async def enter(self, found: StagePass, phone_key: str) -> bool:
        self._require_open()
        is_let_in = found.broadcast_id not in self.ended
        return is_let_in and self.phones.setdefault(found.broadcast_id, phone_key) == phone_key

    async def seen(self, found: StagePass, phone_key: str) -> bool:
        self._require_open()
        return self.phones.get(found.broadcast_id) == phone_key

    async def over(self, broadcast_ids: Sequence[UUID]) -> set[UUID]:
        self._require_open()
        return self.ended & set(broadcast_ids)

    async def shown(self, broadcast_id: UUID) -> None:
        self.pictures.add(broadcast_id)

    async def recorded(self, broadcast_id: UUID, duration_ms: int) -> None:
        self.recordings[broadcast_id] = duration_ms

    def _require_open(self) -> None:
        if self.is_shut:
            raise Unknown


class Studio:
    """What a test has in its hands."""

    def __init__(self, port: int, desk: Desk, house: OpenHouse) -> None:
        self.port = port
        self.desk = desk
        self.house = house
        self.broadcast_id = uuid4()

    def hello(self, *, life: timedelta = LIFE, key: bytes = KEY, **changed: object) -> Hello:
        """Return a hello with a pass of its own, on this machine's clock."""
        now = clock.now()
        found = StagePass(
            show_id=UUID(int=1),
            broadcast_id=self.broadcast_id,
            person_id=UUID(int=2),
            organisation_id=UUID(int=3),
            nonce=UUID(int=4),
            until=now + life,
        )
        facts: dict[str, object] = {"pass_": stage_text(found, key=key), "clock_us": int(now.timestamp() * 1_000_000)}
        return phones.hello(**{**facts, **changed})

    async def phone(self, **changed: object) -> "PhoneCall":
        """Call as a phone, and say hello."""
        phone = PhoneCall(await call(self.port, "/ingest"))
        phone.caller.transport.send(WSMsgType.TEXT, msgspec.json.encode(self.hello(**changed)))
        phone.first = await phone.hear()
        return phone

    async def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for something of the broadcast."""
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        visitor = await visit(self.port)
        return await visitor.ask(
            f"{method} /hls/{self.broadcast_id}/{path} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode()
        )


class PhoneCall:
    """A phone on the line; `first` is what it heard to its hello."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.first: Any = None
        self.kept: list[tuple[str, int, int]] = []

    async def hear(self) -> Any:
        """Return the next word that is not about what was kept."""
        while True:
            heard = await self.caller.heard.get()
            if not (isinstance(heard, dict) and "kept" in heard and "ready" not in heard):
                return heard
            self.kept.append(tuple(heard["kept"]))

    def send(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self.caller.transport.send(WSMsgType.BINARY, frames.chunk_bytes(chunk))

    async def synced(self) -> None:
        """Return once all that was sent has been heard."""
        self.caller.transport.send(WSMsgType.TEXT, b'{"ping":7}')
        heard = await self.hear()
        assert heard == {"pong": 7}, heard

    def say(self, **words: object) -> None:
        self.caller.transport.send(WSMsgType.TEXT, json.dumps(words).encode())

    def hang_up(self) -> None:
        self.caller.transport.disconnect()


def film(studio: Studio, seconds: int, profile: str = "baseline") -> list[Chunk]:
    """Return chunks dated from a second ago on."""
    now = int(clock.now().timestamp() * 1_000_000)
    return list(phones.Phone(seconds, begins_us=now - 1_000_000, profile=profile).chunks())


@asynccontextmanager
async def open_studio(
    folder: Path, *, streams_max: int = 3, register: Register | None = None, key: bytes = KEY
) -> AsyncIterator[Studio]:
    """Open the doors of a studio, and look after it; it asks its own house unless another register is given."""
    house = OpenHouse()
    desk = Desk(folder, register or house, clock.now, streams_max=streams_max)
    ingest = Route(b"/ingest", {}, lambda _request: Ingest(desk, key))
    routes = (ingest, *Whip(desk, key).routes(), *Origin(desk).routes())
    tending = asyncio.create_task(desk.tend())
    async with open_gate(routes) as (_gate, port):
        try:
            yield Studio(port, desk, house)
        finally:
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending
            await desk.stop()
