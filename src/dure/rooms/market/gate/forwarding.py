"""The way to other gates over NATS: orders go to whoever leads their cell, and back come the answers.

A house of one gate needs no NATS: it leads every cell itself. Nothing here decides whether an order is right; a letter
that is lost or comes twice is the same order under the same key.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Final, Protocol
from uuid import UUID

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from dure.kernel import bus
from dure.rooms.market.gate import letters
from dure.rooms.market.gate.asked import Answer, Asked, NotNow
from dure.rooms.market.gate.letters import NewsLetter, StandLetter
from dure.rooms.market.gate.terms import Stamp
from dure.rooms.market.gate.waiting import Standing

log = logging.getLogger("dure.intake")

NEWS: Final = "intake.news"
STATE: Final = "gate.state"
LEADERS: Final = "leaders"
AGAIN_AFTER_S: Final = 0.5
CUT_OFF_AFTER_S: Final = 1.0
PULSE_S: Final = 1.0
SILENT_AFTER_S: Final = 2
STAND_WITHIN_S: Final = 2.0

Handler = Callable[[bytes], Awaitable[bytes]]


class Desk(Protocol):
    """Where a cell we lead takes what other gates ask."""

    @property
    def term_id(self) -> UUID | None:
        """Which of its times of leading this is; None when it leads no more."""

    async def place_for_others(
        self, batch: Sequence[Asked], *, stamp: Stamp, within_s: float
    ) -> Sequence[Answer] | None:
        """Return the answers to orders, in their order; None when their letter does not count now."""

    async def stand_for_others(self, asks: Sequence[StandLetter]) -> Sequence[Standing]:
        """Return where people stand."""


class Forwarding:
    """Our connection to the other gates, made again whenever it ends."""

    def __init__(
        self, url: str | None, *, name: str, heard: Callable[[NewsLetter], None], told: Callable[[bytes], None]
    ) -> None:
        """Take NATS' address, None where there is none; who hears that others lead, or cease to, and how they do."""
        self.name = f"{name}-{secrets.token_hex(4)}"
        self._url = url
        self._heard = heard
        self._told = told
        self._client: Client | None = None
        self._desks: dict[int, Desk] = {}
        self._heard_at: dict[int, list[Subscription]] = {}
        self._terms: dict[int, UUID | None] = {}
        self._numbers = count(1)
        self._answering: set[asyncio.Task[None]] = set()
        self._last_error = ""
        self._connected_at = monotonic()

    @property
    def is_connected(self) -> bool:
        """Whether other gates can be asked."""
        return self._client is not None

    @property
    def is_cut_off(self) -> bool:
        """Whether there should be a way to other gates, and has not been for longer than a moment."""
        return self._url is not None and self._client is None and monotonic() - self._connected_at > CUT_OFF_AFTER_S

    async def run(self) -> None:
        """Stay connected until cancelled; nothing to do without an address."""
        while self._url is not None:
            try:
                await self._stay(self._url)
            except (OSError, nats.errors.Error) as error:
                self._note(error)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def close(self) -> None:
        """Send the answers that are still due."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=1.0)

    async def place(self, cell_id: int, batch: Sequence[Asked], *, within_s: float) -> list[Answer]:
        """Have orders placed by whoever leads their cell; NotNow when nobody does, or answers."""
        stamp = Stamp(self._terms.get(cell_id), self.name, next(self._numbers))
        letter = letters.orders_letter(batch, stamp=stamp, within_s=within_s)
        if len(letter) > self._letter_max and len(batch) > 1:
            middle = len(batch) // 2
            first = await self.place(cell_id, batch[:middle], within_s=within_s)
            return [*first, *await self.place(cell_id, batch[middle:], within_s=within_s)]
        term_id, answers = letters.read_answers(await self._ask(f"intake.{cell_id}", letter, within_s=within_s))
        if answers is not None:
            return answers
        if term_id == stamp.term:
            raise NotNow
        self._terms[cell_id] = term_id
        return await self.place(cell_id, batch, within_s=within_s)

    async def stand(self, cell_id: int, asks: Sequence[StandLetter]) -> list[Standing]:
        """Ask whoever leads a cell where people stand; NotNow when nobody answers."""
        letter = letters.write(list(asks))
        return letters.read_standings(await self._ask(f"intake.{cell_id}.row", letter, within_s=STAND_WITHIN_S))

    async def lead(self, cell_id: int, desk: Desk) -> None:
        """Take what other gates ask of a cell, and tell them so."""
        self._desks[cell_id] = desk
        await self._hear(cell_id, desk)
        await self.tell(NEWS, letters.write(NewsLetter(self.name, cell_id, leads=True)))

    async def cease(self, cell_id: int, desk: Desk) -> None:
        """Take no more of a cell at this desk; what was taken is still answered."""
        if self._desks.get(cell_id) is not desk:
            return
        del self._desks[cell_id]
        for subscription in self._heard_at.pop(cell_id, []):
            with suppress(nats.errors.Error, OSError):
                await subscription.unsubscribe()

    async def let_go(self, cell_id: int, desk: Desk) -> None:
        """Tell the others that a cell has no leader now."""
        await self.cease(cell_id, desk)
        await self.tell(NEWS, letters.write(NewsLetter(self.name, cell_id, leads=False)))

    async def tell(self, subject: str, letter: bytes) -> None:
        """Tell everybody, if anybody can be reached."""
        if self._client is not None:
            with bus.heeding_cancellation(), suppress(nats.errors.Error, OSError):
                await self._client.publish(subject, letter)
                await self._client.flush(timeout=1)

    @property
    def _letter_max(self) -> int:
        """How long a letter may be, with room for its envelope."""
        return (self._client.max_payload if self._client is not None else 2**20) // 2

    async def _stay(self, url: str) -> None:
        """Connect, listen, and return when the connection has ended."""
        lost = asyncio.Event()
        client = await bus.connect(url, name=self.name, lost=lost)
        try:
            with bus.heeding_cancellation():
                await client.subscribe(NEWS, cb=self._hear_news)
                await client.subscribe(STATE, cb=self._hear_state)
            self._client = client
            self._last_error = ""
            for cell_id, desk in list(self._desks.items()):
                await self.lead(cell_id, desk)
            await _until_silent(client, lost)
        finally:
            self._client = None
            self._connected_at = monotonic()
            self._heard_at.clear()
            with suppress(nats.errors.Error, OSError, asyncio.TimeoutError):
                await client.close()

    def _note(self, error: Exception) -> None:
        """Log why other gates cannot be reached, once."""
        said = f"{type(error).__name__}: {error}".partition("\n")[0]
        if said != self._last_error:
            log.warning("no way to other gates: %s", said)
        self._last_error = said

    async def _hear(self, cell_id: int, desk: Desk) -> None:
        """Listen for what others ask of a cell."""

        async def place(letter: bytes) -> bytes:
            stamp, batch, within_s = letters.read_orders(letter)
            term_id = desk.term_id
            return letters.answers_letter(term_id, await desk.place_for_others(batch, stamp=stamp, within_s=within_s))

        async def stand(letter: bytes) -> bytes:
            return letters.write(list(await desk.stand_for_others(letters.read_stands(letter))))

        if self._client is not None and cell_id not in self._heard_at:
            with bus.heeding_cancellation(), suppress(nats.errors.Error, OSError):
                self._heard_at[cell_id] = [
                    await self._client.subscribe(f"intake.{cell_id}", LEADERS, cb=self._answering_with(place)),
                    await self._client.subscribe(f"intake.{cell_id}.row", LEADERS, cb=self._answering_with(stand)),
                ]

    def _answering_with(self, handle: Handler) -> Callable[[Msg], Awaitable[None]]:
        """Return what answers each letter by a task of its own: the next one does not wait for it."""

        async def hear(message: Msg) -> None:
            task = asyncio.create_task(self._answer(message, handle))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

        return hear

    async def _answer(self, message: Msg, handle: Handler) -> None:
        """Answer a letter; who gets no answer asks again."""
        try:
            await message.respond(await handle(message.data))
        except (nats.errors.Error, OSError, NotNow) as error:
            log.info("a letter goes without an answer: %s", str(error) or type(error).__name__)
        except Exception:
            log.exception("a letter cannot be answered")

    async def _hear_news(self, message: Msg) -> None:
        news = letters.read_news(message.data)
        if news.gate != self.name:
            self._heard(news)

    async def _hear_state(self, message: Msg) -> None:
        self._told(message.data)

    async def _ask(self, subject: str, letter: bytes, *, within_s: float) -> bytes:
        """Return the answer to a letter; NotNow when there is none."""
        if self._client is None:
            raise NotNow
        try:
            return (await self._client.request(subject, letter, timeout=within_s)).data
        except (nats.errors.Error, OSError) as error:
            raise NotNow from error


async def _until_silent(client: Client, lost: asyncio.Event) -> None:
    """Return when a connection has ended, or nobody answers on it any more: its own pings would take a minute."""
    while not lost.is_set():
        with bus.heeding_cancellation():
            await client.flush(timeout=SILENT_AFTER_S)
        with suppress(TimeoutError):
            async with asyncio.timeout(PULSE_S):
                await lost.wait()
