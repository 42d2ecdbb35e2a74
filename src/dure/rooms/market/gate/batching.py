"""Natural batches: what came while the last batch was under way is done together, in the order it came."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from dure.rooms.market.gate.pace import Pace
from dure.rooms.market.gate.refusals import Outage

log = logging.getLogger("dure.intake")

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Tell: TypeAlias = Callable[[Answer | BaseException], None]
"""Gives an answer, or what stands in its way, to whoever asked; it returns at once."""

EXPIRE_EVERY_S = 0.25


class Telling:
    """Tells who was answered, all in one turn of the loop: a future and a callback for each would cost 3 µs an order.

    It comes after what goes on now, so that the next batch is on its way before the last one's answers are written.
    """

    def __init__(self) -> None:
        """Nobody is answered yet."""
        self._loop = asyncio.get_running_loop()
        self._settled: list[Waiting[Any, Any]] = []

    def add(self, waiting: "Waiting[Any, Any]") -> None:
        """Tell soon."""
        if not self._settled:
            self._loop.call_soon(self._tell)
        self._settled.append(waiting)

    def _tell(self) -> None:
        settled, self._settled = self._settled, []
        for waiting in settled:
            try:
                waiting.tell(waiting.answer)
            except Exception:
                log.exception("an answer could not be told")


class Waiting(Generic[Item, Answer]):
    """Something asked, and its answer once it is there."""

    __slots__ = ("_telling", "answer", "item", "tell", "until")

    def __init__(self, item: Item, tell: Tell[Answer], until: float, telling: Telling) -> None:
        """Keep what is asked, whom to tell and by whom, and until when (the loop's time) somebody waits for it."""
        self.item = item
        self.tell = tell
        self.until = until
        self.answer: Answer | BaseException | None = None
        self._telling = telling

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody still waits for the answer."""
        return self.answer is None

    def settle(self, answer: Answer | BaseException) -> None:
        """Give the answer, or what is raised instead, to whoever waits."""
        if self.answer is None:
            self.answer = answer
            self._telling.add(self)

    def drop(self) -> None:
        """Nobody waits any more, and nobody is told."""
        self.answer = self.answer or Outage()
        self.tell = _nobody


class NaturalBatches(Generic[Item, Answer]):
    """A row of waiting things and the one worker that takes them, at most `cap` at a time, one batch after another."""

    def __init__(self, do: Callable[[list[Waiting[Item, Answer]]], Awaitable[None]], *, cap: int) -> None:
        """Take what does a batch: it settles every one; what it leaves open is answered with Outage."""
        self.pace = Pace()
        self._loop = asyncio.get_running_loop()
        self._do = do
        self._cap = cap
        self._telling = Telling()
        self._waiting: deque[Waiting[Item, Answer]] = deque()
        self._under_way: list[Waiting[Item, Answer]] = []
        self._some = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        """How many wait, those under way not counted."""
        return len(self._waiting)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return self._idle.is_set()

    def add(self, item: Item, tell: Tell[Answer], *, within_s: float) -> Waiting[Item, Answer]:
        """Put something at the end of the row; `tell` is given the answer, or Outage after `within_s`."""
        waiting: Waiting[Item, Answer] = Waiting(item, tell, self._loop.time() + within_s, self._telling)
        if not self._waiting:
            self._idle.clear()
            self._some.set()
        self._waiting.append(waiting)
        return waiting

    async def run(self) -> None:
        """Do batch after batch until cancelled."""
        try:
            while True:
                await self._some.wait()
                await self._do_next()
        finally:
            self.give_up()

    async def expire(self) -> None:
        """Answer those who waited too long, until cancelled."""
        while True:
            await asyncio.sleep(EXPIRE_EVERY_S)
            now = self._loop.time()
            late = [waiting for waiting in (*self._under_way, *self._waiting) if waiting.until <= now]
            for waiting in late:
                waiting.settle(Outage())
            if late:
                self._waiting = deque(waiting for waiting in self._waiting if waiting.is_waited_for)

    async def finish(self) -> None:
        """Return when nothing is waiting or under way."""
        await self._idle.wait()

    def let_go(self, is_meant: Callable[[Item], bool]) -> None:
        """Answer some of those who wait in the row with Outage; what is under way is left to whoever does it."""
        for waiting in self._waiting:
            if is_meant(waiting.item):
                waiting.settle(Outage())

    def give_up(self) -> None:
        """Answer everybody with Outage."""
        for waiting in (*self._under_way, *self._waiting):
            waiting.settle(Outage())
        self._waiting.clear()

    async def _do_next(self) -> None:
        """Take what waits, have it done, and leave nobody without an answer."""
        self._under_way = self._take()
        if self._under_way:
            began = self._loop.time()
            try:
                await self._do(self._under_way)
            finally:
                for waiting in self._under_way:
                    if waiting.answer is None:
                        waiting.settle(Outage())
            self.pace.note(len(self._under_way), self._loop.time() - began)
            self._under_way = []
        if not self._waiting:
            self._some.clear()
            self._idle.set()

    def _take(self) -> list[Waiting[Item, Answer]]:
        """Take the first who still wait for an answer."""
        taken: list[Waiting[Item, Answer]] = []
        while self._waiting and len(taken) < self._cap:
            waiting = self._waiting.popleft()
            if waiting.answer is None:
                taken.append(waiting)
        return taken


def awaited(ask: Callable[[Tell[Answer]], Waiting[Any, Answer]]) -> asyncio.Future[Answer]:
    """Ask, and return a future of the answer, for whoever can wait; who cancels it waits no more."""
    answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
    waiting = ask(partial(_fulfil, answer))
    answer.add_done_callback(lambda done: waiting.drop() if done.cancelled() else None)
    return answer


def _fulfil(future: asyncio.Future[Answer], answer: Answer | BaseException) -> None:
    if future.done():
        return
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _nobody(_answer: object) -> None:
    """Tell nobody."""
