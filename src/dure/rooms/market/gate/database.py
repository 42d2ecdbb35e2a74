"""The one connection that writes a cell's orders; it holds the cell's lock, so who lost the lock cannot commit."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final

import psycopg

from dure.kernel import clock
from dure.kernel.gate.database import agree_on_time, is_gone
from dure.kernel.numbers import Sequencer as Numbers
from dure.rooms.market.columns import AGAIN, ATTEMPTS_MAX, CALL, DAY_CLOSED, Reply, columns_of, outcomes_of
from dure.rooms.market.drafts import Outcome
from dure.rooms.market.gate.asked import Asked, Lost
from dure.rooms.market.quotes import bill_of

log = logging.getLogger("dure.intake")

LOCKS: Final = 1_768_846_443
"""The space of the cells' advisory locks: "intk"."""

WANTED: Final = 1_769_431_412
"""The space of the locks by which a gate asks for a cell whose leader it cannot reach: "iwnt"."""

PULSE_S: Final = 1.0


async def take_lock(connection: psycopg.AsyncConnection[Any], cell_id: int) -> bool:
    """Return whether the connection holds a cell's lock now, which it does until it ends."""
    cursor = await connection.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", [LOCKS, cell_id])
    [is_taken] = await cursor.fetchone() or [False]
    return bool(is_taken)


async def want(connection: psycopg.AsyncConnection[Any], cell_id: int, *, is_wanted: bool) -> None:
    """Ask for a cell that somebody else leads, or ask no more; a question ends with its connection."""
    question = "pg_try_advisory_lock" if is_wanted else "pg_advisory_unlock"
    await connection.execute(f"SELECT {question}(%s::int, %s::int)", [WANTED, cell_id])


async def is_wanted(connection: psycopg.AsyncConnection[Any], cell_id: int) -> bool:
    """Return whether another gate asks for a cell."""
    cursor = await connection.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND (classid, objid) = (%s::int::oid, %s::int::oid))",
        [WANTED, cell_id],
    )
    [found] = await cursor.fetchone() or [False]
    return bool(found)


class Writer:
    """Places a cell's orders, one batch after another."""

    def __init__(self, connection: psycopg.AsyncConnection[Any], *, cell_id: int, numbers: Numbers) -> None:
        """Take a connection that holds the cell's lock."""
        self.cell_id = cell_id
        self._connection = connection
        self._numbers = numbers
        self._lost = asyncio.Event()

    @property
    def is_lost(self) -> bool:
        """Whether the connection has ended."""
        return self._lost.is_set()

    async def place(self, batch: Sequence[Asked]) -> list[Outcome]:
        """Place orders of different keys in one transaction, answer them when it is committed.

        Raises Lost when the connection ends meanwhile, and any other error when nothing of the batch was placed.
        """
        moment = clock.now()
        for _attempt in range(ATTEMPTS_MAX - 1):
            try:
                return await self._place(batch, numbered_at=moment)
            except psycopg.Error as error:
                if error.sqlstate not in AGAIN:
                    raise
                self._numbers.change_writer()
                if error.sqlstate == DAY_CLOSED:
                    moment = max(moment, datetime.fromisoformat(error.diag.message_detail or ""))
        return await self._place(batch, numbered_at=moment)

    async def stay(self, is_cut_off: Callable[[], bool]) -> None:
        """Return when the connection has ended; asks for a sign of life while it is quiet.

        Who is cut off from the other gates stays no longer than until one of them asks for the cell.
        """
        while not await self._is_lost_within(PULSE_S):
            if self._connection.lock.locked() and not is_cut_off():
                continue
            with suppress(Lost), self._noticing_loss():
                await agree_on_time(self._connection)
                if is_cut_off() and await is_wanted(self._connection, self.cell_id):
                    await self._finish()

    async def _finish(self) -> None:
        """Place no more; what is under way comes to its end."""
        self._lost.set()
        async with self._connection.lock:
            log.warning("cell %d: we do not hear the other gates, and one of them asks for it", self.cell_id)

    async def _is_lost_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._lost.wait()
        return self.is_lost

    async def _place(self, batch: Sequence[Asked], *, numbered_at: datetime) -> list[Outcome]:
        now = clock.now()
        requests = [asked.request for asked in batch]
        bills = [bill_of(asked.request, asked.quotes, now) for asked in batch]
        ids = self._numbers.take(len(batch), at=numbered_at)
        reply = await self._ask(CALL, columns_of(requests, bills, ids, cell_id=self.cell_id, at=now))
        return outcomes_of(requests, bills, reply)

    async def _ask(self, statement: str, parameters: Sequence[Any]) -> Reply:
        """Return the row a statement answers with, once it is committed; Lost when the connection ended."""
        with self._noticing_loss():
            async with self._connection.cursor(binary=True) as cursor:
                await cursor.execute(statement, parameters, prepare=True)
                return await cursor.fetchone() or ()

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        """Raise Lost, and say so ever after, when the connection ends meanwhile."""
        try:
            yield
        except psycopg.Error as error:
            if is_gone(self._connection, error):
                self._lost.set()
                raise Lost(error) from error
            raise
        except asyncio.CancelledError:
            self._lost.set()  # what was under way is not known any more
            raise
