"""The intake: what the gate's doors call. An order goes to its cell's row, and its answer comes after the commit."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Final, Self
from uuid import UUID

import msgspec

from dure.kernel.gate.tasks import keep_running
from dure.kernel.numbers import Sequencer as Numbers
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import OrderRequest, Outcome, problem_of
from dure.rooms.market.gate.asked import Asked
from dure.rooms.market.gate.batching import Tell, Waiting, awaited
from dure.rooms.market.gate.cells import Cell
from dure.rooms.market.gate.forwarding import STATE, Forwarding
from dure.rooms.market.gate.letters import NewsLetter
from dure.rooms.market.gate.neighbours import Neighbours
from dure.rooms.market.gate.refusals import Malformed, Outage
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.gate.waiting import Standing
from dure.rooms.market.quotes import Quote

log = logging.getLogger("dure.intake")

IDLE_S: Final = 60.0
"""A cell nobody asked for so long is let go, unless it is one of those the gate was told to keep."""

TELL_EVERY_S: Final = 5.0


class Intake:
    """Takes orders for any cell; use as `async with`. Several gates share the cells among themselves."""

    def __init__(
        self, *, database_url: str, nats_url: str | None = None, cells: Sequence[int] = (HOME_CELL,), name: str = "gate"
    ) -> None:
        """Take the database, the way to other gates (None: there are none), and the cells to be ready for at once."""
        self._database_url = database_url
        self._kept = frozenset(cells)
        self._forwarding = Forwarding(nats_url, name=name, heard=self._hear, told=self._hear_state)
        self._neighbours = Neighbours()
        self._numbers = Numbers()
        self._cells: dict[int, Cell] = {}
        self._tasks: dict[Cell | None, list[asyncio.Task[None]]] = {}
        self._is_closing = False

    async def __aenter__(self) -> Self:
        """Begin."""
        self._tasks[None] = [
            asyncio.create_task(self._forwarding.run()),
            asyncio.create_task(keep_running(self._look_after)),
        ]
        for cell_id in self._kept:
            self._open(cell_id)
        return self

    async def __aexit__(self, *_exception: object) -> None:
        """Close."""
        await self.close()

    async def close(self) -> None:
        """Take no more, place what waits, and let go of every cell: another gate leads it at once."""
        self._is_closing = True
        await asyncio.gather(*(self._let_go(cell) for cell in list(self._cells.values())))
        await self._forwarding.tell(STATE, msgspec.json.encode({**self.own_state(), "is_ending": True}))
        await self._forwarding.close()
        for whose in list(self._tasks):
            await self._end(whose)

    def ask(
        self,
        request: OrderRequest,
        quotes: Mapping[int, Quote],
        tell: Tell[Outcome],
        *,
        cell_id: int,
        ticket: Ticket | None = None,
    ) -> Waiting[Asked, Outcome]:
        """Place an order; its answer is told once it is committed. Malformed, Busy: nothing was placed.

        Outage, raised or told: ask again. The `quotes` are those of the order's offers by their number, all of this
        cell. An order under a known client key is answered with what became of it.
        """
        if problem := problem_of(request) or _problem_of_quotes(request, quotes, cell_id):
            raise Malformed(problem)
        return self._cell(cell_id).ask(Asked(request, quotes, ticket), tell)

    def place(
        self, request: OrderRequest, quotes: Mapping[int, Quote], *, cell_id: int, ticket: Ticket | None = None
    ) -> asyncio.Future[Outcome]:
        """Do the same for whoever can wait: the future has the answer, or raises what is told instead."""
        return awaited(lambda tell: self.ask(request, quotes, tell, cell_id=cell_id, ticket=ticket))

    async def stand(self, *, cell_id: int, buyer_id: UUID, ticket: Ticket | None = None) -> Standing:
        """Return where a buyer stands in the row before a cell; while it is open, this puts him there. Outage."""
        return await self._cell(cell_id).stand(buyer_id, ticket)

    def state(self) -> dict[str, object]:
        """Return how every cell does, as JSON writes it; and what the other gates told of theirs in the last minute."""
        others = self._neighbours.states(now=monotonic())
        return {**self.own_state(), "others": [other for other in others if other["gate"] != self._forwarding.name]}

    def own_state(self) -> dict[str, object]:
        """Return how every cell of this gate does."""
        return {
            "gate": self._forwarding.name,
            "is_connected": self._forwarding.is_connected,
            "cells": {str(cell_id): cell.state() for cell_id, cell in self._cells.items()},
        }

    def _cell(self, cell_id: int) -> Cell:
        """Return a cell, opened when it is first needed."""
        if self._is_closing:
            raise Outage
        return self._cells.get(cell_id) or self._open(cell_id)

    def _open(self, cell_id: int) -> Cell:
        cell = Cell(cell_id, database_url=self._database_url, forwarding=self._forwarding, numbers=self._numbers)
        self._cells[cell_id] = cell
        self._tasks[cell] = [asyncio.create_task(cell.run())]
        return cell

    async def _let_go(self, cell: Cell) -> None:
        """Finish a cell's work and free its lock."""
        self._cells.pop(cell.cell_id, None)
        await cell.finish()
        await self._end(cell)

    async def _end(self, whose: Cell | None) -> None:
        """End tasks."""
        tasks = self._tasks.pop(whose, [])
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _look_after(self) -> None:
        """Let go of cells nobody needs, and tell everybody how the others do."""
        while True:
            await asyncio.sleep(TELL_EVERY_S)
            now = asyncio.get_running_loop().time()
            for cell in list(self._cells.values()):
                if cell.cell_id not in self._kept and cell.is_idle and now - cell.used_at > IDLE_S:
                    await self._let_go(cell)
            await self._forwarding.tell(STATE, msgspec.json.encode(self.own_state()))

    def _hear_state(self, letter: bytes) -> None:
        self._neighbours.hear(letter, now=monotonic())

    def _hear(self, news: NewsLetter) -> None:
        """Another gate began or ceased to lead a cell."""
        if cell := self._cells.get(news.cell_id):
            cell.hear(news)


def _problem_of_quotes(request: OrderRequest, quotes: Mapping[int, Quote], cell_id: int) -> str | None:
    """Return the stable code of what is wrong with the quotes of an order, None when nothing is."""
    for line in request.lines:
        quote = quotes.get(line.offer_id)
        if quote is None:
            return "quote_missing"
        if quote.cell_id != cell_id:
            return "several_cells"
    return None
