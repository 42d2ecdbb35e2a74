"""Writing down what is said, a batch at a time: who says something is answered once it is kept, and never before."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar
from uuid import UUID

from dure.kernel.gate import problems
from dure.kernel.gate.problems import GateProblem
from dure.rooms.stage.gate.archive import Away
from dure.rooms.stage.gate.said import Caption, Said

log = logging.getLogger("dure.live")

EVERY_S: Final = 0.2
"""Batches begin no closer together than this: a busy room costs PostgreSQL five commits a second."""
BATCH_MAX: Final = 500
WAITING_MAX: Final = 2_000

Line = TypeVar("Line", Said, Caption)


class Writing(Generic[Line]):
    """The lines that wait to be kept, and the one worker that keeps them."""

    def __init__(
        self,
        keep: Callable[[Sequence[tuple[UUID, Line]]], Awaitable[set[UUID]]],
        kept: Callable[[Sequence[tuple[UUID, Line]]], Awaitable[None]],
    ) -> None:
        """Take what keeps lines and returns the numbers of the new ones, and who is told of those."""
        self._keep: Callable[[Sequence[tuple[UUID, Line]]], Awaitable[set[UUID]]] = keep
        self._kept: Callable[[Sequence[tuple[UUID, Line]]], Awaitable[None]] = kept
        self._waiting: list[tuple[tuple[UUID, Line], asyncio.Future[bool]]] = []
        self._some = asyncio.Event()
        self._turn = asyncio.Lock()
        self._is_closing = False

    def add(self, show_id: UUID, line: Line) -> "asyncio.Future[bool]":
        """Have a line kept; its future says whether it is new, or is an outage when it could not be kept."""
        if self._is_closing:
            raise problems.outage(1)
        if len(self._waiting) >= WAITING_MAX:
            raise problems.outage()
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((show_id, line), answer))
        self._some.set()
        return answer

    async def run(self) -> None:
        """Keep batch after batch until cancelled."""
        try:
            while True:
                await self._some.wait()
                began_s = asyncio.get_running_loop().time()
                await self._do_next()
                await asyncio.sleep(max(began_s + EVERY_S - asyncio.get_running_loop().time(), 0))
        finally:
            self._refuse(self._waiting, problems.outage())
            self._waiting = []

    async def finish(self) -> None:
        """Take nothing more, and keep what waits."""
        self._is_closing = True
        await self._do_next()
        while self._waiting:
            await self._do_next()

    async def _do_next(self) -> None:
        """Keep what waits; one batch at a time, so that who ends waits for the one under way."""
        async with self._turn:
            await self._keep_next()

    async def _keep_next(self) -> None:
        batch, self._waiting = self._waiting[:BATCH_MAX], self._waiting[BATCH_MAX:]
        if not self._waiting:
            self._some.clear()
        if not batch:
            return
        try:
            fresh = await self._keep([entry for entry, _answer in batch])
        except Away as error:
            log.warning("chat cannot be kept: %s", error.__cause__)
            self._refuse(batch, problems.outage())
        except BaseException:
            self._refuse(batch, problems.outage())
            raise
        else:
            await self._kept([entry for entry, _answer in batch if entry[1].id in fresh])
            for entry, answer in batch:
                if not answer.done():
                    answer.set_result(entry[1].id in fresh)

    def _refuse(self, batch: Sequence[tuple[tuple[UUID, Line], "asyncio.Future[bool]"]], problem: GateProblem) -> None:
        for _entry, answer in batch:
            if not answer.done():
                answer.set_exception(problem)
