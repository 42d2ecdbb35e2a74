"""Who writes a cell: the gate whose connection holds the cell's lock; the others try for it twice a second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

import psycopg

from dure.kernel.gate.database import agree_on_time, connect
from dure.kernel.numbers import Sequencer as Numbers
from dure.rooms.market.gate.database import Writer, take_lock, want

log = logging.getLogger("dure.intake")

TRY_EVERY_S = 0.5

Change = Callable[[], Awaitable[None]]


class Others(Protocol):
    """What a cell knows about the other gates."""

    def are_unheard(self) -> bool:
        """Whether no letter of theirs has a way to us, and for longer than a moment."""

    def are_unreachable(self) -> bool:
        """Whether orders wait here that nobody takes."""


class Leadership:
    """Tries to lead a cell, and leads it as long as the connection lives."""

    def __init__(
        self, cell_id: int, *, database_url: str, numbers: Numbers, begun: Change, ended: Change, others: Others
    ) -> None:
        """Take what is to be done when we begin to lead, before the first order, and when we have ended."""
        self.cell_id = cell_id
        self.led = asyncio.Event()
        self.last_error: str | None = None
        self._database_url = database_url
        self._numbers = numbers
        self._begun = begun
        self._ended = ended
        self._others = others
        self._writer: Writer | None = None
        self._is_asking = False
        self._freed = asyncio.Event()

    @property
    def writer(self) -> Writer | None:
        """Who writes, while it is us."""
        return None if self._writer is None or self._writer.is_lost else self._writer

    def try_now(self) -> None:
        """Try at once: somebody let go."""
        self._freed.set()

    async def run(self) -> None:
        """Lead whenever nobody else does, until cancelled; then the lock is free at once."""
        while True:
            try:
                await self._lead_once()
                # Whoever asked for the cell while we could not hear the others has it by then.
                await asyncio.sleep(2 * TRY_EVERY_S if self._others.are_unheard() else 0)
            except (psycopg.Error, OSError) as error:
                self._note(error)
                await self._nap()

    async def _lead_once(self) -> None:
        """Connect, wait for the lock, lead until the connection ends."""
        connection = await connect(self._database_url, name="dure intake")
        try:
            while not await take_lock(connection, self.cell_id):
                self.last_error = None
                await self._nap()
                await agree_on_time(connection)
                await self._ask(connection, is_wanted=self._others.are_unreachable())
            await self._ask(connection, is_wanted=False)
            self._writer = Writer(connection, cell_id=self.cell_id, numbers=self._numbers)
            await self._lead(self._writer)
        finally:
            self._is_asking = False
            await connection.close()
            if self._writer is not None:
                self._writer = None
                await self._ended()

    async def _lead(self, writer: Writer) -> None:
        """Be the one who writes."""
        await self._begun()
        self.last_error = None
        self.led.set()
        log.info("cell %d: we lead", self.cell_id)
        try:
            await writer.stay(self._others.are_unheard)
        finally:
            self.led.clear()
            log.info("cell %d: we lead no more", self.cell_id)

    async def _ask(self, connection: psycopg.AsyncConnection[Any], *, is_wanted: bool) -> None:
        """Ask whoever leads to let go, should he not hear the others; or ask no more."""
        if is_wanted != self._is_asking:
            await want(connection, self.cell_id, is_wanted=is_wanted)
            self._is_asking = is_wanted

    async def _nap(self) -> None:
        """Wait until it is time to try again."""
        self._freed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(TRY_EVERY_S):
                await self._freed.wait()

    def _note(self, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}".partition("\n")[0]
        if said != self.last_error:
            log.warning("cell %d: %s", self.cell_id, said)
        self.last_error = said
