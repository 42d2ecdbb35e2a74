"""Natural batches: what came while the last batch was under way is done together, in the order it came."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from dure.rooms.market.gate.pace import Pace
from dure.rooms.market.gate.refusals import Outage

Item = TypeVar("Item")
Answer = TypeVar("Answer")

EXPIRE_EVERY_S = 0.25


class Waiting(Generic[Item, Answer]):
    """Something asked and not answered yet."""

    __slots__ = ("answer", "item", "until")

    def __init__(self, item: Item, answer: asyncio.Future[Answer], until: float) -> None:
        """Keep what is asked, the future to answer, and until when (the loop's time) somebody waits for it."""
        self.item = item
        self.answer = answer
        self.until = until

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.answer.done()

    def settle(self, answer: Answer | BaseException) -> None:
        """Give the answer, or raise it, to whoever waits."""
        if self.answer.done():
            return
        if isinstance(answer, BaseException):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


class NaturalBatches(Generic[Item, Answer]):
    """A row of waiting things and the one worker that takes them, at most `cap` at a time, one batch after another."""

    def __init__(self, do: Callable[[list[Waiting[Item, Answer]]], Awaitable[None]], *, cap: int) -> None:
        """Take what does a batch: it settles every one; what it leaves open is answered with Outage."""
        self.pace = Pace()
        self._loop = asyncio.get_running_loop()
        self._do = do
        self._cap = cap
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

    def add(self, item: Item, *, within_s: float) -> asyncio.Future[Answer]:
        """Put something at the end of the row; its future holds the answer, or Outage after `within_s`."""
        waiting: Waiting[Item, Answer] = Waiting(item, self._loop.create_future(), self._loop.time() + within_s)
        self._waiting.append(waiting)
        self._idle.clear()
        self._some.set()
        return waiting.answer

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
            if waiting.is_waited_for:
                taken.append(waiting)
        return taken
